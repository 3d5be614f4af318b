/** Opens zip archives. Their sizes are bounded before anything is decompressed, and counted while it is. */
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { createInflationBound } from '../../bodies/index.ts';
import { limits } from '../../contracts/values/index.ts';
import { AppError } from '../../errors.ts';
import { listed, quoted, refuse, refusingErrors } from '../faults/index.ts';

/** Turns the plain errors of the library into `zip_invalid`. */
const readable = refusingErrors('zip_invalid', 'zip');

/** Files that archivers of desktops add. */
const clutter = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i;

export interface Archive {
  /** Names of its files, without directories. */
  names: string[];
  /** Bytes of files after decompression, as the archive states them. Their contents are no longer. */
  statedBytes(names: readonly string[]): number;
  /** The decompressed content of its file; streams are bounded by what was stated. A file that differs from its
   *  checksum fails at its end.
   *  @throws AppError zip_invalid, body_too_large */
  content(name: string): AsyncIterable<Buffer>;
  close(): void;
}

/** @throws AppError zip_invalid, body_too_large */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const zip = await readable(() => opened(bytes));
  const entries = (await readable(() => entriesOf(zip))).filter(
    ({ fileName }) => !fileName.endsWith('/') && !clutter.test(fileName),
  );
  const bound = createInflationBound(limits.decompressedBytesMax, bytes.length);
  for (const { uncompressedSize } of entries) bound.unpacked(uncompressedSize);
  const byName = new Map(entries.map((entry) => [entry.fileName, entry]));
  return {
    names: [...byName.keys()],
    statedBytes: (names) => names.reduce((sum, name) => sum + byName.get(name)!.uncompressedSize, 0),
    content: (name) => contentOf(zip, byName.get(name) as Entry),
    close: () => zip.close(),
  };
}

/** The only file of an archive. @throws AppError zip_invalid */
export function soleFile({ names }: Archive): string {
  if (names.length === 1) return names[0];
  return refuse('zip_invalid', {
    message:
      names.length === 0
        ? 'the archive has no files'
        : `the archive has ${names.length} files: ${listed(names)}`,
    accepted: 'an archive with one table, or an upload for each table',
  });
}

function opened(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > limits.archiveFilesMax)
        reject(new Error(`more than ${limits.archiveFilesMax} files`));
      else if (entry.isEncrypted()) reject(new Error('it has a password'));
      else if (entry.uncompressedSize === 0 && entry.compressedSize > 2)
        reject(new Error('sizes are missing'));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await readable(
    () =>
      new Promise<Readable>((resolve, reject) => {
        zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
      }),
  );
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let checksum = 0;
  try {
    // The library fails where a file has more or fewer bytes than stated.
    for (
      let next = await readable(() => chunks.next());
      !next.done;
      next = await readable(() => chunks.next())
    ) {
      checksum = crc32(next.value, checksum);
      yield next.value;
    }
    if (checksum !== entry.crc32)
      throw new AppError('zip_invalid', {
        detail: `${quoted(entry.fileName)} in the archive is damaged: its bytes differ from its checksum. Send the archive again, or another copy.`,
      });
  } finally {
    stream.destroy();
  }
}
