import type { ForecastText, TextTask } from '../../contracts/ports/index.ts';
import { type Call, currentCall, inCall, wholeCalls } from '../../sharing/index.ts';
import { createKnownDurations, effortOf } from './known-durations.ts';
import {
  type Computed,
  computedOrThrow,
  createMicroBatches,
  type MicroBatches,
  type Outcome,
} from './micro-batches.ts';
import { forecastTexts } from './thread.ts';

/** Forecasts that a thread takes at a time, and milliseconds of them. Each one waits for all. */
const batchTasksMax = 16;
const batchMsMax = 10;
/** So that a thread takes four forecasts of which nothing is known. */
const unknownMs = 2.5;
/** Forecasts that may wait for a thread. Further calls are refused with `overloaded`. */
const waitingMax = 1_000;

export interface SingleForecastOptions {
  /** Runs tasks in a thread of the pool. */
  inThread(tasks: TextTask[]): Promise<Outcome<ForecastText>[]>;
  threads: number;
  kernel: string | null;
  /** A forecast that took at most this long before is computed in the calling thread if no other short one is computed:
   *  it would take about as long to wake another thread and to be woken by it. None with a panel is. 0: none is. */
  hereMsMax: number;
  /** A forecast that took at most this long before does not wait behind long ones of its tenant. */
  shortMsMax: number;
}

interface Asked {
  task: TextTask;
  wholes: readonly Call[];
}

/** Forecasts of one series. Those of a tenant share the threads in turn; a batch has the calls of one tenant. The
 *  numbers are the same in every thread. The returned function throws AppError overloaded. */
export function createSingleForecasts({
  inThread,
  threads,
  kernel,
  hereMsMax,
  shortMsMax,
}: SingleForecastOptions): (task: TextTask) => Promise<ForecastText> {
  type Batches = MicroBatches<Asked, ForecastText>;
  /** By tenant, those whose forecasts wait or run: short ones, and others, which may hold the threads for long. */
  const short = new Map<string, Batches>();
  const others = new Map<string, Batches>();
  const durations = createKnownDurations();
  let isComputing = false;

  async function ask(task: TextTask, expectedMs: number | null): Promise<Computed<ForecastText>> {
    const { tenant, signal } = currentCall();
    const isShort = expectedMs !== null && expectedMs <= shortMsMax;
    const batches = isShort ? short : others;
    let own = batches.get(tenant);
    if (own === undefined) {
      own = createMicroBatches({
        run(asked, signal) {
          const wholes = [...new Set(asked.flatMap((one) => one.wholes))];
          return inCall({ tenant, signal, isShort, wholes }, () => inThread(asked.map(({ task }) => task)));
        },
        atOnce: threads,
        tasksMax: batchTasksMax,
        msMax: batchMsMax,
        unknownMs,
        waitingMax,
      });
      batches.set(tenant, own);
    }
    try {
      return await own.ask({ task, wholes: wholeCalls() }, expectedMs, signal);
    } finally {
      if (own.isIdle()) batches.delete(tenant);
    }
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
    const kind = kindOf(task);
    const lastMs = durations.of(kind);
    // What a panel costs depends on all its series and attributes, which others change between two calls.
    const mayBeHere = task.panel === undefined && !isComputing && short.size === 0;
    const isHere = mayBeHere && lastMs !== null && lastMs <= hereMsMax;
    const { answer, ms } = await (isHere ? here(task) : ask(task, lastMs));
    durations.remember(kind, ms);
    return answer;
  };
}

/** Calls that take about as long: those with the same weights that ask for as much. */
function kindOf(task: TextTask): string {
  const { weights, series, future } = task;
  const points = series[0].times.length + (future?.[0]?.given.length ?? 0);
  return `${weights.sha256} ${effortOf(task, points)}`;
}
