import { writeXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { tableOptionsSchema } from '../../../src/contracts/schemas/datasets/dataset.ts';
import { readFile } from '../../../src/series/table-bodies/file.ts';
import { workbookOf } from '../../support/files/workbook.ts';
import { refusal, timesOf } from '../reading.ts';

const read = (bytes: Uint8Array) => readFile(Buffer.from(bytes), tableOptionsSchema.parse({}), {} as never);
const day = (index: number, year = 2024) => new Date(Date.UTC(year, 0, 1 + index));
const bookOf = (rows: unknown[][], dateSystem: '1900' | '1904' = '1900') =>
  writeXlsx({ dateSystem, sheets: [{ name: 'S', rows: rows as never }] });
const days = ['2024-01-01', '2024-01-02', '2024-01-03'];

test('a column of dates without a name is read, as pandas writes an index', async () => {
  const rows = [0, 1, 2].map((i) => [day(i), i + 1, i + 5]);
  for (const table of [
    [[null, 'north', 'south'], ...rows],
    // Titles before the header, and empty columns before the table.
    [['Sales'], [], [null, null, 'north', 'south'], ...rows.map((row) => [null, ...row])],
  ]) {
    const dataset = await read(await bookOf(table));
    expect(timesOf(dataset)).toEqual(days);
    expect([...dataset.series[0].values]).toEqual([1, 2, 3]);
  }
});

const serials = { '1900': 45_292, '1904': 45_292 - 1_462 };

test.each(['1900', '1904'] as const)('24:00 ends a day and midnight begins it (%s)', async (dateSystem) => {
  for (const hours of [
    [12, 18, 24],
    [0, 6, 12],
  ]) {
    const rows = [0, 1].flatMap((i) =>
      hours.map((hour) =>
        [
          ...[
            { v: serials[dateSystem] + i, s: 1 },
            { v: hour / 24, s: 2 },
          ].map(({ v, s }) => `<c s="${s}"><v>${v}</v></c>`),
          `<c><v>${hour + i}</v></c>`,
        ].join(''),
      ),
    );
    const dataset = await read(styled(['date', 'time', 'y'], rows, dateSystem));
    expect([...dataset.series[0].times]).toEqual(
      [0, 1].flatMap((i) => hours.map((hour) => Date.UTC(2024, 0, 1 + i, hour))),
    );
  }
});

test('dates from the first day of a date system are dates', async () => {
  for (const [dateSystem, year] of [
    ['1900', 1900],
    ['1904', 1904],
  ] as const) {
    const rows = [0, 1, 2].map((i) => [day(i, year), i + 0.5]);
    const dataset = await read(await bookOf([['date', 'y'], ...rows], dateSystem));
    expect(timesOf(dataset)).toEqual(days.map((text) => text.replace('2024', String(year))));
  }
});

test.each(['[$S/-280A] #,##0.00', '#,##0.00\\ [$Din.-81A]', '[$USD ]#,##0.00', '#,##0 [$-409]'])(
  'an amount in the format %s is a number, and a date with a language is a date',
  async (format) => {
    const rows = [0, 1, 2].map(
      (i) => `<c s="1"><v>${serials[1900] + i}</v></c><c s="3"><v>${1_234.5 + i}</v></c>`,
    );
    const dataset = await read(styled(['date', 'y'], rows, '1900', format));
    expect(timesOf(dataset)).toEqual(days);
    expect([...dataset.series[0].values]).toEqual([1_234.5, 1_235.5, 1_236.5]);
  },
);

/** @param rows cells in XML with the styles 1 date, 2 time of day, 3 amount */
function styled(names: string[], rows: string[], dateSystem: '1900' | '1904', amount = '0.00'): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const formats = ['[$-409]d-mmm-yyyy', 'hh:mm', amount];
  const styles = `<styleSheet xmlns="${main}"><numFmts>${formats
    .map((code, i) => `<numFmt numFmtId="${170 + i}" formatCode="${code}"/>`)
    .join('')}</numFmts><cellXfs><xf numFmtId="0"/>${formats
    .map((_, i) => `<xf numFmtId="${170 + i}" applyNumberFormat="1"/>`)
    .join('')}</cellXfs></styleSheet>`;
  const header = names.map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join('');
  return workbookOf([header, ...rows].map((cells, i) => `<row r="${i + 1}">${cells}</row>`).join(''), {
    styles,
    isFrom1904: dateSystem === '1904',
  });
}

test('a header of several rows is refused once, with a name for its columns', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => [day(i), i, i + 1, i + 2, i + 3]);
  const names = ['Date', 'Sales', 'Stock', 'Sales', 'Stock'];
  for (const head of [
    [['Monthly sales'], [], [null, 'North', null, 'South', null], names],
    [[null, 'North', null, 'South', null], names],
    [
      ['Date', 'North', null, 'South', null],
      [null, ...names.slice(1)],
    ],
  ]) {
    const { errors } = await refusal(async () => read(await bookOf([...head, ...rows])));
    expect(errors).toHaveLength(1);
    expect(errors![0].accepted).toContain('a different name for each column, such as "North Sales"');
  }
});

test('a row of a sheet that is too long is refused without a word on separators', async () => {
  const { errors } = await refusal(async () =>
    read(
      await bookOf([
        ['date', 'y'],
        [day(0), 1],
        [day(1), 2, 3],
      ]),
    ),
  );
  expect(errors).toEqual([
    expect.objectContaining({ line: 3, accepted: expect.not.stringContaining('separated') }),
  ]);
});
