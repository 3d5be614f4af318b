/** Files that are held as a whole: what they decompress to is bounded, and counted before it is held. */
import { randomBytes } from 'node:crypto';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { tableOptionsSchema } from '../../../src/contracts/schemas/datasets/dataset.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { readFile } from '../../../src/series/table-bodies/file.ts';
import { workbookOf } from '../../support/files/workbook.ts';
import { type ZipFile, zipOf } from '../../support/files/zip.ts';
import { refusal } from '../reading.ts';

/** Reads a file. @returns the code of the refusal, and the bytes that were counted */
async function read(bytes: Buffer) {
  const held: number[] = [];
  const hold = async (count: number) => void held.push(count);
  let code: string | null = null;
  const reading = () => readFile(bytes, tableOptionsSchema.parse({}), {}, hold);
  await reading().catch(async (error) => {
    code = (await refusal(() => Promise.reject(error))).code;
  });
  return { code, held };
}

const cell = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const rows = `<row r="1">${cell('A1', 't')}${cell('B1', 'y')}</row>${[2, 3, 4, 5]
  .map((r) => `<row r="${r}"><c r="A${r}"><v>${r}</v></c><c r="B${r}"><v>1</v></c></row>`)
  .join('')}`;
/** Bytes that do not shrink, so that the bound of growth allows the rest. */
const picture: ZipFile = { name: 'xl/media/a.png', content: randomBytes(2 * 1024 ** 2), isStored: true };
const columnData = [
  { name: 't', data: Array.from({ length: 1_000 }, (_, i) => i) },
  { name: 'y', data: Array.from({ length: 1_000 }, (_, i) => i + 0.5), type: 'DOUBLE' as const },
];
const parquet = (rowGroupSize: number) => Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize }));

test('a workbook, and a file in an archive, are refused by their stated size before they are decompressed', async () => {
  const statedBytes = limits.heldBytesMax + 1;
  const part: ZipFile = { name: 'xl/sharedStrings.xml', content: '<sst/>', statedBytes };
  expect(await read(workbookOf(rows, { others: [picture, part] }))).toEqual({
    code: 'body_too_large',
    held: [],
  });
  const content = Buffer.concat([Buffer.from('PAR1'), picture.content as Buffer]);
  expect(await read(zipOf([{ name: 'a.parquet', content, statedBytes }]))).toEqual({
    code: 'body_too_large',
    held: [],
  });
});

test('pictures of a workbook are not held, and do not count', async () => {
  const plain = await read(workbookOf(rows));
  expect(plain).toEqual({ code: null, held: [expect.toSatisfy((bytes) => bytes > 1_000 && bytes < 5_000)] });
  expect(await read(workbookOf(rows, { others: [picture] }))).toEqual(plain);
});

test('the largest row group of a Parquet file counts, once', async () => {
  const whole = await read(parquet(1_000));
  const parts = await read(parquet(500));
  expect([whole.code, parts.code]).toEqual([null, null]);
  const sum = (held: number[]) => held.reduce((all, bytes) => all + bytes, 0);
  expect(sum(whole.held)).toBeGreaterThan(8_000);
  expect(sum(parts.held)).toBeLessThan(0.7 * sum(whole.held));
});
