/** Thread pools of the API. Each is shared among the tenants by a gate. */
import type { Config } from '../../config.ts';
import { callerGraceMs, createFairGate, createThreadPool, sharedPool } from '../../sharing/index.ts';

/** Threads for the forecasts of one tenant. One call for many series uses all of them. */
export const forecastThreads = 2;
/** Further threads, for tenants whose forecasts have none. They start when they are needed. */
const forecastThreadsSpare = 2;
/** Further threads, for forecasts of milliseconds that would wait behind long ones of the same tenant: one
 *  for each of two tenants. */
const forecastThreadsShort = 2;
/** An idle thread keeps its loaded models this long. Without it the second thread would be restarted for each call. */
const threadIdleMs = 60_000;
/** Answers for many series are long texts. */
const youngMiBMax = 24;
/** Forecast calls that may wait for a thread: of all tenants, and of one. Further calls are
 *  refused with `overloaded`. */
const forecastsWaitingMax = 1_000;
const forecastsWaitingPerTenantMax = 500;
/** PNGs are drawn one at a time, so they never hold the threads of forecasts. The thread starts with the first one, and
 *  ends with its 90 MB when none is wanted for `threadIdleMs`. */
const pngThreads = 1;
const pngsWaitingMax = 200;
const pngsWaitingPerTenantMax = 100;
const pngMsMax = 20_000;

/** Threads of forecasts: `pool` has them, and `shared` runs a task when its tenant may have a thread. */
export function createForecastThreads({ forecastSecondsMax }: Config) {
  const pool = createThreadPool({
    entry: new URL('../forecast-thread.ts', import.meta.url),
    subject: 'forecasts',
    threadsMin: 1,
    threadsMax: forecastThreads + forecastThreadsSpare + forecastThreadsShort,
    idleMsMax: threadIdleMs,
    youngMiBMax,
  });
  const gate = createFairGate({
    slots: forecastThreads + forecastThreadsSpare,
    slotsPerTenant: forecastThreads,
    slotsSpare: forecastThreadsSpare,
    shortSlots: forecastThreadsShort,
    waitingMax: forecastsWaitingMax,
    waitingPerTenantMax: forecastsWaitingPerTenantMax,
    msMax: forecastSecondsMax * 1_000,
    graceMs: callerGraceMs,
    subject: 'forecasts',
    tokensApart: true,
  });
  return { pool, shared: sharedPool(pool, gate) };
}

/** Threads of PNGs, in the same form. */
export function createPngThreads() {
  const pool = createThreadPool({
    entry: new URL('../picture-thread.ts', import.meta.url),
    subject: 'pictures',
    threadsMax: pngThreads,
    idleMsMax: threadIdleMs,
    youngMiBMax,
  });
  const gate = createFairGate({
    slots: pngThreads,
    slotsPerTenant: pngThreads,
    slotsSpare: 0,
    waitingMax: pngsWaitingMax,
    waitingPerTenantMax: pngsWaitingPerTenantMax,
    msMax: pngMsMax,
    graceMs: callerGraceMs,
    subject: 'pictures',
    tokensApart: true,
  });
  return { pool, shared: sharedPool(pool, gate) };
}
