import { expect, test } from 'vitest';
import { readCsv, refusal, timesOf, warningCodes } from './reading.ts';

const months = 'Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec';
const fromApril = 'Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,Jan,Feb,Mar';
const backwards = months.split(',').reverse().join();
const numbers = '1,2,3,4,5,6,7,8,9,10,11,12';
const years = (header: string, values = numbers) => `${header}\n2022,${values}\n2023,${values}\n`;

test.each([
  ...['Fiscal Year', 'Year', 'FY', '年度', 'Whatever'].map((name) => years(`${name},${fromApril}`)),
  years('年度,4月,5月,6月,7月,8月,9月,10月,11月,12月,1月,2月,3月'),
  years('Water Year,Oct,Nov,Dec,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep'),
  years('Year,Q3,Q4,Q1,Q2', '1,2,3,4'),
  years('Year,Mar,Feb,Jan,Dec,Nov,Oct,Sep,Aug,Jul,Jun,May,Apr'),
])('periods that go around the end of a year are refused: %s', async (text) => {
  for (const layout of ['auto', 'periods'])
    expect(await refusal(() => readCsv(text, { layout }))).toMatchObject({
      code: 'reading_ambiguous',
      detail: expect.stringMatching(/as in a fiscal year.*in which it begins.*with its own calendar year/),
    });
});

test.each([
  years('Fiscal Year,Q1,Q2,Q3,Q4', '1,2,3,4'),
  years(`Geschäftsjahr,${months}`),
  years('年度,Q1,Q2,Q3,Q4', '1,2,3,4'),
])(
  'the name of a fiscal year is refused until the caller says that it begins in January: %s',
  async (text) => {
    const { code, detail } = await refusal(() => readCsv(text));
    expect([code, detail]).toEqual(['reading_ambiguous', expect.stringContaining('layout=periods')]);
    expect(timesOf(await readCsv(text, { layout: 'periods' }))[0]).toBe('2022-01-01');
  },
);

test('months in the order of a calendar year, or backwards, are read', async () => {
  for (const header of [`Year,${months}`, `年度,${months}`, `Year,${backwards}`])
    expect(timesOf(await readCsv(years(header))).slice(0, 2)).toEqual(['2022-01-01', '2022-02-01']);
});

test('the hours of a gas day are refused', async () => {
  const hours = Array.from({ length: 24 }, (_, i) => (i + 6) % 24);
  const text = `Date,${hours}\n2024-01-01,${hours}\n2024-01-02,${hours}\n`;
  expect((await refusal(() => readCsv(text))).detail).toContain('after midnight');
});

const rows = (header: string, order: readonly number[], of = [2022, 2023]) =>
  `${header}\n${of.flatMap((year) => order.map((month) => `${year},${month},${month}`)).join('\n')}\n`;
const calendar = numbers.split(',').map(Number);
const fiscal = [...calendar.slice(3), ...calendar.slice(0, 3)];

test('rows in the order of fiscal years are refused, and rows in another order are sorted', async () => {
  for (const text of [
    rows('Year,Month,Sales', fiscal),
    rows('年度,月,Sales', fiscal),
    rows('Year,Month,Sales', fiscal, [2022]),
    rows('Year,Month,Sales', fiscal.toReversed(), [2023, 2022]),
    rows('Year,Quarter,Sales', [3, 4, 1, 2]),
    `store,${rows('Year,Month,Sales', fiscal).replaceAll(/\n(?=2)/g, '\nA,')}`,
  ])
    expect((await refusal(() => readCsv(text))).detail).toContain('as in a fiscal year');
  for (const of of [
    [2022, 2023],
    [2023, 2022],
  ])
    expect(timesOf(await readCsv(rows('Year,Month,Sales', calendar, of)))[0]).toBe('2022-01-01');
  const backwards = await readCsv(rows('Year,Month,Sales', calendar.toReversed(), [2023, 2022]));
  expect(warningCodes(backwards)).toContain('times_sorted');
});

const coded = (header: string, codes: string[]) =>
  `${header},${months}\n${codes.map((code) => `${code},${numbers}`).join('\n')}\n`;

test('a column that is named as a year goes before codes that look like years', async () => {
  const cells = ['2001,2022', '2001,2023', '2002,2022', '2002,2023'];
  for (const header of ['Branch,Year', 'Filiale,Berichtsjahr']) {
    const { series } = await readCsv(coded(header, cells), { id_column: header.split(',')[0] });
    expect(series.map(({ id, values }) => [id, values.length])).toEqual([
      ['2001', 24],
      ['2002', 24],
    ]);
  }
});

test('codes that look like years are refused without a column of years', async () => {
  for (const [header, codes] of [
    ['Account', ['1500', '1510', '2000']],
    ['Konto', ['1500', '1510', '2000']],
    ['Branch', ['2001', '2002']],
    ['', ['2010', '2020']],
    ['Filiale,J', ['2001,2022', '2001,2023', '2002,2022', '2002,2023']],
  ] as const)
    expect(await refusal(() => readCsv(coded(header, [...codes])))).toMatchObject({
      code: 'reading_ambiguous',
      detail: expect.stringContaining('time_column'),
    });
  const stated = await readCsv(coded('Saison', ['2010', '2012']), { time_column: 'Saison' });
  expect(timesOf(stated)[0]).toBe('2010-01-01');
});

test('years that count on are read whatever their column is named, and the warning names it', async () => {
  const { warnings } = await readCsv(coded('Saison', ['2021', '2022', 'Total']));
  expect(warnings.map(({ message }) => message).join()).toContain('in the first row, by "Saison"');
});

test('totals beside and below the periods are left out with a warning', async () => {
  const text = `Year,${months},Total\n2022,${numbers},78\n2023,${numbers},78\nTotal,${numbers},156\n`;
  const dataset = await readCsv(text);
  expect(dataset.series.map(({ values }) => values.length)).toEqual([24]);
  expect(warningCodes(dataset)).toEqual(expect.arrayContaining(['lines_skipped', 'columns_ignored']));
});

test.each([
  'Fiscal Year,Month,y\n2023,Apr,1\n2023,May,2\n2023,Jun,3\n',
  'Fiscal Year,Month,y\n2023,4,1\n2023,5,2\n2023,6,3\n',
  'FY,Quarter,y\nFY2023,Q1,1\nFY2023,Q2,2\nFY2023,Q3,3\n',
])('months and quarters of a fiscal year in rows are refused: %s', async (text) => {
  expect(await refusal(() => readCsv(text))).toMatchObject({
    code: 'reading_ambiguous',
    detail: expect.stringMatching(/is the name of a fiscal year.*:year,(Month:month|Quarter:quarter)/),
  });
});

test('months of a fiscal year that begins in January are read by time_columns', async () => {
  const text = 'Fiscal Year,Month,y\n2023,Jan,1\n2023,Feb,2\n2023,Mar,3\n';
  const dataset = await readCsv(text, { time_columns: 'Fiscal Year:year,Month:month' });
  expect(timesOf(dataset)).toEqual(['2023-01-01', '2023-02-01', '2023-03-01']);
});
