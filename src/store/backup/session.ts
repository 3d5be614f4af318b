import type pg from 'pg';
import { GuardedClient } from '../../database-client.ts';
import { setUpSession } from '../../database-session.ts';

/** Names a database without its user and password. */
export function placeOf(connectionString: string): string {
  const { database, host, port } = new GuardedClient({ connectionString });
  return `the database ${database} on ${host.startsWith('/') ? host : `${host}:${port}`}`;
}

/** Works in a session of its own, without limits of time: backups and restores wait for the
 *  file between two statements.
 *  @throws the error that broke the session, if it breaks: the statements after it only say that it is broken */
export async function inSession<T>(
  connectionString: string,
  applicationName: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new GuardedClient({ connectionString, application_name: applicationName });
  let brokenBy: Error | null = null;
  client.on('error', (error) => {
    brokenBy ??= error;
  });
  try {
    await client.connect();
    await setUpSession(client);
    return await work(client);
  } catch (error) {
    throw brokenBy ?? error;
  } finally {
    await client.end().catch(() => {});
  }
}
