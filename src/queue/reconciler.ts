import type { Logger } from 'pino';
import type { JobQueue, Reconciliation, UnheldJob } from '../contracts/ports/index.ts';
import { type JobKind, jobKinds } from '../contracts/schemas/index.ts';
import { createOutageLog } from '../outage-log.ts';
import { type PollingLoop, startPolling } from '../polling.ts';
import { freeTicket } from './tickets.ts';

const intervalMs = 5_000;
/** Longer than any call takes between writing a job row and queueing it. */
const queuedForMs = 3_000;
/** Longer than the heartbeats of a live worker are late. */
const silentMs = 10_000;
const pageJobs = 500;
/** Jobs that are added to the queue at the same time. They share a round trip. */
const addedAtOnce = 500;
/** Ids in the line about jobs that were missing. */
const toldIdsMax = 5;

/** Adds entries to the queue where it holds fewer than there are jobs that wait: the process that wrote the row died before it
 *  queued the job, or the queue lost its data. A worker may choose another job than the one that its entry names, so
 *  entries are counted before they are compared by id; and an entry that runs another job counts for that one. A round also ends cancelled jobs whose worker is lost. It reads all
 *  due rows, kind by kind and page by page, so a long queue hides no lost job. Every worker runs a reconciler: an id is queued once. An API runs none: without a worker no entry is of use, and an
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

  const dueJobs = async (kind: JobKind, stopping: AbortSignal): Promise<UnheldJob[]> => {
    const due: UnheldJob[] = [];
    for (let after: string | null = null; !stopping.aborted; ) {
      const page = await jobs.due({ kind, queuedForMs, silentMs, runningMax, after, limit: pageJobs });
      for (const job of page.jobs) due.push(job);
      if (page.next === null) break;
      after = page.next;
    }
    return due;
  };
  /** @param room number of entries that the queue may get for jobs that are queued
   *  @param added receives the id of each job that was queued, also before a failure */
  const requeueMissing = async (
    { kind, due, room }: { kind: JobKind; due: UnheldJob[]; room: number },
    added: string[],
    stopping: AbortSignal,
  ) => {
    const taken = new Set(await jobs.tickets({ kind, silentMs }));
    // The queue gives the entry of a silent job to another worker, for that job.
    const entries = due.map((job) => {
      const ticket = freeTicket(job.ticket ?? job.job_id, taken);
      taken.add(ticket);
      return { job, ticket };
    });
    const ids = entries.map(({ ticket }) => ticket);
    const unknown = new Set(await queue.missing(kind, ids));
    const isSilent = ({ job }: (typeof entries)[number]) => job.ticket !== null;
    const lacking = entries.filter(({ ticket }) => unknown.has(ticket));
    const queued = lacking.filter((entry) => !isSilent(entry));
    const missing = [...lacking.filter(isSilent), ...queued.slice(0, Math.max(0, room))];
    for (let from = 0; from < missing.length && !stopping.aborted; from += addedAtOnce) {
      const some = missing.slice(from, from + addedAtOnce);
      const add = async (entry: (typeof entries)[number]) => {
        const { job, ticket } = entry;
        const way = isSilent(entry) ? 'enqueueNamed' : 'enqueue';
        await queue[way]({ kind, job_id: ticket, request_id: job.request_id });
        added.push(job.job_id);
      };
      await Promise.all(some.map(add));
    }
  };
  /** A queue that lost its data lacks every job: one line tells all of a round. */
  const tellAdded = (added: string[]) => {
    if (added.length === 0) return;
    log.warn(
      { jobs: added.length, job_ids: added.slice(0, toldIdsMax) },
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
      const added: string[] = [];
      try {
        for (const kind of jobKinds) {
          const due = await dueJobs(kind, stopping);
          if (due.length === 0) continue;
          const waiting = await queue.waiting(kind);
          if (due.length <= waiting) continue;
          // The entries of a long queue are added as others are taken, which is no loss.
          const isLong = due.length > queue.entriesMax && waiting > 0;
          const room = queue.entriesMax - waiting;
          await requeueMissing({ kind, due, room }, isLong ? [] : added, stopping);
        }
      } finally {
        tellAdded(added);
      }
      await endCancelled();
      outage.works();
    },
    onError: outage.failed,
  });
}
