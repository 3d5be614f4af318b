import type { DueJob, JobQueue, QueueEntry } from '../contracts/ports/index.ts';
import { type JobKind, jobKinds } from '../contracts/schemas/index.ts';
import type { PayloadQueue, QueueBackend } from './backend.ts';
import { type AddedJob, batchedAdds, boundedAdds } from './batched-adds.ts';
import { endedJobs, entriesMaxDefault, queueNames } from './definitions.ts';
import { dataOf, ticketOf } from './tickets.ts';
import { answerMsMaxDefault, withTimeout } from './with-timeout.ts';
import { liveWorkersOf } from './worker-names.ts';

/** Ids of entries that `requeue` tries. Each that is held runs a job of its own, or ends. The
 *  reconciler tries any number. */
const ticketsMax = 16;
/** A list of workers is not worth a longer wait. */
const listMsMax = 500;

/** Queues jobs, for the API and the reconciler. A job has its own id in the queue: adding it twice adds it once.
 *  @param answerMsMax how long a call waits for the database of the queue */
export function createJobQueue(
  backend: QueueBackend,
  answerMsMax = answerMsMaxDefault,
  entriesMax = entriesMaxDefault,
): JobQueue {
  const inTime = <T>(call: Promise<T>) => withTimeout(call, answerMsMax);
  const queues = Object.fromEntries(
    jobKinds.map((kind) => {
      const queue = backend.queue(queueNames[kind]);
      queue.on('error', () => {}); // every call reports its own failure
      return [kind, queue];
    }),
  ) as Record<JobKind, PayloadQueue>;

  const waiting = (kind: JobKind) => inTime(queues[kind].getJobCountByTypes('wait', 'prioritized'));
  const adds = Object.fromEntries(
    jobKinds.map((kind) => {
      const addAll = (jobs: AddedJob[]) => backend.addAll(queues[kind], jobs);
      return [
        kind,
        batchedAdds(
          boundedAdds(addAll, () => waiting(kind), entriesMax),
          answerMsMax,
        ),
      ];
    }),
  ) as Record<JobKind, ReturnType<typeof batchedAdds>>;

  let isClosed = false;
  const addedJob = (kind: JobKind, entry: QueueEntry): AddedJob => {
    if (isClosed) throw new Error('the queue is closed');
    return { name: kind, data: dataOf(entry), opts: { jobId: entry.ticket, ...endedJobs } };
  };
  const enqueueEntry = async (kind: JobKind, entry: QueueEntry) => inTime(adds[kind](addedJob(kind, entry)));
  const enqueue = (job: DueJob) => enqueueEntry(job.kind, ownEntry(job));

  const requeue = async ({ kind, job_id, request_id }: DueJob) => {
    const tickets = Array.from({ length: ticketsMax }, (_, n) => ticketOf(job_id, n));
    const held = new Set(await inTime(backend.held(queueNames[kind], tickets)));
    const ticket = tickets.find((one) => !held.has(one));
    if (ticket === undefined) return;
    // An entry that is known waits, or has been taken since: after the row was queued.
    const known = await inTime(backend.known(queueNames[kind], [ticket]));
    if (known.length === 0) await enqueueEntry(kind, { ticket, requestId: request_id });
  };

  return {
    entriesMax,
    enqueue,
    enqueueEntry,
    async enqueueNamed(kind, entry) {
      await inTime(backend.addAll(queues[kind], [addedJob(kind, entry)]));
    },
    liveWorkers: async (runs) => {
      try {
        // Each worker process takes all kinds of jobs.
        return liveWorkersOf(await withTimeout(queues.train.getWorkers(), listMsMax), runs);
      } catch {
        return null;
      }
    },
    waiting,
    async missing(kind, tickets) {
      const known = new Set(await inTime(backend.known(queueNames[kind], tickets)));
      return tickets.filter((ticket) => !known.has(ticket));
    },
    requeue,
    async requeueAll(kind, jobs) {
      if ((await waiting(kind)) >= entriesMax) return false;
      const ids = jobs.map(({ job_id }) => job_id);
      const held = new Set(await inTime(backend.held(queueNames[kind], ids)));
      const known = new Set(await inTime(backend.known(queueNames[kind], ids)));
      const add = async (job: DueJob) => {
        if (held.has(job.job_id)) await requeue(job);
        else if (!known.has(job.job_id)) await enqueue(job);
      };
      await Promise.all(jobs.map(add));
      return true;
    },
    async remove({ kind, job_id }) {
      const job = await inTime(queues[kind].getJob(job_id));
      await job?.remove().catch(() => {}); // an active job is locked, and its worker ends it
    },
    async ping() {
      await inTime(backend.ping());
    },
    async close() {
      isClosed = true;
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

/** Entry that has the id of its job. */
function ownEntry({ job_id, request_id }: DueJob): QueueEntry {
  return { ticket: job_id, requestId: request_id };
}
