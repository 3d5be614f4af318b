import type { ForecastText, TextTask } from '../../contracts/ports/index.ts';
import { type Computed, computedOrThrow, createMicroBatches, type Outcome } from './micro-batches.ts';
import { forecastTexts } from './thread.ts';

/** Forecasts that a thread takes at a time. The last one waits for all, so they are few. */
const batchTasksMax = 4;
/** Forecasts that may wait for a thread. Further calls are refused with `overloaded`. */
const waitingMax = 1_000;
/** Models whose duration is remembered: as many as a thread keeps built. */
const durationsMax = 8;

export interface SingleForecastOptions {
  /** Runs tasks in a thread of the pool. */
  inThread(tasks: TextTask[]): Promise<Outcome<ForecastText>[]>;
  threads: number;
  kernel: string | null;
  /** A forecast that took at most this long before is computed in the calling thread if nothing else is computed: it would take
   *  about as long to wake another thread and to be woken by it. 0: none is. */
  hereMsMax: number;
}

/** Forecasts of one series. They share the threads in turn. The numbers are the same in every thread.
 *  The returned function throws AppError overloaded. */
export function createSingleForecasts({
  inThread,
  threads,
  kernel,
  hereMsMax,
}: SingleForecastOptions): (task: TextTask) => Promise<ForecastText> {
  const { ask, isIdle } = createMicroBatches({
    ...{ run: inThread, atOnce: threads, tasksMax: batchTasksMax, waitingMax },
  });
  /** Milliseconds of the last forecast, by the SHA-256 of the weights. */
  const durations = new Map<string, number>();
  let isComputing = false;

  function remember({ weights: { sha256 } }: TextTask, ms: number): void {
    durations.delete(sha256);
    durations.set(sha256, ms);
    if (durations.size > durationsMax) durations.delete(durations.keys().next().value!);
  }

  async function here(task: TextTask): Promise<Computed<ForecastText>> {
    isComputing = true;
    try {
      // Before the computation, queries that it runs beside are sent, and calls that are in the sockets are read.
      await new Promise((resolve) => setImmediate(resolve));
      const [outcome] = await forecastTexts({ tasks: [task], kernel });
      return computedOrThrow(outcome);
    } finally {
      isComputing = false;
    }
  }

  return async (task) => {
    const lastMs = durations.get(task.weights.sha256);
    const isHere = lastMs !== undefined && lastMs <= hereMsMax && !isComputing && isIdle();
    const { answer, ms } = await (isHere ? here(task) : ask(task));
    remember(task, ms);
    return answer;
  };
}
