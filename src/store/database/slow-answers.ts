import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { GuardedClient } from '../../database-client.ts';
import { askForeignSession } from '../../database-session.ts';
import { migrationLock } from './migrate.ts';

const connectionTimeoutMillis = 3_000;
/** A migration waits for a lock for 2 s, and then pauses for 1 to 2 s: it is seen within this time. */
const looks = { count: 6, pauseMs: 500 };

const standbyAway =
  'a commit waits for a synchronous standby that does not confirm it: start the standby, or take it out of `synchronous_standby_names` and reload';
const lockHeld = 'another session holds a lock';

interface Waiting {
  commits: number;
  named: number;
}

/** Sessions of the role that have waited for a standby for longer than a standby in use takes, and those with the name
 *  that wait for a lock or a standby. */
const question = (applicationName: string) => `
  SELECT count(*) FILTER (WHERE wait_event = 'SyncRep')::integer AS commits,
    count(*) FILTER (WHERE application_name = ${pg.escapeLiteral(applicationName)}
      AND (wait_event = 'SyncRep' OR wait_event_type = 'Lock'))::integer AS named
  FROM pg_stat_activity
  WHERE usename = current_user AND state_change < clock_timestamp() - interval '2 seconds'`;

interface Blocker {
  /** Whether it migrates itself, and the waiting process lets it. */
  migrates: boolean;
  /** The table whose lock it holds; null for another lock. */
  table: string | null;
  /** Session that holds the lock; 0: a prepared transaction. */
  pid: number;
  name: string | null;
  role: string | null;
}

/** A migration that waits for a lock, and a session that holds it. A migration that waits for
 *  another one comes last. */
const blockerQuestion = `
  SELECT wanted.locktype = 'advisory' AS migrates, wanted.relation::regclass::text AS table, blocking.pid,
    holder.application_name AS name, holder.usename AS role
  FROM pg_locks AS migration
  JOIN pg_locks AS wanted ON wanted.pid = migration.pid AND NOT wanted.granted
  CROSS JOIN LATERAL unnest(pg_blocking_pids(migration.pid)) AS blocking (pid)
  LEFT JOIN pg_stat_activity AS holder ON holder.pid = blocking.pid
  WHERE migration.locktype = 'advisory' AND migration.classid = 0 AND migration.objid = ${migrationLock}
    AND migration.objsubid = 1
    AND migration.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  ORDER BY migration.granted DESC
  LIMIT 1`;

function blockerReason({ migrates, table, pid, name, role }: Blocker): string {
  const session = `session ${pid} of \`${name || role}\``;
  if (migrates) return `another process migrates it (${session})`;
  const waits = `a migration waits for a lock${table === null ? '' : ` on \`${table}\``}`;
  if (pid === 0) return `${waits} of a prepared transaction: end it (\`pg_prepared_xacts\`)`;
  return `${waits} of ${session}: end its transaction, or the session (\`SELECT pg_terminate_backend(${pid})\`)`;
}

async function reasonOfAny(client: GuardedClient): Promise<string | null> {
  for (let look = 1; ; look++) {
    const { commits } = await askForeignSession<Waiting>(client, question(''));
    if (commits > 0) return standbyAway;
    const blocker = await askForeignSession<Blocker | undefined>(client, blockerQuestion);
    if (blocker !== undefined) return blockerReason(blocker);
    if (look === looks.count) return null;
    await sleep(looks.pauseMs);
  }
}

async function reasonOfNamed(client: GuardedClient, applicationName: string): Promise<string | null> {
  const { commits, named } = await askForeignSession<Waiting>(client, question(applicationName));
  if (named === 0) return null;
  return commits > 0 ? standbyAway : lockHeld;
}

/** Why PostgreSQL has not answered for some seconds, as a session of its own sees it; null if it does not see it.
 *  @param applicationName name of the sessions that wait. With it, other sessions that wait are no reason, and any lock
 *  is one. Without it, the lock that a migration waits for is one */
export async function slowReason(connectionString: string, applicationName?: string): Promise<string | null> {
  const client = new GuardedClient({
    connectionString,
    connectionTimeoutMillis,
    query_timeout: connectionTimeoutMillis,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await (applicationName === undefined
      ? reasonOfAny(client)
      : reasonOfNamed(client, applicationName));
  } catch {
    return null;
  } finally {
    await client.end().catch(() => {});
  }
}
