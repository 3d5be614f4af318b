import type { Readable } from 'node:stream';
import { type BodyFormat, bodyFormatOf } from '../../bodies/index.ts';
import { bodyHeapMiBMax, collectBody, createBodyThreads, threadFailure } from '../../body-threads/index.ts';
import { packDataset } from '../../chunks/index.ts';
import type {
  HoldBytes,
  PackedDataset,
  PackedSeries,
  SeriesReader,
  StatedFormat,
} from '../../contracts/ports/index.ts';
import type { ParsedDataset } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { readCsv } from '../csv/index.ts';
import { quoted, refuse } from '../faults/index.ts';
import { type Chunks, chunksOf, readHead } from '../text/index.ts';
import { refuseSheet } from './sheet.ts';
import { continued, type SentDataset, type TableTask } from './task.ts';

/** Smaller tables of text are read in the main thread, in a few milliseconds. */
const inlineBytesMax = 64 * 1024;
/** Columns of such a table. A column costs up to a tenth of a millisecond, ten times as much as a row. */
const inlineColumnsMax = 400;
/** Rows of such a table. Where each is a series of its own it costs twenty times as much as in a series. */
const inlineRowsMax = 1_000;
/** Rows of such a table with other characters than those of numbers and ISO times, and their bytes. A date in words
 *  costs up to a fifth of a millisecond, in any of its languages; ids and words look the same until they are read. */
const inlineWordyRowsMax = 100;
const inlineWordyBytesMax = 8 * 1024;
/** A file is read as a whole. A hostile file can take much time or memory, so a thread with bounds reads it. */
const fileMsMax = 180_000;
/** Bodies that arrive at the same time in a thread. The threads wait for the network most of the time. */
const textsPerThread = 16;
/** The cells of a row live until the next row. A larger young generation is not faster,
 *  measured with a million rows. */
const textYoungMiBMax = 6;

/** Reads uploaded tables, whatever their format.
 *  @param bounds.fileMsMax milliseconds for a file in xlsx, Parquet or zip */
export function createTableReader(bounds = { fileMsMax }): Pick<SeriesReader, 'table' | 'packedTable'> {
  const texts = createBodyThreads<TableTask, SentDataset>({
    entry: new URL('./text-thread.ts', import.meta.url),
    msMax: null,
    threadsMax: 2,
    tasksPerThread: textsPerThread,
    heapMiBMax: bodyHeapMiBMax(),
    youngMiBMax: textYoungMiBMax,
    toError: threadFailure,
  });
  const files = createBodyThreads<TableTask & { bytes: Uint8Array }, SentDataset>({
    entry: new URL('./file-thread.ts', import.meta.url),
    msMax: bounds.fileMsMax,
    threadsMax: 2,
    heapMiBMax: bodyHeapMiBMax(),
    toError(isLate, cause) {
      const why = isLate ? `takes more than ${bounds.fileMsMax / 1_000} s` : 'needs too much memory';
      return new AppError('format_unsupported', {
        detail: `Reading the body ${why}; send it as CSV.`,
        cause,
      });
    },
  });

  async function read(
    body: Chunks,
    { format, isSmall, hold }: { format: BodyFormat | null; isSmall: boolean; hold?: HoldBytes },
    task: TableTask,
  ) {
    if (format === null || format === 'gzip') {
      refuseSheet(task.options);
      if (format === null && isSmall) {
        const parsed = await readCsv(body, task.options, task.context);
        return task.packs ? packDataset(parsed) : continued(parsed, task.context);
      }
      return datasetOf(await texts(task, { body }), task);
    }
    const { bytes } = await collectBody(body);
    return datasetOf(await files({ ...task, bytes }, { transferList: transferable(bytes), hold }), task);
  }

  async function dataset(body: Readable, stated: StatedFormat, hold: HoldBytes | undefined, task: TableTask) {
    const start = await readHead(chunksOf(body), (head) => head.length > inlineBytesMax);
    const found = bodyFormatOf(start.head);
    if (found?.format === 'unsupported')
      refuse('format_unsupported', { message: `the body is ${found.name}`, accepted: found.remedy });
    const format = found?.format ?? null;
    if (start.head.length > 0) requireStated(stated, format, () => found?.name ?? describedText(start.head));
    const isSmall = start.isWhole && isSimple(start.head);
    const dataset = await read(start.chunks, { format, isSmall, hold }, task);
    if (stated === 'text' && found !== null && format !== 'gzip')
      dataset.warnings.unshift({
        code: 'format_differs',
        message: `The body was sent as text. It is ${found.name} and was read as such.`,
        series_id: null,
        line: null,
      });
    return dataset;
  }

  return {
    async table(body, options, context = {}, stated = 'unknown', hold = undefined) {
      return (await dataset(body, stated, hold, { options, context, packs: false })) as ParsedDataset;
    },
    async packedTable(body, options, stated = 'unknown', hold = undefined) {
      return (await dataset(body, stated, hold, { options, context: {}, packs: true })) as PackedDataset;
    },
  };
}

