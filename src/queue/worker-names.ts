import { createHash } from 'node:crypto';
import type { JobRun } from '../contracts/ports/index.ts';
import type { Queue } from '../contracts/schemas/index.ts';

const nameLength = 12;
/** Stands before the name of a worker in the name of its connection. */
const marker = ':w:';

/** Name of a worker at the queue. A hash: PostgreSQL cuts names of connections at 63 bytes, and callers do not learn
 *  the names of machines. */
export function workerNameOf(workerId: string): string {
  return createHash('sha256').update(workerId).digest('hex').slice(0, nameLength);
}

/** Workers from the names of their connections, with the jobs that each of them runs. */
export function liveWorkersOf(
  connections: readonly { rawname?: string }[],
  runs: readonly JobRun[],
): NonNullable<Queue['live_workers']> {
  const names = connections.flatMap(({ rawname = '' }) => {
    const at = rawname.lastIndexOf(marker);
    return at < 0 ? [] : [rawname.slice(at + marker.length)];
  });
  const jobs = Map.groupBy(runs, ({ worker_id }) => workerNameOf(worker_id));
  return [...new Set(names)].sort().map((id) => ({
    id,
    job_ids: (jobs.get(id) ?? []).map(({ job_id }) => job_id).sort(),
  }));
}
