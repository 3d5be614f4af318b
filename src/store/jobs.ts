import { type ExpressionBuilder, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { type Job, type JobStatus, jobStatuses } from '../contracts/job.ts';
import type { JobStore, TenantId } from '../contracts/ports.ts';
import { AppError } from '../errors.ts';
import { encodeCursor, pageFrom, readTextCursor } from './cursor.ts';
import type { Database, JobsTable } from './tables.ts';

export function createJobStore(db: Kysely<Database>): JobStore {
  return {
    async list(tenant, query) {
      const after = readTextCursor('jobs', query.cursor);
      const { status, kind } = query;
      const rows = await selectJobs(db)
        .where('tenant_id', '=', tenant)
        .$if(status !== undefined, (qb) => qb.where('status', '=', status as JobStatus))
        .$if(kind !== undefined, (qb) => qb.where('kind', '=', kind as Job['kind']))
        .$if(after !== null, (qb) => qb.where('id', '<', after))
        .orderBy('id', 'desc')
        .limit(query.limit + 1)
        .execute();
      return pageFrom(rows, query.limit, toJob, (last) => encodeCursor('jobs', last.id));
    },

    async get(tenant, id) {
      return toJob(await findJob(db, tenant, id));
    },

    async cancel(tenant, id) {
      return db.transaction().execute(async (trx) => {
        const locked = await trx
          .selectFrom('jobs')
          .select(['status', 'model_id', 'finished_at'])
          .where('tenant_id', '=', tenant)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (locked === undefined) throw jobNotFound(id);
        if (locked.status === 'succeeded' || locked.status === 'failed') {
          throw new AppError('job_finished', {
            detail: `Job ${id} ${locked.status} at ${locked.finished_at?.toISOString()}: there is nothing to cancel.`,
          });
        }
        if (locked.status === 'queued') await endAsCancelled(trx, { id, model_id: locked.model_id });
        if (locked.status === 'running') {
          await trx.updateTable('jobs').set({ cancel_requested: true }).where('id', '=', id).execute();
        }
        return toJob(await findJob(trx, tenant, id));
      });
    },

    async retry(tenant, id) {
      return db.transaction().execute(async (trx) => {
        const locked = await trx
          .selectFrom('jobs')
          .select(['status', 'kind', 'model_id'])
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
        await trx
          .updateTable('jobs')
          .set({
            status: 'queued',
            cancel_requested: false,
            recoveries: 0,
            error: null,
            worker_id: null,
            queued_at: sql<Date>`clock_timestamp()`,
            finished_at: null,
          })
          .where('id', '=', id)
          .execute();
        await trx
          .updateTable('models')
          .set({ status: 'training', error: null })
          .where('id', '=', locked.model_id)
          .execute();
        return toJob(await findJob(trx, tenant, id));
      });
    },

    async counts() {
      const rows = await db
        .selectFrom('jobs')
        .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
        .groupBy('status')
        .execute();
      const counts = Object.fromEntries(jobStatuses.map((status) => [status, 0])) as Record<
        JobStatus,
        number
      >;
      for (const { status, count } of rows) counts[status] = count;
      return counts;
    },
  };
}

/** Ends a job that nobody works on, and its model with it. Its checkpoint stays for a retry. The caller holds the
 *  job's row. */
export async function endAsCancelled(
  trx: Transaction<Database>,
  job: { id: string; model_id: string },
): Promise<void> {
  const now = new Date();
  await trx
    .updateTable('jobs')
    .set({ status: 'cancelled', cancel_requested: true, finished_at: now })
    .where('id', '=', job.id)
    .execute();
  await trx.updateTable('models').set({ status: 'cancelled' }).where('id', '=', job.model_id).execute();
}

/** @throws AppError job_not_found */
export async function findJob(db: Kysely<Database>, tenant: TenantId, id: string): Promise<JobRow> {
  const row = await selectJobs(db).where('tenant_id', '=', tenant).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw jobNotFound(id);
  return row;
}

function jobNotFound(id: string): AppError {
  return new AppError('job_not_found', { detail: `There is no job ${id}.` });
}

type JobRow = Selectable<JobsTable> & { queue_position: number | null; waiting_seconds: number | null };

function selectJobs(db: Kysely<Database>) {
  return db.selectFrom('jobs').selectAll('jobs').select([queuePosition, waitingSeconds]);
}

/** The queue of a kind serves all tenants, so those before a job are counted over all of them. */
function queuePosition(eb: ExpressionBuilder<Database, 'jobs'>) {
  const ahead = eb
    .selectFrom('jobs as other')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('other.status', '=', 'queued')
    .whereRef('other.kind', '=', 'jobs.kind')
    .whereRef('other.id', '<', 'jobs.id');
  return eb
    .case()
    .when('jobs.status', '=', 'queued')
    .then(eb(ahead, '+', 1))
    .else(null)
    .end()
    .$castTo<number | null>()
    .as('queue_position');
}

/** Jobs that a typical duration is taken from. */
const recentJobs = 20;

/** Until a waiting job has ended: the median duration of recent jobs of its kind, after those before it in the queue,
 *  which are begun as the running ones end. Null where no job of its kind has succeeded yet. */
function waitingSeconds() {
  return sql<number | null>`CASE WHEN jobs.status = 'queued' THEN (
    SELECT round((typical.seconds * (1 + CASE
      WHEN busy.count = 0 THEN ahead.count
      ELSE (ahead.count + 0.5) / busy.count
    END))::numeric, 1)::float8
    FROM
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds FROM (
        SELECT coalesce((recent.progress->>'elapsed_seconds')::float8,
          extract(epoch FROM recent.finished_at - recent.started_at)::float8) AS seconds
        FROM jobs AS recent WHERE recent.status = 'succeeded' AND recent.kind = jobs.kind
        ORDER BY recent.finished_at DESC LIMIT ${recentJobs}) AS durations) AS typical,
      (SELECT count(*) AS count FROM jobs AS other WHERE other.status = 'running' AND other.kind = jobs.kind) AS busy,
      (SELECT count(*) AS count FROM jobs AS other
        WHERE other.status = 'queued' AND other.kind = jobs.kind AND other.id < jobs.id) AS ahead
  ) END`.as('waiting_seconds');
}

export function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    attempt: row.attempt,
    cancel_requested: row.cancel_requested,
    subject: { type: 'model', id: row.model_id },
    progress: row.progress,
    queue_position: row.queue_position,
    eta_seconds: etaSeconds(row),
    error: row.error,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    links: {
      self: `/v1/jobs/${row.id}`,
      subject: `/v1/models/${row.model_id}`,
      events: `/v1/jobs/${row.id}/events`,
      logs: `/v1/jobs/${row.id}/logs`,
    },
  };
}

function etaSeconds({ status, progress, waiting_seconds }: JobRow): number | null {
  if (status === 'queued') return waiting_seconds;
  return status === 'running' ? (progress?.eta_seconds ?? null) : null;
}
