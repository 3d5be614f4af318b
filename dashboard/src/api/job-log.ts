import { answered, items } from '../../../clients/typescript/src/index.ts';
import type { Job, JobLogLine } from '../../../clients/typescript/src/schema.d.ts';
import { client } from './client.ts';
import { type Resource, useResource } from './resource.ts';

const pollMs = 2_000;
/** A worker stores the last lines of a job after the job has ended, so the log is read for so long
 *  after the end was seen. */
const afterEndMs = 20_000;
const linesAtOnce = 500;

/** All lines that the workers have written about a job, the oldest first. Read again while the job may get more of
 *  them. A component that uses this shows one job: give it the job's id as its key. */
export function useJobLog({
  id,
  finished_at,
  attempt,
}: Pick<Job, 'id' | 'finished_at' | 'attempt'>): Resource<readonly JobLogLine[]> {
  const isEnded = finished_at !== null;
  const lastReadAt = isEnded ? performance.now() + afterEndMs : Number.POSITIVE_INFINITY;
  return useResource((signal) => readLog(id, signal), [id, isEnded, attempt], {
    pollMs: () => (performance.now() < lastReadAt ? pollMs : null),
    keepsValue: true,
  });
}

async function readLog(id: string, signal: AbortSignal): Promise<JobLogLine[]> {
  const lines: JobLogLine[] = [];
  const pages = items((cursor) =>
    answered(
      client.GET('/v1/jobs/{job_id}/logs', {
        params: { path: { job_id: id }, query: { limit: linesAtOnce, cursor } },
        signal,
      }),
    ),
  );
  for await (const line of pages) lines.push(line);
  return lines;
}
