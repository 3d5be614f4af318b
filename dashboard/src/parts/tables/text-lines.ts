/** More of a file is not read to show a line of it. */
const shownBytesMax = 8 * 1024 * 1024;

/** Lines of a text file by their numbers, from 1; null for files that are no text or cannot be read. */
export async function textLines(file: File): Promise<((line: number) => string | undefined) | null> {
  // The upload says that a file cannot be read.
  const bytes = await file
    .slice(0, shownBytesMax)
    .arrayBuffer()
    .catch(() => null);
  if (bytes === null) return null;
  const text = decoded(new Uint8Array(bytes), bytes.byteLength < file.size);
  if (text === null) return null;
  const lines = text.split(/\r\n|\n|\r/);
  return (line) => lines[line - 1];
}

/** Bytes that decide the encoding. */
const headBytes = 4_096;
/** Share of NUL bytes at even or odd places that shows UTF-16 without a byte order mark. */
const utf16ShareMin = 0.3;

/** Decodes text as the service does: UTF-16, UTF-8, or else Windows-1252. Null for other bytes.
 *  @param isCut whether more bytes follow, which may end a character */
function decoded(bytes: Uint8Array, isCut: boolean): string | null {
  const head = bytes.subarray(0, headBytes);
  if (head[0] === 0x1f && head[1] === 0x8b) return null; // gzip
  const utf16 = utf16Of(head);
  if (utf16 === null && head.includes(0)) return null;
  const decode = (encoding: string) =>
    new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes, { stream: isCut });
  if (utf16 !== null) return decode(utf16);
  try {
    return decode('utf-8');
  } catch {
    return decode('windows-1252');
  }
}

/** The kind of UTF-16, by the byte order mark, or by the NUL bytes of its ASCII characters. */
function utf16Of(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const shareAt = (place: 0 | 1) =>
    head.filter((byte, i) => byte === 0 && i % 2 === place).length / Math.max(1, head.length);
  const [even, odd] = [shareAt(0), shareAt(1)];
  if (Math.min(even, odd) > 0 || Math.max(even, odd) <= utf16ShareMin) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** Names of the columns of a text table, as far as they can be told before it is read. */
export async function columnNames(file: File): Promise<string[]> {
  const lineOf = await textLines(file);
  const header = lineOf?.(1)?.replace(/^\uFEFF/, '') ?? '';
  const delimiter = [',', ';', '\t', '|'].reduce((best, mark) =>
    header.split(mark).length > header.split(best).length ? mark : best,
  );
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return names.length > 1 && names.length <= 100 ? names.filter((name) => name !== '') : [];
}
