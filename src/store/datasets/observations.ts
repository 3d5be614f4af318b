import { type Insertable, type Selectable, sql, type Transaction } from 'kysely';
import {
  limits,
  type ObservationsAdded,
  type SeriesData,
  type SeriesObservations,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import type { Database, DatasetRow, SeriesChunksTable, SeriesTable } from '../database/tables.ts';
import { packSeries, unpackChunks } from './chunks.ts';
import { merge } from './merge.ts';

/** Changes of a dataset's counts by an upsert, and its new bounds. */
interface Totals {
  added: number;
  replaced: number;
  /** Difference: may be negative. */
  missing: number;
  series: number;
  start: number;
  end: number;
  isChanged: boolean;
}

/** Merges observations into a dataset whose row the caller has locked.
 *  @throws AppError series_too_many, points_too_many */
export async function upsertObservations(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  observations: SeriesObservations[],
  missingReplaces: boolean,
): Promise<ObservationsAdded> {
  const version = dataset.version + 1;
  const totals: Totals = {
    added: 0,
    replaced: 0,
    missing: 0,
    series: dataset.series_count,
    start: dataset.start_time ?? Number.POSITIVE_INFINITY,
    end: dataset.end_time ?? Number.NEGATIVE_INFINITY,
    isChanged: false,
  };
  const known = await seriesById(
    trx,
    dataset,
    observations.map(({ id }) => id),
  );
  for (const one of observations) {
    const row = known.get(one.id);
    if (row === undefined) await addSeries(trx, dataset, one, version, totals);
    else await changeSeries(trx, dataset, row, one, version, missingReplaces, totals);
    requireBounds(dataset, totals);
  }
  if (!totals.isChanged) return { version: dataset.version, added: 0, replaced: 0 };
  const { added, replaced } = totals;
  await trx
    .updateTable('datasets')
    .set({
      version,
      series_count: totals.series,
      point_count: dataset.point_count + added,
      missing_count: dataset.missing_count + totals.missing,
      start_time: totals.start,
      end_time: totals.end,
    })
    .where('id', '=', dataset.id)
    .execute();
  await recordVersion(trx, dataset, { version, change: 'observations', added, replaced });
  await deleteUnneeded(trx, dataset, version);
  return { version, added, replaced };
}

export async function recordVersion(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  entry: { version: number; change: 'upload' | 'observations'; added: number; replaced: number },
): Promise<void> {
  await trx
    .insertInto('dataset_versions')
    .values({ dataset_id: dataset.id, tenant_id: dataset.tenant_id, ...entry })
    .execute();
}

type SeriesRow = Selectable<SeriesTable>;

async function seriesById(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  ids: string[],
): Promise<Map<string, SeriesRow>> {
  const rows = await trx
    .selectFrom('series')
    .selectAll()
    .where('tenant_id', '=', dataset.tenant_id)
    .where('dataset_id', '=', dataset.id)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Appends a new series after the others. */
async function addSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: SeriesObservations,
  version: number,
  totals: Totals,
): Promise<void> {
  const position = totals.series++;
  const missing = countMissing(series.values);
  const [start, end] = [series.times[0], series.times[series.times.length - 1]];
  await trx
    .insertInto('series')
    .values({
      dataset_id: dataset.id,
      position,
      tenant_id: dataset.tenant_id,
      id: series.id,
      start_time: start,
      end_time: end,
      point_count: series.times.length,
      missing_count: missing,
      static: JSON.stringify(series.static),
      since_version: version,
    })
    .execute();
  await insertChunks(trx, dataset, position, series, 0, version);
  totals.added += series.times.length;
  count(totals, missing, start, end);
}

/** Merges observations into a stored series. Reads and rewrites only the chunks from the first given time on; for new
 *  observations this is the last chunk. */
async function changeSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  row: SeriesRow,
  observations: SeriesObservations,
  version: number,
  missingReplaces: boolean,
  totals: Totals,
): Promise<void> {
  const chunks = await chunksFrom(trx, dataset, row.position, observations.times[0]);
  const before = unpackChunks(chunks, dataset.covariates);
  const { series, added, replaced } = merge(before, observations, dataset.covariates, missingReplaces);
  const attributes = { ...row.static, ...observations.static };
  const attributesChange = Object.entries(observations.static).some(
    ([name, value]) => row.static[name] !== value,
  );
  if (added + replaced === 0 && !attributesChange) return;

  const missing = countMissing(series.values) - countMissing(before.values);
  const firstIndex = chunks[0].first_index;
  const [start, end] = [
    Math.min(row.start_time, series.times[0]),
    Math.max(row.end_time, series.times[series.times.length - 1]),
  ];
  if (added + replaced > 0) {
    await trx
      .updateTable('series_chunks')
      .set({ to_version: dataset.version })
      .where('dataset_id', '=', dataset.id)
      .where('position', '=', row.position)
      .where('first_index', '>=', firstIndex)
      .where('to_version', 'is', null)
      .execute();
    await insertChunks(
      trx,
      dataset,
      row.position,
      { ...series, id: row.id, static: {} },
      firstIndex,
      version,
    );
  }
  await trx
    .updateTable('series')
    .set({
      start_time: start,
      end_time: end,
      point_count: row.point_count + added,
      missing_count: row.missing_count + missing,
      static: JSON.stringify(attributes),
    })
    .where('dataset_id', '=', dataset.id)
    .where('position', '=', row.position)
    .execute();
  totals.added += added;
  totals.replaced += replaced;
  count(totals, missing, start, end);
}

