import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { DatasetStore } from '../../contracts/ports/index.ts';
import {
  type Dataset,
  datasetEmpty,
  formatTime,
  type ImportedNumericModel,
  newId,
  type ParsedDataset,
  type SeriesData,
  type SeriesSummary,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { encodeCursor, newestFirst, pageFrom, readNumberCursor } from '../database/cursor.ts';
import { saveResponse } from '../database/idempotency.ts';
import type {
  Database,
  DatasetRow,
  DatasetsTable,
  DatasetVersionsTable,
  SeriesChunksTable,
  SeriesTable,
} from '../database/tables.ts';
import { packSeries } from './chunks.ts';
import { lockDataset, recordVersion, upsertObservations } from './observations.ts';
import { readPoints, readSeries, streamSeries } from './points.ts';

/** Bounds of one INSERT: it takes at most 65,535 parameters, and holds its bytes in memory several times. */
const insertRowsMax = 500;
const insertBytesMax = 8 * 1024 * 1024;

export function createDatasetStore(db: Kysely<Database>): DatasetStore {
  return {
    async create(tenant, parsed, idempotentCall = null) {
      return db.transaction().execute(async (trx) => {
        const dataset = await insertDataset(trx, tenant, parsed);
        await saveResponse(trx, idempotentCall, dataset);
        return dataset;
      });
    },

    async list(tenant, query) {
      const rows = db.selectFrom('datasets').selectAll().where('tenant_id', '=', tenant);
      return newestFirst('datasets', query, rows, toDataset);
    },

    async get(tenant, id) {
      return toDataset(await findDataset(db, tenant, id));
    },

    async listSeries(tenant, id, query) {
      const dataset = await findDataset(db, tenant, id);
      const after = readNumberCursor('series', query.cursor);
      const rows = await db
        .selectFrom('series')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('dataset_id', '=', id)
        .where('position', '>', after ?? -1)
        .orderBy('position')
        .limit(query.limit + 1)
        .execute();
      return pageFrom(
        rows,
        query.limit,
        (row) => toSummary(row, dataset),
        (last) => encodeCursor('series', last.position),
      );
    },

    async points(tenant, id, seriesId, query) {
      return readPoints(db, await findDataset(db, tenant, id), seriesId, query);
    },

    async longestSeries(tenant, id) {
      const dataset = await findDataset(db, tenant, id);
      const longest = await db
        .selectFrom('series')
        .select(['id', 'point_count'])
        .where('tenant_id', '=', tenant)
        .where('dataset_id', '=', id)
        .orderBy('point_count', 'desc')
        .orderBy('position')
        .limit(1)
        .executeTakeFirst();
      if (longest === undefined) throw datasetEmpty(dataset);
      return longest;
    },

    async attributes(tenant, id) {
      await findDataset(db, tenant, id);
      const { rows } = await sql<{ name: string }>`
        SELECT DISTINCT jsonb_object_keys(static) AS name FROM series
        WHERE tenant_id = ${tenant} AND dataset_id = ${id} ORDER BY name`.execute(db);
      return rows.map(({ name }) => name);
    },

    async read(tenant, id, options = {}) {
      return readSeries(db, await findDataset(db, tenant, id), options);
    },

    async *readAll(tenant, id) {
      yield* streamSeries(db, await findDataset(db, tenant, id));
    },

    async addObservations(tenant, id, observations, { missingReplaces }) {
      return db.transaction().execute(async (trx) => {
        const dataset = await lockDataset(trx, tenant, id);
        if (dataset === undefined) throw datasetNotFound(id);
        return upsertObservations(trx, dataset, observations, missingReplaces);
      });
    },

    async listVersions(tenant, id, query) {
      await findDataset(db, tenant, id);
      const before = readNumberCursor('versions', query.cursor);
      const rows = await db
        .selectFrom('dataset_versions')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('dataset_id', '=', id)
        .$if(before !== null, (qb) => qb.where('version', '<', before))
        .orderBy('version', 'desc')
        .limit(query.limit + 1)
        .execute();
      return pageFrom(rows, query.limit, toVersion, (last) => encodeCursor('versions', last.version));
    },

    async delete(tenant, id) {
      await db.transaction().execute(async (trx) => {
        // A transaction that creates a model locks the dataset too: its job is seen below, or it waits for this deletion.
        const dataset = await trx
          .selectFrom('datasets')
          .select('id')
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (dataset === undefined) throw datasetNotFound(id);
        const job = await trx
          .selectFrom('jobs')
          .innerJoin('models', 'models.id', 'jobs.model_id')
          .leftJoin('backtests', 'backtests.id', 'jobs.backtest_id')
          .select(['jobs.id', 'jobs.status'])
          .where('jobs.tenant_id', '=', tenant)
          .where(({ eb, or }) => or([eb('models.dataset_id', '=', id), eb('backtests.dataset_id', '=', id)]))
          .where('jobs.status', 'in', ['queued', 'running'])
          .orderBy('jobs.id')
          .executeTakeFirst();
        if (job !== undefined) {
          throw new AppError('dataset_in_use', {
            detail: `Job ${job.id} on this dataset is ${job.status}: wait until it has ended, or cancel it.`,
            headers: { Location: `/v1/jobs/${job.id}` },
          });
        }
        await trx.deleteFrom('datasets').where('tenant_id', '=', tenant).where('id', '=', id).execute();
      });
    },
  };
}

export async function insertDataset(
  trx: Transaction<Database>,
  tenant: TenantId,
  parsed: ParsedDataset,
): Promise<Dataset> {
  const row = describe(tenant, parsed);
  const stored = await trx.insertInto('datasets').values(row).returningAll().executeTakeFirstOrThrow();
  await insertSeries(trx, stored, parsed.series);
  const { point_count: added } = stored;
  await recordVersion(trx, stored, { version: 1, change: 'upload', added, replaced: 0 });
  return toDataset(stored);
}

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

export function datasetNotFound(id: string): AppError {
  return new AppError('dataset_not_found', { detail: `There is no dataset ${id}.` });
}

/** Inserts a dataset without observations. */
export async function insertEmptyDataset(
  trx: Transaction<Database>,
  tenant: TenantId,
  { name, ...header }: ImportedNumericModel['dataset'],
): Promise<DatasetRow> {
  const described = describe(tenant, { name, header, series: [], warnings: [], reading: null });
  const row = { ...described, start_time: null, end_time: null };
  const stored = await trx.insertInto('datasets').values(row).returningAll().executeTakeFirstOrThrow();
  await recordVersion(trx, stored, { version: 1, change: 'upload', added: 0, replaced: 0 });
  return stored;
}

function describe(
  tenant: TenantId,
  { name, header, series, warnings }: ParsedDataset,
): Insertable<DatasetsTable> {
  let [points, missing, start, end] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const one of series) {
    points += one.times.length;
    missing += countMissing(one.values);
    start = Math.min(start, one.times[0]);
    end = Math.max(end, one.times[one.times.length - 1]);
  }
  return {
    id: newId('dataset'),
    tenant_id: tenant,
    name,
    kind: 'numeric',
    version: 1,
    series_count: series.length,
    point_count: points,
    missing_count: missing,
    time_kind: header.time_kind,
    time_zone: header.time_zone,
    frequency: JSON.stringify(header.frequency),
    start_time: start,
    end_time: end,
    target: header.target,
    covariates: header.covariates,
    warnings: JSON.stringify(warnings),
  };
}

