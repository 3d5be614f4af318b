import { Readable } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tableOptionsSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { limits } from '../../src/contracts/values/limits.ts';
import { Rows } from '../../src/series/cells/rows.ts';
import { columnsWithout } from '../../src/series/columns/index.ts';
import { readCsv as readCsvHere } from '../../src/series/csv/index.ts';
import { PeriodRows } from '../../src/series/frame/index.ts';
import { createSeriesReader } from '../../src/series/index.ts';
import { Exclusions } from '../../src/series/table/groups.ts';
import { idSeparator } from '../../src/series/table/id-columns.ts';
import { readCsv, refusal, warningCodes } from './reading.ts';

const columnsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, name: `s${index}`, key: `s${index}` }));

test('cells of a wide table are tested a few times each, however many columns there are', () => {
  const columns = columnsOf(3_000);
  const row = columns.map(({ index }) => `${index}.5`);
  let tested = 0;
  const isDate = () => {
    tested++;
    return false;
  };
  const dayOf = () => {
    tested++;
    return null;
  };
  const options = tableOptionsSchema.parse({});
  const never = () => false;
  const tests = { isDate, dayOf, isMissing: never, namesTime: never, namesSeries: never, partOf: () => null };
  expect(PeriodRows.find(columns, row, options, null, tests)).toBeNull();
  expect(tested).toBeLessThanOrEqual(4 * columns.length);
});

test.each<[string, (i: number) => string]>([
  ['numbers', () => '1'],
  ['texts', () => 'a'],
  ['no values', () => ''],
])('the work for a table of few rows grows with its columns: %s', async (_, cell) => {
  const trims = async (columns: number) => {
    const row = (first: string, cell: (i: number) => string) =>
      [first, ...Array.from({ length: columns }, (_, i) => cell(i))].join();
    const table = [row('date', (i) => `s${i}`), row('2024-01-01', cell), row('2024-01-02', cell)].join('\n');
    const trim = vi.spyOn(String.prototype, 'trim');
    await readCsvHere(Readable.from([Buffer.from(table)]), tableOptionsSchema.parse({})).catch(() => {});
    const { length } = trim.mock.calls;
    trim.mockRestore();
    return length;
  };
  expect(await trims(600)).toBeLessThan(2.5 * (await trims(300)));
});

test('a header with more columns than a dataset may have series is refused', async () => {
  const header = `date${',a'.repeat(limits.columnsMax)}`;
  expect(await refusal(() => readCsv(`${header}\n2024-01-01,1\n`, {}, 65_536))).toMatchObject({
    code: 'csv_invalid',
    detail: expect.stringContaining(`the header has ${limits.columnsMax + 1} columns`),
  });
});

test('columns without others keep their order', () => {
  const columns = columnsOf(5);
  const [a, b, c, d, e] = columns;
  expect(columnsWithout(columns, [b], [e, a])).toEqual([c, d]);
});

test.each([
  { columns: 2, rows: 3_000 },
  { columns: 3_000, rows: 700 },
  { columns: 20_000, rows: 2 },
])('$rows rows of $columns columns take memory in proportion to their numbers', ({ columns, rows }) => {
  const table = new Rows(columns);
  for (let row = 0; row < rows; row++) {
    table.add(row, row + 2);
    for (const column of [0, columns - 1]) table.set(column, row + column);
  }
  for (const column of [0, columns - 1]) {
    const numbers = table.column(column);
    expect(Array.from(numbers)).toEqual(Array.from({ length: rows }, (_, row) => row + column));
    const room = numbers.buffer.byteLength / numbers.BYTES_PER_ELEMENT;
    expect(room * columns).toBeLessThanOrEqual(Math.max(1_000_000, 2 * rows * columns));
  }
});

/** Shortest of three times, in ms of the CPU. */
async function cpuMs(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
  }
  return Math.min(...times);
}

test('columns with the same date in all rows cost as much as columns with different ones', async () => {
  const columns = 3_000;
  const header = Array.from({ length: columns }, (_, i) => `d${i}`).join(',');
  const row = (date: string) => Array<string>(columns).fill(date).join(',');
  const read = (later: string) => async () =>
    expect(
      await refusal(() => readCsv([header, row('2020-01-01'), row(later)].join('\n'), {}, 65_536)),
    ).toMatchObject({ code: 'value_column_missing' });
  expect(await cpuMs(read('2020-01-01'))).toBeLessThan(5 * (await cpuMs(read('2020-01-02'))));
});

test('many names to exclude cost as much as a few', async () => {
  const id = (i: number) => [...Array<string>(90).fill('g'), i].join(idSeparator);
  const series = Array.from({ length: 2_000 }, (_, i) => ({ id: id(i) }));
  const groups = [{ series }] as unknown as Parameters<Exclusions['series']>[0];
  const exclude = (names: number) => () => {
    const exclusions = new Exclusions(Array.from({ length: names }, (_, i) => `${i}`).join());
    expect(exclusions.series(groups)[0].series).toHaveLength(2_000 - names);
    exclusions.requireUsed();
  };
  expect(await cpuMs(exclude(500))).toBeLessThan(10 * (await cpuMs(exclude(2))));
});

test('a small table with many columns is read in a thread, because it would hold up the main thread', async () => {
  let threads = 0;
  const count = () => threads++;
  process.on('worker', count);
  onTestFinished(() => void process.off('worker', count));
  const table = (columns: number) =>
    ['date', '2020-01-01', '2020-01-02']
      .map((cell) =>
        [cell, ...Array.from({ length: columns }, (_, i) => `${cell === 'date' ? 's' : ''}${i}`)].join(),
      )
      .join('\n');
  const reader = createSeriesReader();
  const read = (text: string) =>
    reader.table(Readable.from([Buffer.from(text)]), tableOptionsSchema.parse({}));
  expect((await read(table(100))).series).toHaveLength(100);
  expect(threads).toBe(0);
  expect((await read(table(1_000))).series).toHaveLength(1_000);
  expect(threads).toBeGreaterThan(0);
});

