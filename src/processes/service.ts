/** The whole service on one machine: the API, a worker, and an embedded PostgreSQL unless DATABASE_URL is set. Each is a
 *  process of its own. A process that dies is restarted. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { type Config, ConfigError } from '../config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/index.ts';
import { databaseUrlFollows, type ParentMessage, type ProcessMessage } from './lifecycle.ts';
import { flagsBesideOthers, leanMemory } from './node-flags.ts';
import { makeSecretKey } from './secret-keys.ts';

const restartDelayMsMin = 500;
const restartDelayMsMax = 10_000;
/** After this long a process counts as healthy: its next restart has the shortest delay again. */
const healthyMs = 30_000;
const stopMsMax = 20_000;

export interface Service {
  url: string;
  /** Ids of the processes, to monitor or kill them. */
  pids(): Record<'api' | 'worker' | 'postgres', number | undefined>;
  /** Called when the embedded database has stopped and cannot be restarted. The service cannot work without it. */
  onDatabaseLost(callback: (error: Error) => void): void;
  stop(): Promise<void>;
}

/** @param output destination of the children's log lines: a file descriptor, or the output of this process */
export async function startService(options: {
  config: Config;
  log: Logger;
  output: 'inherit' | number;
}): Promise<Service> {
  const { config, log, output } = options;
  let database: EmbeddedPostgres | null = null;
  const environment = {
    ...leanMemory,
    ...process.env,
    DATABASE_URL: config.databaseUrl ?? databaseUrlFollows,
  };
  const children: SupervisedProcess[] = [];
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
    await database?.stop();
  };
  try {
    const api = superviseProcess('api', { environment, log, output });
    const worker = superviseProcess('worker', { environment, log, output });
    children.push(api, worker);
    const ready = Promise.all([api.ready, worker.ready]);
    ready.catch(() => {}); // awaited below
    if (config.databaseUrl === null) {
      database = await startEmbeddedPostgres({
        dataDir: config.dataDir,
        log: (level, message) => log[level](message),
      });
      makeSecretKey(config.dataDir);
      for (const child of children) child.useDatabase(database.url);
    }
    const [{ url }] = await ready;
    api.environment.PORT = new URL(url!).port; // a restarted API listens on the same port
    return {
      url: url!,
      pids: () => ({ api: api.pid(), worker: worker.pid(), postgres: database?.postmasterPid }),
      onDatabaseLost: (callback) => database?.onExit(callback),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ready = Extract<ProcessMessage, { type: 'ready' }>;

interface SupervisedProcess {
  /** Resolves at the first start. Rejects if the process ends before it is ready: a restart would not help. */
  ready: Promise<Ready>;
  /** Tells the process, and its successors, where the database is. */
  useDatabase(url: string): void;
  environment: NodeJS.ProcessEnv;
  pid(): number | undefined;
  stop(): Promise<void>;
}

function superviseProcess(
  entry: 'api' | 'worker',
  options: { environment: NodeJS.ProcessEnv; log: Logger; output: 'inherit' | number },
): SupervisedProcess {
  const file = fileURLToPath(new URL(`./${entry}.ts`, import.meta.url));
  const environment = { ...options.environment };
  let child: ChildProcess | null = null;
  let stopping = false;
  let wasReady = false;
  let delayMs = restartDelayMsMin;
  let timer: NodeJS.Timeout | undefined;
  const { promise: ready, resolve, reject } = Promise.withResolvers<Ready>();

  const start = () => {
    const startedAt = Date.now();
    const restart = (cause: string) => {
      if (stopping) return;
      if (!wasReady) {
        reject(new Error(`${entry}.ts ended before it was ready (${cause}).`));
        return;
      }
      if (Date.now() - startedAt > healthyMs) delayMs = restartDelayMsMin;
      options.log.error(
        { entry, ended: cause, restart_in_ms: delayMs },
        'a process of the service ended and is restarted',
      );
      timer = setTimeout(start, delayMs);
      delayMs = Math.min(delayMs * 2, restartDelayMsMax);
    };
    let made: ChildProcess;
    try {
      made = fork(file, {
        env: environment,
        execArgv: [...process.execArgv, ...flagsBesideOthers(entry)],
        stdio: ['ignore', options.output, options.output, 'ipc'],
      });
    } catch (error) {
      restart((error as Error).message); // Node throws some errors, such as the lack of memory, and reports others
      return;
    }
    child = made;
    made.on('message', (message: ProcessMessage) => {
      if (message.type === 'refused') return reject(new ConfigError(message.message));
      wasReady = true;
      resolve(message);
    });
    made.on('exit', (code, signal) => restart(signal === null ? `exit code ${code}` : signal));
    made.on('error', (error) => {
      if (made.pid === undefined) restart(error.message); // it has no exit
    });
  };
  start();
  return {
    ready,
    useDatabase(url) {
      environment.DATABASE_URL = url;
      if (child?.connected) child.send({ type: 'database', url } satisfies ParentMessage, () => {}); // `exit` reports a dead one
    },
    environment,
    pid: () => child?.pid,
    stop: () => {
      stopping = true;
      clearTimeout(timer);
      return child === null ? Promise.resolve() : ended(child);
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const bound = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
    child.once('exit', () => {
      clearTimeout(bound);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
