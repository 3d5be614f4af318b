import pg from 'pg';
import { askForeignSession } from '../../database-session.ts';

const connectionTimeoutMillis = 3_000;

/** Commits of the role that have waited for a standby for longer than a standby in use takes. */
const question = `
  SELECT count(*)::integer AS waiting FROM pg_stat_activity
  WHERE usename = current_user AND wait_event = 'SyncRep' AND state_change < clock_timestamp() - interval '2 seconds'`;

/** Why PostgreSQL has not answered for some seconds, as a session of its own sees it; null if it does not see it. */
export async function slowReason(connectionString: string): Promise<string | null> {
  const client = new pg.Client({
    ...{ connectionString, connectionTimeoutMillis, query_timeout: connectionTimeoutMillis },
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { waiting } = await askForeignSession<{ waiting: number }>(client, question);
    if (waiting === 0) return null;
    return 'a commit waits for a synchronous standby that does not confirm it: start the standby, or take it out of `synchronous_standby_names` and reload';
  } catch {
    return null;
  } finally {
    await client.end().catch(() => {});
  }
}
