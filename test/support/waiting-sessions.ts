import type { ClientBase } from 'pg';

/** Condition on a row of `pg_locks`: its session waits for a lock that the session which asks holds. Tests share a server whose databases
 *  are copies, so the relations of all of them have the same ids. */
export const waitsForThisSession = 'NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))';

/** Sessions that wait for a lock of this one. It may be within a transaction, in which `pg_stat_activity` would not change. */
export async function waitingSessions(session: Pick<ClientBase, 'query'>): Promise<number> {
  const { rows } = await session.query(
    `SELECT count(DISTINCT pid)::integer AS count FROM pg_locks WHERE ${waitsForThisSession}`,
  );
  return rows[0].count;
}
