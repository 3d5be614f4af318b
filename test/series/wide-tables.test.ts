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
import { readCsv, refusal } from './reading.ts';

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
  const options = tableOptionsSchema.parse({});
  const never = () => false;
  const tests = { isDate, isMissing: never, namesTime: never, namesSeries: never, partOf: () => null };
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
