import { type Kysely, sql, type Transaction } from 'kysely';
import type { DatasetStore, SeriesSpan } from '../../contracts/ports/index.ts';
import { requireDatasetKind } from '../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../errors.ts';
import { checkedChange } from '../database/checked-change.ts';
import { encodeCursor, isNamed, newestFirst, pageFrom, readNumberCursor } from '../database/cursor.ts';
import { inTransaction } from '../database/deadlocks.ts';
import { saveResponse } from '../database/idempotency.ts';
import { lockDatasetRow } from '../database/lock-waits.ts';
import type { PointsBound } from '../database/points-bound.ts';
import { plannedAnew } from '../database/statement-names.ts';
import type { RequireWithinQuota, StorageQuota } from '../database/storage-quota.ts';
import type { Database, DatasetRow } from '../database/tables.ts';
import { hasNotEnded, isOfModels, lockEndedJobs } from '../jobs/locks.ts';
import { countsBefore } from './counts.ts';
import { deleteRange, deleteSeries } from './deletions.ts';
import { lockModels, requireNoDependents } from './dependents.ts';
import { insertDataset } from './insert.ts';
import { createKeptReads } from './kept-reads.ts';
import { longestGaps } from './longest-gaps.ts';
import { upsertObservations } from './observations.ts';
import { readBound, readPage } from './read-page.ts';
import { readPackedSeries, readSeries } from './read-series.ts';
import { restoreVersion } from './restore.ts';
import {
  datasetNotFound,
  findDataset,
  idsInParts,
  lockDataset,
  seriesById,
  seriesIn,
  similarSeries,
  summaryColumns,
  toDataset,
  toDatasetSummary,
  toSummary,
  toVersion,
} from './rows.ts';
import { streamParts } from './stream-parts.ts';
import { changed, readOfVersion, requireKept } from './versions.ts';

