/** Opens the bytes of an upload as UTF-8 text: decompresses gzip, decodes, and finds the header. */
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { bodyFormatOf, createInflationBound, signatureBytes } from '../../bodies/index.ts';
import { limits } from '../../contracts/values/index.ts';
import { AppError } from '../../errors.ts';
import { refuse } from '../faults/index.ts';
import { acceptedBody, decoded, type TextNotes } from './encoding.ts';
import { type Chunks, readHead } from './head.ts';

/** Lines that are not blank, and bytes, in which titles before a header are looked for. */
const firstLinesMax = 8;
const firstBytesMax = 64 * 1024;

export interface CsvText {
  /** The first line that is not blank. */
  header: string;
  /** The first lines as far as they were needed to find the header. Blank lines are among them. */
  lines: string[];
  chunks: Chunks;
  notes: TextNotes;
}

/** Decompresses and decodes an upload. @throws AppError body_empty, body_incomplete, body_too_large, csv_invalid */
export async function openText(body: Chunks): Promise<CsvText> {
  const chunks = body instanceof Readable ? chunksOf(body) : body;
  const start = await readHead(chunks, (head) => head.length >= signatureBytes);
  const isGzip = bodyFormatOf(start.head)?.format === 'gzip';
  const unpacked = isGzip ? await unpackedText(start.chunks) : start.chunks;
  const notes: TextNotes = { windowsLine: null, windowsWord: '' };
  const text = await readHead(await decoded(unpacked, notes), firstLines());
  const lines = text.head.toString().split(/\r\n|\n|\r/);
  if (!text.isWhole && lines.length > 1) lines.pop();
  const header = lines.find((line) => line.trim() !== '') ?? '';
  if (header.trim() === '')
    throw new AppError('body_empty', { detail: `The body is empty; accepted is ${acceptedBody}.` });
  if (Buffer.byteLength(header) > limits.lineBytesMax)
    refuse('csv_invalid', {
      line: 1,
      message: `the first line has more than ${limits.lineBytesMax} bytes and no end`,
      accepted: 'a line for each row (`curl -d` removes line breaks, `--data-binary` keeps them)',
    });
  return { header, lines, chunks: text.chunks, notes };
}

async function unpackedText(packed: Chunks): Promise<Chunks> {
  const start = await readHead(gunzipped(packed), (head) => head.length >= signatureBytes);
  const found = bodyFormatOf(start.head);
  if (found !== null)
    refuse('csv_invalid', {
      message: `the gzip data contain ${found.name}`,
      accepted: `${acceptedBody}; a workbook or a Parquet file is sent as it is`,
    });
  return start.chunks;
}

/** The chunks of an upload. @throws AppError body_incomplete, and the errors of the stream */
export async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
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

/** Decompresses gzip. What comes out is bounded while it arrives. */
async function* gunzipped(chunks: Chunks): AsyncGenerator<Buffer> {
  const bound = createInflationBound(limits.decompressedBytesMax);
  const packed = async function* () {
    for await (const chunk of chunks) {
      bound.packed(chunk.length);
      yield chunk;
    }
  };
  const gunzip = createGunzip();
  // Errors of both streams arrive in the loop below.
  pipeline(Readable.from(packed()), gunzip, () => {});
  try {
    for await (const chunk of gunzip) {
      bound.unpacked(chunk.length);
      yield chunk;
    }
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

/** @returns whether the bytes so far contain so many lines that the header is among them, or more than a line may have.
 *  Each line is looked at once, however small the chunks are. */
function firstLines(): (head: Buffer, last: Buffer) => boolean {
  let [seenBytes, filled] = [0, 0];
  return (head, last) => {
    if (head.length > limits.lineBytesMax) return true;
    const lastBreak = Math.max(last.lastIndexOf(10), last.lastIndexOf(13));
    if (lastBreak < 0) return false;
    const end = head.length - last.length + lastBreak + 1;
    const ended = head.toString('utf8', seenBytes, end);
    seenBytes = end;
    // Comments do not count, nor do lines without text.
    filled += ended.match(/(?<=^|[\r\n])(?:[^\S\r\n]|[,;|"])*[^\s#,;|"][^\r\n]*[\r\n]/g)?.length ?? 0;
    return filled >= (head.length > firstBytesMax ? 1 : firstLinesMax);
  };
}
