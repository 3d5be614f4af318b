import type { JobEvent, JobProgress } from '../../api/index.ts';

/** The last report of a job: now, or in an earlier event. An attempt that continues may not report everything again. */
export function lastOf<T>(
  events: readonly JobEvent[],
  progress: JobProgress | null,
  part: (progress: JobProgress) => T | null | undefined,
): T | null {
  const now = progress === null ? null : part(progress);
  if (now !== null && now !== undefined) return now;
  for (const event of events.toReversed()) {
    const then = event.progress === null ? null : part(event.progress);
    if (then !== null && then !== undefined) return then;
  }
  return null;
}
