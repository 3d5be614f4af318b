import { type RawBuilder, sql, type Transaction } from 'kysely';
import { sizeOf } from '../../chunks/index.ts';
import type { ChunkColumns } from '../../contracts/ports/index.ts';
import { groupedBySize } from '../../contracts/schemas/index.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { workIn } from './chunk-work.ts';
import { isCurrent, nextPosition, seriesIn } from './rows.ts';
import { commitVersion, currentTotals } from './versions.ts';
import { restartWatches } from './watches.ts';

/** Makes a new version with the observations of an earlier one. The caller has locked the row of the dataset and
 *  checked that the version is kept. Series that were deleted since come back after the others. */
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

/** The steps of a restore. Chunks of the earlier version that are still current stay as they are; the others are
 *  copied. The copy finds the series of each chunk by lateral queries, which take an index: the planner knows nothing
 *  of a new dataset, and would read all series for each chunk. */
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

/** Series that one task compares, and their numbers. */
const comparedSeriesMax = 500;
const comparedNumbersMax = 1_000_000;

/** A series in two versions: its positions, and its points in both together. Null where it is not in the version. */
interface Pair {
  now: number | null;
  past: number | null;
  points: number;
}

/** Counts what changes from the newest version to the earlier one. Reads some series at a time. */
async function difference(trx: Transaction<Database>, dataset: DatasetRow, earlier: number): Promise<Counts> {
  const { rows } = await sql<Pair>`
    SELECT now.position AS now, past.position AS past,
      coalesce(now.point_count, 0) + coalesce(past.point_count, 0) AS points
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
  const columns = 2 + names.length;
  const bounds = { sizeMax: comparedNumbersMax, itemsMax: comparedSeriesMax };
  for (const some of groupedBySize(rows, ({ points }) => points * columns, bounds)) {
    const before = await chunksOf(
      trx,
      dataset,
      some.map(({ now }) => now),
    );
    const after = await chunksOf(
      trx,
      dataset,
      some.map(({ past }) => past),
      earlier,
    );
    const pairs = some.map(({ now, past }) => ({
      before: (now === null ? undefined : before.get(now)) ?? [],
      after: (past === null ? undefined : after.get(past)) ?? [],
    }));
    const bytes = pairs.reduce((sum, pair) => sum + sizeOf([...pair.before, ...pair.after], columns), 0);
    const found = await workIn(trx, 'compare', { pairs, names }, bytes);
    counts.added += found.added;
    counts.replaced += found.replaced;
    counts.deleted += found.deleted;
  }
  return counts;
}

async function chunksOf(
  trx: Transaction<Database>,
  { id }: DatasetRow,
  positions: (number | null)[],
  version?: number,
): Promise<Map<number, ChunkColumns[]>> {
  const present = positions.filter((position) => position !== null);
  if (present.length === 0) return new Map();
  const { rows } = await sql<ChunkColumns & { position: number }>`
    SELECT asked.position, chunk.point_count, chunk.encoding, chunk.times, chunk."values", chunk.covariates
    FROM unnest(${present}::integer[]) AS asked (position)
      CROSS JOIN LATERAL (
        SELECT * FROM series_chunks AS chunk
        WHERE chunk.dataset_id = ${id} AND chunk.position = asked.position AND ${isCurrent('chunk', version)} OFFSET 0
      ) AS chunk
    ORDER BY asked.position, chunk.first_index`.execute(trx);
  const chunks = rows.map(({ position, ...chunk }) => ({ position, chunk }));
  return new Map(
    [...Map.groupBy(chunks, ({ position }) => position)].map(([position, some]) => [
      position,
      some.map(({ chunk }) => chunk),
    ]),
  );
}
