import { DelayedError, WaitingError } from 'bullmq';
import type { Logger } from 'pino';
import type { QueueEntry } from '../contracts/ports/index.ts';
import type { JobKind } from '../contracts/schemas/index.ts';
import type { OutageLog } from '../outage-log.ts';
import type { QueueBackend } from './backend.ts';
import {
  endedWithoutOptions,
  lockDurationMs,
  lookAfterSeconds,
  queueNames,
  retryDelayMs,
  stalledCountMax,
  stalledIntervalMs,
} from './definitions.ts';
import { createHandlers } from './handlers.ts';
import { createQueueOutage, watchQueue } from './queue-outage.ts';
import { entryOf } from './tickets.ts';
import { workerNameOf } from './worker-names.ts';

/** Result of a handler. `released` puts the job back into the queue for another worker. `deferred` delivers it again
 *  after `deferMs`: another worker still holds the job, and may have died, or its thread did not start. */
export type Handled = 'ended' | 'released' | 'deferred';

/** Shorter than the silence after which a worker counts as lost, so that a lost one is replaced soon after. */
const deferMs = 1_000;

export interface Consumer {
  /** Takes no more jobs. Resolves when the running ones have been handled, also while the queue is away. */
  close(): Promise<void>;
}

/** Runs `handle` for each entry of a kind, at most `concurrency` at once. To the queue the job of every handled entry
 *  has ended; the job row says whether it succeeded. */
export function consume(
  backend: QueueBackend,
  kind: JobKind,
  options: {
    concurrency: number;
    workerId: string;
    log: Logger;
    /** Log of the errors of the queue; default: one of its own. */
    outage?: OutageLog;
    handle(entry: QueueEntry): Promise<Handled>;
  },
): Consumer {
  const handlers = createHandlers();
  const worker = backend.worker(
    queueNames[kind],
    async (job, token) => {
      const entry = entryOf(job);
      switch (await handlers.run(() => options.handle(entry))) {
        case 'ended':
          return;
        case 'released':
          await job.moveToWait(token);
          throw new WaitingError();
        case 'deferred':
          await job.moveToDelayed(Date.now() + deferMs, token);
          throw new DelayedError();
      }
    },
    {
      name: workerNameOf(options.workerId),
      concurrency: options.concurrency,
      lockDuration: lockDurationMs,
      stalledInterval: stalledIntervalMs,
      drainDelay: lookAfterSeconds,
      maxStalledCount: stalledCountMax,
      runRetryDelay: retryDelayMs,
      ...endedWithoutOptions,
    },
  );
  watchQueue(worker, options.outage ?? createQueueOutage(options.log, backend));
  worker.on('stalled', (ticket) =>
    options.log.warn({ ticket }, 'queue: a job lost its worker and is queued again'),
  );
  worker.on('failed', (job, error) =>
    options.log.error({ err: error, ticket: job?.id }, 'queue: a handler threw'),
  );
  return { close: () => handlers.close(worker) };
}
