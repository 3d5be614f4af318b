import { createHash } from 'node:crypto';

const prefix = 'job_';
const digits = 32;

/** Id of an entry for a job: the job's own id, or the `n`-th id that is derived from it. An entry with its own id may run another job,
 *  and BullMQ adds no id that it has. Every process derives the same ids, so those that add an entry at the same time add one. */
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
