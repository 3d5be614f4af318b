/** The whole service on one machine: the API, a worker, and an embedded PostgreSQL unless DATABASE_URL is set. Each is
 *  a process of its own. A process that dies is restarted. */
import type { Logger } from 'pino';
import { type Config, ConfigError } from '../config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/index.ts';
import { makeSecretKey } from './secret-keys.ts';
import { isRefusal, type SupervisedProcess, superviseProcess } from './supervised-process.ts';

export interface Service {
  url: string;
  /** Ids of the processes, to monitor or kill them. */
  pids(): Record<'api' | 'worker' | 'postgres', number | undefined>;
  /** Called when the embedded database has stopped and cannot be restarted. The service cannot work without it. */
  onDatabaseLost(callback: (error: Error) => void): void;
  stop(): Promise<void>;
}

/** @param output destination of the children's log lines: a file descriptor, or the output of this process
 *  @param api the process of the API, if it is started already
 *  @param onStoppable called before the API serves. From then on `stop` ends the service in order; a start
 *  that is stopped never ends
 *  @throws ConfigError if a process finds a setting that the operator must change */
export async function startService(options: {
  config: Config;
  log: Logger;
  output: 'inherit' | number;
  api?: SupervisedProcess;
  onStoppable?: (service: Pick<Service, 'stop' | 'onDatabaseLost'>) => void;
}): Promise<Service> {
  const { config, log, output, onStoppable = () => {} } = options;
  let database: EmbeddedPostgres | null = null;
  const children: SupervisedProcess[] = [];
  let isStopped = false;
  const stop = async () => {
    isStopped = true;
    await Promise.all(children.map((child) => child.stop()));
    await database?.stop();
  };
  try {
    const { databaseUrl } = config;
    const supervised = (child: SupervisedProcess) => {
      child.onRestart((restart) => log.error(restart, 'a process of the service ended and is restarted'));
      children.push(child);
      return child;
    };
    const api = supervised(options.api ?? superviseProcess('api', { databaseUrl, output }));
    if (databaseUrl === null) {
      database = await startEmbeddedPostgres({
        dataDir: config.dataDir,
        log: (level, message) => log[level](message),
      });
      makeSecretKey(config.dataDir);
      api.useDatabase(database.url);
    }
    const onDatabaseLost: Service['onDatabaseLost'] = (callback) => database?.onExit(callback);
    onStoppable({ stop, onDatabaseLost });
    const { url } = await api.ready;
    if (isStopped) await new Promise<never>(() => {}); // no worker starts any more
    api.environment.PORT = portOf(url!); // a restarted API listens on the same port
    // Callers wait for the API and not for the worker, which would take a core from its start.
    const worker = supervised(superviseProcess('worker', { databaseUrl, output }));
    if (database !== null) worker.useDatabase(database.url);
    await worker.ready;
    return {
      url: url!,
      pids: () => ({ api: api.pid(), worker: worker.pid(), postgres: database?.postmasterPid }),
      onDatabaseLost,
      stop,
    };
  } catch (error) {
    await stop();
    throw isRefusal(error) ? new ConfigError(error.message) : error;
  }
}

/** The port of an address, which leaves out the standard port of HTTP. */
export function portOf(url: string): string {
  return new URL(url).port || '80';
}
