import { setTimeout as sleep } from 'node:timers/promises';

export interface PollingLoop {
  /** Starts no further run. Resolves when the run at work has ended. */
  stop(): Promise<void>;
}

export interface PollingOptions {
  /** Pause between the end of a run and the start of the next. */
  everyMs: number;
  /** The same after a run that answers `more`; default `everyMs`. */
  moreAfterMs?: number;
  /** Pause before the first run; default 0. */
  firstAfterMs?: number;
  /** @param stopping aborted by `stop`; a long run may end early then */
  run(stopping: AbortSignal): Promise<void> | Promise<'more' | undefined>;
  /** Receives the error of a run that failed. The next run follows all the same. */
  onError(error: unknown): void;
}

/** Calls `run` again and again, one call at a time, until it is stopped. */
export function startPolling({
  everyMs,
  moreAfterMs = everyMs,
  firstAfterMs = 0,
  run,
  onError,
}: PollingOptions): PollingLoop {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {}); // `stop` ends a pause
  const loop = async () => {
    if (firstAfterMs > 0) await pause(firstAfterMs);
    while (!signal.aborted) {
      let pauseMs = everyMs;
      try {
        if ((await run(signal)) === 'more') pauseMs = moreAfterMs;
      } catch (error) {
        onError(error);
      }
      await pause(pauseMs);
    }
  };
  const looping = loop();
  return {
    async stop() {
      stopping.abort();
      await looping;
    },
  };
}
