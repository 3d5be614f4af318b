import { type Kysely, type RawBuilder, sql } from 'kysely';
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
        ORDER BY done.finished_at DESC LIMIT ${sql.lit(recentJobs)}
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
    ), asked AS MATERIALIZED (
      SELECT id, kind, preset, priority, ${turn(sql.ref('jobs'))} AS turn,
        row_number() OVER (PARTITION BY kind ORDER BY ${turn(sql.ref('jobs'))}) AS number
      FROM jobs WHERE id = ANY(${ids}::text[]) AND tenant_id = ${tenant} AND status = 'queued'
    ), turns AS MATERIALIZED (
      SELECT kind, array_agg(turn ORDER BY turn) AS turns, max(priority) AS priority,
        (array_agg(id ORDER BY turn))[1] AS first_id
      FROM asked GROUP BY kind
    ), between AS MATERIALIZED (
      -- Own jobs by how many of the asked ones are at or before them: hashed, since a sort of all would take most of the time.
      -- Most are before all asked ones, and need no text.
      SELECT turns.kind, mine.preset, CASE
          WHEN mine.priority > turns.priority OR (mine.priority = turns.priority AND mine.id < turns.first_id) THEN 0
          ELSE width_bucket(${turn(sql.ref('mine'))}, turns.turns)
        END AS asked_before, count(*) AS jobs
      FROM turns JOIN jobs AS mine ON mine.kind = turns.kind
      WHERE mine.status = 'queued' AND mine.tenant_id = ${tenant}
      GROUP BY turns.kind, mine.preset, asked_before
    ), own AS (
      SELECT asked.id, asked.kind, 1 + coalesce(sum(between.jobs), 0) AS place,
        coalesce(own_typical.seconds, overall.seconds) AS seconds,
        coalesce(sum(between.jobs * coalesce(typical.seconds, overall.seconds)), 0) AS seconds_before
      FROM asked
        LEFT JOIN overall ON overall.kind = asked.kind
        LEFT JOIN typical AS own_typical ON own_typical.kind = asked.kind AND own_typical.preset = asked.preset
        LEFT JOIN between ON between.kind = asked.kind AND between.asked_before < asked.number
        LEFT JOIN typical ON typical.kind = asked.kind AND typical.preset = between.preset
      GROUP BY asked.id, asked.kind, own_typical.seconds, overall.seconds
    )
    SELECT own.id, (own.place + coalesce(before.jobs, 0))::integer AS queue_position,
      round((own.seconds + (coalesce(running.seconds, 0) + own.seconds_before + coalesce(before.seconds, 0))
        / coalesce(running.slots, 1))::numeric, 1)::float8 AS waiting_seconds
    FROM own LEFT JOIN running ON running.kind = own.kind
      CROSS JOIN LATERAL (
        SELECT sum(least(others.jobs, own.place)) AS jobs, sum(least(others.jobs, own.place) * others.seconds) AS seconds
        FROM others WHERE others.kind = own.kind
      ) AS before`.execute(db);
  return new Map(rows.map(({ id, ...waiting }) => [id, waiting]));
}

/** Text by which the queued jobs of a tenant are in their order: the highest priority first, then the oldest job. Priorities
 *  from −4 to 5 have one digit. */
function turn(jobs: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`(((5 - ${jobs}.priority)::text || ${jobs}.id) COLLATE "C")`;
}
