/** Writes the parts of a workbook anew, from the bytes that were checked, without the currencies of formats. Two
 *  readers of one archive may see different parts in it: entries of two directories, of two sizes or with one name. So
 *  the reader of sheets gets an archive that only has what was checked. */
import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { AppError } from '../../errors.ts';
import { quoted } from '../faults/index.ts';
import type { Archive } from './archive.ts';
import { withoutCurrencies } from './currencies.ts';
import { Markup, markupBytesMax } from './markup.ts';

/** Parts that a workbook is read from. Others, such as pictures, are left out. */
const readPart = /\.(?:xml|rels)$/i;
/** Bytes of the name of a part; longer ones are left out. Those of spreadsheet programs have some dozen. */
const nameBytesMax = 1_024;
const [deflate, utf8Names, version] = [8, 1 << 11, 20];
const [localHeader, centralHeader, end] = [0x04034b50, 0x02014b50, 0x06054b50];

/** The XML of a workbook as a plain archive: each part once, compressed. The reader of sheets parses what comes at once
 *  before it gives the first row: a stored sheet as a whole, a compressed one by 16 KiB. A row to the last
 *  column takes 131 kB in memory.
 *  @param hold is asked before anything is decompressed, with the bytes of the parts
 *  @throws AppError zip_invalid, xlsx_invalid, body_too_large */
export async function checkedParts(
  archive: Archive,
  hold: (bytes: number) => Promise<void>,
): Promise<Uint8Array> {
  const names = archive.names.filter(
    (name) => readPart.test(name) && Buffer.byteLength(name) <= nameBytesMax,
  );
  await hold(archive.statedBytes(names));
  const [files, directory]: Buffer[][] = [[], []];
  let [offset, count] = [0, 0];
  for (const name of names) {
    const nameBytes = Buffer.from(name);
    const { packed, packedBytes, bytes, checksum } = await checkedPart(archive, name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(version, 0);
    common.writeUInt16LE(utf8Names, 2);
    common.writeUInt16LE(deflate, 4);
    common.writeUInt32LE(checksum, 10);
    common.writeUInt32LE(packedBytes, 14);
    common.writeUInt32LE(bytes, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    files.push(uint32(localHeader), common, nameBytes, ...packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([version, 0]);
    directory.push(uint32(centralHeader), madeBy, common, place, nameBytes);
    offset += 4 + common.length + nameBytes.length + packedBytes;
    count++;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(count, 4);
  tail.writeUInt16LE(count, 6);
  tail.writeUInt32LE(size, 8);
  tail.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, ...directory, uint32(end), tail]);
}

interface Part {
  packed: Buffer[];
  packedBytes: number;
  /** Bytes before the compression. */
  bytes: number;
  checksum: number;
}

/** Reads a part once: its markup, its checksum and its compression take the same bytes. */
async function checkedPart(archive: Archive, name: string): Promise<Part> {
  const part: Part = { packed: [], packedBytes: 0, bytes: 0, checksum: 0 };
  const markup = new Markup();
  const deflated = createDeflateRaw({ level: 1 });
  deflated.on('data', (chunk: Buffer) => {
    part.packed.push(chunk);
    part.packedBytes += chunk.length;
  });
  try {
    for await (const chunk of withoutCurrencies(name, archive.content(name))) {
      if (!markup.isBounded(chunk)) throw markupTooLong(name);
      part.checksum = crc32(chunk, part.checksum);
      part.bytes += chunk.length;
      if (!deflated.write(chunk)) await once(deflated, 'drain');
    }
    const ended = once(deflated, 'end');
    deflated.end();
    await ended;
    return part;
  } finally {
    deflated.destroy();
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
