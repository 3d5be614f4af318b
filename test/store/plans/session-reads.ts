import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { type Database, openStore, type Store } from '../../../src/store/index.ts';

/** Entries of indexes, and rows of scans without index, that work in a store reads of series, their past and their
 *  chunks. What foreign keys and triggers read is counted too. PostgreSQL adds the counts when the session ends.
 *  @param db another connection to the same database */
export async function readBy(
  connectionString: string,
  db: Kysely<Database>,
  work: (store: Store) => Promise<unknown>,
): Promise<number> {
  const total = async () => {
    const { rows } = await sql<{ read: number }>`
      SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE relname IN (${tables}))::float8
        + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname IN (${tables}))::float8 AS read`.execute(
      db,
    );
    return rows[0].read;
  };
  const others = async () => {
    const { rows } = await sql`
      SELECT FROM pg_stat_activity WHERE application_name = 'counted' AND datname = current_database()`.execute(
      db,
    );
    return rows.length;
  };
  await endOthers(db);
  const url = new URL(connectionString);
  url.searchParams.set('application_name', 'counted');
  const store = await openStore(url.href, { poolMax: 1 });
  const before = await total();
  await work(store);
  await store.close();
  await expect.poll(others).toBe(0);
  return (await total()) - before;
}

/** Ends the other sessions of the user in the database: counts that they still hold would be added during the work. */
async function endOthers(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ pid: number }>`
    SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database() AND usename = current_user`.execute(db);
  const pids = rows.map(({ pid }) => pid);
  const left = () =>
    sql`SELECT FROM pg_stat_activity WHERE pid = ANY(${pids}::integer[])`
      .execute(db)
      .then(({ rows }) => rows);
  await expect.poll(left).toEqual([]);
}

/** The connection string of sessions whose statements have one plan for all values. */
export function withGenericPlans(connectionString: string): string {
  const url = new URL(connectionString);
  url.searchParams.set('options', '-c plan_cache_mode=force_generic_plan');
  return url.href;
}

const tables = sql.join(['series', 'series_history', 'series_chunks']);
