import { CompiledQuery, type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DueQuery } from '../../../src/contracts/ports/index.ts';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { createTraining, useStore } from '../samples.ts';
import { copyRow, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const waiting = 6_000;
const tenants = 1_000;
const pageJobs = 600;
const statements: Statement[] = [];
let db: Kysely<Database>;
let watched: Store;

// Most jobs are of one tenant, and the others of a thousand. Jobs that have ended are many, too.
beforeAll(async () => {
  const { job } = await createTraining(used.store);
  db = openDatabase(used.url, { poolMax: 1 });
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  await copyRow(superuser, 'jobs', job.id, waiting, { queued_at: '2026-01-01' });
  await copyRow(superuser, 'jobs', job.id, 50, { status: 'running', heartbeat_at: '2026-01-01' });
  await copyRow(superuser, 'jobs', job.id, waiting, { status: 'failed', finished_at: '2026-01-02' });
  await superuser.connection().execute(async (session) => {
    await sql`SET session_replication_role = 'replica'`.execute(session);
    const odd = sql`abs(hashtext(id))`;
    await sql`
      UPDATE jobs SET tenant_id = 't' || ${odd} / 3 % ${tenants}::integer WHERE ${odd} % 3 = 0 AND status <> 'failed'`.execute(
      session,
    );
    await sql`UPDATE jobs SET priority = 1 WHERE ${odd} % 7 = 0`.execute(session);
    await sql`UPDATE jobs SET queued_at = now() + interval '1 hour' WHERE ${odd} % 11 = 0`.execute(session);
    await sql`UPDATE jobs SET kind = 'backtest' WHERE ${odd} % 13 = 0 AND status <> 'failed'`.execute(
      session,
    );
    await sql`RESET session_replication_role`.execute(session);
  });
  await sql`CLUSTER jobs USING jobs_pkey`.execute(superuser); // as rows are written
  await superuser.destroy();
  await sql`VACUUM ANALYZE jobs`.execute(db);
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await db.destroy();
});

/** Some of the running jobs have a worker, whose clock is ahead. */
async function beat(): Promise<void> {
  await sql`
    UPDATE jobs SET heartbeat_at = now() + interval '8 seconds'
    WHERE abs(hashtext(id)) % 5 = 0 AND status = 'running'`.execute(db);
}

/** Ids of a whole round, and the sizes of its pages. */
async function round(options: Partial<DueQuery>) {
  statements.length = 0;
  const ids: string[] = [];
  const sizes: number[] = [];
  for (let after: string | null | undefined = null; after !== undefined; ) {
    const { jobs, next } = await watched.reconciliation.due({
      ...{ kind: 'train', queuedForMs: 1_000, runningMax: null, limit: pageJobs },
      ...{ ...options, after },
    });
    ids.push(...jobs.map(({ job_id }) => job_id));
    sizes.push(jobs.length);
    after = next ?? undefined;
  }
  return { ids, sizes };
}

/** The same jobs by a statement that numbers all jobs that wait. */
async function expected(kind: DueQuery['kind'], runningMax: number | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM (
      SELECT *, row_number() OVER (PARTITION BY tenant_id, status ORDER BY priority DESC, id) AS place,
        count(*) FILTER (WHERE status = 'running') OVER (PARTITION BY tenant_id) AS running
      FROM jobs WHERE kind = ${kind} AND status IN ('queued', 'running')
    ) AS placed
    WHERE CASE status WHEN 'queued'
      THEN queued_at < now() - interval '1 second' AND (place <= ${runningMax}::bigint - running OR ${runningMax}::bigint IS NULL)
      ELSE abs(hashtext(id)) % 5 <> 0 END`.execute(db);
  return rows.map(({ id }) => id).sort();
}

const bounds = [null, 1, 3, 400, 2_000];
for (const kind of ['train', 'backtest'] as const)
  test.each(bounds)(
    `the pages of ${kind} jobs have every job that is due, once, if a tenant may run %s`,
    async (runningMax) => {
      await beat();
      const { ids } = await round({ kind, runningMax, limit: 100 });
      expect(ids.length).toBeGreaterThan(20);
      expect([...ids].sort()).toEqual(await expected(kind, runningMax));
    },
  );

test.each([null, 1, 3])(
  `a round reads each job once, in pages, if a tenant may run %s`,
  async (runningMax) => {
    const { ids, sizes } = await round({ runningMax });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(pageJobs + 50);
    expect(sizes.length).toBeGreaterThan(1);
    const read = await rowsRead(db, statements, 'jobs', true);
    // With a bound, each page counts what runs and looks for the tenants that have jobs.
    const others = runningMax === null ? waiting / 10 : 3 * tenants;
    expect(read).toBeLessThan(1.2 * ids.length + others);
  },
);

test('plans for all values read the jobs of a page in the order of an index too', async () => {
  await round({});
  await round({ runningMax: 3 });
  for (const { sql: text } of statements) {
    const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>(
      CompiledQuery.raw(`EXPLAIN (GENERIC_PLAN) ${text}`),
    );
    const plan = rows.map((line) => line['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index (Only )?Scan using jobs_(queued|by_turn)/);
    expect(plan).not.toMatch(/Seq Scan|jobs_pkey|Bitmap Index Scan on jobs_(?!running)|Sort Key: jobs\.id/);
  }
});
