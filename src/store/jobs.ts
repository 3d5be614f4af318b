import type { ExpressionBuilder, Kysely, Selectable, Transaction } from 'kysely';
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

/** Ends a job that nobody works on, and its model with it. The caller holds the job's row. */
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
  await trx.deleteFrom('job_checkpoints').where('job_id', '=', job.id).execute();
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

type JobRow = Selectable<JobsTable> & { queue_position: number | null };

function selectJobs(db: Kysely<Database>) {
  return db.selectFrom('jobs').selectAll('jobs').select(queuePosition);
}

/** The queue serves all tenants, so those before a job are counted over all of them. */
function queuePosition(eb: ExpressionBuilder<Database, 'jobs'>) {
  const ahead = eb
    .selectFrom('jobs as other')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('other.status', '=', 'queued')
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
    error: row.error,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    links: { self: `/v1/jobs/${row.id}`, subject: `/v1/models/${row.model_id}` },
  };
}
