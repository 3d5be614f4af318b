/** Times whose years have two digits, or stand behind the month, without anything between the numbers. */
import { describe, expect, test } from 'vitest';
import { readCsv, refusal, timesOf, warningCodes } from './reading.ts';

const two = (number: number) => String(number).padStart(2, '0');
const table = (name: string, times: string[]) =>
  `${name},v\n${times.map((time, i) => `${time},${i + 5}\n`).join('')}`;
const read = (name: string, times: string[]) => readCsv(table(name, times));
const detailOf = async (name: string, times: string[]) => (await refusal(() => read(name, times))).detail;
const months = [2022, 2023].flatMap((year) => Array.from({ length: 12 }, (_, i) => [year, i + 1]));
const firstDays = months.map(([year, month]) => `${year}-${two(month)}-01`);

describe('years', () => {
  test('that go from 99 to 0, or have a zero in front, are no counts', async () => {
    for (const name of ['Year', 'date'])
      expect(await detailOf(name, ['98', '99', '00', '01'])).toContain('time_format=%y to read years');
    expect(await detailOf('Year', ['00', '01', '02'])).toContain('time_format=%y to read years');
    expect(await detailOf('Year', ['98', '99', '0', '1'])).toContain('accepted is years of four digits, or');
  });

  test('of a study count from 0 or 1', async () => {
    for (const first of [0, 1])
      expect((await read('Year', [first, first + 1, first + 2].map(String))).header.time_kind).toBe(
        'integer',
      );
  });
});

describe('months', () => {
  test.each([
    ['%y%m', ([year, month]: number[]) => `${year - 2000}${two(month)}`],
    ['%m%y', ([year, month]: number[]) => `${two(month)}${year - 2000}`],
    ['%m%y', ([year, month]: number[]) => `${month}${year - 2000}`],
  ])('%s are read where their steps prove them', async (format, written) => {
    for (const name of ['Month', 'date', 'Period']) {
      const parsed = await read(name, months.map(written));
      expect(timesOf(parsed)).toEqual(firstDays);
      expect(parsed.reading?.time_format).toBe(format);
      const again = await readCsv(table(name, months.slice(0, 2).map(written)), { time_format: format });
      expect(timesOf(again)).toEqual(firstDays.slice(0, 2));
    }
    expect(await detailOf('Week', months.map(written))).toContain(`time_format=${format}`);
  });

  test('such as 2201 are refused with the remedy where no step proves them', async () => {
    for (const name of ['Month', 'date', 'Period'])
      expect(await detailOf(name, ['2201', '2202', '2203', '2204'])).toContain('time_format=%y%m');
    expect((await read('Month', ['2251', '2252', '2253', '2254'])).header.time_kind).toBe('integer');
    expect(timesOf(await read('date', ['1901', '1902', '1903']))[0]).toBe('1901-01-01');
  });

  test('before their year are no days', async () => {
    const times = months.map(([year, month]) => `${two(month)}${year}`);
    for (const name of ['Month', 'date']) {
      const parsed = await read(name, times);
      expect(timesOf(parsed)).toEqual(firstDays);
      expect(warningCodes(parsed)).toEqual(['date_order_assumed']);
      expect(parsed.reading?.time_format).toBe('%m%Y');
      expect(await detailOf(name, times.slice(0, 3))).toContain('time_format=%m%Y to read 2022-01');
    }
    expect(await detailOf('Period', times)).toContain('time_format=%m%Y');
    expect(await detailOf('Week', times)).toContain('time_format=%m%Y');
    expect((await read('date', ['031723', '031823', '031923', '032023'])).reading?.time_format).toBe(
      '%m%d%y',
    );
  });
});

describe('weeks and quarters', () => {
  const weeks = (year: number, count: number) => Array.from({ length: count }, (_, i) => [year, i + 1]);
  const short = [...weeks(23, 52), ...weeks(24, 3)].map(([year, week]) => `${year}${two(week)}`);

  test('with a year of two digits are refused', async () => {
    for (const name of ['Week', 'Month', 'date', 'Period']) {
      expect(await detailOf(name, short)).toContain('weeks such as 2023-W01');
      expect(await detailOf(name, short.slice(0, 20))).toContain('weeks such as 2023-W01');
    }
    expect(await detailOf('Quarter', ['231', '232', '233', '234', '241'])).toContain('such as 2023Q1');
  });

  test('in the notation of months are refused with the format of weeks', async () => {
    for (const separator of ['-', '/']) {
      const times = weeks(2023, 52).map(([year, week]) => `${year}${separator}${two(week)}`);
      for (const name of ['Week', 'date'])
        expect(await detailOf(name, times)).toContain(`time_format=%G${separator}%V`);
      expect(await detailOf('Week', times.slice(0, 12))).toContain(`time_format=%G${separator}%V`);
    }
    expect(await detailOf('Season', ['2022-23', '2023-24', '2024-25'])).toContain('fiscal years or seasons');
  });
});
