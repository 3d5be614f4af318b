import { AppError } from '../../../errors.ts';

/** A file in an archive. */
export interface TarEntry {
  name: string;
  bytes: Uint8Array;
}

const blockBytes = 512;
/** Headers of all types: each of them is checked on the main thread. A bundle has three files, and another tar program
 *  adds a few headers for each. */
const headersMax = 100;
/** Offset and length in bytes of each header field that is used. Source: POSIX.1-1988, ustar. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
} as const;
type Field = keyof typeof fields;

/** The bytes of a ustar archive before and after the contents of its last file. The same entries and time give the same
 *  bytes. Names have at most 100 ASCII characters. */
export function tarAround(
  entries: readonly TarEntry[],
  last: { name: string; size: number },
  modifiedAt: Date,
): { head: Buffer; tail: Buffer } {
  return {
    head: Buffer.concat([...filesOf(entries, modifiedAt), headerOf(last.name, last.size, modifiedAt)]),
    tail: Buffer.alloc(padding(last.size) + 2 * blockBytes),
  };
}

function filesOf(entries: readonly TarEntry[], modifiedAt: Date): Buffer[] {
  return entries.flatMap(({ name, bytes }) => [
    headerOf(name, bytes.length, modifiedAt),
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    Buffer.alloc(padding(bytes.length)),
  ]);
}

function headerOf(name: string, size: number, modifiedAt: Date): Buffer {
  const header = Buffer.alloc(blockBytes);
  const write = (field: Field, text: string) => header.write(text, fields[field][0], 'latin1');
  const octal = (field: Field, value: number) =>
    write(field, value.toString(8).padStart(fields[field][1] - 1, '0'));
  write('name', name);
  octal('mode', 0o644);
  octal('uid', 0);
  octal('gid', 0);
  octal('size', size);
  octal('mtime', Math.floor(modifiedAt.getTime() / 1_000));
  write('type', '0');
  write('magic', 'ustar\u000000');
  write('checksum', `${checksumOf(header).toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** Reads the regular files of an archive, also of one that GNU tar or bsdtar wrote. Folders, links and extended headers
 *  are skipped, but they count. `bytes` of an entry is a view of the archive: nothing is copied, and the time is
 *  bounded by the number of headers. docs/dependencies.md says why no package does this.
 *  @throws AppError bundle_invalid */
export function readTar(bytes: Buffer): TarEntry[] {
  const entries: TarEntry[] = [];
  for (let at = 0, headers = 0; ; headers++) {
    if (at + blockBytes > bytes.length) throw broken('it ends before its end mark');
    const header = bytes.subarray(at, at + blockBytes);
    if (header.every((byte) => byte === 0)) return entries;
    if (headers >= headersMax)
      throw broken(`it has more than ${headersMax} headers of files, folders and links`);
    const text = (field: Field) => {
      const [from, length] = fields[field];
      return header
        .toString('latin1', from, from + length)
        .replace(/\0.*/s, '')
        .trim();
    };
    const octal = (field: Field) => (/^[0-7]+$/.test(text(field)) ? Number.parseInt(text(field), 8) : -1);
    if (!text('magic').startsWith('ustar')) throw broken(`there is no tar header at byte ${at}`);
    if (octal('checksum') !== checksumOf(header)) throw broken(`the header at byte ${at} is damaged`);
    const size = octal('size');
    const from = at + blockBytes;
    if (size < 0 || from + size > bytes.length) throw broken(`\`${text('name')}\` ends after the archive`);
    if (text('type') === '0' || text('type') === '')
      entries.push({ name: text('name').replace(/^\.\//, ''), bytes: bytes.subarray(from, from + size) });
    at = from + size + padding(size);
  }
}

function padding(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

/** The sum of the bytes, those of the checksum counted as blanks. */
function checksumOf(header: Buffer): number {
  const [from, length] = fields.checksum;
  let sum = length * 0x20;
  for (let i = 0; i < blockBytes; i++) if (i < from || i >= from + length) sum += header[i];
  return sum;
}

function broken(what: string): AppError {
  return new AppError('bundle_invalid', {
    detail: `The body is not a tar archive that can be read: ${what}; accepted: what \`GET /v1/models/{model_id}/bundle\` gives.`,
  });
}
