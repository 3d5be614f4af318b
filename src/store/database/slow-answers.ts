import pg from 'pg';
import { GuardedClient } from '../../database-client.ts';
import { askForeignSession } from '../../database-session.ts';

const connectionTimeoutMillis = 3_000;

const standbyAway =
  'a commit waits for a synchronous standby that does not confirm it: start the standby, or take it out of `synchronous_standby_names` and reload';
const lockHeld = 'another session holds a lock';

/** Sessions of the role that have waited for a standby for longer than a standby in use takes, and those with the name that wait for a
 *  lock or a standby. */
const question = (applicationName: string) => `
  SELECT count(*) FILTER (WHERE wait_event = 'SyncRep')::integer AS commits,
    count(*) FILTER (WHERE application_name = ${pg.escapeLiteral(applicationName)}
      AND (wait_event = 'SyncRep' OR wait_event_type = 'Lock'))::integer AS named
  FROM pg_stat_activity
  WHERE usename = current_user AND state_change < clock_timestamp() - interval '2 seconds'`;

/** Why PostgreSQL has not answered for some seconds, as a session of its own sees it; null if it does not see it.
 *  @param applicationName name of the sessions that wait. With it, other sessions that wait are no reason, and a lock is one */
export async function slowReason(connectionString: string, applicationName?: string): Promise<string | null> {
  const client = new GuardedClient({
    ...{ connectionString, connectionTimeoutMillis, query_timeout: connectionTimeoutMillis },
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const seen = await askForeignSession<{ commits: number; named: number }>(
      client,
      question(applicationName ?? ''),
    );
    if (applicationName !== undefined && seen.named === 0) return null;
    if (seen.commits > 0) return standbyAway;
    return applicationName === undefined ? null : lockHeld;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => {});
  }
}
