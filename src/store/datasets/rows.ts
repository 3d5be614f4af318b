/** Rows of datasets, their series and versions, and how the API describes them. */
import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import {
  comparedNamesMax,
  type Dataset,
  type DatasetSummary,
  type DatasetVersion,
  formatTime,
  nearestToEach,
  noSeries,
  type SeriesSummary,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { hasTurn, lockInTurn } from '../database/lock-waits.ts';
import type { Database, DatasetRow, DatasetVersionsTable, SeriesTable } from '../database/tables.ts';

export type SeriesRow = Selectable<SeriesTable>;

/** @throws AppError dataset_not_found */
export async function findDataset(db: Kysely<Database>, tenant: TenantId, id: string): Promise<DatasetRow> {
  const row = await db
    .selectFrom('datasets')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw datasetNotFound(id);
  return row;
}

/** Reads the row of a dataset and locks it against other changes, for which it waits however many observations they
 *  store; transactions that create a model of it wait, also those that begin while this one waits.
 *  @throws AppError dataset_not_found */
export async function lockDataset(
  trx: Transaction<Database>,
  tenant: TenantId,
  id: string,
): Promise<DatasetRow> {
  const row = await lockDatasetIfAny(trx, tenant, id);
  if (row === undefined) throw datasetNotFound(id);
  return row;
}

/** The same as `lockDataset`; undefined if there is no such dataset. */
export async function lockDatasetIfAny(
  trx: Transaction<Database>,
  tenant: TenantId,
  id: string,
): Promise<DatasetRow | undefined> {
  const found = trx
    .selectFrom('datasets')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .forNoKeyUpdate();
  const isFree = hasTurn({ tenant, id }, 'FOR NO KEY UPDATE');
  return (
    (await found.where(isFree).skipLocked().executeTakeFirst()) ??
    (await lockInTurn(trx, { tenant, id }, 'FOR NO KEY UPDATE', () => found.executeTakeFirst()))
  );
}

export function datasetNotFound(id: string): AppError {
  return new AppError('dataset_not_found', { detail: `There is no dataset ${id}.`, values: { id } });
}

/** The error of an id that the dataset does not have. It names the id that is spelt most alike. */
export async function seriesNotFound(
  db: Kysely<Database>,
  dataset: DatasetRow,
  id: string,
): Promise<AppError> {
  const [similar] = await similarSeries(db, dataset, [id]);
  return new AppError('series_not_found', { detail: noSeries(id, similar) });
}

/** Ids of one statement. The main thread writes their list and reads the rows between other calls. */
const idsAtOnce = 1_000;

/** Splits ids for statements. */
export function* idsInParts(ids: readonly string[]): Generator<string[]> {
  for (let first = 0; first < ids.length; first += idsAtOnce) yield ids.slice(first, first + idsAtOnce);
}

/** Mistyped ids for which a similar one is looked up. */
const idsMistypedMax = 20;

/** For each id the id of a series that is spelt most alike; null if there is none. */
export async function similarSeries(
  db: Kysely<Database>,
  { tenant_id, id: datasetId }: DatasetRow,
  ids: readonly string[],
): Promise<(string | null)[]> {
  const rows = await db
    .selectFrom('series')
    .select('id')
    .where('tenant_id', '=', tenant_id)
    .where('dataset_id', '=', datasetId)
    .where('until_version', 'is', null)
    .orderBy('position')
    .limit(comparedNamesMax)
    .execute();
  const known = rows.map((row) => row.id);
  const similar = await nearestToEach(ids.slice(0, idsMistypedMax), known);
  return ids.map((_, i) => similar[i] ?? null);
}

/** Position for a series after all others, also after those of earlier versions. */
export async function nextPosition(db: Kysely<Database>, { id }: Pick<DatasetRow, 'id'>): Promise<number> {
  const { last } = await db
    .selectFrom('series')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('dataset_id', '=', id)
    .executeTakeFirstOrThrow();
  return (last ?? -1) + 1;
}

/** SQL: the rows of the series in a version of the dataset; default the newest. Use it as a table named `series`. Each
 *  part of the OR has an index. */
export function seriesIn(
  dataset: Pick<DatasetRow, 'id' | 'tenant_id'>,
  version?: number,
): RawBuilder<SeriesRow> {
  if (version === undefined) return sql<SeriesRow>`(SELECT * FROM series WHERE ${isCurrentOf(dataset)})`;
  return asIn(
    version,
    sql`SELECT * FROM series WHERE ${isOf(dataset)} AND since_version <= ${version}::integer
      AND (until_version IS NULL OR until_version >= ${version}::integer)`,
  );
}

/** SQL: the same for those of some ids. Each id is looked up in an index. Where the ids were a condition on all series,
 *  the plan of a prepared statement read them all: it expects a small dataset. Series that have been deleted
 *  since the version are few. */
export function seriesById(
  dataset: Pick<DatasetRow, 'id' | 'tenant_id'>,
  ids: readonly string[],
  version?: number,
): RawBuilder<SeriesRow> {
  const current = sql`
    SELECT one.* FROM unnest(${[...new Set(ids)]}::text[]) AS asked (id) CROSS JOIN LATERAL (
      SELECT * FROM series WHERE ${isCurrentOf(dataset)} AND id = asked.id OFFSET 0) AS one`;
  if (version === undefined) return sql<SeriesRow>`(${current})`;
  return asIn(
    version,
    sql`${current} WHERE since_version <= ${version}::integer
      UNION ALL SELECT * FROM series WHERE ${isOf(dataset)} AND since_version <= ${version}::integer
        AND until_version >= ${version}::integer AND id = ANY(${ids}::text[])`,
  );
}

/** SQL: the row of a series of that version by its position. Nothing is said of the versions that have it: an index of
 *  the newest series would also fit then, and pass all of them. */
export function seriesAt(
  dataset: Pick<DatasetRow, 'id' | 'tenant_id'>,
  position: RawBuilder<unknown>,
  version?: number,
): RawBuilder<SeriesRow> {
  const row = sql`SELECT * FROM series WHERE ${isOf(dataset)} AND position = ${position}`;
  return version === undefined ? sql<SeriesRow>`(${row})` : asIn(version, row);
}

const isOf = ({ id, tenant_id }: Pick<DatasetRow, 'id' | 'tenant_id'>) =>
  sql`tenant_id = ${tenant_id} AND dataset_id = ${id}`;

const isCurrentOf = (dataset: Pick<DatasetRow, 'id' | 'tenant_id'>) =>
  sql`${isOf(dataset)} AND until_version IS NULL`;

/** SQL: rows of series with the values that they had in a version. */
function asIn(version: number, rows: RawBuilder<unknown>): RawBuilder<SeriesRow> {
  return sql<SeriesRow>`(
    SELECT one.dataset_id, one.position, one.tenant_id, one.id, one.since_version, one.until_version,
      coalesce(past.start_time, one.start_time) AS start_time,
      coalesce(past.end_time, one.end_time) AS end_time,
      coalesce(past.point_count, one.point_count) AS point_count,
      coalesce(past.missing_count, one.missing_count) AS missing_count,
      coalesce(past.static, one.static) AS static
    FROM (${rows}) AS one LEFT JOIN LATERAL (
      SELECT * FROM series_history AS history
      WHERE history.dataset_id = one.dataset_id AND history.position = one.position
        AND history.to_version >= ${version}::integer
      ORDER BY history.to_version LIMIT 1) AS past ON true)`;
}

/** SQL condition: the chunk belongs to `version` of its dataset; default the newest. */
export function isCurrent(alias: 'chunk' | 'series_chunks', version?: number) {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  if (version === undefined) return sql<boolean>`${column('to_version')} IS NULL`;
  return sql<boolean>`${column('from_version')} <= ${version} AND coalesce(${column('to_version')}, ${version}) >= ${version}`;
}

export function toDataset(row: DatasetRow): Dataset {
  const { frequency, reading, warnings } = row;
  return { ...sharedFields(row), frequency, reading, warnings };
}

/** Columns of a dataset in a list. */
export const summaryColumns = [
  ...([
    'id',
    'name',
    'kind',
    'version',
    'series_count',
    'point_count',
    'missing_count',
    'time_kind',
  ] as const),
  ...(['time_zone', 'start_time', 'end_time', 'target', 'covariates', 'symbols', 'created_at'] as const),
  ...(['step', 'warning_count'] as const),
];
type SummaryRow = Pick<DatasetRow, (typeof summaryColumns)[number]>;

export function toDatasetSummary(row: SummaryRow): DatasetSummary {
  return { ...sharedFields(row), step: row.step, warning_count: row.warning_count };
}

function sharedFields(row: SummaryRow) {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    version: row.version,
    series_count: row.series_count,
    point_count: row.point_count,
    missing_count: row.missing_count,
    time_kind: row.time_kind,
    time_zone: row.time_zone,
    start: timeOf(row, row.start_time),
    end: timeOf(row, row.end_time),
    target: row.target,
    covariates: row.covariates,
    symbols: row.symbols,
    created_at: row.created_at.toISOString(),
  };
}

function timeOf({ time_kind, time_zone }: SummaryRow, time: number | null) {
  return time === null ? null : formatTime(time, time_kind, time_zone);
}

export function toVersion(
  {
    version,
    change,
    added,
    replaced,
    deleted,
    restored_version,
    created_at,
  }: Selectable<DatasetVersionsTable>,
  { oldest_version }: Pick<DatasetRow, 'oldest_version'>,
): DatasetVersion {
  const is_kept = version >= oldest_version;
  const counts = { added, replaced, deleted, restored_version };
  return { version, change, ...counts, is_kept, created_at: created_at.toISOString() };
}

export function toSummary(row: SeriesRow, dataset: DatasetRow): SeriesSummary {
  return {
    id: row.id,
    start: formatTime(row.start_time, dataset.time_kind, dataset.time_zone),
    end: formatTime(row.end_time, dataset.time_kind, dataset.time_zone),
    point_count: row.point_count,
    missing_count: row.missing_count,
    static: row.static,
  };
}
