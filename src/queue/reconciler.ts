import type { Logger } from 'pino';
import type { DueJob, JobQueue, Reconciliation } from '../contracts/ports/index.ts';
import { type JobKind, jobKinds } from '../contracts/schemas/index.ts';
import { type PollingLoop, startPolling } from '../polling.ts';

const intervalMs = 5_000;
/** Longer than any call takes between writing a job row and queueing it. */
const queuedForMs = 3_000;
/** Longer than the queue takes to replace a killed worker. */
const silentMs = 30_000;
const pageJobs = 500;

/** Queues the jobs that are missing in the queue: the process that wrote the row died before it queued the job, or the
 *  queue lost its data. Each round reads all due rows, kind by kind and page by page, so a long queue hides no lost job.
 *  Any number of processes may run a reconciler. A job is queued once, because its id is also its id in the queue. */
export function startReconciler(deps: { jobs: Reconciliation; queue: JobQueue; log: Logger }): PollingLoop {
  const { jobs, queue, log } = deps;

  const requeueMissing = async (kind: JobKind, page: DueJob[]) => {
    const missing = new Set(
      await queue.missing(
        kind,
        page.map(({ job_id }) => job_id),
      ),
    );
    for (const job of page.filter(({ job_id }) => missing.has(job_id))) {
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
      for (const kind of jobKinds) {
        let page: DueJob[] = [];
        do {
          const after = page.at(-1)?.job_id ?? null;
          page = await jobs.due({ kind, queuedForMs, silentMs, after, limit: pageJobs });
          if (page.length > 0) await requeueMissing(kind, page);
        } while (page.length === pageJobs && !stopping.aborted);
      }
    },
    onError: (err) => log.warn({ err }, 'reconciliation failed; tried again'),
  });
}
