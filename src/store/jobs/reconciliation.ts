import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DueQuery, Reconciliation, UnheldJob } from '../../contracts/ports/index.ts';
import type { Database } from '../database/tables.ts';
import { endLostCancelled } from './losses.ts';
import { isToBeRequeued } from './silence.ts';

export function createReconciliation(db: Kysely<Database>): Reconciliation {
  return {
    async due(query) {
      const { kind, runningMax, after, limit } = query;
      const queued = runningMax === null ? queuedJobs(query) : mayBegin({ ...query, runningMax });
      // Running jobs are at most as many as workers take, so the first page has all that are silent.
      const silent = sql`
        SELECT NULL AS place, id, request_id, coalesce(ticket, id) AS ticket FROM jobs
        WHERE status = 'running' AND kind = ${kind} AND ${isToBeRequeued} UNION ALL`;
      const { rows } = await sql<DueRow>`
        SELECT * FROM (${after === null ? silent : sql``} (${queued})) AS due ORDER BY place NULLS FIRST`.execute(
        db,
      );
      const places = new Set(rows.flatMap(({ place }) => place ?? []));
      const isLast = places.size < (runningMax === null ? limit : tenantsAtOnce(limit, runningMax));
      return {
        jobs: rows.flatMap(({ id, request_id, ticket }): UnheldJob[] => {
          if (id === null) return [];
          const job = { job_id: id, kind, request_id };
          return [ticket === null ? { ...job, state: 'queued' } : { ...job, state: 'silent', ticket }];
        }),
        next: isLast ? null : rows[rows.length - 1].place,
      };
    },

    async tickets(kind) {
      const rows = await db
        .selectFrom('jobs')
        .select('ticket')
        .where('status', '=', 'running')
        .where('kind', '=', kind)
        .where((eb) => eb.not(isToBeRequeued))
        .execute();
      return rows.flatMap(({ ticket }) => ticket ?? []);
    },

    endCancelled: () => endLostCancelled(db),
  };
}

interface DueRow {
  place: string | null;
  id: string | null;
  request_id: string | null;
  ticket: string | null;
}

/** SQL of a page of the jobs that are queued, whose place is their id. A job that is not queued for long has a row
 *  without job. A page is read in the order of the index of queued jobs, whose condition is in the text, for plans for
 *  all values too. With `kind =` the order would be that of all jobs, and the index by id would pass those that have
 *  ended. The time is compared afterwards: with it the planner expects a third of the jobs, and rather
 *  sorts all that are left. */
function queuedJobs({ kind, queuedForMs, after, limit }: DueQuery): RawBuilder<unknown> {
  return sql`
    SELECT id AS place, CASE WHEN ${queuedSince(queuedForMs)} THEN id END AS id, request_id, NULL AS ticket FROM (
      SELECT id, request_id, queued_at FROM jobs
      WHERE status = 'queued' AND kind <= ${kind} AND (kind, id) > (${kind}, ${after ?? ''}) ORDER BY kind, id LIMIT ${limit}) AS page`;
}

/** SQL of the jobs that a tenant's free places are for, of the tenants of a page, whose place is the id of the tenant.
 *  A tenant without such a job has a row without job. */
function mayBegin({
  kind,
  queuedForMs,
  runningMax,
  after,
  limit,
}: DueQuery & { runningMax: number }): RawBuilder<unknown> {
  return sql`
    WITH RECURSIVE waiting AS (
      (SELECT tenant_id, 1 AS n FROM jobs
        WHERE kind = ${kind} AND status = 'queued' AND tenant_id > ${after ?? ''} ORDER BY tenant_id LIMIT 1)
      UNION ALL
      SELECT next.tenant_id, n + 1 FROM waiting CROSS JOIN LATERAL (
        SELECT tenant_id FROM jobs
        WHERE kind = ${kind} AND status = 'queued' AND jobs.tenant_id > waiting.tenant_id
        ORDER BY tenant_id LIMIT 1) AS next
      WHERE n < ${tenantsAtOnce(limit, runningMax)}::integer
    ), running AS MATERIALIZED (
      SELECT tenant_id, count(*) AS jobs FROM jobs WHERE kind = ${kind} AND status = 'running' GROUP BY tenant_id
    )
    SELECT waiting.tenant_id AS place, first.id, first.request_id, NULL AS ticket
    FROM waiting LEFT JOIN running USING (tenant_id) LEFT JOIN LATERAL (
      SELECT id, request_id, queued_at FROM jobs
      WHERE kind = ${kind} AND status = 'queued' AND jobs.tenant_id = waiting.tenant_id
      ORDER BY priority DESC, id LIMIT greatest(${runningMax}::bigint - coalesce(running.jobs, 0), 0)
    ) AS first ON ${queuedSince(queuedForMs)}`;
}

function queuedSince(ms: number): RawBuilder<boolean> {
  return sql`queued_at <= clock_timestamp() - ${ms} * interval '1 millisecond'`;
}

/** Tenants of a page, so that it has at most `limit` jobs, or those of one tenant. */
function tenantsAtOnce(limit: number, runningMax: number): number {
  return Math.max(1, Math.floor(limit / runningMax));
}