const two = (number: number) => String(number).padStart(2, '0');
const intervals = (count: number, nameOf: (minute: number, i: number) => string, first = 0) =>
  Array.from({ length: count }, (_, i) => nameOf(((i + first) * 1_440) / count, i));
const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
const halves = (minute: number) =>
  `${Math.floor(minute / 60) % 12 || 12}:${two(minute % 60)} ${minute < 720 ? 'AM' : 'PM'}`;
const daysAcross = (names: readonly string[], days: readonly string[]) =>
  `Date;${names.join(';')}\n${days.map((day, d) => `${day};${names.map((_, i) => `${d * names.length + i}.5`).join(';')}\n`).join('')}`;
const plainDays = ['2024-01-01', '2024-01-02'];

test.each([
  ['half hours', intervals(48, clock), plainDays, 30],
  ['half hours with seconds', intervals(48, (minute) => `${clock(minute)}:00`), plainDays, 30],
  ['half hours with AM and PM', intervals(48, halves), plainDays, 30],
  ['half hours in digits', intervals(48, (minute) => clock(minute).replace(':', '')), plainDays, 30],
  [
    'half hours from and to',
    intervals(48, (minute) => `${clock(minute)}-${clock(minute + 30)}`),
    plainDays,
    30,
  ],
  ['ends of half hours', intervals(48, clock, 1), plainDays, 30],
  ['ends of half hours up to 00:00', [...intervals(48, clock).slice(1), '00:00'], plainDays, 30],
  ['ends of hours up to 12:00 AM', [...intervals(24, halves).slice(1), '12:00 AM'], plainDays, 60],
  ['numbered half hours', intervals(48, (_, i) => `HH${i + 1}`), plainDays, 30],
  ['numbered half hours and an empty hour', [...Array(50).keys()].map((i) => `SP${i + 1}`), plainDays, 30],
  ['quarter hours', intervals(96, clock), plainDays, 15],
  ['ends of quarter hours', intervals(96, clock, 1), plainDays, 15],
  ['five minutes', intervals(288, clock), plainDays, 5],
  ['hours with AM and PM', intervals(24, halves), plainDays, 60],
  ['hours beside midnights', intervals(24, clock), ['2024-01-01 00:00:00', '2024-01-02 00:00:00'], 60],
  [
    'hours beside midnights in UTC',
    intervals(24, (_, i) => String(i)),
    ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'],
    60,
  ],
  [
    'half hours beside midnights of .NET',
    intervals(48, clock),
    ['1/1/2024 12:00:00 AM', '1/2/2024 12:00:00 AM'],
    30,
  ],
])('periods of a day across the columns are one series: %s', async (_, names, days, minutes) => {
  const count = 1_440 / minutes;
  const rows = daysAcross(names, days);
  const text = names.length === count ? rows : rows.replaceAll(/(?:;[\d.]+){2}$/gm, ';;');
  const options = days[0].startsWith('1/') ? { date_order: 'mdy' } : {};
  const dataset = await readCsv(text, options);
  expect(dataset.series.map(({ values }) => values.length)).toEqual([2 * count]);
  expect([...dataset.series[0].times]).toEqual(
    Array.from({ length: 2 * count }, (_, i) => Date.UTC(2024, 0, 1, 0, i * minutes)),
  );
  expect(warningCodes(dataset)).toEqual(['layout_assumed']);
  expect(warningCodes(await readCsv(text, { ...options, layout: 'periods' }))).toEqual([]);
});

test('columns that are no whole day beside dates, or stand beside times within a day, are series', async () => {
  const hourly = ['2024-01-01 00:00:00', '2024-01-01 01:00:00', '2024-01-01 02:00:00'];
  for (const [names, days] of [
    [intervals(48, clock).slice(1), plainDays],
    [intervals(48, (_, i) => `H${i + 1}`), plainDays],
    [intervals(24, (_, i) => `${i + 1}`), hourly],
  ] as const)
    expect((await readCsv(daysAcross(names, days))).series).toHaveLength(names.length);
  const stated = await refusal(() =>
    readCsv(
      daysAcross(
        intervals(24, (_, i) => String(i)),
        hourly,
      ),
      { layout: 'periods' },
    ),
  );
  expect(stated.errors).toMatchObject([
    { line: 3, message: expect.stringContaining('"2024-01-01 01:00:00" is a time within a day') },
  ]);
  const offset = daysAcross(
    intervals(24, (_, i) => String(i)),
    ['2024-03-29T00:00:00+01:00', '2024-03-30T00:00:00+01:00'],
  );
  expect((await refusal(() => readCsv(offset, { layout: 'periods' }))).detail).toContain(
    '"2024-03-29T00:00:00+01:00" is neither a year nor a day',
  );
  const starts = intervals(48, (minute) => `${clock(minute)}-${clock((minute + 30) % 1_440)}`);
  const around = await refusal(() => readCsv(daysAcross([...starts.slice(1), starts[0]], plainDays)));
  expect(around.detail).toContain('the half hours go from "00:30-01:00" to "00:00-00:30"');
  expect(around.errors).toMatchObject([{ alternatives: [{ option: 'layout', value: 'wide' }] }]);
});
