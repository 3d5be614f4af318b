import type { FastifyRequest } from 'fastify';
import type { DueJob, JobQueue } from '../../contracts/ports/index.ts';
import type { Job } from '../../contracts/schemas/index.ts';
import { faultPoint } from '../../fault-points.ts';
import { inSpan, SpanKind } from '../../observability/index.ts';

const pollAfterSeconds = 1;
const queuedAtOnce = 500;

/** Headers of a response that starts a job: the path of the job, and the seconds to wait before reading it. */
export function startedHeaders({ job }: { job: Job }): Record<string, string> {
  return { location: job.links.self, 'retry-after': String(pollAfterSeconds) };
}

/** Queues a job that is already stored. If the queue is unavailable, the reconciler queues it later. */
export async function enqueue(queue: JobQueue, job: Job, request: FastifyRequest): Promise<void> {
  faultPoint('committed', job.id);
  const attributes = { 'gatecast.job.id': job.id, 'gatecast.job.kind': job.kind };
  await inSpan('enqueue', { kind: SpanKind.PRODUCER, attributes }, () =>
    queue.enqueue({ kind: job.kind, job_id: job.id, request_id: request.id }),
  ).catch((err: unknown) =>
    request.log.warn({ err, job_id: job.id }, 'job not queued: the reconciler will queue it'),
  );
  faultPoint('queued', job.id);
}

/** Queues many jobs that are already stored, some at a time, after the answer. Those that cannot be queued are left to the
 *  reconciler. */
export function enqueueAll(
  queue: JobQueue,
  due: readonly DueJob[],
  request: FastifyRequest,
  way: 'enqueue' | 'requeue',
): void {
  const run = async () => {
    for (let from = 0; from < due.length; from += queuedAtOnce)
      await Promise.all(due.slice(from, from + queuedAtOnce).map((job) => queue[way](job)));
  };
  run().catch((err: unknown) =>
    request.log.warn({ err, jobs: due.length }, 'not all jobs were queued: the reconciler will queue them'),
  );
}
