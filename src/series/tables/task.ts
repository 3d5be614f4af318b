import type { MessagePort } from 'node:worker_threads';
import type { ReadingOptions } from '../../contracts/ports/index.ts';
import type { CsvOptions, ParsedDataset } from '../../contracts/schemas/index.ts';
import { type BodyTask, sendSeries, type ThreadError } from '../threads/index.ts';

export interface TableTask {
  options: CsvOptions;
  reading: ReadingOptions;
}

export type ReadTask = TableTask & BodyTask;

/** A dataset whose series went through the port. */
export interface SentDataset {
  dataset: Omit<ParsedDataset, 'series'>;
}

export type TableAnswer = SentDataset | ThreadError;

export async function sendDataset(
  port: MessagePort,
  { series, ...dataset }: ParsedDataset,
): Promise<SentDataset> {
  await sendSeries(port, series);
  return { dataset };
}
