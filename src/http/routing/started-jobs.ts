import type { FastifyRequest } from 'fastify';
import type { JobQueue } from '../../contracts/ports/index.ts';
import type { Job } from '../../contracts/schemas/index.ts';

const pollAfterSeconds = 1;

/** Headers of an answer that tells of a job: where it is, and when to look. */
export function startedHeaders({ job }: { job: Job }): Record<string, string> {
  return { location: job.links.self, 'retry-after': String(pollAfterSeconds) };
}

/** Queues a job whose row is there already: a queue that is away is told later, by the reconciler. */
export async function enqueue(queue: JobQueue, job: Job, request: FastifyRequest): Promise<void> {
  await queue
    .enqueue({ kind: job.kind, job_id: job.id, request_id: request.id })
    .catch((err: unknown) =>
      request.log.warn({ err, job_id: job.id }, 'not queued yet: the reconciler will do it'),
    );
}