const accepted: Partial<
  Record<StatedFormat, { format: BodyFormat; code: 'parquet_invalid' | 'xlsx_invalid' | 'zip_invalid' }>
> = {
  parquet: { format: 'parquet', code: 'parquet_invalid' },
  xlsx: { format: 'zip', code: 'xlsx_invalid' },
  zip: { format: 'zip', code: 'zip_invalid' },
};

/** Refuses a body that is said to be a file, and is text or another file. */
function requireStated(stated: StatedFormat, format: BodyFormat | null, name: () => string): void {
  const expected = accepted[stated];
  if (expected === undefined || expected.format === format) return;
  refuse(expected.code, {
    message: `the body was sent as ${stated}, and is ${name()}`,
    accepted: `a ${stated} file, or another content type (text/csv for a table of text)`,
  });
}

/** Text by its first line, or other bytes. */
function describedText(head: Buffer): string {
  const text = head.toString('utf8', 0, 60);
  const isText = /^[\p{L}\p{N}\p{P}\p{S}\p{Z}\r\n\t\ufffd]*$/u.test(text) && !text.startsWith('\ufffd');
  return isText ? `the text ${quoted(text.split(/[\r\n]/)[0])}` : 'in no known format';
}

function datasetOf(
  { answer, series, packed }: { answer: SentDataset; series: unknown[]; packed: PackedSeries[] },
  { packs }: TableTask,
): ParsedDataset | PackedDataset {
  const { dataset } = answer;
  if (packs) return { ...dataset, head: dataset.head!, series: packed };
  return { ...dataset, series: series as ParsedDataset['series'] };
}

function transferable(bytes: Buffer): ArrayBuffer[] {
  return bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer as ArrayBuffer] : [];
}

const [lineFeed, carriageReturn] = [10, 13];
const delimiters = new Set([...',;\t|'].map((delimiter) => delimiter.charCodeAt(0)));

/** 1 for the characters of numbers and ISO times, and those between them. */
const isPlain = new Uint8Array(256);
for (const character of '0123456789+-:.TZ ,;\t|"\r\n') isPlain[character.charCodeAt(0)] = 1;

/** Whether a text has few lines and columns, and few lines that are more than numbers and ISO times. */
function isSimple(text: Uint8Array): boolean {
  let [rows, wordyRows, wordyBytes] = [0, 0, 0];
  let [columns, start, isWordy] = [1, 0, false];
  for (let at = 0; at <= text.length; at++) {
    const byte = at < text.length ? text[at] : lineFeed;
    if (isPlain[byte] === 0) isWordy = true;
    if (byte === lineFeed || (byte === carriageReturn && text[at + 1] !== lineFeed)) {
      if (isWordy) {
        wordyRows++;
        wordyBytes += at - start;
      }
      if (++rows > inlineRowsMax || wordyRows > inlineWordyRowsMax || wordyBytes > inlineWordyBytesMax)
        return false;
      [columns, start, isWordy] = [1, at, false];
    } else if (delimiters.has(byte) && ++columns > inlineColumnsMax) return false;
  }
  return true;
}
