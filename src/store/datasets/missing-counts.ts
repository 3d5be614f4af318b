/** Keeps the counts of missing values of series right when some of their chunks change. */
import type { Transaction } from 'kysely';
import { type ChangedChunks, sizeOf } from '../../chunks/index.ts';
import { groupedBySize } from '../../contracts/schemas/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { columnsOf } from './chunk-rows.ts';
import { workIn } from './chunk-work.ts';
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

/** Difference of the missing values of each series. Series whose changed chunks do not tell it are read from these to
 *  the end, since rows of the future may be behind them. Only those without a value there, before or after, are read as
 *  a whole. Called before the new chunks are written. */
export async function missingAfter(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  changes: ChangedPart[],
): Promise<number[]> {
  const untold = changes.filter(({ missing }) => missing === null);
  const movesEnd = ({ row, endIndex }: ChangedPart) => endIndex < row.point_count;
  const told = await readFrom('change', trx, dataset, untold.filter(movesEnd));
  const rest = untold.filter((change) => (told.get(change) ?? null) === null);
  const ofWhole = await readFrom('start', trx, dataset, rest);
  return changes.map((change) => change.missing ?? told.get(change) ?? ofWhole.get(change)!);
}

/** Difference of the missing values of each series, from all its chunks, or only from the changed ones and those behind
 *  them. These may not tell it: null. */
async function readFrom(
  from: 'change' | 'start',
  trx: Transaction<Database>,
  dataset: DatasetRow,
  changes: ChangedPart[],
): Promise<Map<ChangedPart, number | null>> {
  const names = dataset.covariates;
  const columns = 2 + names.length;
  const told = new Map<ChangedPart, number | null>();
  const firstOf = ({ firstIndex }: ChangedPart) => (from === 'start' ? 0 : firstIndex);
  const numbersOf = (change: ChangedPart) => (change.row.point_count - firstOf(change)) * columns;
  for (const some of groupedBySize(changes, numbersOf, { sizeMax: countedNumbersMax })) {
    const given = some.map(({ row, chunks }) => {
      return { row, time: from === 'start' ? row.start_time : chunks[0].first_time, to: row.end_time };
    });
    const stored = await chunksFrom(trx, dataset, given);
    const series = some.map((change) => {
      const before = stored.get(change.row.position)!;
      const kept = before.filter(({ first_index }) => first_index < change.firstIndex);
      const behind = before.filter(({ first_index }) => first_index >= change.endIndex);
      return {
        before: before.map(columnsOf),
        after: [...kept, ...change.chunks, ...behind].map(columnsOf),
        firstIndex: firstOf(change),
        pointCount: change.row.point_count,
      };
    });
    const bytes = sizeOf(
      series.flatMap(({ before, after }) => [...before, ...after]),
      columns,
    );
    const found = await workIn(trx, 'missingChange', { series, names }, bytes);
    for (const [i, change] of some.entries()) told.set(change, found[i]);
  }
  return told;
}
