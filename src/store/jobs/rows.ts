import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely';
import type { Job, TenantId } from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import type { Database, JobsTable } from '../database/tables.ts';

/** @throws AppError job_not_found */
export async function findJob(db: Kysely<Database>, tenant: TenantId, id: string): Promise<JobRow> {
  const row = await selectJobs(db).where('tenant_id', '=', tenant).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw jobNotFound(id);
  return row;
}

export function jobNotFound(id: string): AppError {
  return new AppError('job_not_found', { detail: `There is no job ${id}.` });
}

type JobRow = Selectable<JobsTable> & { queue_position: number | null; waiting_seconds: number | null };

export function selectJobs(db: Kysely<Database>) {
  return db.selectFrom('jobs').selectAll('jobs').select([queuePosition, waitingSeconds]);
}

/** Place of a queued job, from 1; null for others. Counts the jobs of all tenants, which share the queue of a kind. */
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

/** Number of succeeded jobs whose durations give the typical ones. */
const recentJobs = 60;

/** Estimated seconds until a queued job has ended: the rest of the running jobs and the jobs before it, divided among the
 *  running jobs, and its own duration. A job that waits counts with the median duration of recent jobs of its kind and
 *  preset, or else of its kind. While jobs wait, workers run as many as they can, so the running jobs are their slots.
 *  Null while no job of its kind has succeeded. */
function waitingSeconds() {
  return sql<number | null>`CASE WHEN jobs.status = 'queued' THEN (
    WITH recent AS (
      SELECT models.spec ->> 'preset' AS preset, coalesce((one.progress ->> 'elapsed_seconds')::float8,
        extract(epoch FROM one.finished_at - one.started_at)::float8) AS seconds
      FROM (
        SELECT * FROM jobs AS done WHERE done.status = 'succeeded' AND done.kind = jobs.kind
        ORDER BY done.finished_at DESC LIMIT ${recentJobs}
      ) AS one JOIN models ON models.id = one.model_id
    ), overall AS (
      SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds FROM recent
    ), typical AS (
      SELECT preset, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds FROM recent GROUP BY preset
    ), unfinished AS (
      SELECT one.id, one.status, coalesce(typical.seconds, overall.seconds) AS seconds,
        (one.progress ->> 'eta_seconds')::float8 AS rest, (one.progress ->> 'elapsed_seconds')::float8 AS elapsed
      FROM jobs AS one JOIN models ON models.id = one.model_id CROSS JOIN overall
        LEFT JOIN typical ON typical.preset = models.spec ->> 'preset'
      WHERE one.kind = jobs.kind AND (one.status = 'running' OR (one.status = 'queued' AND one.id <= jobs.id))
    )
    SELECT round((own + (running + waiting) / slots)::numeric, 1)::float8 FROM (
      SELECT
        greatest(1, count(*) FILTER (WHERE status = 'running')) AS slots,
        coalesce(sum(coalesce(rest, greatest(0, seconds - coalesce(elapsed, 0)))) FILTER (WHERE status = 'running'), 0)
          AS running,
        coalesce(sum(seconds) FILTER (WHERE status = 'queued' AND id < jobs.id), 0) AS waiting,
        max(seconds) FILTER (WHERE id = jobs.id) AS own
      FROM unfinished) AS load
  ) END`.as('waiting_seconds');
}

export function toJob(row: JobRow): Job {
  const subject: Job['subject'] =
    row.backtest_id === null
      ? { type: 'model', id: row.model_id }
      : { type: 'backtest', id: row.backtest_id };
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    attempt: row.attempt,
    cancel_requested: row.cancel_requested,
    subject,
    progress: row.progress,
    queue_position: row.queue_position,
    eta_seconds: etaSeconds(row),
    error: row.error,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    links: {
      self: `/v1/jobs/${row.id}`,
      subject: `/v1/${subject.type}s/${subject.id}`,
      events: `/v1/jobs/${row.id}/events`,
      logs: `/v1/jobs/${row.id}/logs`,
    },
  };
}

function etaSeconds({ status, progress, waiting_seconds }: JobRow): number | null {
  if (status === 'queued') return waiting_seconds;
  return status === 'running' ? (progress?.eta_seconds ?? null) : null;
}
