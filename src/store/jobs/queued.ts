import { type Kysely, sql } from 'kysely';
import type { TenantId } from '../../contracts/schemas/index.ts';
import type { Database } from '../database/tables.ts';

/** Number of succeeded jobs whose durations give the typical ones. */
const recentJobs = 60;

export interface Waiting {
  /** Place in the queue of its kind, from 1. Tenants take turns: before the n-th job of a tenant, up to n jobs of each other
   *  tenant begin. */
  queue_position: number;
  /** Estimated seconds until the job has ended: the rest of the running jobs and the jobs before it, divided among the
   *  running jobs, and its own duration. A job that waits counts with the median duration of recent jobs of its kind and
   *  preset, or else of its kind; jobs of another tenant count with the mean of these. While jobs wait, workers run as many
   *  as they can, so the running jobs are their slots. Null while no job of its kind has succeeded. */
  waiting_seconds: number | null;
}

/** Places and estimates of those of the jobs that are queued, by id. One statement for a whole page. It reads the queued
 *  jobs in an index alone. */
export async function waitingOf(
  db: Kysely<Database>,
  tenant: TenantId,
  ids: string[],
): Promise<Map<string, Waiting>> {
  const { rows } = await sql<Waiting & { id: string }>`
    WITH RECURSIVE page AS MATERIALIZED (
      SELECT DISTINCT kind FROM jobs WHERE id = ANY(${ids}::text[]) AND tenant_id = ${tenant} AND status = 'queued'
    ), tenants AS (
      SELECT page.kind, ''::text AS tenant_id FROM page
      UNION ALL
      SELECT tenants.kind, (
        SELECT next.tenant_id FROM jobs AS next
        WHERE next.status = 'queued' AND next.kind = tenants.kind AND next.tenant_id > tenants.tenant_id
        ORDER BY next.tenant_id LIMIT 1)
      FROM tenants WHERE tenants.tenant_id IS NOT NULL
    ), recent AS MATERIALIZED (
      SELECT page.kind, one.preset, coalesce((one.listed_progress ->> 'elapsed_seconds')::float8,
        extract(epoch FROM one.finished_at - one.started_at)::float8) AS seconds
      FROM page CROSS JOIN LATERAL (
        SELECT preset, listed_progress, started_at, finished_at FROM jobs AS done
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
        SELECT preset, (listed_progress ->> 'eta_seconds')::float8 AS rest, (listed_progress ->> 'elapsed_seconds')::float8 AS elapsed
        FROM jobs AS busy WHERE busy.status = 'running' AND busy.kind = page.kind
      ) AS one
        LEFT JOIN overall ON overall.kind = page.kind
        LEFT JOIN typical ON typical.kind = page.kind AND typical.preset = one.preset
      GROUP BY page.kind
    ), others AS MATERIALIZED (
      SELECT kind, sum(jobs) AS jobs, sum(jobs * coalesce(typical.seconds, overall.seconds)) / sum(jobs) AS seconds
      FROM (
        SELECT tenants.kind, tenants.tenant_id, one.preset, one.jobs FROM tenants CROSS JOIN LATERAL (
          SELECT other.preset, count(*) AS jobs FROM jobs AS other
          WHERE other.status = 'queued' AND other.kind = tenants.kind AND other.tenant_id = tenants.tenant_id
          GROUP BY other.preset
        ) AS one
        WHERE tenants.tenant_id <> ${tenant}
      ) AS counted
        LEFT JOIN overall USING (kind)
        LEFT JOIN typical USING (kind, preset)
      GROUP BY kind, tenant_id
    ), own AS (
      SELECT one.id, page.kind, row_number() OVER through AS place, coalesce(typical.seconds, overall.seconds) AS seconds,
        sum(coalesce(typical.seconds, overall.seconds)) OVER through AS through_seconds
      FROM page CROSS JOIN LATERAL (
        SELECT id, preset, priority FROM jobs AS mine
        WHERE mine.status = 'queued' AND mine.kind = page.kind AND mine.tenant_id = ${tenant}
      ) AS one
        LEFT JOIN overall ON overall.kind = page.kind
        LEFT JOIN typical ON typical.kind = page.kind AND typical.preset = one.preset
      WINDOW through AS (PARTITION BY page.kind ORDER BY one.priority DESC, one.id ROWS UNBOUNDED PRECEDING)
    )
    SELECT own.id, (own.place + coalesce(before.jobs, 0))::integer AS queue_position,
      round((own.seconds + (coalesce(running.seconds, 0) + own.through_seconds - own.seconds + coalesce(before.seconds, 0))
        / coalesce(running.slots, 1))::numeric, 1)::float8 AS waiting_seconds
    FROM own LEFT JOIN running ON running.kind = own.kind
      CROSS JOIN LATERAL (
        SELECT sum(least(others.jobs, own.place)) AS jobs, sum(least(others.jobs, own.place) * others.seconds) AS seconds
        FROM others WHERE others.kind = own.kind
      ) AS before
    WHERE own.id = ANY(${ids}::text[])`.execute(db);
  return new Map(rows.map(({ id, ...waiting }) => [id, waiting]));
}