function countMissing(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (Number.isNaN(value)) count += 1;
  return count;
}

async function insertSeries(
  trx: Transaction<Database>,
  dataset: DatasetRow,
  series: SeriesData[],
): Promise<void> {
  const { id: dataset_id, tenant_id } = dataset;
  let rows: Insertable<SeriesTable>[] = [];
  let chunks: Insertable<SeriesChunksTable>[] = [];
  let bytes = 0;
  const flush = async () => {
    // Series first: chunks reference them.
    if (rows.length > 0) await trx.insertInto('series').values(rows).execute();
    if (chunks.length > 0) await trx.insertInto('series_chunks').values(chunks).execute();
    rows = [];
    chunks = [];
    bytes = 0;
  };
  for (const [position, one] of series.entries()) {
    rows.push({
      dataset_id,
      position,
      tenant_id,
      id: one.id,
      start_time: one.times[0],
      end_time: one.times[one.times.length - 1],
      point_count: one.times.length,
      missing_count: countMissing(one.values),
      static: JSON.stringify(one.static),
    });
    for (const chunk of packSeries(one, dataset.covariates)) {
      chunks.push({ dataset_id, position, tenant_id, ...chunk });
      bytes += chunk.times.length + chunk.values.length + chunk.covariates.length;
      if (chunks.length >= insertRowsMax || bytes >= insertBytesMax) await flush();
    }
  }
  await flush();
}

function toVersion({ version, change, added, replaced, created_at }: Selectable<DatasetVersionsTable>) {
  return { version, change, added, replaced, created_at: created_at.toISOString() };
}

export function toDataset(row: DatasetRow): Dataset {
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
    frequency: row.frequency,
    start: timeOf(row, row.start_time),
    end: timeOf(row, row.end_time),
    target: row.target,
    covariates: row.covariates,
    symbols: row.symbols,
    warnings: row.warnings,
    created_at: row.created_at.toISOString(),
  };
}

function timeOf({ time_kind, time_zone }: DatasetRow, time: number | null) {
  return time === null ? null : formatTime(time, time_kind, time_zone);
}

function toSummary(row: Selectable<SeriesTable>, dataset: DatasetRow): SeriesSummary {
  return {
    id: row.id,
    start: formatTime(row.start_time, dataset.time_kind, dataset.time_zone),
    end: formatTime(row.end_time, dataset.time_kind, dataset.time_zone),
    point_count: row.point_count,
    missing_count: row.missing_count,
    static: row.static,
  };
}
