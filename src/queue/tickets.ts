import { createHash } from 'node:crypto';
import type { QueueEntry } from '../contracts/ports/index.ts';
import { type JobPayload, jobPayloadSchema } from '../contracts/schemas/index.ts';

const prefix = 'job_';
const digits = 32;

/** Id of an entry for a job: the job's own id, or the `n`-th id that is derived from it. An entry with its own id may
 *  run another job, and BullMQ adds no id that it has. Every process derives the same ids, so those that add an entry
 *  at the same time add one. */
export function ticketOf(jobId: string, n: number): string {
  if (n === 0) return jobId;
  return prefix + createHash('sha256').update(`${jobId} ${n}`).digest('hex').slice(0, digits);
}

/** The first id of an entry for a job that is not taken. */
export function freeTicket(jobId: string, taken: ReadonlySet<string>): string {
  let n = 0;
  while (taken.has(ticketOf(jobId, n))) n++;
  return ticketOf(jobId, n);
}

/** Data of an entry as the queue keeps them. */
export function dataOf({ ticket, requestId }: QueueEntry): JobPayload {
  return jobPayloadSchema.parse({ job_id: ticket, request_id: requestId });
}

/** Entry that the queue delivers. A Redis that evicts may have deleted its data, and the id is enough. */
export function entryOf({ id, data }: { id?: string; data: unknown }): QueueEntry {
  const { job_id, request_id } =
    jobPayloadSchema.safeParse(data).data ?? jobPayloadSchema.parse({ job_id: id, request_id: null });
  return { ticket: job_id, requestId: request_id };
}
