/** Converts text in UTF-8, UTF-16 or Windows-1252 to UTF-8. Refuses binary data. */
import { isAscii, isUtf8 } from 'node:buffer';
import type { Warning } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { quoted, refuse } from '../faults/index.ts';
import { type Chunks, readHead } from './head.ts';
import { lineFeeds } from './line-breaks.ts';

/** Bytes that decide the encoding. */
const headBytesMin = 4_096;
/** Share of NUL bytes at even or odd places that shows UTF-16 without a byte order mark. */
const utf16ShareMin = 0.3;
/** A cell with a character that is not ASCII. */
const wordNotAscii = /[^,;\t|"\r\n]{0,20}[^ -~\t\r\n][^,;\t|"\r\n]{0,20}/;
/** Byte order mark of UTF-8. */
const mark = Buffer.from([0xef, 0xbb, 0xbf]);

export const acceptedBody = 'a CSV table in UTF-8, UTF-16 or Windows-1252, plain or gzip';

/** Findings about a text, for warnings. */
export interface TextNotes {
  /** The first line that is not UTF-8, if the text was read as Windows-1252. */
  windowsLine: number | null;
  /** A word of that line with letters that are not ASCII. */
  windowsWord: string;
}

/** The warning about the encoding that was assumed; none for UTF-8 and UTF-16. */
export function encodingWarnings({ windowsLine, windowsWord }: TextNotes): Warning[] {
  if (windowsLine === null) return [];
  const message = `The text is not UTF-8 from line ${windowsLine} on. It was read as Windows-1252 (Latin-1), for example ${quoted(windowsWord)}. If these letters are wrong, convert the file to UTF-8 before the upload.`;
  return [{ code: 'encoding_assumed', message, series_id: null, line: windowsLine }];
}

/** An error that also says which encoding was assumed: the letters of another one make dates and names unreadable. */
export function withEncoding(error: unknown, { windowsLine, windowsWord }: TextNotes): unknown {
  if (!(error instanceof AppError) || windowsLine === null || error.status !== 422) return error;
  const sentence = `The body is not UTF-8 and was read as Windows-1252: line ${windowsLine} has ${quoted(windowsWord)}. If letters are wrong, send it in UTF-8.`;
  return new AppError(error.code, { ...error.details, detail: `${error.message} ${sentence}` });
}

const [lineFeed, carriageReturn] = [10, 13];

/** Decodes to UTF-8 without byte order marks at the start of lines. `notes` is complete when all chunks were read.
 *  @throws AppError csv_invalid */
export async function decoded(chunks: Chunks, notes: TextNotes): Promise<Chunks> {
  const start = await readHead(chunks, (head) => head.length >= headBytesMin);
  const utf16 = utf16Of(start.head);
  return withoutMarks(utf16 === null ? textFrom(start.chunks, notes) : transcoded(start.chunks, utf16));
}

/** Removes the byte order marks at the start of lines: files that were put together have one for each file.
 *  @param chunks text in UTF-8 with whole characters in each chunk */
async function* withoutMarks(chunks: Chunks): AsyncGenerator<Buffer> {
  let last = lineFeed;
  for await (const chunk of chunks) {
    const parts: Buffer[] = [];
    let from = 0;
    for (let at = chunk.indexOf(mark); at >= 0; at = chunk.indexOf(mark, at + mark.length)) {
      const before = at === 0 ? last : chunk[at - 1];
      if (before !== lineFeed && before !== carriageReturn) continue;
      parts.push(chunk.subarray(from, at));
      from = at + mark.length;
    }
    last = chunk.at(-1) ?? last;
    if (parts.length === 0) yield chunk;
    else if (chunk.length > mark.length) yield Buffer.concat([...parts, chunk.subarray(from)]);
  }
}

/** The kind of UTF-16, by the byte order mark, or by the NUL bytes of its ASCII characters. */
function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const nulls = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) nulls[i % 2]++;
  const isMany = nulls.map((count) => count > utf16ShareMin * head.length);
  if (isMany[0] === isMany[1] || Math.min(...nulls) > 0) return null;
  return isMany[1] ? 'utf-16le' : 'utf-16be';
}

async function* transcoded(chunks: Chunks, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** UTF-8, or Windows-1252 from the first byte on that is no UTF-8. Text that has characters of both is refused. */
async function* textFrom(chunks: Chunks, notes: TextNotes): AsyncGenerator<Buffer> {
  const windows = new TextDecoder('windows-1252');
  let line = 1;
  /** Bytes of a character whose end is in the next chunk. */
  let open = Buffer.alloc(0);
  let [isFirst, hasUtf8] = [true, false];
  const read = (bytes: Buffer): Buffer => {
    if (notes.windowsLine !== null) return Buffer.from(windows.decode(bytes));
    if (isUtf8(bytes)) {
      hasUtf8 ||= !isAscii(bytes);
      line += lineFeeds(bytes);
      return bytes;
    }
    const valid = validPrefix(bytes);
    line += lineFeeds(valid);
    if (hasUtf8 || !isAscii(valid))
      return refuse('csv_invalid', {
        line,
        message: 'the line is not UTF-8, but text before it is, and not only ASCII',
        accepted: 'one encoding in the whole file, best UTF-8',
      });
    notes.windowsLine = line;
    const text = windows.decode(bytes, { stream: true });
    notes.windowsWord = text.match(wordNotAscii)?.[0].trim() ?? '';
    return Buffer.from(text);
  };
  for await (const chunk of chunks) {
    requireText(chunk, line);
    const bytes = open.length === 0 ? chunk : Buffer.concat([open, chunk]);
    if (isFirst && bytes.length < mark.length) {
      open = Buffer.from(bytes);
      continue;
    }
    const text = isFirst && bytes.subarray(0, mark.length).equals(mark) ? bytes.subarray(mark.length) : bytes;
    isFirst = false;
    const whole = text.subarray(0, text.length - openBytes(text));
    open = Buffer.from(text.subarray(whole.length));
    if (whole.length > 0) yield read(whole);
  }
  if (open.length > 0) yield read(open);
}

/** The bytes before the first one that is not UTF-8. */
function validPrefix(bytes: Buffer): Buffer {
  let [from, to] = [0, bytes.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, middle - openBytes(part)))) from = middle;
    else to = middle;
  }
  return bytes.subarray(0, from - openBytes(bytes.subarray(0, from)));
}

/** Number of bytes at the end that begin a character of UTF-8 without ending it. */
function openBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function requireText(bytes: Buffer, line: number): void {
  const at = bytes.indexOf(0);
  if (at < 0) return;
  refuse('csv_invalid', {
    line: line + lineFeeds(bytes.subarray(0, at)),
    message: 'the body contains a NUL byte: it is binary data, not text',
    accepted: acceptedBody,
  });
}
