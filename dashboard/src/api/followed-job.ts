import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { GatecastError } from '../../../clients/typescript/src/index.ts';
import type { Job, JobEvent } from '../../../clients/typescript/src/schema.d.ts';
import { client } from './client.ts';
import { failureOf } from './failure.ts';
import { jobEvents } from './job-events.ts';
import { key } from './key.ts';
import { polled } from './polled.ts';
import type { Loading } from './resource.ts';

const pollMs = 1_000;
/** Events that are kept. The service keeps as many of a job for a stream. */
export const jobEventsMax = 1_000;

export interface FollowedJob {
  state: ReadonlySignal<Loading<Job>>;
  /** The newest events that the stream has sent, at most `jobEventsMax`, the oldest first. Empty
   *  while the page polls. */
  events: ReadonlySignal<readonly JobEvent[]>;
  transport: ReadonlySignal<'stream' | 'polling'>;
  /** Follows the job again, after a retry or with a key that was given again. */
  reload(): void;
}

/** Follows a job live: by its stream of events, or by polling while there is no stream. Stops
 *  when the job has ended. */
export function useFollowedJob(jobId: string): FollowedJob {
  const follower = useMemo(() => createFollower(jobId), [jobId]);
  useEffect(() => follower.start(), [follower]);
  return follower;
}

/** The follower behind `useFollowedJob`, which starts and stops it. */
export function createFollower(jobId: string): FollowedJob & { start(): () => void } {
  const state = signal<Loading<Job>>({ status: 'loading' });
  const events = signal<readonly JobEvent[]>([]);
  const transport = signal<'stream' | 'polling'>('polling');
  const read = polled((headers, signal) =>
    client.GET('/v1/jobs/{job_id}', { params: { path: { job_id: jobId } }, headers, signal }),
  );
  let run = new AbortController();

  /** Reads the job. @returns whether it has ended */
  const refresh = async (signal: AbortSignal): Promise<boolean> => {
    const value = await read(signal);
    const shown = state.peek();
    if (shown.status !== 'ready' || shown.value !== value) state.value = { status: 'ready', value };
    return value.finished_at !== null;
  };

  const stream = async (signal: AbortSignal) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      for await (const event of jobEvents(jobId, events.peek().at(-1)?.sequence ?? 0, signal)) {
        transport.value = 'stream';
        events.value = [...events.peek().slice(-(jobEventsMax - 1)), event];
        const shown = state.peek();
        if ('value' in shown && shown.value !== undefined && isNewer(event, shown.value)) {
          const { status, attempt, progress, error } = event;
          state.value = { status: 'ready', value: { ...shown.value, status, attempt, progress, error } };
        }
        // The estimate of the remaining time is in the job only, and so is what follows an end that was read.
        timer ??= setTimeout(() => {
          timer = undefined;
          refresh(signal).catch(() => {}); // the loop reads again
        }, pollMs);
      }
    } finally {
      clearTimeout(timer);
    }
  };

  const follow = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      try {
        await refresh(signal);
        await stream(signal); // a job that had ended before has its events still
        if (await refresh(signal)) return;
      } catch (thrown) {
        if (signal.aborted) return;
        const shown = state.peek();
        const kept = 'value' in shown ? { value: shown.value } : {};
        const failure = failureOf(thrown);
        state.value = { ...failure, ...kept };
        if (failure.status === 'forbidden' || failure.status === 'unauthorized') return;
        if (thrown instanceof GatecastError && thrown.status === 404) return;
      }
      transport.value = 'polling';
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  };

  const reload = () => {
    run.abort();
    run = new AbortController();
    void follow(run.signal);
  };

  return {
    state,
    events,
    transport,
    reload,
    start() {
      let shownKey = key.peek();
      // The job and the events that another key has read are not shown.
      const stopWatching = effect(() => {
        if (shownKey !== null && key.value !== shownKey) {
          state.value = { status: 'loading' };
          events.value = [];
        }
        shownKey = key.value;
        reload();
      });
      return () => {
        stopWatching();
        run.abort();
      };
    },
  };
}

/** Whether an event says more than the job as it was read. A stream begins with events that happened before. */
export function isNewer(event: JobEvent, { status, attempt, progress, finished_at }: Job): boolean {
  if (finished_at !== null) return false;
  if (event.attempt !== attempt) return event.attempt > attempt;
  // A job that is run again waits with the attempt that failed.
  if (status === 'queued') return false;
  if (event.status !== 'running') return true;
  return status === 'running' && (event.progress?.elapsed_seconds ?? 0) >= (progress?.elapsed_seconds ?? 0);
}
