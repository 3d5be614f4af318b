import type { JobsOptions } from 'bullmq';

export interface AddedJob {
  name: string;
  data: object;
  opts: JobsOptions;
}

/** Jobs that one call adds at most. */
const batchJobsMax = 500;

/** Adds jobs to a queue. Jobs that arrive while an addition is under way share the next one, so a burst of requests takes
 *  few round trips. A job that arrives alone is added at once. Each call reports the failure of its own batch. */
export function batchedAdds(
  addAll: (jobs: AddedJob[]) => Promise<unknown>,
): (job: AddedJob) => Promise<void> {
  const waiting: { job: AddedJob; resolve(): void; reject(error: unknown): void }[] = [];
  let isAdding = false;

  const addWaiting = async () => {
    isAdding = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchJobsMax);
      try {
        await addAll(batch.map(({ job }) => job));
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
