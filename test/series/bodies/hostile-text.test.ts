import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readCsv } from '../../../src/series/csv/index.ts';

/** Each of these texts takes a second at most. A reader whose time grows with the square of the
 *  length needs many minutes. */
const MB = 1_000_000;
const read = (chunks: Iterable<Buffer>) =>
  readCsv(Readable.from(chunks), { layout: 'auto', date_order: 'auto' });

function* chunksOf(text: string): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

function* trickled(head: string, part: string, count: number, tail = ''): Generator<Buffer> {
  yield Buffer.from(head);
  for (let i = 0; i < count; i++) yield Buffer.from(part);
  yield Buffer.from(tail);
}

const rows = 't,v\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n';

test('empty lines before a table take time in proportion to their number', async () => {
  const dataset = await read(chunksOf('\n'.repeat(4 * MB) + rows));
  expect(Array.from(dataset.series[0].values)).toEqual([1, 2, 3]);
});

test('empty lines within a table take time in proportion to their number', async () => {
  const dataset = await read([Buffer.from(`${rows + '\n'.repeat(6 * MB)}2024-01-04,4\n`)]);
  expect(Array.from(dataset.series[0].values)).toEqual([1, 2, 3, 4]);
});

test('a quoted row after lines without a delimiter is read', async () => {
  const dataset = await read([
    Buffer.from(`${rows}\n\n"2024-01-04","4"\n\n2024-01-05,"5"\n"2024-01-06",6\n`),
  ]);
  expect(Array.from(dataset.series[0].values)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('empty lines before a table that arrive one by one are each looked at once', async () => {
  const dataset = await read(trickled('\n'.repeat(4 * MB), '\n', 50_000, rows));
  expect(Array.from(dataset.series[0].values)).toEqual([1, 2, 3]);
});

test('a long line that arrives byte by byte is searched once', async () => {
  const titled = `${'# title\n'.repeat(9)}${rows}`;
  const opened = read(trickled(titled + '1'.repeat(7 * MB), '1', 100_000, '\n'));
  await expect(opened).rejects.toMatchObject({ code: expect.any(String) });
});
