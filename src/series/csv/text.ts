/** Converts the bytes of an upload to UTF-8 text: from gzip, UTF-16 and Windows encodings. Refuses binary data. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { limits } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { refuse } from '../faults/index.ts';

/** Bound against gzip bombs. Text of numbers usually shrinks to a quarter or a fifth. */
export const decompressedBytesMax = 4 * limits.uploadBytesMax;
/** Bytes that decide the encoding. */
const headBytesMin = 4_096;
/** Maximum length of the header. */
const headerBytesMax = 8 * 1024 * 1024;

const acceptedBody = 'a CSV table in UTF-8 (or UTF-16 with a byte order mark), plain or gzip';

export interface CsvText {
  /** The first line that is not blank. */
  header: string;
  chunks: AsyncIterable<Buffer>;
}

/** Decompresses and decodes an upload. @throws AppError body_empty, body_incomplete, body_too_large, csv_invalid */
export async function openText(body: Readable): Promise<CsvText> {
  const start = await readHead(fromStream(body), (head) => head.length >= 2);
  const isGzip = start.head[0] === 0x1f && start.head[1] === 0x8b;
  const bytes = isGzip ? bounded(gunzipped(start.chunks)) : start.chunks;
  const text = await readHead(await decoded(bytes), hasHeader);
  const header = headerIn(text.head);
  if (header.trim() === '')
    throw new AppError('body_empty', { detail: `The body is empty; accepted is ${acceptedBody}.` });
  return { header, chunks: text.chunks };
}

/** Reads chunks until `isEnough`. The returned chunks start at the beginning again. */
async function readHead(
  chunks: AsyncIterable<Buffer>,
  isEnough: (head: Buffer) => boolean,
): Promise<{ head: Buffer; chunks: AsyncIterable<Buffer> }> {
  const rest = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    head = Buffer.concat([head, next.value]);
    if (isEnough(head)) break;
  }
  return { head, chunks: prepended(head, rest) };
}

async function* prepended(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* fromStream(body: Readable): AsyncGenerator<Buffer> {
  try {
    // Not destroyed if reading stops early: the refusal is sent over the same connection.
    for await (const chunk of body.iterator({ destroyOnReturn: false }))
      yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code))
      throw new AppError('body_incomplete', { cause: error });
    throw error;
  }
}

async function* gunzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // Errors of both streams arrive in the loop below.
  pipeline(Readable.from(chunks), gunzip, () => {});
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_BUF_ERROR') {
      throw new AppError('body_incomplete', {
        detail: 'The gzip data end before they are complete.',
        cause: error,
      });
    }
    if (code.startsWith('Z_')) {
      throw new AppError('csv_invalid', {
        detail: `The gzip data are damaged; accepted is ${acceptedBody}.`,
        cause: error,
      });
    }
    throw error;
  }
}

async function* bounded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > decompressedBytesMax) {
      throw new AppError('body_too_large', {
        detail: `The decompressed body is larger than ${decompressedBytesMax} bytes; split the upload.`,
      });
    }
    yield chunk;
  }
}

/** Decodes to UTF-8 without a byte order mark. */
async function decoded(chunks: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const start = await readHead(chunks, (head) => head.length >= headBytesMin);
  const { head } = start;
  if (head[0] === 0xff && head[1] === 0xfe) return transcoded(start.chunks, 'utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return transcoded(start.chunks, 'utf-16be');
  const text = withoutNul(start.chunks);
  if (!isUtf8(head)) return transcoded(text, 'windows-1252');
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? transcoded(text, 'utf-8') : text;
}

async function* transcoded(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* withoutNul(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let line = 1;
  for await (const chunk of chunks) {
    const at = chunk.indexOf(0);
    if (at >= 0) {
      refuse('csv_invalid', {
        line: line + lineBreaks(chunk.subarray(0, at)),
        message: 'the body contains a NUL byte: it is binary data, not text',
        accepted: acceptedBody,
      });
    }
    line += lineBreaks(chunk);
    yield chunk;
  }
}

function lineBreaks(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

function isUtf8(head: Buffer): boolean {
  try {
    // `stream`: the head may end inside a character.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function hasHeader(head: Buffer): boolean {
  return head.length > headerBytesMax || /[\r\n]/.test(head.toString().trimStart());
}

function headerIn(head: Buffer): string {
  const lines = head.toString().split(/[\r\n]+/);
  return lines.find((line) => line.trim() !== '') ?? '';
}
