import type { Logger } from 'pino';
import type { JobQueue, Reconciliation } from '../contracts/ports/index.ts';

const intervalMs = 5_000;
/** Longer than any call takes between writing a job row and queueing it. */
const queuedForMs = 3_000;
/** Longer than the queue takes to replace a killed worker. */
const silentMs = 30_000;
const jobsPerRoundMax = 200;

export interface Reconciler {
  stop(): Promise<void>;
}

/** Queues the jobs that ought to be in the queue and are not: the process that wrote the row died before it queued it,
 *  or the queue lost its data. Any number of processes may run one; a job is queued once, because its id is the
 *  queue's. */
export function startReconciler(deps: { jobs: Reconciliation; queue: JobQueue; log: Logger }): Reconciler {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let round = Promise.resolve();

  const reconcile = async () => {
    for (const job of await deps.jobs.due({ queuedForMs, silentMs, limit: jobsPerRoundMax })) {
      if (stopped || (await deps.queue.knows(job))) continue;
      await deps.queue.enqueue(job);
      deps.log.warn(
        { job_id: job.job_id, request_id: job.request_id },
        'a job was missing in the queue: queued again',
      );
    }
  };
  const schedule = () => {
    timer = setTimeout(() => {
      round = reconcile()
        .catch((error: unknown) => deps.log.warn({ err: error }, 'reconciliation failed; it is tried again'))
        .finally(() => {
          if (!stopped) schedule();
        });
    }, intervalMs);
  };
  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
