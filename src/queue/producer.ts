import type { JobKind, JobPayload } from '../contracts/job.ts';
import { jobKinds, jobPayloadSchema } from '../contracts/job.ts';
import type { DueJob, JobQueue } from '../contracts/ports.ts';
import { answered } from './answered.ts';
import type { PayloadQueue, QueueBackend } from './backend.ts';
import { endedJobs, queueNames } from './definitions.ts';

/** The producing side: the API and the reconciler. The queue id of a job is its own id, so adding twice is adding once. */
export function createJobQueue(backend: QueueBackend): JobQueue {
  const queues = Object.fromEntries(
    jobKinds.map((kind) => {
      const queue = backend.queue(queueNames[kind]);
      queue.on('error', () => {}); // every call reports its own failure
      return [kind, queue];
    }),
  ) as Record<JobKind, PayloadQueue>;

  return {
    async enqueue({ kind, job_id, request_id }: DueJob) {
      const payload: JobPayload = jobPayloadSchema.parse({ job_id, request_id });
      await answered(queues[kind].add(kind, payload, { jobId: job_id, ...endedJobs }));
    },
    async knows({ kind, job_id }) {
      return (await answered(queues[kind].getJob(job_id))) !== undefined;
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
