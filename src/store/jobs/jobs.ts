import { type Kysely, sql, type Transaction } from 'kysely';
import type { JobRun, JobStore } from '../../contracts/ports/index.ts';
import {
  type Job,
  type JobKind,
  type JobStatus,
  jobKinds,
  jobStatuses,
  type Queue,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { newestFirst } from '../database/cursor.ts';
import { inTransaction } from '../database/deadlocks.ts';
import type { Database } from '../database/tables.ts';
import { endAsCancelled, setSubject } from './endings.ts';
import { countLosses } from './losses.ts';
import type { QueueBound } from './queue-bound.ts';
import { createPlaceReads } from './queued.ts';
import { requireVersions } from './retries.ts';
import { findJob, jobNotFound, queueAgain, selectListedJobs, toJob, withPlaces } from './rows.ts';
import { isLost } from './silence.ts';

/** A model that another training starts from cannot be deleted. Earlier releases deleted it with its fleet.
 *  @throws AppError job_not_retryable */
async function requireInitialWeights(
  trx: Transaction<Database>,
  { id, model_id }: { id: string; model_id: string },
): Promise<void> {
  const model = await trx
    .selectFrom('models')
    .select(['is_warm', 'parent_id'])
    .where('id', '=', model_id)
    .executeTakeFirst();
  if (model === undefined) throw jobNotFound(id);
  if (!model.is_warm || model.parent_id !== null) return;
  throw new AppError('job_not_retryable', {
    detail: `Job ${id} starts from the weights of a model that was deleted; accepted: the training of a new model.`,
  });
}

export function createJobStore(db: Kysely<Database>, queueBound: QueueBound): JobStore {
  const placesOf = createPlaceReads(db);
  return {
    async list(tenant, query) {
      const { status, kind } = query;
      const rows = selectListedJobs(db)
        .$if(status !== undefined, (qb) => qb.where('status', '=', status as JobStatus))
        .$if(kind !== undefined, (qb) => qb.where('kind', '=', kind as Job['kind']));
      return newestFirst('jobs', query, rows, toJob, {
        within: ['tenant_id', tenant],
        completed: (page) => withPlaces(db, tenant, page, { select: selectListedJobs, placesOf }),
      });
    },

    async get(tenant, id) {
      return toJob(await findJob(db, tenant, id, placesOf));
    },

    async outcome(tenant, id) {
      const row = await db
        .selectFrom('jobs')
        .select(['status', 'error'])
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) throw jobNotFound(id);
      return row;
    },

    async cancel(tenant, id) {
      let lost: JobKind | null = null;
      const cancelled = await inTransaction(db, async (trx) => {
        const locked = await trx
          .selectFrom('jobs')
          .select(['id', 'tenant_id', 'status', 'kind', 'model_id', 'backtest_id', 'finished_at'])
          .select(isLost.as('is_lost'))
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .forNoKeyUpdate() // a checkpoint that is being saved holds the key of the row
          .executeTakeFirst();
        if (locked === undefined) throw jobNotFound(id);
        if (locked.status === 'succeeded' || locked.status === 'failed') {
          throw new AppError('job_finished', {
            detail: `Job ${id} ${locked.status} at ${locked.finished_at?.toISOString()}: there is nothing to cancel; read its result.`,
          });
        }
        const hasWorker = locked.status === 'running' && !locked.is_lost;
        lost = locked.status === 'running' && locked.is_lost ? locked.kind : null;
        if (hasWorker) {
          await trx.updateTable('jobs').set({ cancel_requested: true }).where('id', '=', id).execute();
        } else if (locked.status !== 'cancelled') {
          await endAsCancelled(trx, locked);
        }
        return toJob(await findJob(trx, tenant, id));
      });
      if (lost !== null) await countLosses(db, lost, 1);
      return cancelled;
    },

    async retry(tenant, id) {
      return inTransaction(db, async (trx) => {
        await requireVersions(trx, tenant, sql`jobs.id = ${id}`);
        const locked = await trx
          .selectFrom('jobs')
          .select(['id', 'tenant_id', 'status', 'kind', 'model_id', 'backtest_id'])
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (locked === undefined) throw jobNotFound(id);
        if (locked.status !== 'failed' && locked.status !== 'cancelled') {
          throw new AppError('job_not_retryable', {
            detail: `Job ${id} is ${locked.status}; accepted: a job that failed or was cancelled.`,
          });
        }
        if (locked.kind === 'train') await requireInitialWeights(trx, locked);
        await queueAgain(trx, [id]);
        await setSubject(trx, locked, { status: 'under way', error: null });
        await queueBound.requireIn(trx, tenant, 1);
        return toJob(await findJob(trx, tenant, id));
      });
    },

    takePlace: (tenant) => queueBound.takePlace(tenant),
    requirePlaces: (tenant, jobs) => queueBound.requirePlaces(tenant, jobs),

    async queue(tenant) {
      // Queued jobs are read in the index of turns alone.
      const { rows } = await sql<Queue['kinds'][number] & { runs: JobRun[] }>`
        WITH waiting AS (
          SELECT kind, count(*)::integer AS queued, extract(epoch FROM now() - min(queued_at))::float8 AS oldest_seconds
          FROM jobs WHERE kind = ANY(${[...jobKinds]}::text[]) AND tenant_id = ${tenant} AND status = 'queued' GROUP BY kind
        ), at_work AS (
          SELECT kind, count(*)::integer AS running,
            coalesce(json_agg(json_build_object('job_id', id, 'worker_id', worker_id)) FILTER (WHERE worker_id IS NOT NULL), '[]') AS runs
          FROM jobs WHERE tenant_id = ${tenant} AND status = 'running' GROUP BY kind
        )
        SELECT kind, coalesce(queued, 0) AS queued, coalesce(running, 0) AS running, oldest_seconds, coalesce(runs, '[]') AS runs
        FROM waiting FULL JOIN at_work USING (kind)`.execute(db);
      const none = { queued: 0, running: 0, oldest_seconds: null, runs: [] };
      const found = jobKinds.map((kind) => rows.find((row) => row.kind === kind) ?? { kind, ...none });
      const all = found.flatMap(({ runs }) => runs);
      return {
        kinds: found.map(({ runs: _, ...kind }) => kind),
        workers: new Set(all.map(({ worker_id }) => worker_id)).size,
        runs: all,
      };
    },

    async counts(statuses = jobStatuses) {
      // Each of the live statuses has an index that holds its jobs alone.
      const counts = statuses.map(
        (status) =>
          sql`SELECT ${sql.lit(status)} AS status, count(*) AS count FROM jobs WHERE status = ${sql.lit(status)}`,
      );
      const { rows } = await sql<{
        status: JobStatus;
        count: number;
      }>`${sql.join(counts, sql` UNION ALL `)}`.execute(db);
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    },

    async queueDepths() {
      // Those that are queued are read in the index of turns alone. A job that was abandoned has no
      // time of its last heartbeat.
      const { rows } = await sql<Awaited<ReturnType<JobStore['queueDepths']>>[number]>`
        SELECT kind, sum(queued)::float8 AS queued, sum(lost)::float8 AS lost,
          greatest(0, extract(epoch FROM now() - min(since)))::float8 AS oldest_seconds
        FROM (
          SELECT kind, count(*) AS queued, 0 AS lost, min(queued_at) AS since
          FROM jobs WHERE status = 'queued' GROUP BY kind UNION ALL
          SELECT kind, 0, count(*), min(CASE WHEN isfinite(heartbeat_at) THEN heartbeat_at ELSE now() END)
          FROM jobs WHERE status = 'running' AND ${isLost} GROUP BY kind
        ) AS waiting GROUP BY kind`.execute(db);
      const none = { queued: 0, lost: 0, oldest_seconds: 0 };
      return jobKinds.map((kind) => rows.find((row) => row.kind === kind) ?? { kind, ...none });
    },

    async workerLosses() {
      const rows = await db
        .selectFrom('worker_losses')
        .select(['kind', sql<number>`count::float8`.as('count')])
        .execute();
      return jobKinds.map((kind) => rows.find((row) => row.kind === kind) ?? { kind, count: 0 });
    },
  };
}
