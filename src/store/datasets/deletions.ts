import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import { type ChangedChunks, chunkPointsMax, sizeOf } from '../../chunks/index.ts';
import { groupedBySize, limits } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { columnsOf } from './chunk-rows.ts';
import { workIn } from './chunk-work.ts';
import { insertChunks } from './insert.ts';
import { missingAfter } from './missing-counts.ts';
import { endChunks, keepPast } from './observations.ts';
import { type SeriesRow, seriesIn, seriesNotFound } from './rows.ts';
import { chunksFrom } from './stored-chunks.ts';
import { commitVersion } from './versions.ts';
import { unwatchFrom, unwatchSeries } from './watches.ts';

/** Most series, and most numbers of them, that one task rewrites. */
const rewrittenSeriesMax = 100;
const rewrittenNumbersMax = 1_000_000;

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
  isDryRun: boolean,
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
  let [deleted, missing] = [0, 0];
  const columns = 2 + dataset.covariates.length;
  const bounds = { sizeMax: rewrittenNumbersMax, itemsMax: rewrittenSeriesMax };
  for (const batch of groupedBySize(rows, (row) => row.point_count * columns, bounds)) {
    const found = isDryRun
      ? await removeFromSeries(trx, dataset, batch, range, range.to)
      : await deleteFromSeries(trx, dataset, batch, range);
    for (const { row, result } of found) {
      deleted += result.deleted;
      missing -= result.missing ?? 0;
      (result.deleted === row.point_count ? gone : changed).push(row);
    }
  }
  if (deleted === 0) return { version: dataset.version, deleted, deletedSeries: [] };
  const deletedSeries = gone.slice(0, limits.newSeriesListed).map(({ id }) => id);
  if (isDryRun) {
    if (gone.length === dataset.series_count) throw nothingLeft(dataset);
    return { version: dataset.version + 1, deleted, deletedSeries };
  }
  await keepPast(trx, dataset, changed);
  await unwatchFrom(
    trx,
    dataset,
    changed.map(({ id }) => id),
    range,
  );
  await removeSeries(trx, dataset, gone);
  return {
    version: await commitDeletion(trx, dataset, { changed, gone, deleted, missing }),
    deleted,
    deletedSeries,
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
  await endChunks(trx, dataset, [{ position: row.position, firstIndex: 0, endIndex: row.point_count }]);
  await removeSeries(trx, dataset, [row]);
  const [deleted, missing] = [row.point_count, row.missing_count];
  const version = await commitDeletion(trx, dataset, { changed: [], gone: [row], deleted, missing });
  return { version, deleted, deletedSeries: [seriesId] };
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

/** Loss of a dataset by a deletion. */
interface Deletion {
  /** Rows of series that have lost observations, and of those that have none left, as they were before. */
  changed: SeriesRow[];
  gone: SeriesRow[];
  /** Observations, and those among them without a value. */
  deleted: number;
  missing: number;
}

async function commitDeletion(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  deletion: Deletion,
): Promise<number> {
  const { gone, deleted, missing } = deletion;
  if (dataset.series_count === gone.length) throw nothingLeft(dataset);
  const version = dataset.version + 1;
  const totals = {
    series: dataset.series_count - gone.length,
    points: dataset.point_count - deleted,
    missing: dataset.missing_count - missing,
    ...(await boundsAfter(trx, dataset, deletion)),
  };
  await commitVersion(trx, dataset, totals, { version, change: 'deletion', added: 0, replaced: 0, deleted });
  return version;
}

/** First and last time after a deletion. A bound can only move if a series that is at it has changed. Then another
 *  series may be at it, which is mostly found at once; only if there is none, all series are read. A deletion that
 *  changes all of them reads them once. */
async function boundsAfter(
  trx: Transaction<Database>,
  { id, start_time, end_time, series_count }: DatasetRow,
  { changed, gone }: Deletion,
): Promise<{ start: number | null; end: number | null }> {
  const current = sql`dataset_id = ${id} AND until_version IS NULL`;
  if (changed.length + gone.length === series_count) {
    const { rows } = await sql<{ start: number; end: number }>`
      SELECT min(start_time) AS start, max(end_time) AS "end" FROM series WHERE ${current}`.execute(trx);
    return rows[0];
  }
  const positions = changed.map(({ position }) => position);
  const bound = async (column: 'start_time' | 'end_time', at: number | null) => {
    if (![...changed, ...gone].some((row) => row[column] === at)) return at;
    const name = sql.ref(column);
    const farthest = column === 'start_time' ? sql`min(${name})` : sql`max(${name})`;
    const { rows } = await sql<{ at: number }>`
      SELECT coalesce(
        (SELECT ${name} FROM unnest(${positions}::integer[]) AS one (position)
          JOIN series USING (position) WHERE ${current} AND ${name} = ${at} LIMIT 1),
        (SELECT ${name} FROM series WHERE ${current} AND ${name} = ${at} LIMIT 1),
        (SELECT ${farthest} FROM series WHERE ${current})) AS at`.execute(trx);
    return rows[0].at;
  };
  return { start: await bound('start_time', start_time), end: await bound('end_time', end_time) };
}

function nothingLeft({ id }: DatasetRow): AppError {
  return new AppError('deletion_too_large', {
    detail: `Dataset ${id} would have no observation left. Accepted: a smaller deletion, or DELETE /v1/datasets/${id} for the whole dataset.`,
  });
}

/** A series that loses observations. */
interface Removal {
  row: SeriesRow;
  result: ChangedChunks;
  /** Index of the first observation of the new chunks. */
  firstIndex: number;
}

/** Computes the chunks of series from the beginning of the range to a later time, without the range. Writes nothing. */
async function removeFromSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  rows: SeriesRow[],
  range: TimeRange,
  to: number,
): Promise<Removal[]> {
  const given = rows.map((row) => ({ row, time: range.from, to }));
  const stored = await chunksFrom(trx, dataset, given);
  const tasks = rows.map(({ position, point_count }) => {
    const chunks = stored.get(position)!;
    return { chunks, firstIndex: chunks[0].first_index, pointCount: point_count };
  });
  const names = dataset.covariates;
  const bytes = tasks.reduce((sum, { chunks }) => sum + sizeOf(chunks, 2 + names.length), 0);
  const series = tasks.map((task) => ({ ...task, chunks: task.chunks.map(columnsOf) }));
  const results = await workIn(trx, 'remove', { series, names, ...range }, bytes);
  return rows.flatMap((row, i) =>
    results[i].deleted === 0 ? [] : [{ row, result: results[i], firstIndex: tasks[i].firstIndex }],
  );
}

