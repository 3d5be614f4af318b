import type { FastifyRequest } from 'fastify';
import type { DueJob, JobQueue } from '../../contracts/ports/index.ts';
import type { Job } from '../../contracts/schemas/index.ts';
import { faultPoint } from '../../fault-points.ts';
import { inSpan, SpanKind } from '../../observability/index.ts';
import { createUnqueuedJobsLog, type OutageLog } from '../../outage-log.ts';

const pollAfterSeconds = 1;
const queuedAtOnce = 500;

/** Headers of a response that starts a job: the path of the job, and the seconds to wait before reading it. */
export function startedHeaders({ job }: { job: Job }): Record<string, string> {
  return { location: job.links.self, 'retry-after': String(pollAfterSeconds) };
}

/** Log of the jobs of a queue that could not be queued. Every route that starts or retries jobs shares it. */
const outages = new WeakMap<JobQueue, OutageLog>();

function outageOf(queue: JobQueue, { server }: FastifyRequest): OutageLog {
  let outage = outages.get(queue);
  if (outage === undefined) {
    outage = createUnqueuedJobsLog(server.log);
    outages.set(queue, outage);
  }
  return outage;
}

/** Queues a job that is already stored. If the queue is unavailable, the reconciler queues it later.
 *  @param way `requeue` for a job that may have been in the queue before */
export async function enqueue(
  queue: JobQueue,
  job: Job,
  request: FastifyRequest,
  way: 'enqueue' | 'requeue' = 'enqueue',
): Promise<void> {
  faultPoint('committed', job.id);
  const attributes = { 'gatecast.job.id': job.id, 'gatecast.job.kind': job.kind };
  const outage = outageOf(queue, request);
  try {
    await inSpan('enqueue', { kind: SpanKind.PRODUCER, attributes }, () =>
      queue[way]({ kind: job.kind, job_id: job.id, request_id: request.id }),
    );
    outage.works();
  } catch (error) {
    outage.failed(error, 1, { job_id: job.id, request_id: request.id });
  }
  faultPoint('queued', job.id);
}

/** Queues many jobs that are already stored, some at a time, after the answer. Those that cannot be queued are left to
 *  the reconciler, and so are those for which the queue has no room. */
export function enqueueAll(
  queue: JobQueue,
  due: readonly DueJob[],
  request: FastifyRequest,
  way: 'enqueue' | 'requeue',
): void {
  const outage = outageOf(queue, request);
  let queued = 0;
  const ways = {
    async enqueue(some: readonly DueJob[]) {
      const add = async (job: DueJob) => {
        await queue.enqueue(job);
        queued++;
      };
      await Promise.all(some.map(add));
      return true;
    },
    async requeue(some: readonly DueJob[]) {
      const hasRoom = await queue.requeueAll(some[0].kind, some);
      if (hasRoom) queued += some.length;
      return hasRoom;
    },
  };
  const run = async () => {
    for (const jobs of Map.groupBy(due, ({ kind }) => kind).values())
      for (let from = 0; from < jobs.length; from += queuedAtOnce)
        if (!(await ways[way](jobs.slice(from, from + queuedAtOnce)))) break;
    outage.works();
  };
  run().catch((error: unknown) => outage.failed(error, due.length - queued, { request_id: request.id }));
}
