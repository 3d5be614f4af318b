/** A process of `npm start` that is started again when it dies. This file loads little: `npm start` starts the API by
 *  it before it loads its own code. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { databaseUrlFollows, trainingsYieldIn } from '../early-settings.ts';
import { flagsBesideOthers, leanMemory } from './node-flags.ts';
import type { ParentMessage, ProcessMessage } from './process-messages.ts';

const restartDelayMsMin = 500;
const restartDelayMsMax = 10_000;
/** After this long a process counts as healthy: its next restart has the shortest delay again. */
const healthyMs = 30_000;
const stopMsMax = 20_000;

type Ready = Extract<ProcessMessage, { type: 'ready' }>;

/** A process found a setting that the operator must change. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** By name, since `start.ts` supervises the API by its own copy of this code, and the build has another one. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.name === 'RefusedError';
}

/** How a process ended, and when it starts again. */
export interface Restart {
  entry: string;
  ended: string;
  restart_in_ms: number;
}

export interface SupervisedProcess {
  /** Resolves at the first start. Rejects if the process ends before it is ready, since a restart would not help; with
   *  a RefusedError if a setting is the reason. */
  ready: Promise<Ready>;
  /** Calls `report` at each restart. */
  onRestart(report: (restart: Restart) => void): void;
  /** Tells the process, and its successors, where the embedded database is. */
  useDatabase(url: string): void;
  environment: NodeJS.ProcessEnv;
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** In a session of its own, the worker leaves the cores to the API and to PostgreSQL (`priority.ts`). */
const hasOwnSession = process.platform === 'linux' && trainingsYieldIn(process.env);

/** The process reads its settings from the environment of this one. Without a `databaseUrl` it waits for the address of
 *  the embedded database. That comes by a message at each start and never by DATABASE_URL, which
 *  says whose database it is.
 *  @param output destination of its log lines: a file descriptor, or the output of this process */
export function superviseProcess(
  entry: 'api' | 'worker',
  { databaseUrl, output }: { databaseUrl: string | null; output: 'inherit' | number },
): SupervisedProcess {
  const file = fileURLToPath(new URL(`./${entry}.ts`, import.meta.url));
  const environment: NodeJS.ProcessEnv = {
    ...leanMemory,
    ...process.env,
    DATABASE_URL: databaseUrl ?? databaseUrlFollows,
  };
  let child: ChildProcess | null = null;
  let embeddedUrl: string | null = null;
  let stopping = false;
  let wasReady = false;
  let delayMs = restartDelayMsMin;
  let timer: NodeJS.Timeout | undefined;
  let report = (_: Restart) => {};
  const { promise: ready, resolve, reject } = Promise.withResolvers<Ready>();

  const tellDatabase = () => {
    if (embeddedUrl === null || !child?.connected) return;
    child.send({ type: 'database', url: embeddedUrl } satisfies ParentMessage, () => {}); // `exit` reports a dead one
  };
  const start = () => {
    const startedAt = performance.now();
    const restart = (cause: string) => {
      if (stopping) return;
      if (!wasReady) {
        reject(new Error(`${entry}.ts ended before it was ready (${cause}).`));
        return;
      }
      if (performance.now() - startedAt > healthyMs) delayMs = restartDelayMsMin;
      report({ entry, ended: cause, restart_in_ms: delayMs });
      timer = setTimeout(start, delayMs);
      delayMs = Math.min(delayMs * 2, restartDelayMsMax);
    };
    let made: ChildProcess;
    try {
      made = fork(file, {
        env: environment,
        execArgv: [...process.execArgv, ...flagsBesideOthers(entry)],
        stdio: ['ignore', output, output, 'ipc'],
        detached: entry === 'worker' && hasOwnSession,
      });
    } catch (error) {
      restart((error as Error).message); // Node throws some errors, such as the lack of memory, and reports others
      return;
    }
    child = made;
    tellDatabase();
    let refusal: string | null = null;
    made.on('message', (message: ProcessMessage) => {
      if (message.type === 'refused') {
        refusal = message.message;
        return reject(new RefusedError(message.message));
      }
      wasReady = true;
      resolve(message);
    });
    made.on('exit', (code, signal) => restart(refusal ?? signal ?? `exit code ${code}`));
    made.on('error', (error) => {
      if (made.pid === undefined) restart(error.message); // it has no exit
    });
  };
  ready.catch(() => {}); // whoever waits for it is told
  start();
  return {
    ready,
    onRestart: (callback) => {
      report = callback;
    },
    useDatabase(url) {
      embeddedUrl = url;
      tellDatabase();
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
