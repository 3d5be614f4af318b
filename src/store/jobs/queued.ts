import { type Kysely, sql } from 'kysely';
import type { TenantId } from '../../contracts/schemas/index.ts';
import type { Database } from '../database/tables.ts';

/** Number of succeeded jobs whose durations give the typical ones. */
const recentJobs = 60;

export interface Waiting {
  /** Place in the queue of its kind, from 1. Counts the jobs of all tenants, which share the queue. */
  queue_position: number;
  /** Estimated seconds until the job has ended: the rest of the running jobs and the jobs before it, divided among the
   *  running jobs, and its own duration. A job that waits counts with the median duration of recent jobs of its kind and
   *  preset, or else of its kind. While jobs wait, workers run as many as they can, so the running jobs are their slots.
   *  Null while no job of its kind has succeeded. */
  waiting_seconds: number | null;
}

/** Places and estimates of those of the jobs that are queued, by id. One statement for a whole page. It counts the jobs
 *  before the page in the index of queued jobs, and reads single rows only from the oldest queued job of the page on. */
export async function waitingOf(
  db: Kysely<Database>,
  tenant: TenantId,
  ids: string[],
): Promise<Map<string, Waiting>> {
  const { rows } = await sql<Waiting & { id: string }>`
    WITH page AS MATERIALIZED (
      SELECT kind, min(id) AS oldest, max(id) AS newest FROM jobs
      WHERE id = ANY(${ids}::text[]) AND tenant_id = ${tenant} AND status = 'queued' GROUP BY kind
    ), recent AS MATERIALIZED (
      SELECT page.kind, one.preset, coalesce((one.progress ->> 'elapsed_seconds')::float8,
        extract(epoch FROM one.finished_at - one.started_at)::float8) AS seconds
      FROM page CROSS JOIN LATERAL (
        SELECT preset, progress, started_at, finished_at FROM jobs AS done
        WHERE done.status = 'succeeded' AND done.kind = page.kind
        ORDER BY done.finished_at DESC LIMIT ${recentJobs}::integer
      ) AS one
    ), overall AS MATERIALIZED (
      SELECT kind, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds FROM recent GROUP BY kind
    ), typical AS MATERIALIZED (
      SELECT kind, preset, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds
      FROM recent GROUP BY kind, preset
    ), running AS MATERIALIZED (
      SELECT page.kind, greatest(1, count(*)) AS slots,
        sum(coalesce(one.rest, greatest(0, coalesce(typical.seconds, overall.seconds) - coalesce(one.elapsed, 0)))) AS seconds
      FROM page CROSS JOIN LATERAL (
        SELECT preset, (progress ->> 'eta_seconds')::float8 AS rest, (progress ->> 'elapsed_seconds')::float8 AS elapsed
        FROM jobs AS busy WHERE busy.status = 'running' AND busy.kind = page.kind
      ) AS one
        LEFT JOIN overall ON overall.kind = page.kind
        LEFT JOIN typical ON typical.kind = page.kind AND typical.preset = one.preset
      GROUP BY page.kind
    ), earlier AS MATERIALIZED (
      SELECT page.kind, sum(one.jobs) AS jobs, sum(one.jobs * coalesce(typical.seconds, overall.seconds)) AS seconds
      FROM page CROSS JOIN LATERAL (
        SELECT preset, count(*) AS jobs FROM jobs AS other
        WHERE other.status = 'queued' AND other.kind = page.kind AND other.id < page.oldest GROUP BY preset
      ) AS one
        LEFT JOIN overall ON overall.kind = page.kind
        LEFT JOIN typical ON typical.kind = page.kind AND typical.preset = one.preset
      GROUP BY page.kind
    ), shown AS (
      SELECT one.id, page.kind, row_number() OVER through AS place, coalesce(typical.seconds, overall.seconds) AS own,
        sum(coalesce(typical.seconds, overall.seconds)) OVER through AS seconds
      FROM page CROSS JOIN LATERAL (
        SELECT id, preset FROM jobs AS other
        WHERE other.status = 'queued' AND other.kind = page.kind AND other.id BETWEEN page.oldest AND page.newest
      ) AS one
        LEFT JOIN overall ON overall.kind = page.kind
        LEFT JOIN typical ON typical.kind = page.kind AND typical.preset = one.preset
      WINDOW through AS (PARTITION BY page.kind ORDER BY one.id ROWS UNBOUNDED PRECEDING)
    )
    SELECT shown.id, (coalesce(earlier.jobs, 0) + shown.place)::integer AS queue_position,
      round((own + (coalesce(running.seconds, 0) + coalesce(earlier.seconds, 0) + shown.seconds - own)
        / coalesce(running.slots, 1))::numeric, 1)::float8 AS waiting_seconds
    FROM shown LEFT JOIN earlier ON earlier.kind = shown.kind LEFT JOIN running ON running.kind = shown.kind
    WHERE shown.id = ANY(${ids}::text[])`.execute(db);
  return new Map(rows.map(({ id, ...waiting }) => [id, waiting]));
}
