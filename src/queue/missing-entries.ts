import type { JobQueue, QueueEntry, Reconciliation, UnheldJob } from '../contracts/ports/index.ts';
import type { JobKind } from '../contracts/schemas/index.ts';
import { freeTicket } from './tickets.ts';

/** Longer than any call takes between writing a job row and queueing it. */
const queuedForMs = 3_000;
const pageJobs = 500;
/** Jobs that are compared with the queue in one call. */
const comparedAtOnce = 1_000;
/** Jobs that are added to the queue at the same time. They share a round trip. */
const addedAtOnce = 500;

export interface MissingEntriesOptions {
  jobs: Pick<Reconciliation, 'due' | 'tickets'>;
  queue: JobQueue;
  kind: JobKind;
  /** Running jobs of the kind that a tenant may have; null: any number. */
  runningMax: number | null;
  stopping: AbortSignal;
  /** Receives the id of each job whose entry was lost, as soon as it is queued again. */
  onLost(jobId: string): void;
}

/** Adds entries of a kind to the queue where it holds fewer than there are jobs that wait. A worker may choose another
 *  job than the one that its entry names. So entries are counted before they are compared by id, and an entry that runs
 *  another job counts for that one. Due rows are read page by page, and compared until the queue has no more room. A
 *  full queue gets further entries as others are taken, so it hides no lost job. @throws AppError queue_unavailable */
export async function addMissingEntries(options: MissingEntriesOptions): Promise<void> {
  const { jobs, queue, kind, stopping, onLost } = options;
  const due = new DueJobs(options);
  await due.readBeyond(0);
  if (due.read.length === 0) return;
  const waiting = await queue.waiting(kind);
  const takenTickets = async () => new Set(await jobs.tickets(kind));
  if (waiting >= queue.entriesMax) {
    // Only entries of silent jobs may be added, and the first page has all of these.
    const silent = due.read.filter(isSilent);
    if (silent.length > 0)
      await addMissing({ queue, kind, due: silent, room: 0, taken: await takenTickets(), stopping });
    return;
  }
  await due.readBeyond(queue.entriesMax);
  if (due.read.length <= waiting) return;
  // The entries of a long queue are added as others are taken, which is no loss.
  const isLong = due.read.length > queue.entriesMax && waiting > 0;
  const onAdded = isLong ? undefined : onLost;
  const taken = await takenTickets();
  let room = queue.entriesMax - waiting;
  for (let from = 0; room > 0 && !stopping.aborted; ) {
    await due.readBeyond(from);
    const some = due.read.slice(from, from + comparedAtOnce);
    if (some.length === 0) return;
    from += some.length;
    room = await addMissing({ queue, kind, due: some, room, taken, stopping, onAdded });
  }
}

/** Due jobs of a kind, of which as many pages are read as are needed. */
class DueJobs {
  readonly read: UnheldJob[] = [];
  readonly #options: MissingEntriesOptions;
  #after: string | null = null;
  #isEnd = false;

  constructor(options: MissingEntriesOptions) {
    this.#options = options;
  }

  /** Reads pages until more than `count` jobs are read, all are, or the process stops. */
  async readBeyond(count: number): Promise<void> {
    const { jobs, kind, runningMax, stopping } = this.#options;
    while (this.read.length <= count && !this.#isEnd && !stopping.aborted) {
      const page = await jobs.due({ kind, queuedForMs, runningMax, after: this.#after, limit: pageJobs });
      for (const job of page.jobs) this.read.push(job);
      this.#after = page.next;
      this.#isEnd = page.next === null;
    }
  }
}

interface Addition {
  queue: JobQueue;
  kind: JobKind;
  due: UnheldJob[];
  /** Number of entries that the queue may get for jobs that are queued. Those of silent jobs need no room. */
  room: number;
  /** Tickets of entries that run other jobs. Those of the given jobs are added. */
  taken: Set<string>;
  stopping: AbortSignal;
  /** Receives the id of each job when it is queued, also before a failure. */
  onAdded?: (jobId: string) => void;
}

/** Adds entries of jobs that the queue lacks: those of silent jobs, and then as many of queued
 *  jobs as there is room for.
 *  @returns the room that is left */
async function addMissing({ queue, kind, due, room, taken, stopping, onAdded }: Addition): Promise<number> {
  // The queue gives the entry of a silent job to another worker, for that job.
  const entries = due.map((job) => {
    const ticket = freeTicket(job.state === 'silent' ? job.ticket : job.job_id, taken);
    taken.add(ticket);
    return { job, ticket };
  });
  const tickets = entries.map(({ ticket }) => ticket);
  const unknown = new Set(await queue.missing(kind, tickets));
  const missing = entries.filter(({ ticket }) => unknown.has(ticket));
  const silent = missing.filter(({ job }) => isSilent(job));
  const queued = missing.filter(({ job }) => !isSilent(job)).slice(0, room);
  const added = [...silent, ...queued];
  const add = async ({ job, ticket }: (typeof entries)[number]) => {
    const entry: QueueEntry = { ticket, requestId: job.request_id };
    if (isSilent(job)) await queue.enqueueNamed(kind, entry);
    else await queue.enqueueEntry(kind, entry);
    onAdded?.(job.job_id);
  };
  for (let from = 0; from < added.length && !stopping.aborted; from += addedAtOnce)
    await Promise.all(added.slice(from, from + addedAtOnce).map(add));
  return room - queued.length;
}

function isSilent({ state }: UnheldJob): boolean {
  return state === 'silent';
}
