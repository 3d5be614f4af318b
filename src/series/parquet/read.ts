import type { Readable } from 'node:stream';
import type { ReadingOptions } from '../../contracts/ports/index.ts';
import type { CsvOptions, ParsedDataset } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { createBodyThreads } from '../threads/index.ts';
import type { ParquetTask } from './thread.ts';

/** A file is read as a whole. A hostile file can take much time or memory, so a thread with bounds reads it. */
const readMsMax = 60_000;

type ParquetReader = (
  body: Readable,
  options: CsvOptions,
  reading?: ReadingOptions,
) => Promise<ParsedDataset>;

/** Reads Parquet uploads as tables, by the rules for CSV.
 *  The reader throws AppError parquet_invalid, overloaded, and errors with the faults by row (row 1 is line 2). */
export function createParquetReader(msMax = readMsMax): ParquetReader {
  const read = createBodyThreads<ParquetTask, { dataset: ParsedDataset }>({
    entry: new URL('./thread.ts', import.meta.url),
    msMax,
    threadsMax: 2,
    heapMiBMax: 4_096,
    toError(isLate, cause) {
      const why = isLate ? `takes more than ${msMax / 1_000} s` : 'fails';
      return new AppError('parquet_invalid', { detail: `Reading the body as Parquet ${why}.`, cause });
    },
  });
  return async (body, options, reading = {}) =>
    (await read({ bytes: await bytesOf(body), options, reading })).dataset;
}

async function bytesOf(body: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.byteLength === 0) throw new AppError('body_empty');
  return bytes;
}
