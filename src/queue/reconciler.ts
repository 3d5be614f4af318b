import type { Logger } from 'pino';
import type { JobQueue, Reconciliation } from '../contracts/ports/index.ts';
import { type PollingLoop, startPolling } from '../polling.ts';

const intervalMs = 5_000;
/** Longer than any call takes between writing a job row and queueing it. */
const queuedForMs = 3_000;
/** Longer than the queue takes to replace a killed worker. */
const silentMs = 30_000;
const jobsPerRoundMax = 200;

/** Queues the jobs that are missing in the queue: the process that wrote the row died before it queued the job, or the
 *  queue lost its data. Any number of processes may run a reconciler. A job is queued once, because its id is also its
 *  id in the queue. */
export function startReconciler(deps: { jobs: Reconciliation; queue: JobQueue; log: Logger }): PollingLoop {
  const { jobs, queue, log } = deps;
  return startPolling({
    everyMs: intervalMs,
    firstAfterMs: intervalMs,
    async run(stopping) {
      for (const job of await jobs.due({ queuedForMs, silentMs, limit: jobsPerRoundMax })) {
        if (stopping.aborted || (await queue.knows(job))) continue;
        await queue.enqueue(job);
        log.warn(
          { job_id: job.job_id, request_id: job.request_id },
          'a job was missing in the queue: queued again',
        );
      }
    },
    onError: (err) => log.warn({ err }, 'reconciliation failed; tried again'),
  });
}
