import { type Kysely, sql } from 'kysely';
import type { JobKind } from '../../contracts/schemas/index.ts';
import type { Database } from '../database/tables.ts';

/** The job of a kind whose turn it is; null if none may begin. The turn goes to the tenant with the fewest running jobs
 *  of the kind, then to the one whose last job began the longest ago. Within a tenant it goes by priority, then by age.
 *  A tenant with `runningMax` running jobs has no turn. The cost grows with the number of tenants that wait, and not
 *  with their jobs. */
export async function nextTurn(
  db: Kysely<Database>,
  kind: JobKind,
  options: { runningMax: number | null; except: readonly string[] },
): Promise<string | null> {
  const { runningMax, except } = options;
  const { rows } = await sql<{ id: string }>`
    WITH RECURSIVE waiting AS (
      (SELECT tenant_id FROM jobs WHERE kind = ${kind} AND status = 'queued' ORDER BY tenant_id LIMIT 1)
      UNION ALL
      SELECT (
        SELECT jobs.tenant_id FROM jobs
        WHERE kind = ${kind} AND status = 'queued' AND jobs.tenant_id > waiting.tenant_id ORDER BY jobs.tenant_id LIMIT 1)
      FROM waiting WHERE waiting.tenant_id IS NOT NULL
    ), running AS MATERIALIZED (
      SELECT tenant_id, count(*) AS jobs FROM jobs WHERE kind = ${kind} AND status = 'running' GROUP BY tenant_id
    )
    SELECT first.id FROM waiting LEFT JOIN running USING (tenant_id)
      CROSS JOIN LATERAL (
        SELECT id FROM jobs
        WHERE kind = ${kind} AND status = 'queued' AND tenant_id = waiting.tenant_id AND NOT id = ANY(${[...except]}::text[])
        ORDER BY priority DESC, id LIMIT 1
      ) AS first
    WHERE waiting.tenant_id IS NOT NULL
      AND coalesce(running.jobs < ${runningMax}::bigint OR ${runningMax}::bigint IS NULL, true)
    ORDER BY coalesce(running.jobs, 0), (
        SELECT max(claimed_at) FROM jobs WHERE kind = ${kind} AND tenant_id = waiting.tenant_id
      ) NULLS FIRST, first.id
    LIMIT 1`.execute(db);
  return rows[0]?.id ?? null;
}

/** Whether one more job of a tenant may begin. Two workers that ask at once do not both get the last place.
 *  @param db a transaction: the lock ends with it
 *  @returns `undecided` if another claim asks at the same moment: it is not waited for, since
 *  its worker may be paused */
export async function freePlace(
  db: Kysely<Database>,
  { kind, tenant, runningMax }: { kind: JobKind; tenant: string; runningMax: number },
): Promise<'free' | 'full' | 'undecided'> {
  const { rows } = await sql<{ locked: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${kind} ${tenant}`}, 0)) AS locked`.execute(db);
  if (!rows[0].locked) return 'undecided';
  const { running } = await db
    .selectFrom('jobs')
    .select((eb) => eb.fn.countAll<number>().as('running'))
    .where('kind', '=', kind)
    .where('tenant_id', '=', tenant)
    .where('status', '=', 'running')
    .executeTakeFirstOrThrow();
  return running < runningMax ? 'free' : 'full';
}
