import type { Logger } from 'pino';
import type { JobQueue, Reconciliation, UnheldJob } from '../contracts/ports/index.ts';
import { type JobKind, jobKinds } from '../contracts/schemas/index.ts';
import { createOutageLog } from '../outage-log.ts';
import { type PollingLoop, startPolling } from '../polling.ts';
import { freeTicket } from './tickets.ts';

const intervalMs = 5_000;
/** Longer than any call takes between writing a job row and queueing it. */
const queuedForMs = 3_000;
const pageJobs = 500;
/** Jobs that are compared with the queue in one call. */
const comparedAtOnce = 1_000;
/** Jobs that are added to the queue at the same time. They share a round trip. */
const addedAtOnce = 500;
/** Ids in the line about jobs that were missing. */
const toldIdsMax = 5;

/** Adds entries to the queue where it holds fewer than there are jobs that wait: the process that wrote the row died before it
 *  queued the job, or the queue lost its data. A worker may choose another job than the one that its entry names, so
 *  entries are counted before they are compared by id; and an entry that runs another job counts for that one. A round also ends cancelled jobs
 *  whose worker is lost. It reads due rows kind by kind and page by page, and compares them until the queue has no more room. A full queue gets
 *  further entries as others are taken, so it hides no lost job. Every worker runs a reconciler: an id is queued once. An API runs none: without a
 *  worker no entry is of use, and an API with another `runningMax` would queue again and again what the workers drop. */
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

  async function* duePages(kind: JobKind, stopping: AbortSignal): AsyncGenerator<UnheldJob[], undefined> {
    for (let after: string | null = null; !stopping.aborted; ) {
      const page = await jobs.due({ kind, queuedForMs, runningMax, after, limit: pageJobs });
      yield page.jobs;
      if (page.next === null) return;
      after = page.next;
    }
  }
  /** Adds entries of jobs that the queue lacks.
   *  @param room number of entries that the queue may get for jobs that are queued
   *  @param taken tickets of entries that run other jobs; those of the given jobs are added
   *  @param added receives the id of each job that was queued, also before a failure
   *  @returns the room that is left */
  const addMissing = async (
    { kind, due, room }: { kind: JobKind; due: UnheldJob[]; room: number },
    taken: Set<string>,
    added: string[],
    stopping: AbortSignal,
  ): Promise<number> => {
    // The queue gives the entry of a silent job to another worker, for that job.
    const entries = due.map((job) => {
      const ticket = freeTicket(job.state === 'silent' ? job.ticket : job.job_id, taken);
      taken.add(ticket);
      return { job, ticket };
    });
    const tickets = entries.map(({ ticket }) => ticket);
    const unknown = new Set(await queue.missing(kind, tickets));
    let left = room;
    const missing = entries.filter(({ job, ticket }) => unknown.has(ticket) && (isSilent(job) || left-- > 0));
    for (let from = 0; from < missing.length && !stopping.aborted; from += addedAtOnce) {
      const some = missing.slice(from, from + addedAtOnce);
      const add = async ({ job, ticket }: (typeof entries)[number]) => {
        const way = isSilent(job) ? 'enqueueNamed' : 'enqueueEntry';
        await queue[way](kind, { ticket, requestId: job.request_id });
        added.push(job.job_id);
      };
      await Promise.all(some.map(add));
    }
    return left;
  };
  const reconcile = async (kind: JobKind, added: string[], stopping: AbortSignal) => {
    const pages = duePages(kind, stopping);
    const due: UnheldJob[] = [];
    const readBeyond = async (count: number) => {
      while (due.length <= count) {
        const { value: page } = await pages.next();
        if (page === undefined) return;
        for (const job of page) due.push(job);
      }
    };
    await readBeyond(0);
    if (due.length === 0) return;
    const waiting = await queue.waiting(kind);
    let room = queue.entriesMax - waiting;
    const taken = async () => new Set(await jobs.tickets(kind));
    if (room <= 0) {
      // Only entries of silent jobs may be added, and the first page has all of these.
      const silent = due.filter(isSilent);
      if (silent.length > 0) await addMissing({ kind, due: silent, room: 0 }, await taken(), [], stopping);
      return;
    }
    await readBeyond(queue.entriesMax);
    if (due.length <= waiting) return;
    // The entries of a long queue are added as others are taken, which is no loss.
    const isLong = due.length > queue.entriesMax && waiting > 0;
    const others = await taken();
    for (let from = 0; room > 0 && !stopping.aborted; ) {
      await readBeyond(from);
      const some = due.slice(from, from + comparedAtOnce);
      if (some.length === 0) return;
      from += some.length;
      room = await addMissing({ kind, due: some, room }, others, isLong ? [] : added, stopping);
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
        for (const kind of jobKinds) await reconcile(kind, added, stopping);
      } finally {
        tellAdded(added);
      }
      await endCancelled();
      outage.works();
    },
    onError: outage.failed,
  });
}

function isSilent({ state }: UnheldJob): boolean {
  return state === 'silent';
}
