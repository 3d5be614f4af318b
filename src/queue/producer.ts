import { setTimeout as sleep } from 'node:timers/promises';
import type { DueJob, JobQueue } from '../contracts/ports/index.ts';
import { type JobKind, type JobPayload, jobKinds, jobPayloadSchema } from '../contracts/schemas/index.ts';
import { answered } from './answered.ts';
import type { PayloadQueue, QueueBackend } from './backend.ts';
import { endedJobs, queueNames } from './definitions.ts';

/** How long an ended job takes to leave the queue; later the reconciler finds it. */
const leavingMsMax = 2_000;
const leavingPollMs = 50;

/** The producing side: the API and the reconciler. The queue id of a job is its own id, so adding twice is adding once. */
export function createJobQueue(backend: QueueBackend): JobQueue {
  const queues = Object.fromEntries(
    jobKinds.map((kind) => {
      const queue = backend.queue(queueNames[kind]);
      queue.on('error', () => {}); // every call reports its own failure
      return [kind, queue];
    }),
  ) as Record<JobKind, PayloadQueue>;

  const enqueue = async ({ kind, job_id, request_id }: DueJob) => {
    const payload: JobPayload = jobPayloadSchema.parse({ job_id, request_id });
    await answered(queues[kind].add(kind, payload, { jobId: job_id, ...endedJobs }));
  };
  const knows = async ({ kind, job_id }: DueJob) =>
    (await answered(queues[kind].getJob(job_id))) !== undefined;

  return {
    enqueue,
    knows,
    async requeue(job) {
      for (const until = Date.now() + leavingMsMax; Date.now() < until; await sleep(leavingPollMs)) {
        if (!(await knows(job))) return enqueue(job);
      }
    },
    async remove({ kind, job_id }) {
      const job = await answered(queues[kind].getJob(job_id));
      await job?.remove().catch(() => {}); // an active one is locked: its worker ends it
    },
    async ping() {
      await answered(backend.ping());
    },
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}
