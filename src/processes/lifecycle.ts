/** Start and end of a process: the same code for the API, the worker and `npm start`. */
import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { Logger } from 'pino';
import { keepCompiled } from '../compile-cache.ts';
import { type Config, ConfigError, readConfig, requireDatabaseUrl } from '../config.ts';
import { databaseUrlFollows } from '../early-settings.ts';
import { armFaultPoint } from '../fault-points.ts';
import { endWithLauncher } from './launcher-watch.ts';
import { freeMemoryWhenIdle } from './memory-when-idle.ts';
import { flagsOfThreads } from './node-flags.ts';
import type { ParentMessage, ProcessMessage } from './process-messages.ts';
import { keepTickShape } from './tick-shape.ts';

/** Address of the database. A process of `npm start` loads its code while the database starts, and waits here.
 *  @throws ConfigError if DATABASE_URL is not set */
export function databaseUrlOf(config: Config): Promise<string> | string {
  if (config.databaseUrl !== databaseUrlFollows) return requireDatabaseUrl(config);
  return new Promise((resolve) => {
    process.once('message', ({ url }: ParentMessage) => resolve(url));
  });
}

/** A parent that has just ended is no fault: the event `disconnect` follows. */
export function notifyParent(message: ProcessMessage): void {
  process.send?.(message, () => {});
}

export interface MainOptions {
  /** Errors beside ConfigError that the operator can fix. */
  isOperatorError?: (error: unknown) => error is Error;
  /** The function of the engine, which `npm start` does not load. */
  returnFreePages?: () => void;
}

/** Nothing was begun that has to be ended in order. A parent that dies during the start leaves no process behind. */
const exitDuringStart = () => process.exit(0);
/** SIGHUP: the terminal was closed. Only a child with an IPC channel gets `disconnect`: its parent
 *  died or disconnected. */
const endings = ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'] as const;

const parentIsGone = 'parent is gone';

/** `exit` would wait for threads that run native code. */
function killItself(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Reads the settings and starts the process. Until `stopOnSignal`, a signal ends it at once. An error that the
 *  operator can fix (a setting, a port) is printed without a stack, and the process exits with code 2. */
export async function runMain(
  start: (config: Config) => Promise<void>,
  { isOperatorError = isConfigError, returnFreePages }: MainOptions = {},
): Promise<void> {
  if (process.connected === false) exitDuringStart(); // the parent died while the code was loaded
  for (const ending of endings) process.on(ending, exitDuringStart);
  try {
    const config = readConfig();
    keepCompiled(config.compileCaches);
    keepTickShape();
    armFaultPoint(config.faultPoint);
    if (config.isRunByNpm && process.send === undefined) endWithLauncher(); // others get the event `disconnect`
    setFlagsFromString(flagsOfThreads);
    await start(config);
    flushCompileCache();
    freeMemoryWhenIdle(returnFreePages);
  } catch (error) {
    if (!(isConfigError(error) || isOperatorError(error))) throw error;
    if (process.send === undefined) process.stderr.write(`${error.message}\n`);
    else await new Promise((sent) => process.send!({ type: 'refused', message: error.message }, sent));
    process.exit(2); // open connections would keep the process alive
  }
}

function isConfigError(error: unknown): error is Error {
  return error instanceof ConfigError;
}

/** Calls `stop` once and exits, on SIGTERM, SIGINT, SIGHUP, or when the parent process is gone. A further SIGTERM
 *  changes nothing: a program that ends the whole process group sends one, and the parent another. A further SIGINT
 *  ends the process at once, and so does the end of its parent while it stops: a worker has a session of its own, so
 *  only its parent gets the SIGINT of a terminal. The returned function does the same for another reason, with exit
 *  code 1. If `stop` takes longer than `stopMsMax`, the process kills itself: everything that was acknowledged is
 *  already in the database. */
export function stopOnSignal(options: {
  log: Logger;
  stopMsMax: number;
  stop(): Promise<void>;
}): (reason: string) => void {
  const { log, stopMsMax } = options;
  let isStopping = false;
  const exit = async (reason: string, code: number) => {
    if (isStopping) {
      if (reason === parentIsGone) killItself(); // a parent waits, unless it was killed
      return;
    }
    isStopping = true;
    log.info({ reason }, 'stopping');
    const bound = setTimeout(() => {
      log.error({ ms: stopMsMax }, 'stopping took too long: the process kills itself');
      log.flush(); // nothing is written after the kill
      killItself();
    }, stopMsMax);
    bound.unref();
    try {
      await options.stop();
      log.info('stopped');
      process.exit(code);
    } catch (error) {
      log.error({ err: error }, 'stopping failed');
      process.exit(1);
    }
  };
  for (const ending of endings) {
    const reason = ending === 'disconnect' ? parentIsGone : ending;
    const listen = ending === 'SIGINT' ? process.once : process.on;
    listen.call(process, ending, () => exit(reason, 0));
    process.off(ending, exitDuringStart); // not before: a signal that has come and finds no listener is lost
  }
  return (reason) => exit(reason, 1);
}
