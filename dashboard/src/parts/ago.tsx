import { type Signal, signal } from '@preact/signals';
import type { Job } from '../api/index.ts';
import { formatAgo, formatDuration, formatMoment } from './format.ts';

/** A signal that changes at each tick while something on the page reads it. */
function ticking(tickMs: number): Signal<number> {
  let timer: ReturnType<typeof setInterval> | undefined;
  const count = signal(0, {
    watched() {
      timer = setInterval(() => {
        count.value++;
      }, tickMs);
    },
    unwatched() {
      clearInterval(timer);
    },
  });
  return count;
}

/** Changes every 30 seconds while something on the page shows how long ago it was. */
export const ticks = ticking(30_000);
/** Changes every second while something on the page shows how long a job has run. */
const seconds = ticking(1_000);

/** How long ago something happened, kept up to date. */
export function useAgo(iso: string | null): string {
  ticks.value;
  return formatAgo(iso);
}

/** How long ago something happened, kept up to date, with the moment as its title. */
export function Ago({ iso, class: name }: { iso: string; class?: string }) {
  return (
    <time class={name} dateTime={iso} title={formatMoment(iso)}>
      {useAgo(iso)}
    </time>
  );
}

/** Seconds from the first start of a job since its last retry to its end, or until now; null before its start. */
export function jobSeconds(
  { started_at, finished_at }: Pick<Job, 'started_at' | 'finished_at'>,
  now = Date.now(),
): number | null {
  if (started_at === null) return null;
  const end = finished_at === null ? now : Date.parse(finished_at);
  // The clock of the reader may be behind that of the service.
  return Math.max(0, end - Date.parse(started_at)) / 1_000;
}

/** How long a job has run or took, kept up to date. */
export function JobDuration({ job }: { job: Pick<Job, 'started_at' | 'finished_at'> }) {
  if (job.finished_at === null) seconds.value;
  const passed = jobSeconds(job);
  const isRunning = passed !== null && job.finished_at === null;
  return <>{formatDuration(isRunning ? Math.max(1, passed) : passed)}</>;
}