function count(totals: Totals, missing: number, start: number, end: number): void {
  totals.missing += missing;
  totals.start = Math.min(totals.start, start);
  totals.end = Math.max(totals.end, end);
  totals.isChanged = true;
}

/** The chunk that contains a time and those after it. When the time is later than all, the last chunk. */
async function chunksFrom(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  position: number,
  time: number,
): Promise<Selectable<SeriesChunksTable>[]> {
  return trx
    .selectFrom('series_chunks')
    .selectAll()
    .where('dataset_id', '=', dataset.id)
    .where('position', '=', position)
    .where('to_version', 'is', null)
    .where((eb) =>
      eb.or([
        eb('last_time', '>=', time),
        eb(
          'first_index',
          '=',
          eb
            .selectFrom('series_chunks as other')
            .select((last) => last.fn.max('other.first_index').as('first_index'))
            .where('other.dataset_id', '=', dataset.id)
            .where('other.position', '=', position)
            .where('other.to_version', 'is', null),
        ),
      ]),
    )
    .orderBy('first_index')
    .execute();
}

async function insertChunks(
  trx: Transaction<Database>,
  { id, tenant_id, covariates }: DatasetRow,
  position: number,
  series: SeriesData,
  firstIndex: number,
  version: number,
): Promise<void> {
  for (const chunk of packSeries(series, covariates)) {
    const row: Insertable<SeriesChunksTable> = {
      dataset_id: id,
      position,
      tenant_id,
      ...chunk,
      first_index: firstIndex + chunk.first_index,
      from_version: version,
    };
    await trx.insertInto('series_chunks').values(row).execute();
  }
}

/** Deletes replaced chunks that no job needs any more, also not for a retry, and the oldest entries of the change log. */
async function deleteUnneeded(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  version: number,
): Promise<void> {
  await sql`
    DELETE FROM series_chunks AS chunk
    WHERE chunk.dataset_id = ${dataset.id} AND chunk.to_version IS NOT NULL AND NOT EXISTS (
      SELECT FROM models
      WHERE models.dataset_id = chunk.dataset_id AND models.status <> 'ready'
        AND models.dataset_version BETWEEN chunk.from_version AND chunk.to_version
    ) AND NOT EXISTS (
      SELECT FROM backtests JOIN models ON models.id = backtests.model_id
      WHERE models.dataset_id = chunk.dataset_id AND backtests.status <> 'ready'
        AND backtests.dataset_version BETWEEN chunk.from_version AND chunk.to_version
    )`.execute(trx);
  await trx
    .deleteFrom('dataset_versions')
    .where('dataset_id', '=', dataset.id)
    .where('version', '<=', version - limits.datasetVersionsMax)
    .execute();
}

/** @throws AppError series_too_many, points_too_many */
function requireBounds({ point_count }: DatasetRow, { added, series }: Totals): void {
  if (series > limits.seriesPerDatasetMax) {
    throw new AppError('series_too_many', {
      detail: `The dataset would have more than ${limits.seriesPerDatasetMax} series, which is the limit.`,
    });
  }
  if (point_count + added > limits.pointsPerDatasetMax) {
    throw new AppError('points_too_many', {
      detail: `The dataset would have more than ${limits.pointsPerDatasetMax} points, which is the limit.`,
    });
  }
}

function countMissing(values: Float64Array): number {
  let missing = 0;
  for (const value of values) if (Number.isNaN(value)) missing += 1;
  return missing;
}

/** Reads the row of a dataset and locks it against other changes; transactions that create a model of it wait.
 *  Undefined when there is no such dataset. */
export async function lockDataset(
  trx: Transaction<Database>,
  tenant: TenantId,
  id: string,
): Promise<DatasetRow | undefined> {
  return trx
    .selectFrom('datasets')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** SQL condition: the chunk belongs to `version` of its dataset; default the newest. */
export function isCurrent(alias: 'chunk' | 'series_chunks' | 'earlier', version?: number) {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  if (version === undefined) return sql<boolean>`${column('to_version')} IS NULL`;
  return sql<boolean>`${column('from_version')} <= ${version} AND coalesce(${column('to_version')}, ${version}) >= ${version}`;
}
