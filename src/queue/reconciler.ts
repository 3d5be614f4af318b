import type { Logger } from 'pino';
import type { DueJob, JobQueue, Reconciliation } from '../contracts/ports/index.ts';
import { type JobKind, jobKinds } from '../contracts/schemas/index.ts';
import { createOutageLog } from '../outage-log.ts';
import { type PollingLoop, startPolling } from '../polling.ts';

const intervalMs = 5_000;
/** Longer than any call takes between writing a job row and queueing it. */
const queuedForMs = 3_000;
/** Longer than the heartbeats of a live worker are late. */
const silentMs = 10_000;
const pageJobs = 500;

/** Adds entries to the queue where it holds fewer than there are jobs that wait: the process that wrote the row died before it
 *  queued the job, or the queue lost its data. A worker may choose another job than the one that its entry names, so
 *  entries are counted before they are compared by id. Each round reads all due rows, kind by kind and page by page, so a
 *  long queue hides no lost job. Every worker runs a reconciler: an id is queued once. An API runs none: without a worker no entry is of use, and an
 *  API with another `runningMax` would queue again and again what the workers drop. */
export function startReconciler(deps: {
  jobs: Reconciliation;
  queue: JobQueue;
  /** Rejects if the queue belongs to another service. Asked before each round: a queue that was emptied may have been claimed by another. */
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

  const dueJobs = async (kind: JobKind, stopping: AbortSignal): Promise<DueJob[]> => {
    const due: DueJob[] = [];
    for (let after: string | null = null; !stopping.aborted; ) {
      const page = await jobs.due({ kind, queuedForMs, silentMs, runningMax, after, limit: pageJobs });
      for (const job of page.jobs) due.push(job);
      if (page.next === null) break;
      after = page.next;
    }
    return due;
  };
  const requeueMissing = async (kind: JobKind, due: DueJob[], stopping: AbortSignal) => {
    const ids = due.map(({ job_id }) => job_id);
    const missing = new Set(await queue.missing(kind, ids));
    for (const job of due) {
      if (stopping.aborted) return;
      if (!missing.has(job.job_id)) continue;
      await queue.enqueue(job);
      log.warn(
        { job_id: job.job_id, request_id: job.request_id },
        'a job was missing in the queue: queued again',
      );
    }
  };
  return startPolling({
    everyMs: intervalMs,
    firstAfterMs: intervalMs,
    async run(stopping) {
      await deps.requireOwnQueue?.();
      for (const kind of jobKinds) {
        const due = await dueJobs(kind, stopping);
        if (due.length === 0 || due.length <= (await queue.waiting(kind))) continue;
        await requeueMissing(kind, due, stopping);
      }
      outage.works();
    },
    onError: outage.failed,
  });
}
