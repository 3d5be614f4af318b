import { type RawBuilder, sql, type Transaction } from 'kysely';
import { sizeOf, workOnChunks } from '../../chunks/index.ts';
import type { ChunkColumns } from '../../contracts/ports/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { nextPosition } from './observations.ts';
import { isCurrent, seriesIn } from './rows.ts';
import { commitVersion, currentTotals } from './versions.ts';
import { restartWatches } from './watches.ts';

/** Makes a new version with the observations of an earlier one. The caller has locked the row of the dataset and checked
 *  that the version is kept. Series that were deleted since come back after the others. */
export async function restoreVersion(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  earlier: number,
): Promise<Awaited<ReturnType<typeof commitVersion>>> {
  const counts = await difference(trx, dataset, earlier);
  for (const statement of statements(dataset, earlier, await nextPosition(trx, dataset)))
    await statement.execute(trx);
  await restartWatches(trx, dataset);
  return commitVersion(trx, dataset, await currentTotals(trx, dataset), {
    version: dataset.version + 1,
    change: 'restore',
    restored_version: earlier,
    ...counts,
  });
}

/** The steps of a restore. Chunks of the earlier version that are still current stay as they are; the others are copied. The copy finds the
 *  series of each chunk by lateral queries, which take an index: the planner knows nothing of a new dataset, and would read all
 *  series for each chunk. */
function statements(dataset: DatasetRow, earlier: number, position: number): RawBuilder<unknown>[] {
  const { id, version } = dataset;
  const next = version + 1;
  const isChanged = sql`dataset_id = ${id} AND until_version IS NULL AND since_version <= ${earlier}`;
  const values = sql`start_time, end_time, point_count, missing_count, static`;
  return [
    sql`
      CREATE TEMPORARY TABLE restored ON COMMIT DROP AS
      SELECT DISTINCT ON (position) position, ${values} FROM series_history
      WHERE dataset_id = ${id} AND to_version >= ${earlier} ORDER BY position, to_version`,
    sql`
      INSERT INTO series_history (dataset_id, position, to_version, tenant_id, ${values})
      SELECT dataset_id, position, ${version}::integer, tenant_id, ${values} FROM series
      WHERE ${isChanged} AND position IN (SELECT position FROM restored)`,
    sql`
      UPDATE series SET start_time = restored.start_time, end_time = restored.end_time,
        point_count = restored.point_count, missing_count = restored.missing_count, static = restored.static
      FROM restored WHERE ${isChanged} AND restored.position = series.position`,
    sql`
      UPDATE series_chunks SET to_version = ${version}
      WHERE dataset_id = ${id} AND to_version IS NULL AND from_version > ${earlier}`,
    sql`
      UPDATE series SET until_version = ${version}
      WHERE dataset_id = ${id} AND until_version IS NULL AND since_version > ${earlier}`,
    sql`
      INSERT INTO series (dataset_id, position, tenant_id, id, ${values}, since_version)
      SELECT dataset_id, ${position - 1}::integer + row_number() OVER (ORDER BY position), tenant_id, id, ${values},
        ${next}::integer
      FROM ${seriesIn(dataset, earlier)} AS one WHERE until_version IS NOT NULL`,
    sql`
      INSERT INTO series_chunks (dataset_id, position, first_index, tenant_id, first_time, last_time, point_count,
        encoding, times, "values", covariates, from_version)
      SELECT chunk.dataset_id, now.position, chunk.first_index, chunk.tenant_id, chunk.first_time, chunk.last_time,
        chunk.point_count, chunk.encoding, chunk.times, chunk."values", chunk.covariates, ${next}::integer
      FROM series_chunks AS chunk
        CROSS JOIN LATERAL (
          SELECT id FROM series WHERE dataset_id = chunk.dataset_id AND position = chunk.position OFFSET 0
        ) AS before
        CROSS JOIN LATERAL (
          SELECT position FROM series
          WHERE dataset_id = chunk.dataset_id AND id = before.id AND until_version IS NULL OFFSET 0
        ) AS now
      WHERE chunk.dataset_id = ${id} AND chunk.from_version <= ${earlier} AND chunk.to_version >= ${earlier}`,
  ];
}

interface Counts {
  added: number;
  replaced: number;
  deleted: number;
}

/** Counts what changes from the newest version to the earlier one. Reads one series at a time. */
async function difference(trx: Transaction<Database>, dataset: DatasetRow, earlier: number): Promise<Counts> {
  const { rows } = await sql<{ now: number | null; then: number | null }>`
    SELECT now.position AS now, past.position AS then
    FROM ${seriesIn(dataset)} AS now FULL JOIN ${seriesIn(dataset, earlier)} AS past ON past.id = now.id
    WHERE now.position IS DISTINCT FROM past.position OR EXISTS (
      SELECT FROM series_chunks AS chunk
      WHERE chunk.dataset_id = ${dataset.id} AND chunk.position = now.position
        AND chunk.to_version IS NULL AND chunk.from_version > ${earlier}
    ) OR EXISTS (
      SELECT FROM series_chunks AS chunk
      WHERE chunk.dataset_id = ${dataset.id} AND chunk.position = now.position
        AND chunk.from_version <= ${earlier} AND chunk.to_version >= ${earlier})`.execute(trx);
  const counts = { added: 0, replaced: 0, deleted: 0 };
  const names = dataset.covariates;
  for (const { now, then } of rows) {
    const [before, after] = [await chunksOf(trx, dataset, now), await chunksOf(trx, dataset, then, earlier)];
    const bytes = sizeOf([...before, ...after], 2 + names.length);
    const found = await workOnChunks('compare', { before, after, names }, bytes);
    counts.added += found.added;
    counts.replaced += found.replaced;
    counts.deleted += found.deleted;
  }
  return counts;
}

async function chunksOf(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  position: number | null,
  version?: number,
): Promise<ChunkColumns[]> {
  if (position === null) return [];
  return trx
    .selectFrom('series_chunks')
    .select(['point_count', 'encoding', 'times', 'values', 'covariates'])
    .where('dataset_id', '=', dataset.id)
    .where('position', '=', position)
    .where(isCurrent('series_chunks', version))
    .orderBy('first_index')
    .execute();
}
