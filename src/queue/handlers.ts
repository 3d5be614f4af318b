import { setTimeout as sleep } from 'node:timers/promises';
import type { PayloadWorker } from './backend.ts';

/** How long a worker that closes waits for its queue after the last handler has ended. */
const closeMsMax = 3_000;

export interface Handlers {
  /** Runs a handler. @returns its result */
  run<T>(handle: () => Promise<T>): Promise<T>;
  /** Takes no more jobs for the worker, and waits for the running handlers. BullMQ also waits for its database, and
   *  forever if that is away: then the worker is left with what it still has to tell the queue. Its jobs are delivered
   *  again, and their rows say what became of them. */
  close(worker: PayloadWorker): Promise<void>;
}

export function createHandlers(): Handlers {
  const running = new Set<Promise<unknown>>();
  const ended = async () => {
    while (running.size > 0) await Promise.allSettled(running);
  };
  return {
    async run(handle) {
      const handled = handle();
      running.add(handled);
      try {
        return await handled;
      } finally {
        running.delete(handled);
      }
    },
    async close(worker) {
      const left = new AbortController();
      const waited = ended().then(() => sleep(closeMsMax, undefined, { signal: left.signal }));
      waited.catch(() => {}); // the worker has closed in time
      await Promise.race([worker.close(), waited]).finally(() => left.abort());
    },
  };
}
