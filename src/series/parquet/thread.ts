/** Entry of the thread in which Parquet files are read: whatever a file makes of it ends there. */
import { flushCompileCache } from 'node:module';
import type { TableReading } from '../../contracts/ports/index.ts';
import type { CsvOptions, ParsedDataset } from '../../contracts/schemas/index.ts';
import { type Told, told } from '../threads/index.ts';
import { parquetTable } from './table.ts';

export interface ParquetTask {
  bytes: Uint8Array;
  options: CsvOptions;
  reading: TableReading;
}

flushCompileCache();

export default async function read({
  bytes,
  options,
  reading,
}: ParquetTask): Promise<{ dataset: ParsedDataset } | Told> {
  try {
    return { dataset: await parquetTable(bytes, options, reading) };
  } catch (error) {
    return told(error);
  }
}
