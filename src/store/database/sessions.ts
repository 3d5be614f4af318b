import type pg from 'pg';
import { announcedProcessOf, GuardedClient } from '../../database-client.ts';
import { askForeignSession } from '../../database-session.ts';

/** Statements of each of two sessions that are compared. Other clients of a pooler may hide the change of a
 *  server process from a few. */
const roundsMax = 10;
const connectionTimeoutMillis = 5_000;

/** Refusal of a connection on which `keepsSessions` is false. */
export const sessionsNotKept =
  'DATABASE_URL leads to a pooler that does not keep sessions. The tenant is a setting of the session, so rows of one tenant could be shown to another. ' +
  'Set `pool_mode = session` in PgBouncer (its counterpart in other poolers), or connect to PostgreSQL itself.';

/** Whether a session keeps its server process. A pooler that changes it for each transaction or statement, such as
 *  PgBouncer without `pool_mode = session`, gives the settings of one session to others. */
export async function keepsSessions(connectionString: string): Promise<boolean> {
  const clients = [0, 1].map(() => new GuardedClient({ connectionString, connectionTimeoutMillis }));
  for (const client of clients) client.on('error', () => {}); // the call that uses it fails
  const [first, second] = clients;
  try {
    await first.connect();
    const own = await serverProcessOf(first);
    if (announcedProcessOf(first) === own) return true; // poolers announce a number of their own
    await second.connect();
    for (let round = 0; round < roundsMax; round++) {
      if ((await serverProcessOf(first)) !== own || (await serverProcessOf(second)) === own) return false;
    }
    return true;
  } finally {
    await Promise.allSettled(clients.map((client) => client.end()));
  }
}

async function serverProcessOf(client: pg.Client): Promise<number> {
  const { pid } = await askForeignSession<{ pid: number }>(client, 'SELECT pg_backend_pid() AS pid');
  return pid;
}
