import { answerMsMaxDefault, withTimeout } from './with-timeout.ts';

/** A job that waits from now on, without a delay, a priority or a parent. */
export interface AddedJob {
  name: string;
  data: object;
  opts: { jobId: string; removeOnComplete: true; removeOnFail: true };
}

/** Jobs that one call adds at most. */
const batchJobsMax = 500;

/** Adds the first of the jobs, as long as fewer than `entriesMax` wait. The number that wait is asked for before each
 *  `batchJobsMax` jobs, so several processes may add some more. */
export function boundedAdds(
  addAll: (jobs: AddedJob[]) => Promise<unknown>,
  waiting: () => Promise<number>,
  entriesMax: number,
): (jobs: AddedJob[]) => Promise<void> {
  let room = 0;
  return async (jobs) => {
    if (room < jobs.length) room = Math.max(0, Math.min(batchJobsMax, entriesMax - (await waiting())));
    const added = jobs.slice(0, room);
    room -= added.length;
    if (added.length > 0) await addAll(added);
  };
}

/** Adds jobs to a queue. Jobs that arrive while an addition is under way share the next one, so a burst of requests
 *  takes few round trips. A job that arrives alone does not wait. Each call reports the failure of its own batch. */
export function batchedAdds(
  addAll: (jobs: AddedJob[]) => Promise<unknown>,
  answerMsMax = answerMsMaxDefault,
): (job: AddedJob) => Promise<void> {
  const waiting: { job: AddedJob; resolve(): void; reject(error: unknown): void }[] = [];
  let isAdding = false;

  const addWaiting = async () => {
    isAdding = true;
    await new Promise((resolve) => setImmediate(resolve)); // requests that one commit has answered are added together
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchJobsMax);
      try {
        await withTimeout(addAll(batch.map(({ job }) => job)), answerMsMax);
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
