import { Readable } from 'node:stream';
import { crc32, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createTableReader } from '../../../src/series/table-bodies/index.ts';
import { encodings, rawParquet } from '../../support/files/parquet.ts';
import { zipOf } from '../../support/files/zip.ts';

const reader = createTableReader();
const csvOptions = { layout: 'auto', date_order: 'auto' } as const;
const read = (bytes: Buffer) => reader.table(Readable.from([bytes]), csvOptions);

const days = Array.from({ length: 31 }, (_, i) => `2024-01-${String(i + 1).padStart(2, '0')}`);
const csv = ['ds,y', ...days.map((day, i) => `${day},${i}`), ''].join('\n');

const types =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>';
const relations =
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>';
const workbook =
  '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="data" sheetId="1" r:id="rId1"/></sheets></workbook>';
const sheetRelations =
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>';
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">${text('ds')}${text('y')}</row>${days
  .map((day, i) => `<row r="${i + 2}">${text(day)}<c><v>${i}</v></c></row>`)
  .join('')}</sheetData></worksheet>`;

const workbookOf = (isStored: boolean) =>
  zipOf(
    Object.entries({
      '[Content_Types].xml': types,
      '_rels/.rels': relations,
      'xl/workbook.xml': workbook,
      'xl/_rels/workbook.xml.rels': sheetRelations,
      'xl/worksheets/sheet1.xml': sheet,
    }).map(([name, content]) => ({ name, content, isStored })),
  );

/** The archive with another checksum of a file, wherever it is written. */
function withOtherChecksum(archive: Buffer, content: string): Buffer {
  const written = Buffer.alloc(4);
  written.writeUInt32LE(crc32(content));
  const damaged = Buffer.from(archive);
  for (let at = damaged.indexOf(written); at >= 0; at = damaged.indexOf(written)) damaged[at] ^= 1;
  return damaged;
}

test.each([
  ['compressed', false],
  ['stored', true],
])('a zip archive whose %s file differs from its checksum is refused', async (_, isStored) => {
  const archive = zipOf([{ name: 'data.csv', content: csv, isStored }]);
  expect((await read(archive)).series[0].values[5]).toBe(5);
  const refused = { code: 'zip_invalid', message: expect.stringContaining('"data.csv"') };
  await expect(read(withOtherChecksum(archive, csv))).rejects.toMatchObject(refused);
});

test('a digit of a stored file that changed on its way is not read', async () => {
  const archive = zipOf([{ name: 'data.csv', content: csv, isStored: true }]);
  archive[archive.indexOf('2024-01-06,5') + 11] = '9'.charCodeAt(0);
  await expect(read(archive)).rejects.toMatchObject({ code: 'zip_invalid' });
});

test.each([
  ['compressed', false],
  ['stored', true],
])('a workbook whose %s sheet differs from its checksum is refused', async (_, isStored) => {
  const bytes = workbookOf(isStored);
  expect((await read(bytes)).series[0].values[5]).toBe(5);
  await expect(read(withOtherChecksum(bytes, sheet))).rejects.toMatchObject({ code: 'zip_invalid' });
});

test('a page of Parquet that differs from its checksum is refused', async () => {
  const page = (value: number, checksum?: number) => ({
    ...{ count: 1, encoding: encodings.plain, bytes: [value, 0, 0, 0], checksum },
  });
  const fileOf = (value: number, checksum?: number) =>
    rawParquet(1, [{ name: 'y', type: 'INT32', pages: [page(value, checksum)] }]);
  const right = crc32(Buffer.from([7, 0, 0, 0]));
  const refused = { code: 'parquet_invalid', message: expect.stringContaining('checksum') };
  await expect(read(fileOf(6, right))).rejects.toMatchObject(refused);
  // The same file without the fault is refused for another reason: it has no times.
  await expect(read(fileOf(7, right))).rejects.not.toMatchObject(refused);
});

test('gzip data that are damaged, cut off or followed by other bytes are refused', async () => {
  const packed = gzipSync(csv);
  const otherChecksum = Buffer.from(packed);
  otherChecksum[packed.length - 8] ^= 1;
  await expect(read(otherChecksum)).rejects.toMatchObject({ code: 'csv_invalid' });
  await expect(read(packed.subarray(0, -3))).rejects.toMatchObject({ code: 'body_incomplete' });
  const second = gzipSync('2024-02-01,31\n');
  expect((await read(Buffer.concat([packed, second]))).series[0].values).toHaveLength(32);
  await expect(read(Buffer.concat([packed, second.subarray(0, -9)]))).rejects.toMatchObject({
    code: 'body_incomplete',
  });
});
