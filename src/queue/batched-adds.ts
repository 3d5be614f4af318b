import type { JobsOptions } from 'bullmq';
import { withTimeout } from './with-timeout.ts';

export interface AddedJob {
  name: string;
  data: object;
  opts: JobsOptions;
}

/** The part of a queue that adds jobs. */
export interface Adder {
  add(name: string, data: object, opts: JobsOptions): Promise<unknown>;
  addBulk(jobs: AddedJob[]): Promise<unknown>;
}

/** Jobs that one call adds at most. */
const batchJobsMax = 500;
/** From this many jobs on, one bulk call costs less than single ones: on PostgreSQL it creates temporary tables. */
const bulkJobsMin = 4;

/** Adds jobs to a queue. Jobs that arrive while an addition is under way share the next one, so a burst of requests takes
 *  few round trips. A job that arrives alone does not wait. Each call reports the failure of its own batch. */
export function batchedAdds(queue: Adder): (job: AddedJob) => Promise<void> {
  const waiting: { job: AddedJob; resolve(): void; reject(error: unknown): void }[] = [];
  let isAdding = false;

  const addAll = (jobs: AddedJob[]): Promise<unknown> =>
    jobs.length >= bulkJobsMin
      ? queue.addBulk(jobs)
      : Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts)));
  const addWaiting = async () => {
    isAdding = true;
    await new Promise((resolve) => setImmediate(resolve)); // requests that one commit has answered are added together
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchJobsMax);
      try {
        await withTimeout(addAll(batch.map(({ job }) => job)));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isAdding = false;
  };
  return (job) =>
    new Promise((resolve, reject) => {
      waiting.push({ job, resolve, reject });
      if (!isAdding) void addWaiting();
    });
}
