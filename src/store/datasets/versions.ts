/** Versions of a dataset: each change makes one, and the oldest expire. */
import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import { retention } from '../../contracts/ports/index.ts';
import { limits, type TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { plannedAnew } from '../database/statement-names.ts';
import type { RequireWithinQuota, StorageQuota } from '../database/storage-quota.ts';
import type { Database, DatasetRow, DatasetVersionsTable } from '../database/tables.ts';
import { neededVersions } from '../jobs/retries.ts';
import { findDataset } from './rows.ts';

type VersionRow = Selectable<DatasetVersionsTable>;

export interface VersionEntry extends Pick<VersionRow, 'version' | 'change' | 'added' | 'replaced'> {
  deleted?: number;
  restored_version?: number;
}

/** Counts and bounds of the observations of a dataset. */
export interface Totals {
  series: number;
  points: number;
  missing: number;
  start: number | null;
  end: number | null;
}

/** Writes a version. The caller has locked the row of the dataset, so the times of versions are in their order. */
export async function recordVersion(
  trx: Transaction<Database>,
  dataset: Pick<DatasetRow, 'id' | 'tenant_id'>,
  entry: VersionEntry,
): Promise<VersionRow> {
  return trx
    .insertInto('dataset_versions')
    .values({
      dataset_id: dataset.id,
      tenant_id: dataset.tenant_id,
      ...entry,
      created_at: sql<Date>`clock_timestamp()`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Ends a change of a dataset whose row the caller has locked: writes the new version with its totals, and deletes what
 *  no kept version and no job needs. */
export async function commitVersion(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  totals: Totals,
  entry: VersionEntry,
): Promise<{ row: VersionRow; oldest_version: number }> {
  const { version } = entry;
  const row = await recordVersion(trx, dataset, entry);
  const oldest_version = await oldestKept(trx, dataset, version);
  await trx
    .updateTable('datasets')
    .set({
      version,
      oldest_version,
      series_count: totals.series,
      point_count: totals.points,
      missing_count: totals.missing,
      start_time: totals.start,
      end_time: totals.end,
    })
    .where('id', '=', dataset.id)
    .execute();
  await deleteUnneeded(trx, dataset, oldest_version);
  await trx
    .deleteFrom('dataset_versions')
    .where('dataset_id', '=', dataset.id)
    .where('version', '<=', version - limits.datasetVersionsMax)
    .execute();
  return { row, oldest_version };
}

/** Totals of the newest series, which the caller has written. */
export async function currentTotals(trx: Transaction<Database>, { id }: DatasetRow): Promise<Totals> {
  const found = await trx
    .selectFrom('series')
    .select((eb) => [
      eb.fn.countAll<number>().as('series'),
      sql<number>`coalesce(sum(point_count), 0)::bigint`.as('points'),
      sql<number>`coalesce(sum(missing_count), 0)::bigint`.as('missing'),
      sql<number | null>`min(start_time)`.as('start'),
      sql<number | null>`max(end_time)`.as('end'),
    ])
    .where('dataset_id', '=', id)
    .where('until_version', 'is', null)
    .executeTakeFirstOrThrow();
  return found;
}

/** Checks that callers can read a version. A later statement reads it by its number, also the newest: a change may have
 *  made a newer one by then. @throws AppError version_not_found, version_expired */
export function requireKept(dataset: DatasetRow, version: number): void {
  if (version < 1 || version > dataset.version) {
    throw new AppError('version_not_found', {
      detail: `Dataset ${dataset.id} has no version ${version}; its newest is ${dataset.version}.`,
    });
  }
  if (version < dataset.oldest_version) throw versionExpired(dataset, version);
}

/** Finds a dataset and checks that a version of it can be read. One that a job needs can be, after it
 *  has expired for callers.
 *  @throws AppError dataset_not_found, version_not_found, version_expired */
export async function findReadable(
  db: Kysely<Database>,
  tenant: TenantId,
  id: string,
  version: number,
): Promise<DatasetRow> {
  const dataset = await findDataset(db, tenant, id);
  const isNeeded =
    version < dataset.oldest_version &&
    (await neededVersions(db, id, dataset.oldest_version)).includes(version);
  if (!isNeeded) requireKept(dataset, version);
  return dataset;
}

/** A read of a version, checked before and after: its rows may be deleted meanwhile.
 *  @throws AppError dataset_not_found, version_not_found, version_expired */
export async function readOfVersion<T>(
  db: Kysely<Database>,
  { tenant, id, version }: { tenant: TenantId; id: string; version: number | undefined },
  read: (dataset: DatasetRow) => Promise<T>,
): Promise<T> {
  if (version === undefined) return read(await findDataset(db, tenant, id));
  const result = await read(await findReadable(db, tenant, id, version));
  await findReadable(db, tenant, id, version);
  return result;
}

/** The error of a read that missed observations of its version. @throws AppError dataset_not_found */
export async function expiredMeanwhile(
  db: Kysely<Database>,
  { tenant_id, id }: DatasetRow,
  version: number,
): Promise<AppError> {
  return versionExpired(await findDataset(db, tenant_id, id), version);
}

export function versionExpired(dataset: DatasetRow, version: number): AppError {
  return new AppError('version_expired', {
    detail: `Version ${version} of dataset ${dataset.id} is no longer kept; accepted: ${dataset.oldest_version} to ${dataset.version}.`,
  });
}

/** The oldest version that stays readable after a change that makes `version`. The previous version always stays. */
async function oldestKept(trx: Transaction<Database>, dataset: DatasetRow, version: number): Promise<number> {
  const oldest = Math.max(dataset.oldest_version, version - retention.datasetVersionsKept + 1, 1);
  const rows = await trx
    .selectFrom('series_chunks')
    .modifyFront(plannedAnew)
    .select(['to_version', sql<number>`sum(point_count)::bigint`.as('points')])
    .where('dataset_id', '=', dataset.id)
    .where('to_version', '>=', oldest)
    .groupBy('to_version')
    .orderBy('to_version', 'desc')
    .execute();
  const bytesPerPoint = 8 * (2 + dataset.covariates.length);
  let bytes = 0;
  for (const { to_version, points } of rows) {
    bytes += points * bytesPerPoint;
    if (bytes > retention.supersededBytesPerDatasetMax) return Math.min(to_version! + 1, version - 1);
  }
  return oldest;
}

/** Deletes series, their past values and chunks that belong to no kept version, and that no job needs, also not for a
 *  retry. The rows of a series are deleted before it: what a cascade deletes is not counted. Every `point_count` is
 *  at least 0; the statement says so because the index of the past by version has that condition. */
async function deleteUnneeded(trx: Transaction<Database>, { id }: DatasetRow, oldest: number): Promise<void> {
  const needed = await neededVersions(trx, id, oldest);
  /** SQL condition: no needed version is from `first` to `last`. */
  const isUnneeded = (first: RawBuilder<unknown>, last: RawBuilder<unknown>) =>
    needed.length === 0
      ? sql`true`
      : sql`NOT EXISTS (SELECT FROM unnest(${needed}::integer[]) AS needed WHERE needed BETWEEN ${first} AND ${last})`;
  await sql`
    DELETE ${plannedAnew} FROM series_chunks WHERE dataset_id = ${id} AND to_version < ${oldest}
      AND ${isUnneeded(sql`from_version`, sql`to_version`)}`.execute(trx);
  await sql`
    DELETE ${plannedAnew} FROM series_history WHERE dataset_id = ${id} AND to_version < ${oldest} AND point_count >= 0
      AND ${isUnneeded(sql`1`, sql`to_version`)}`.execute(trx);
  const { rows } = await sql<{ position: number }>`
    SELECT ${plannedAnew} position FROM series WHERE dataset_id = ${id} AND until_version < ${oldest}
      AND ${isUnneeded(sql`since_version`, sql`until_version`)}`.execute(trx);
  if (rows.length === 0) return;
  const isGone = sql`dataset_id = ${id} AND position = ANY(${rows.map(({ position }) => position)}::integer[])`;
  for (const table of ['series_chunks', 'series_history', 'series'])
    await sql`DELETE FROM ${sql.table(table)} WHERE ${isGone}`.execute(trx);
}

/** Runs a change in a transaction. A dry run rolls it back and returns its result. */
export async function changed<Result>(
  quota: StorageQuota,
  isDryRun: boolean,
  work: (trx: Transaction<Database>, requireWithinQuota: RequireWithinQuota) => Promise<Result>,
  mayRepeat?: () => boolean,
): Promise<Result> {
  let result: { value: Result } | null = null;
  try {
    return await quota.transaction(async (trx, requireWithinQuota) => {
      const value = await work(trx, requireWithinQuota);
      if (!isDryRun) return value;
      result = { value };
      throw rolledBack;
    }, mayRepeat);
  } catch (error) {
    if (error === rolledBack && result !== null) return (result as { value: Result }).value;
    throw error;
  }
}

const rolledBack = new Error('a dry run is rolled back');
