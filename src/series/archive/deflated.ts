/** Checks the parts of a workbook, whose reader ignores their checksums, and compresses those that are stored as they are. The reader of sheets parses what comes at once before it gives
 *  the first row: a stored sheet as a whole, a compressed one by 16 KiB. A row to the last column takes 131 kB in memory. */
import { crc32, deflateRawSync } from 'node:zlib';
import { AppError } from '../../errors.ts';
import { quoted } from '../faults/index.ts';
import type { Archive } from './archive.ts';
import { Markup, markupBytesMax } from './markup.ts';

/** Larger parts are compressed. */
const storedBytesMax = 16 * 1024;
/** Parts that a workbook is read from. */
const readPart = /\.(?:xml|rels)$/i;
const [deflate, utf8Names, version] = [8, 1 << 11, 20];
const [localHeader, centralHeader, end] = [0x04034b50, 0x02014b50, 0x06054b50];

/** @returns `bytes` if no part is too large
 *  @throws AppError zip_invalid, xlsx_invalid, body_too_large */
export async function deflatedParts(archive: Archive, bytes: Uint8Array): Promise<Uint8Array> {
  const parts = archive.names.filter((name) => readPart.test(name));
  for (const name of parts) if (!(await isBounded(archive, name))) throw markupTooLong(name);
  // A picture may look like endless markup, or be damaged. Then it is left out: the reader could be led to it as to a sheet.
  const others = archive.names.filter((name) => !readPart.test(name));
  if (archive.storedBytesMax <= storedBytesMax && (await areHarmless(archive, others))) return bytes;
  const [files, directory]: Buffer[][] = [[], []];
  let offset = 0;
  for (const name of parts) {
    const chunks: Buffer[] = [];
    for await (const chunk of archive.content(name)) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    const packed = deflateRawSync(content, { level: 1 });
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(version, 0);
    common.writeUInt16LE(utf8Names, 2);
    common.writeUInt16LE(deflate, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    files.push(uint32(localHeader), common, nameBytes, packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([version, 0]);
    directory.push(uint32(centralHeader), madeBy, common, place, nameBytes);
    offset += 4 + common.length + nameBytes.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = directory.length / 5;
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(count, 4);
  tail.writeUInt16LE(count, 6);
  tail.writeUInt32LE(size, 8);
  tail.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, uint32(end), tail]);
}

/** Reading to the end also compares the checksum. */
async function isBounded(archive: Archive, name: string): Promise<boolean> {
  const markup = new Markup();
  let isBounded = true;
  for await (const chunk of archive.content(name)) isBounded &&= markup.isBounded(chunk);
  return isBounded;
}

async function areHarmless(archive: Archive, names: readonly string[]): Promise<boolean> {
  try {
    for (const name of names) if (!(await isBounded(archive, name))) return false;
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'zip_invalid') return false;
    throw error;
  }
}

function markupTooLong(name: string): AppError {
  return new AppError('xlsx_invalid', {
    detail: `${quoted(name)} in the workbook has a tag or a comment of more than ${markupBytesMax} bytes; accepted is a workbook as spreadsheet programs save it.`,
  });
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
