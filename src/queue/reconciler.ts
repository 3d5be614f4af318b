import type { Logger } from 'pino';
import type { JobQueue, Reconciliation } from '../contracts/ports/index.ts';
import { jobKinds } from '../contracts/schemas/index.ts';
import { createOutageLog } from '../outage-log.ts';
import { type PollingLoop, startPolling } from '../polling.ts';
import { addMissingEntries } from './missing-entries.ts';

const intervalMs = 5_000;
/** Ids in the line about jobs that were missing. */
const toldIdsMax = 5;

/** Queues jobs again whose entries were lost, kind by kind: the process that wrote the row died before it queued the
 *  job, or the queue lost its data. A round also ends cancelled jobs whose worker is lost. Every worker runs a
 *  reconciler: an id is queued once. An API runs none: without a worker no entry is of use, and an API with another
 *  `runningMax` would queue again and again what the workers drop. */
export function startReconciler(deps: {
  jobs: Reconciliation;
  queue: JobQueue;
  /** Rejects if the queue belongs to another service. Asked before each round: a queue that was emptied may have
   *  been claimed by another. */
  requireOwnQueue?: () => Promise<void>;
  /** Running jobs of a kind that a tenant may have; null: any number. */
  runningMax?: number | null;
  log: Logger;
}): PollingLoop {
  const { jobs, queue, runningMax = null, log } = deps;
  const outage = createOutageLog(log, {
    failing: 'reconciliation failed; tried again',
    again: 'reconciliation works again',
  });

  /** A queue that lost its data lacks every job: one line tells all of a round. */
  const tellLost = (lost: string[]) => {
    if (lost.length === 0) return;
    log.warn(
      { jobs: lost.length, job_ids: lost.slice(0, toldIdsMax) },
      'jobs were missing in the queue: queued again',
    );
  };
  const endCancelled = async () => {
    const ended = await jobs.endCancelled();
    if (ended.length === 0) return;
    log.info(
      { jobs: ended.length, job_ids: ended.slice(0, toldIdsMax) },
      'cancelled jobs were ended: their workers are lost',
    );
  };
  return startPolling({
    everyMs: intervalMs,
    firstAfterMs: intervalMs,
    async run(stopping) {
      await deps.requireOwnQueue?.();
      const lost: string[] = [];
      const onLost = (jobId: string) => void lost.push(jobId);
      try {
        for (const kind of jobKinds)
          await addMissingEntries({ jobs, queue, kind, runningMax, stopping, onLost });
      } finally {
        tellLost(lost);
      }
      await endCancelled();
      outage.works();
    },
    onError: outage.failed,
  });
}
