import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Config, ConfigError } from '../../src/config.ts';
import { socketDirOf, socketUrl, startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { isConnectionError, keepsSessions, sessionsNotKept } from '../../src/store/index.ts';
import { tellingWaits } from '../slow-database.ts';

const pollMs = 500;
/** Sessions of others with the database. */
const others = `
  SELECT count(*)::integer AS sessions FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;

/** Works with the database of the settings: DATABASE_URL, or the embedded one. The embedded one is started if no
 *  service runs with it, and is stopped when neither this command nor another one uses it. A wait for another session
 *  or for a standby is told on standard error.
 *  @param mayCreate whether an embedded one is created where none is
 *  @param applicationName name of the sessions of the work
 *  @throws ConfigError if it is not and none is there, or if DATABASE_URL
 *  leads to a pooler that does not keep sessions */
export async function withDatabase<T>(
  config: Config,
  { mayCreate, applicationName }: { mayCreate: boolean; applicationName: string },
  work: (url: string) => Promise<T>,
): Promise<T> {
  const told = (url: string) => tellingWaits(url, { applicationName }, () => work(url));
  if (config.databaseUrl !== null) {
    if (!(await keepsSessions(config.databaseUrl))) throw new ConfigError(sessionsNotKept);
    return told(config.databaseUrl);
  }
  const running = runningUrl(config.dataDir);
  if (running !== null) return inEmbedded(config.dataDir, () => told(running));
  if (!mayCreate && !existsSync(join(config.dataDir, 'postgres', 'PG_VERSION')))
    throw new ConfigError(
      `There is no database in ${config.dataDir}: set GATECAST_DATA_DIR to the data directory of the service, or DATABASE_URL to its database.`,
    );
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    return await inEmbedded(config.dataDir, () => told(server.url));
  } finally {
    await untilUnused(server.url).catch(() => {}); // nobody uses a server that does not answer
    await server.stop();
  }
}

/** Connection string of the embedded PostgreSQL of a service or another command that runs; null if none runs.
 *  @throws ConfigError if the user of the command may not read its file */
function runningUrl(dataDir: string): string | null {
  const folder = join(dataDir, 'postgres');
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  try {
    readFileSync(pidFile);
  } catch (error) {
    const { message } = error as Error;
    throw new ConfigError(
      `${pidFile} cannot be read: ${message}. Run the command as the user of the service.`,
    );
  }
  const socketDir = socketDirOf(folder);
  return socketDir !== null && existsSync(join(socketDir, '.s.PGSQL.5432')) ? socketUrl(socketDir) : null;
}

/** Waits for other commands that use the server of this one. */
async function untilUnused(url: string): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => {}); // the question fails
  let isTold = false;
  try {
    await client.connect();
    while ((await client.query(others)).rows[0].sessions > 0) {
      await sleep(pollMs);
      if (!isTold) process.stderr.write('Another command uses the database: this one waits for its end.\n');
      isTold = true;
    }
  } finally {
    await client.end().catch(() => {});
  }
}

/** @throws ConfigError if the server ends under the work: DATABASE_URL, which other messages name, is not set */
async function inEmbedded<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isConnectionError(error)) throw error;
    throw new ConfigError(
      `The embedded database in ${dataDir} does not answer any more (${(error as Error).message}): it ends with the service or the command that started it. Repeat the command.`,
      { cause: error },
    );
  }
}
