import type { Readable } from 'node:stream';
import { Piscina } from 'piscina';
import type { CsvOptions, ParsedDataset } from '../../contracts/dataset.ts';
import type { TableReading } from '../../contracts/ports.ts';
import { AppError } from '../../errors.ts';
import type { ParquetAnswer, ParquetTask } from './thread.ts';

/** A file is read as a whole, and a hostile one can make that long or large: in a thread, which has an end. */
const readMsMax = 60_000;
const heapMiBMax = 4_096;
const threadsMax = 2;
const filesWaitingMax = 20;
const idleMsMax = 10_000;

type ParquetReader = (body: Readable, options: CsvOptions, reading?: TableReading) => Promise<ParsedDataset>;

/** Reads Parquet uploads as the tables that they are, by the rules for CSV.
 *  The reader throws AppError parquet_invalid, overloaded, and with the faults by row (row 1 is line 2). */
export function createParquetReader(msMax = readMsMax): ParquetReader {
  const threads = new Piscina<ParquetTask, ParquetAnswer>({
    filename: new URL('./thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threadsMax,
    maxQueue: filesWaitingMax,
    idleTimeout: idleMsMax,
    resourceLimits: { maxOldGenerationSizeMb: heapMiBMax },
  });
  return async (body, options, reading = {}) => {
    const bytes = await bytesOf(body);
    if (threads.queueSize >= filesWaitingMax) {
      throw new AppError('overloaded', { detail: 'Too many Parquet files are waiting to be read.' });
    }
    const signal = AbortSignal.timeout(msMax);
    const answer = await threads.run({ bytes, options, reading }, { signal }).catch((cause: unknown) => {
      const why = signal.aborted ? `takes more than ${msMax / 1_000} s` : 'fails';
      throw new AppError('parquet_invalid', { detail: `Reading the body as Parquet ${why}.`, cause });
    });
    if ('dataset' in answer) return answer.dataset;
    throw new AppError(answer.code, answer.details);
  };
}

async function bytesOf(body: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.byteLength === 0) throw new AppError('body_empty');
  return bytes;
}
