import { zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { encodings, type RawColumn, rawParquet, varint } from '../support/files/parquet.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp({ uploadBytesMax: 16 * 1024 * 1024 });
});
afterAll(() => service.stop());

const send = (payload: Buffer) =>
  service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets', payload },
    headers: { 'content-type': 'application/vnd.apache.parquet' },
  });

const int32 = [1, 0, 0, 0];
const length = (bytes: number[]) => [bytes.length, 0, 0, 0, ...bytes];
const column = (pages: RawColumn['pages'], rest: Partial<RawColumn> = {}): RawColumn => ({
  ...{ name: 'y', type: 'INT32', pages, ...rest },
});
const dictionary = { version: 'dictionary', count: 1, encoding: encodings.plain, bytes: int32 } as const;
const billion = 1_000_000_000;
const { rle, plain, deltaBinary, deltaByteArray } = encodings;
const ofDictionary = encodings.dictionary;

/** Files of some hundred bytes that stand for billions of values, or for the same text many times. */
const bombs: Record<string, Buffer> = {
  'the footer says a billion rows': rawParquet(billion, [
    column([{ count: 1, encoding: plain, bytes: int32 }]),
  ]),
  'many rows without columns': rawParquet(50_000_000, []),
  'a page of index zero says 90 million values': rawParquet(90_000_000, [
    column([dictionary, { count: 90_000_000, encoding: ofDictionary, bytes: [0] }]),
  ]),
  'a page has more values than its group': rawParquet(2, [
    column([dictionary, { count: billion, encoding: ofDictionary, bytes: [0] }]),
  ]),
  'a run of indices is longer than its page': rawParquet(2, [
    column([dictionary, { count: 2, encoding: ofDictionary, bytes: [1, ...varint(2 * billion), 0] }]),
  ]),
  'a run of indices without bits, in version 2': rawParquet(2, [
    column([
      dictionary,
      { version: 2, count: 2, encoding: ofDictionary, bytes: [0, ...varint(billion | 1)] },
    ]),
  ]),
  'a run of levels is longer than its page': rawParquet(2, [
    column(
      [{ count: 2, encoding: plain, bytes: [...length([...varint(2 * billion), 1]), ...int32, ...int32] }],
      {
        optional: true,
      },
    ),
  ]),
  'a run of levels, in version 2': rawParquet(2, [
    column(
      [
        {
          version: 2,
          count: 2,
          encoding: plain,
          levelBytes: 6,
          bytes: [...varint(2 * billion), 1, ...int32],
        },
      ],
      { optional: true },
    ),
  ]),
  'a run of truth values': rawParquet(2, [
    column([{ count: 2, encoding: rle, bytes: length([...varint(2 * billion), 1]) }], { type: 'BOOLEAN' }),
  ]),
  'differences without bits': rawParquet(60_000_000, [
    column([
      {
        count: 60_000_000,
        encoding: deltaBinary,
        bytes: [...varint(128), 1, ...varint(60_000_000), 0, 0, 0],
      },
    ]),
  ]),
  'a dictionary with more values than bits': rawParquet(1, [
    column([
      { ...dictionary, count: billion },
      { count: 1, encoding: ofDictionary, bytes: [0] },
    ]),
  ]),
  'a prefix of a megabyte, a hundred thousand times': prefixBomb(1_000_000, 100_000),
};

/** Texts that repeat the first one by prefixes: two lists of differences, and the bytes of the first text. */
function prefixBomb(characters: number, count: number): Buffer {
  const values = count + 1;
  // One block: the first difference is the prefix, and all others are zero.
  const zigzag = (value: number) => varint(value >= 0 ? 2 * value : -2 * value - 1);
  const differences = (first: number, second: number) => {
    const block = 128 * Math.ceil(count / 128);
    const bits = Buffer.alloc((block * 32) / 8);
    bits.writeUInt32LE(second - first, 0);
    return [...varint(block), 1, ...varint(values), ...zigzag(first), ...zigzag(0), 32, ...bits];
  };
  const prefixes = differences(0, characters);
  const raw = Buffer.concat([
    Buffer.from(prefixes),
    Buffer.from(suffixLengths()),
    Buffer.alloc(characters, 'a'),
  ]);
  function suffixLengths(): number[] {
    const block = 128 * Math.ceil(count / 128);
    const bits = Buffer.alloc((block * 32) / 8);
    return [...varint(block), 1, ...varint(values), ...zigzag(characters), ...zigzag(0), 32, ...bits];
  }
  const bytes = [...zstdCompressSync(raw)];
  return rawParquet(values, [
    column([{ count: values, encoding: deltaByteArray, bytes, uncompressedSize: raw.length }], {
      ...{ type: 'BYTE_ARRAY', codec: 'ZSTD' },
    }),
  ]);
}

for (const [name, file] of Object.entries(bombs))
  test(`refused before it is decoded: ${name}`, async () => {
    const answer = await send(file);
    expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(413);
    expect(answer.statusCode, answer.body).toBeLessThan(423);
    expect(answer.json().code).toMatch(/^(parquet_invalid|points_too_many|body_too_large|cell_invalid)$/);
  });

test('files with runs, packed indices, missing values and all encodings are read', async () => {
  const rows = 5_000;
  const at = (i: number) => new Date(Date.UTC(2020, 0, 1) + i * 3_600_000);
  const numbers = (of: (i: number) => number | null) => Array.from({ length: rows }, (_, i) => of(i));
  for (const codec of ['UNCOMPRESSED', 'SNAPPY'] as const)
    for (const encoding of ['PLAIN', 'RLE_DICTIONARY', 'BYTE_STREAM_SPLIT', undefined] as const)
      for (const dataPageVersion of [1, 2] as const) {
        const columnData = [
          { name: 'ds', data: Array.from({ length: rows }, (_, i) => at(i)) },
          { name: 'y', data: numbers((i) => (i % 7 === 0 ? null : i % 5)), type: 'DOUBLE', encoding },
          { name: 'flag', data: Array.from({ length: rows }, (_, i) => i > 2_000), type: 'BOOLEAN' },
        ] as unknown as Parameters<typeof parquetWriteBuffer>[0]['columnData'];
        const options = { columnData, codec, dataPageVersion, rowGroupSize: 2_000 };
        const file = Buffer.from(parquetWriteBuffer(options as Parameters<typeof parquetWriteBuffer>[0]));
        const answer = await send(file);
        expect(answer.statusCode, `${codec} ${encoding} ${answer.body}`).toBe(201);
        expect(answer.json().point_count).toBe(rows);
      }
});
