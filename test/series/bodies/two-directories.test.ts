/** Archives in which two readers see different parts. A workbook is read from the parts that were
 *  checked, and from no others. */
import { expect, test } from 'vitest';
import { tableOptionsSchema } from '../../../src/contracts/schemas/datasets/dataset.ts';
import { readFile } from '../../../src/series/table-bodies/file.ts';
import { workbookOf } from '../../support/files/workbook.ts';
import { refusal } from '../reading.ts';

const cell = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const rows = (y: number) =>
  `<row r="1">${cell('A1', 't')}${cell('B1', 'y')}</row>${[2, 3, 4, 5]
    .map((r) => `<row r="${r}"><c r="A${r}"><v>${r}</v></c><c r="B${r}"><v>${y}</v></c></row>`)
    .join('')}`;
const read = (bytes: Buffer) => readFile(bytes, tableOptionsSchema.parse({}), {} as never);
const valuesOf = async (bytes: Buffer) => [...new Set((await read(bytes)).series[0].values)];

const endOf = (bytes: Buffer) => {
  const at = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  return { at, count: bytes.readUInt16LE(at + 10), from: bytes.readUInt32LE(at + 16) };
};

/** Positions of the entries of a directory, with their names. */
function entriesOf(bytes: Buffer): { at: number; name: string }[] {
  const { from, count } = endOf(bytes);
  const entries: { at: number; name: string }[] = [];
  for (let at = from; entries.length < count; ) {
    const length = bytes.readUInt16LE(at + 28);
    entries.push({ at, name: bytes.toString('utf8', at + 46, at + 46 + length) });
    at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** A file with two directories: the end names that of `other`, and the zip64 record that of `first`. */
function twoDirectories(first: Buffer, other: Buffer): Buffer {
  const [ofFirst, ofOther] = [endOf(first), endOf(other)];
  const shifted = Buffer.from(other.subarray(0, ofOther.at));
  for (const { at } of entriesOf(other))
    shifted.writeUInt32LE(shifted.readUInt32LE(at + 42) + ofFirst.at, at + 42);
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(ofFirst.count), 24);
  record.writeBigUInt64LE(BigInt(ofFirst.count), 32);
  record.writeBigUInt64LE(BigInt(ofFirst.at - ofFirst.from), 40);
  record.writeBigUInt64LE(BigInt(ofFirst.from), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(ofFirst.at + shifted.length), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.from(other.subarray(ofOther.at));
  end.writeUInt32LE(ofOther.from + ofFirst.at, 16);
  return Buffer.concat([first.subarray(0, ofFirst.at), shifted, record, locator, end]);
}

test('of two directories the one that was checked is read', async () => {
  expect(await valuesOf(twoDirectories(workbookOf(rows(1)), workbookOf(rows(2))))).toEqual([1]);
});

test('a sheet among the clutter of a desktop, in a folder, or that is no XML by its name is not read', async () => {
  for (const sheet of [
    'worksheets/._sheet1.xml',
    '__MACOSX/sheet1.xml',
    'worksheets/sheet1.xml/',
    'media/a.png',
  ])
    expect([sheet, (await refusal(() => read(workbookOf(rows(1), { sheet })))).code]).toEqual([
      sheet,
      'xlsx_invalid',
    ]);
});

test('a sheet is not read whose sizes stand outside of the directory only', async () => {
  for (const isStored of [true, false])
    for (const method of [0, 8]) {
      const bytes = workbookOf(rows(1), { isStored });
      const { at } = entriesOf(bytes).find(({ name }) => name.endsWith('sheet1.xml'))!;
      bytes.writeUInt16LE(8, at + 8); // the sizes follow the file
      bytes.writeUInt16LE(method, at + 10);
      bytes.fill(0, at + 16, at + 28);
      expect((await refusal(() => read(bytes))).code).toMatch(
        /^(zip_invalid|xlsx_invalid|body_empty|csv_invalid)$/,
      );
    }
});

test('of two sheets with one name the one that was checked is read', async () => {
  const content = workbookOf(rows(2), { isStored: true })
    .toString('latin1')
    .match(/<worksheet.*<\/worksheet>/s)![0];
  const others = [{ name: 'xl/worksheets/sheet1.xml', content }];
  expect(await valuesOf(workbookOf(rows(1), { others }))).toEqual([2]);
});
