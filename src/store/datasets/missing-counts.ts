/** Keeps the counts of missing values of series right when some of their chunks change. */
import type { Transaction } from 'kysely';
import { type ChangedChunks, sizeOf } from '../../chunks/index.ts';
import { partsOf } from '../../contracts/schemas/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { workIn } from './chunk-work.ts';
import { columnsOf } from './points.ts';
import type { SeriesRow } from './rows.ts';
import { chunksFrom } from './stored-chunks.ts';

/** Numbers that one task counts. */
const countedNumbersMax = 1_000_000;

/** New chunks of a series, which replace its observations between two indexes, without the second. */
interface ChangedPart extends Pick<ChangedChunks, 'missing' | 'chunks'> {
  row: SeriesRow;
  firstIndex: number;
  endIndex: number;
}

/** Difference of the missing values of each series. Series whose changed chunks do not tell it are counted as a whole, which is rare: the change
 *  moves the last value of the series into other chunks. Called before the new chunks are written. */
export async function missingAfter(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  changes: ChangedPart[],
): Promise<number[]> {
  const names = dataset.covariates;
  const columns = 2 + names.length;
  const missing = changes.map((change) => change.missing ?? 0);
  const open = changes.flatMap((change, i) => (change.missing === null ? [{ change, i }] : []));
  const numbersOf = ({ change }: { change: ChangedPart }) => change.row.point_count * columns;
  for (const some of partsOf(open, numbersOf, { sizeMax: countedNumbersMax })) {
    const given = some.map(({ change: { row } }) => ({ row, time: row.start_time, to: row.end_time }));
    const stored = await chunksFrom(trx, dataset, given);
    const series = some.map(({ change: { row, firstIndex, endIndex, chunks } }) => {
      const kept = stored.get(row.position) ?? [];
      const before = kept.filter(({ first_index }) => first_index < firstIndex);
      const behind = kept.filter(({ first_index }) => first_index >= endIndex);
      return [...before, ...chunks, ...behind].map(columnsOf);
    });
    const counts = await workIn(trx, 'countMissing', { series, names }, sizeOf(series.flat(), columns));
    for (const [k, { change, i }] of some.entries()) missing[i] = counts[k] - change.row.missing_count;
  }
  return missing;
}
