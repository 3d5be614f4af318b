import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CsvError } from 'csv-parse';
import { limits } from '../../contracts/values/index.ts';
import { type Delimiter, delimiters } from '../cells/index.ts';
import { refuse } from '../faults/index.ts';
import type { Chunks } from '../text/index.ts';
import { type OnRecord, PlainLines } from './plain-lines.ts';

/** The most frequent separator of the header, outside quotes; undefined if it has none. */
export function delimiterOf(header: string): Delimiter | undefined {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length - 1);
  const highestCount = Math.max(...counts);
  return highestCount === 0 ? undefined : delimiters[counts.indexOf(highestCount)];
}

/** Calls `onRecord` for each record, the header first, with its cells and its first line. Lines are split here as long
 *  as their quotes are simple; csv-parse reads the rest.
 *  @param ownsChunks whether the chunks may be emptied when they are read
 *  @throws AppError csv_invalid, and whatever `onRecord` throws */
export async function readRecords(
  { chunks, ownsChunks = false }: { chunks: Chunks; ownsChunks?: boolean },
  delimiter: Delimiter,
  onRecord: OnRecord,
): Promise<void> {
  const lines = new PlainLines(delimiter, onRecord);
  const source = chunks[Symbol.asyncIterator]();
  for (;;) {
    const next = await source.next();
    const rest = next.done === true ? lines.end() : lines.read(next.value);
    if (rest !== null) {
      await parseRecords(withFirst(rest, source), delimiter, lines.count, onRecord);
      return;
    }
    if (next.done === true) return;
    if (ownsChunks) empty(next.value);
  }
}

/** Frees the memory of a chunk at once. V8 counts little of it, so many megabytes of chunks would wait to be collected.
 *  A buffer that may have other parts is left alone. */
function empty({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) buffer.transfer(0);
}

async function* withFirst(first: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
}

/** @param before number of lines before the first chunk */
async function parseRecords(
  chunks: Chunks,
  delimiter: Delimiter,
  before: number,
  onRecord: OnRecord,
): Promise<void> {
  const { CsvError, Parser } = await import('csv-parse'); // few tables have quotes that need it
  let end = before; // line on which the last record ended
  let overcounted = -before; // csv-parse counts a \r\n inside quotes twice, and begins with its own first line
  const parser = new Parser({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    // A blank may stand between a delimiter and a quote.
    trim: true,
    // Without it, an unclosed quote would make one record of the rest of the file.
    max_record_size: limits.lineBytesMax,
    on_record: (cells: string[], { lines }) => {
      let start = lines - overcounted;
      if (start > end + 1) {
        const breaks = cells.join('').match(/\r\n|\n|\r/g) ?? [];
        const twice = breaks.filter((lineBreak) => lineBreak === '\r\n').length;
        overcounted += twice;
        end = start - twice;
        start = end - breaks.length;
      } else end = start;
      onRecord(cells, start);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(Readable.from(chunks), parser);
  } catch (error) {
    if (error instanceof CsvError) refuseTable(error, end + 1, parser.info.lines - overcounted);
    throw error;
  }
}

function refuseTable(error: CsvError, recordLine: number, line: number): never {
  switch (error.code) {
    case 'CSV_MAX_RECORD_SIZE':
      if (line > recordLine) return refuseOpenQuote(recordLine);
      return refuse('csv_invalid', {
        line,
        message: `the line has more than ${limits.lineBytesMax} bytes`,
        accepted: 'a line for each row, and each of at most that length',
      });
    case 'CSV_QUOTE_NOT_CLOSED':
      return refuseOpenQuote(recordLine);
    default:
      return refuse('csv_invalid', {
        line,
        message: 'there is a quote inside a cell',
        accepted: 'quotes in pairs around a cell, and two quotes for one inside it',
      });
  }
}

function refuseOpenQuote(line: number): never {
  return refuse('csv_invalid', {
    line,
    message: 'a quote opens here and is never closed',
    accepted: 'quotes in pairs around a cell, and two quotes for one inside it',
  });
}
