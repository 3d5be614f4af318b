import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProcessMessage } from '../../src/processes/process-messages.ts';

const readyMsMax = 60_000;
/** One training at a time, and no waiting for other work of the machine. */
const defaults = { LOG_LEVEL: 'debug', GATECAST_WORKER_CONCURRENCY: '1', GATECAST_TRAINING_NICENESS: '0' };

export interface TestProcess {
  /** Address of an API; empty for a worker. */
  url: string;
  pid: number;
  /** Resolves when the process has ended and its output is whole. */
  ended: Promise<void>;
  /** Sends the signal and resolves when the process has ended and its output is whole. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Null while it runs, and if a signal has ended it. */
  exitCode(): number | null;
  /** Log of the process, for the message of a failing test. */
  output(): string;
}

export type Environment = Record<string, string>;

export const startApi = (environment: Environment) =>
  start('../../src/processes/api.ts', { PORT: '0', ...environment });
export const startWorker = (environment: Environment) => start('../../src/processes/worker.ts', environment);

/** Starts a process of the service as a deployment does. Resolves when the process reports that it is ready. */
async function start(entry: string, environment: Environment): Promise<TestProcess> {
  const { NODE_OPTIONS: _, VITEST: __, ...inherited } = process.env;
  const child = fork(fileURLToPath(new URL(entry, import.meta.url)), {
    env: { ...inherited, ...defaults, ...environment },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  /** After `exit` there may still be output to read. */
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (output += chunk));
  const url = await ready(child, () => output);
  return {
    url,
    pid: child.pid!,
    ended: closed,
    kill(signal) {
      child.kill(signal);
      return closed;
    },
    exitCode: () => child.exitCode,
    output: () => output,
  };
}

function ready(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const bound = setTimeout(() => fail(`was not ready within ${readyMsMax} ms`), readyMsMax);
    const fail = (what: string) => {
      clearTimeout(bound);
      child.kill('SIGKILL');
      reject(new Error(`${child.spawnargs.at(-1)} ${what}:\n${output()}`));
    };
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.once('message', (message: ProcessMessage) => {
      if (message.type === 'refused') return fail(message.message);
      clearTimeout(bound);
      child.removeAllListeners('exit');
      return resolve(message.url ?? '');
    });
  });
}
