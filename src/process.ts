/** How a process of the service ends: the same for the API and the worker. */
import type { Logger } from 'pino';

/** Calls `stop` once on SIGTERM or SIGINT, or when the parent that started this process is gone; then ends the process.
 *  A stop that takes longer than `stopMsMax` is cut short: everything acknowledged is in the database by then. */
export function exitWhenAsked(options: { log: Logger; stopMsMax: number; stop(): Promise<void> }): void {
  const { log, stopMsMax } = options;
  let asked = false;
  const exit = async (reason: string) => {
    if (asked) return;
    asked = true;
    log.info({ reason }, 'stopping');
    const bound = setTimeout(() => {
      log.error({ ms: stopMsMax }, 'stopping took too long; ended all the same');
      process.exit(1);
    }, stopMsMax);
    bound.unref();
    try {
      await options.stop();
      log.info('stopped');
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'stopping failed');
      process.exit(1);
    }
  };
  process.once('SIGTERM', () => exit('SIGTERM'));
  process.once('SIGINT', () => exit('SIGINT'));
  // Only a process that was started with an IPC channel has this event: its parent has died or let go of it.
  process.once('disconnect', () => exit('parent is gone'));
}