export function createDatasetStore(
  db: Kysely<Database>,
  quota: StorageQuota,
  pointsBound: PointsBound,
): DatasetStore {
  return {
    async create(tenant, parsed, idempotentCall = null) {
      return quota.transaction(async (trx, requireWithinQuota) => {
        const dataset = await insertDataset(trx, tenant, parsed);
        await pointsBound.requireIn(trx, tenant, dataset.point_count);
        await requireWithinQuota(tenant);
        await saveResponse(trx, idempotentCall, dataset);
        return dataset;
      });
    },

    async list(tenant, query) {
      const { name } = query;
      const rows = db
        .selectFrom('datasets')
        .select(summaryColumns)
        .$if(name !== undefined, (qb) => qb.where(isNamed(name as string)));
      return newestFirst('datasets', query, rows, toDatasetSummary, { within: ['tenant_id', tenant] });
    },

    async get(tenant, id) {
      return toDataset(await findDataset(db, tenant, id));
    },

    async listSeries(tenant, id, query) {
      const { version } = query;
      return readOfVersion(db, { tenant, id, version }, async (dataset) => {
        if (version !== undefined) requireKept(dataset, version);
        const after = readNumberCursor('series', query.cursor);
        const rows = await db
          .selectFrom(seriesIn(dataset, version).as('series'))
          .modifyFront(plannedAnew)
          .selectAll()
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
      });
    },

    async points(tenant, id, seriesId, query) {
      const { version } = query;
      return readOfVersion(db, { tenant, id, version }, (dataset) => readPage(db, dataset, seriesId, query));
    },

    ...createKeptReads(db),

    async seriesIds(tenant, id, limit) {
      const dataset = await findDataset(db, tenant, id);
      const rows = await db
        .selectFrom(seriesIn(dataset).as('series'))
        .select('id')
        .orderBy('position')
        .limit(limit)
        .execute();
      return rows.map((row) => row.id);
    },

    async spans(tenant, id, seriesIds) {
      const dataset = await findDataset(db, tenant, id);
      const series: SeriesSpan[] = [];
      for (const some of idsInParts(seriesIds)) {
        const rows = await db
          .selectFrom(seriesById(dataset, some).as('series'))
          .select(['id', 'start_time', 'end_time'])
          .execute();
        for (const row of rows) series.push({ id: row.id, start: row.start_time, end: row.end_time });
      }
      return { start: dataset.start_time, end: dataset.end_time, series };
    },

    async similarSeries(tenant, id, ids) {
      return similarSeries(db, await findDataset(db, tenant, id), ids);
    },

    async read(tenant, id, options = {}) {
      const { version } = options;
      return readOfVersion(db, { tenant, id, version }, (dataset) => readSeries(db, dataset, options));
    },

    async countsBefore(tenant, id, timesOf, options = {}) {
      const { version } = options;
      return readOfVersion(db, { tenant, id, version }, (dataset) =>
        countsBefore(db, dataset, timesOf, options),
      );
    },

    async longestGaps(tenant, id, enough) {
      return longestGaps(db, await findDataset(db, tenant, id), enough);
    },

    async readPacked(tenant, id, options = {}) {
      const { version } = options;
      return readOfVersion(db, { tenant, id, version }, (dataset) => readPackedSeries(db, dataset, options));
    },

    async *readParts(tenant, id, version) {
      const dataset = await findDataset(db, tenant, id);
      if (version !== undefined) requireKept(dataset, version);
      yield* streamParts(db, dataset, version ?? dataset.version);
    },

    async addObservations(tenant, id, observations, { isDryRun, precondition = null, ...options }) {
      let areUsed = false; // they are transferred to threads, and are gone then
      const append = async (trx: Transaction<Database>, requireWithinQuota: RequireWithinQuota) => {
        const dataset = await lockDataset(trx, tenant, id);
        await precondition?.(toDataset(dataset));
        areUsed = true;
        const change = await upsertObservations(trx, dataset, observations, options);
        if (!isDryRun) await pointsBound.requireIn(trx, tenant, change.added);
        if (!isDryRun && change.version > dataset.version) await requireWithinQuota(tenant);
        return change;
      };
      return changed(quota, isDryRun, append, () => !areUsed);
    },

    async deleteObservations(tenant, id, { series_id = null, from, to, dry_run }) {
      return changed(quota, dry_run, async (trx) => {
        const dataset = await lockDataset(trx, tenant, id);
        requireNumbers(dataset);
        const range = {
          from: readBound(dataset, 'from', from) ?? Number.MIN_SAFE_INTEGER,
          to: readBound(dataset, 'to', to) ?? Number.MAX_SAFE_INTEGER,
        };
        if (range.from > range.to)
          refuse('request_invalid', { path: '?from', message: `from=${from} is after to=${to}` });
        return deleteRange(trx, dataset, series_id, range, dry_run);
      });
    },

    async deleteSeries(tenant, id, seriesId, { isDryRun }) {
      return changed(quota, isDryRun, async (trx) => {
        const dataset = await lockDataset(trx, tenant, id);
        requireNumbers(dataset);
        return deleteSeries(trx, dataset, seriesId);
      });
    },

    async restore(tenant, id, version, precondition = null, idempotentCall = null) {
      return quota.transaction(async (trx, requireWithinQuota) => {
        const dataset = await lockDataset(trx, tenant, id);
        await precondition?.(toDataset(dataset));
        requireKept(dataset, version);
        if (version === dataset.version) {
          const newest = await trx
            .selectFrom('dataset_versions')
            .selectAll()
            .where('dataset_id', '=', id)
            .where('version', '=', dataset.version)
            .executeTakeFirstOrThrow();
          const unchanged = toVersion(newest, dataset);
          await saveResponse(trx, idempotentCall, unchanged);
          return unchanged;
        }
        requireNumbers(dataset);
        const { row, oldest_version } = await restoreVersion(trx, dataset, version);
        await pointsBound.requireIn(trx, tenant, row.added - row.deleted);
        await requireWithinQuota(tenant);
        const restored = toVersion(row, { oldest_version });
        await saveResponse(trx, idempotentCall, restored);
        return restored;
      });
    },

    async update(tenant, id, { name }, precondition = null) {
      const locked = async (trx: Transaction<Database>) => toDataset(await lockDataset(trx, tenant, id));
      const change = async (db: Kysely<Database>) => {
        const row = await db
          .updateTable('datasets')
          .set({ name })
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) throw datasetNotFound(id);
        return toDataset(row);
      };
      // The row is locked in any case: a change of the observations may hold it for minutes.
      return checkedChange(db, { precondition: precondition ?? (async () => {}), locked, change });
    },

    async listVersions(tenant, id, query) {
      const dataset = await findDataset(db, tenant, id);
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
      return pageFrom(
        rows,
        query.limit,
        (row) => toVersion(row, dataset),
        (last) => encodeCursor('versions', last.version),
      );
    },

    async delete(tenant, id, dependents = 'refuse', precondition = null) {
      const deletion = async (trx: Transaction<Database>) => {
        // A transaction that creates a model locks the dataset too: its job is seen below, or it
        // waits for this deletion.
        if (!(await lockDatasetRow(trx, { tenant, id }, 'FOR UPDATE'))) throw datasetNotFound(id);
        if (precondition !== null) await precondition(toDataset(await findDataset(trx, tenant, id)));
        await lockEndedJobs(trx, { column: 'dataset_id', value: id });
        await lockModels(trx, { column: 'dataset_id', value: id }); // a retry of a job changes its model
        // A backtest may be on another dataset than its model. Until it is ready, it is in an index of its own.
        const backtests = sql`SELECT id FROM backtests WHERE dataset_id = ${id} AND status <> 'ready'`;
        const isOfBacktests = sql<boolean>`jobs.backtest_id = ANY(ARRAY(${backtests}))`;
        const job = await trx
          .selectFrom('jobs')
          .select(['id', 'status'])
          .where('tenant_id', '=', tenant)
          .where((eb) => eb.or([isOfModels({ column: 'dataset_id', value: id }), isOfBacktests]))
          .where(hasNotEnded)
          .orderBy('id')
          .executeTakeFirst();
        if (job !== undefined) {
          throw new AppError('dataset_in_use', {
            values: { job: job.id },
            detail: `Job ${job.id} on this dataset is ${job.status}: wait until it has ended, or cancel it.`,
            headers: { Location: `/v1/jobs/${job.id}` },
          });
        }
        await requireNoDependents(trx, { column: 'dataset_id', value: id }, 'dataset', dependents);
        await trx.deleteFrom('datasets').where('tenant_id', '=', tenant).where('id', '=', id).execute();
      };
      await inTransaction(db, deletion);
    },
  };
}

/** @throws AppError dataset_kind_mismatch */
function requireNumbers(dataset: DatasetRow): void {
  requireDatasetKind(dataset, 'numeric', { symbols: 'a new dataset with the other sequences' });
}
