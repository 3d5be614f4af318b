import { sendPacked, sendSeries, type ThreadError } from '../../bodies/index.ts';
import type { BodyTask } from '../../body-threads/index.ts';
import { packDataset } from '../../chunks/index.ts';
import type { PackedDataset, ReadContext } from '../../contracts/ports/index.ts';
import type { ParsedDataset, TableOptions } from '../../contracts/schemas/index.ts';
import { datesAsInstants } from '../dataset/index.ts';

export interface TableTask {
  options: TableOptions;
  context: ReadContext;
  /** Whether the series are packed for the store. */
  packs: boolean;
}

export type ReadTask = TableTask & BodyTask;

/** A dataset whose series went through the port. */
export interface SentDataset {
  dataset: Omit<ParsedDataset, 'series'> & Partial<Pick<PackedDataset, 'head'>>;
}

export type TableAnswer = SentDataset | ThreadError;

export async function sendDataset(
  { port, packs, context }: Pick<ReadTask, 'port' | 'packs' | 'context'>,
  parsed: ParsedDataset,
): Promise<SentDataset> {
  if (packs) {
    const { series, ...dataset } = packDataset(parsed);
    await sendPacked(port, series);
    return { dataset };
  }
  const { series, ...dataset } = continued(parsed, context);
  await sendSeries(port, series);
  return { dataset };
}

/** The table with the kind of time of the dataset that it continues. */
export function continued(parsed: ParsedDataset, { continues }: ReadContext): ParsedDataset {
  return continues === undefined ? parsed : datesAsInstants(parsed, continues);
}
