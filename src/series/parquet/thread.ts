/** Entry file of the thread that reads Parquet files. A hostile file can only end this thread. */
import { flushCompileCache } from 'node:module';
import type { ReadingOptions } from '../../contracts/ports/index.ts';
import type { CsvOptions, ParsedDataset } from '../../contracts/schemas/index.ts';
import { type ThreadError, toThreadError } from '../threads/index.ts';
import { parquetTable } from './table.ts';

export interface ParquetTask {
  bytes: Uint8Array;
  options: CsvOptions;
  reading: ReadingOptions;
}

flushCompileCache();

export default async function read({
  bytes,
  options,
  reading,
}: ParquetTask): Promise<{ dataset: ParsedDataset } | ThreadError> {
  try {
    return { dataset: await parquetTable(bytes, options, reading) };
  } catch (error) {
    return toThreadError(error);
  }
}