/** Rewrites the chunks of series from the beginning of the range on, without the range. Observations behind
 *  it move to other indexes.
 *  @returns the series that lose observations, with the change of their missing values */
async function deleteFromSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  rows: SeriesRow[],
  range: TimeRange,
): Promise<Removal[]> {
  const removed = await removeFromSeries(trx, dataset, rows, range, Number.MAX_SAFE_INTEGER);
  const missing = await missingAfter(
    trx,
    dataset,
    removed.map(({ row, result, firstIndex }) => ({ row, firstIndex, endIndex: row.point_count, ...result })),
  );
  const found = removed.map((one, i) => ({ ...one, result: { ...one.result, missing: missing[i] } }));
  await endChunks(
    trx,
    dataset,
    found.map(({ row, firstIndex }) => ({ position: row.position, firstIndex, endIndex: row.point_count })),
  );
  const kept = found.filter(({ row, result }) => result.deleted < row.point_count);
  await insertChunks(
    trx,
    dataset,
    kept.map(({ row, result }) => ({ position: row.position, chunks: result.chunks })),
    dataset.version + 1,
  );
  await updateRows(
    trx,
    dataset,
    kept.map(({ row, result }) => ({ row, ...result })),
  );
  return found;
}

/** Updates counts and bounds of series after their chunks have changed. The bounds are those of the first and of the
 *  last chunk. Each row is found by a lateral query, which takes an index: the planner knows nothing of a new dataset,
 *  and would read all its series for each batch. */
async function updateRows(
  trx: Transaction<Database>,
  { id }: DatasetRow,
  changes: { row: SeriesRow; deleted: number; missing: number }[],
): Promise<void> {
  if (changes.length === 0) return;
  const counts = changes.map(({ row, deleted }) => row.point_count - deleted);
  await sql`
    UPDATE series SET start_time = head.start_time, end_time = tail.end_time,
      point_count = changed.point_count, missing_count = series.missing_count + changed.missing
    FROM unnest(${changes.map(({ row }) => row.position)}::integer[],
        ${counts}::integer[], ${counts.map((count) => count - chunkPointsMax)}::integer[],
        ${changes.map(({ missing }) => missing)}::integer[])
        AS changed (position, point_count, least_index, missing)
      CROSS JOIN LATERAL (
        SELECT min(first_time) AS start_time FROM series_chunks AS chunk
        WHERE chunk.dataset_id = ${id} AND chunk.position = changed.position AND chunk.to_version IS NULL
          AND chunk.first_index = 0
      ) AS head
      CROSS JOIN LATERAL (
        SELECT max(last_time) AS end_time FROM series_chunks AS chunk
        WHERE chunk.dataset_id = ${id} AND chunk.position = changed.position AND chunk.to_version IS NULL
          AND chunk.first_index >= changed.least_index AND chunk.first_index < changed.point_count
      ) AS tail
      CROSS JOIN LATERAL (
        SELECT one.ctid FROM series AS one
        WHERE one.dataset_id = ${id} AND one.position = changed.position OFFSET 0
      ) AS found
    WHERE series.ctid = found.ctid`.execute(trx);
}
