/** How a process of the service starts and ends: the same for the API, the worker and both together. */
import { flushCompileCache } from 'node:module';
import type { Logger } from 'pino';
import { keepCompiled } from '../compile-cache.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';

/** What a process says to the one that started it, over IPC. */
export type ProcessMessage = { type: 'ready'; url?: string } | { type: 'refused'; message: string };

export function notifyParent(message: ProcessMessage): void {
  process.send?.(message);
}

/** Reads the settings and starts. What an operator has to change is told without a stack, and ends with 2. */
export async function runMain(
  start: (config: Config) => Promise<void>,
  isOperatorError: (error: unknown) => error is Error = isConfigError,
): Promise<void> {
  try {
    const config = readConfig();
    keepCompiled(config.compileCache);
    await start(config);
    flushCompileCache();
  } catch (error) {
    if (!(isConfigError(error) || isOperatorError(error))) throw error;
    if (process.send === undefined) process.stderr.write(`${error.message}\n`);
    else await new Promise((sent) => process.send!({ type: 'refused', message: error.message }, sent));
    process.exit(2); // connections that are already open would keep it alive
  }
}

function isConfigError(error: unknown): error is Error {
  return error instanceof ConfigError;
}

/** Calls `stop` once on SIGTERM or SIGINT, or when the parent that started this process is gone; then ends the
 *  process. The answer does the same for a reason of the caller's own, and the process then ends with 1. A stop that
 *  takes longer than `stopMsMax` is cut short: everything acknowledged is in the database by then. */
export function stopOnSignal(options: {
  log: Logger;
  stopMsMax: number;
  stop(): Promise<void>;
}): (reason: string) => void {
  const { log, stopMsMax } = options;
  let isStopping = false;
  const exit = async (reason: string, code: number) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ reason }, 'stopping');
    const bound = setTimeout(() => {
      log.error({ ms: stopMsMax }, 'stopping took too long; ended all the same');
      process.kill(process.pid, 'SIGKILL'); // `exit` would wait for a thread that is deep in native code
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
  process.once('SIGTERM', () => exit('SIGTERM', 0));
  process.once('SIGINT', () => exit('SIGINT', 0));
  // Only a process that was started with an IPC channel has this event: its parent has died or let go of it.
  process.once('disconnect', () => exit('parent is gone', 0));
  return (reason) => exit(reason, 1);
}
