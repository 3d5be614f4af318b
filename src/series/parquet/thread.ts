/** Entry of the thread in which Parquet files are read: whatever a file makes of it ends there. */
import { flushCompileCache } from 'node:module';
import type { CsvOptions, ParsedDataset } from '../../contracts/dataset.ts';
import type { TableReading } from '../../contracts/ports.ts';
import { AppError, type ErrorCode, type ErrorDetails } from '../../errors.ts';
import { parquetTable } from './table.ts';

export interface ParquetTask {
  bytes: Uint8Array;
  options: CsvOptions;
  reading: TableReading;
}

/** An error class does not survive the way back. */
export type ParquetAnswer =
  | { dataset: ParsedDataset }
  | { code: ErrorCode; details: Pick<ErrorDetails, 'detail' | 'faults'> };

flushCompileCache();

export default async function read({ bytes, options, reading }: ParquetTask): Promise<ParquetAnswer> {
  try {
    return { dataset: await parquetTable(bytes, options, reading) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, details: { detail: error.message, faults: error.details.faults } };
  }
}
