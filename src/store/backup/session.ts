import pg from 'pg';
import { setUpSession } from '../../database-session.ts';

/** Backups and restores wait for the file between two statements. */
const noLimits = { lock_timeout: 0, idle_in_transaction_session_timeout: 0 };

/** Works in a session of its own. @throws the error that broke the session, if it breaks: the statements after it only say that it is broken */
export async function inSession<T>(
  connectionString: string,
  applicationName: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: applicationName });
  let brokenBy: Error | null = null;
  client.on('error', (error) => {
    brokenBy ??= error;
  });
  try {
    await client.connect();
    await setUpSession(client, noLimits);
    return await work(client);
  } catch (error) {
    throw brokenBy ?? error;
  } finally {
    await client.end().catch(() => {});
  }
}
