import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../../src/config.ts';
import { socketUrl, startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { keepsSessions, sessionsNotKept } from '../../src/store/index.ts';
import { tellingWaits } from '../slow-database.ts';

/** Works with the database of the settings: DATABASE_URL, or the embedded one. The embedded one is started if no service runs with
 *  it, and is stopped afterwards. A wait for another session or for a standby is told on standard error.
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
  if (running !== null) return told(running);
  if (!mayCreate && !existsSync(join(config.dataDir, 'postgres', 'PG_VERSION')))
    throw new ConfigError(
      `There is no database in ${config.dataDir}: set GATECAST_DATA_DIR to the data directory of the service, or DATABASE_URL to its database.`,
    );
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    return await told(server.url);
  } finally {
    await server.stop();
  }
}

/** Connection string of the embedded PostgreSQL of a service that runs; null if none runs. */
function runningUrl(dataDir: string): string | null {
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const [pid, , , , socketDir] = textOf(pidFile).split('\n');
  if (!existsSync(join(socketDir, '.s.PGSQL.5432')) || !isAlive(Number(pid))) return null;
  return socketUrl(socketDir);
}

/** @throws ConfigError if the user of the command may not read the file */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { message } = error as Error;
    throw new ConfigError(`${path} cannot be read: ${message}. Run the command as the user of the service.`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
