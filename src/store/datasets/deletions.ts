import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import { limits, missingValues, type SeriesData } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { unpackChunks } from './chunks.ts';
import { chunksFrom, endChunks, insertChunks, keepPast } from './observations.ts';
import { type SeriesRow, seriesIn, seriesNotFound } from './rows.ts';
import { commitVersion, currentTotals } from './versions.ts';
import { unwatchFrom, unwatchSeries } from './watches.ts';

/** Times from `from` to `to`, both included. */
export interface TimeRange {
  from: number;
  to: number;
}

/** Deletes the observations of a range, of one series or of all. A series that has none left is deleted.
 *  The caller has locked the row of the dataset. @throws AppError series_not_found, deletion_too_large */
export async function deleteRange(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  seriesId: string | null,
  range: TimeRange,
): Promise<{ version: number; deleted: number; deletedSeries: string[] }> {
  const rows = await trx
    .selectFrom(seriesIn(dataset).as('series'))
    .selectAll()
    .$if(seriesId !== null, (qb) => qb.where('id', '=', seriesId as string))
    .$if(seriesId === null, (qb) =>
      qb.where('end_time', '>=', range.from).where('start_time', '<=', range.to),
    )
    .orderBy('position')
    .execute();
  if (seriesId !== null && rows.length === 0) throw await seriesNotFound(trx, dataset, seriesId);
  const [changed, gone]: SeriesRow[][] = [[], []];
  let deleted = 0;
  for (const row of rows) {
    const points = await deleteFromSeries(trx, dataset, row, range);
    if (points === 0) continue;
    deleted += points;
    (points === row.point_count ? gone : changed).push(row);
  }
  if (deleted === 0) return { version: dataset.version, deleted, deletedSeries: [] };
  await keepPast(trx, dataset, changed);
  await unwatchFrom(
    trx,
    dataset,
    changed.map(({ id }) => id),
    range,
  );
  await removeSeries(trx, dataset, gone);
  return {
    version: await commitDeletion(trx, dataset, deleted),
    deleted,
    deletedSeries: gone.slice(0, limits.newSeriesListed).map(({ id }) => id),
  };
}

/** Deletes a series. @throws AppError series_not_found, deletion_too_large */
export async function deleteSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  seriesId: string,
): Promise<{ version: number; deleted: number; deletedSeries: string[] }> {
  const row = await trx
    .selectFrom(seriesIn(dataset).as('series'))
    .selectAll()
    .where('id', '=', seriesId)
    .executeTakeFirst();
  if (row === undefined) throw await seriesNotFound(trx, dataset, seriesId);
  await endChunks(trx, dataset, row.position);
  await removeSeries(trx, dataset, [row]);
  const deleted = row.point_count;
  return { version: await commitDeletion(trx, dataset, deleted), deleted, deletedSeries: [seriesId] };
}

async function removeSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  rows: SeriesRow[],
): Promise<void> {
  const positions = rows.map(({ position }) => position);
  await trx
    .updateTable('series')
    .set({ until_version: dataset.version })
    .where('dataset_id', '=', dataset.id)
    .where((eb) => eb('position', '=', eb.fn.any(eb.val(positions))))
    .execute();
  await unwatchSeries(
    trx,
    dataset,
    rows.map(({ id }) => id),
  );
}

async function commitDeletion(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  deleted: number,
): Promise<number> {
  const totals = await currentTotals(trx, dataset);
  if (totals.series === 0) {
    throw new AppError('deletion_too_large', {
      detail: `Dataset ${dataset.id} would have no observation left. Accepted: a smaller deletion, or DELETE /v1/datasets/${dataset.id} for the whole dataset.`,
    });
  }
  const version = dataset.version + 1;
  await commitVersion(trx, dataset, totals, { version, change: 'deletion', added: 0, replaced: 0, deleted });
  return version;
}

/** Rewrites the chunks of a series from the beginning of the range on, without the range.
 *  @returns the number of deleted observations */
async function deleteFromSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  row: SeriesRow,
  range: TimeRange,
): Promise<number> {
  const chunks = await chunksFrom(trx, dataset, row.position, range.from);
  const before = unpackChunks(chunks, dataset.covariates);
  const after = without(before, range);
  const deleted = before.times.length - after.times.length;
  if (deleted === 0) return 0;
  const firstIndex = chunks[0].first_index;
  await endChunks(trx, dataset, row.position, firstIndex);
  if (deleted === row.point_count) return deleted;
  const kept = { ...after, id: row.id, static: {} };
  await insertChunks(trx, dataset, row.position, kept, firstIndex, dataset.version + 1);
  const bounds = await trx
    .selectFrom('series_chunks')
    .select([sql<number>`min(first_time)`.as('start'), sql<number>`max(last_time)`.as('end')])
    .where('dataset_id', '=', dataset.id)
    .where('position', '=', row.position)
    .where('to_version', 'is', null)
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('series')
    .set({
      start_time: bounds.start,
      end_time: bounds.end,
      point_count: row.point_count - deleted,
      missing_count: row.missing_count - missingValues(before) + missingValues(after),
    })
    .where('dataset_id', '=', dataset.id)
    .where('position', '=', row.position)
    .execute();
  return deleted;
}

type Arrays = Pick<SeriesData, 'times' | 'values' | 'covariates'>;

function without({ times, values, covariates }: Arrays, { from, to }: TimeRange): Arrays {
  const isKept = (_: number, i: number) => times[i] < from || times[i] > to;
  return {
    times: times.filter(isKept),
    values: values.filter(isKept),
    covariates: Object.fromEntries(
      Object.entries(covariates).map(([name, column]) => [name, column.filter(isKept)]),
    ),
  };
}
