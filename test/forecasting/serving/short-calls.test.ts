import { Piscina } from 'piscina';
import { afterAll, expect, test, vi } from 'vitest';
import type { ForecastText, InstantTextTask, TextTask } from '../../../src/contracts/ports/index.ts';
import { createForecaster } from '../../../src/forecasting/serving/forecaster.ts';
import { createSingleForecasts } from '../../../src/forecasting/serving/single-forecasts.ts';
import { createFairGate, inCall, sharedPool } from '../../../src/sharing/index.ts';
import { forecastTask, header, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const threads = new Piscina({
  filename: new URL('../../../src/forecasting/serving/thread.ts', import.meta.url).href,
  maxThreads: 1,
  idleTimeout: 60_000,
});
afterAll(() => threads.destroy());

const series = [seriesOf(seasonalSeries(100, 12, 2))];
const options = { quantiles: [0.5], levels: [80], samples: 0, seed: 1, fittedSteps: 0 };
const instantTask: InstantTextTask = {
  ...{ header, series, horizon: 2, decision: null, ...options },
  spec: { target: 'y', covariates: null, calendar: null, bounds: null },
  ...{ form: { type: 'json', order: 'made' }, isPacked: false },
};

/** A forecaster whose two slots of a tenant can be taken by work without an end, and what it told the gate. */
function crowded() {
  const gate = createFairGate({
    ...{ slots: 2, slotsPerTenant: 2, slotsSpare: 0, shortSlots: 1, waitingMax: 9, waitingPerTenantMax: 9 },
    ...{ msMax: null, graceMs: 0, subject: 'tests' },
  });
  // Any duration is short, so that the speed of the machine does not matter.
  const forecaster = createForecaster(sharedPool(threads, gate), null, {
    threadsOfCall: 2,
    shortMsMax: Number.POSITIVE_INFINITY,
  });
  const ofTenant = <Answer>(work: () => Promise<Answer>) => inCall({ tenant: 'a', signal: null }, work);
  const crowd = () => {
    for (let n = 0; n < 2; n++) void ofTenant(() => gate(() => new Promise(() => {})));
  };
  return { forecaster, ofTenant, crowd };
}

test('forecasts that are known to be short are answered while long work holds the slots of the tenant', async () => {
  const spec = specOf({ family: 'seasonal', season_length: 12, steps: 5, hidden_size: 8, members: 1 });
  const trained = succeeded(await run({ spec, series }));
  const task: TextTask = {
    ...forecastTask(trained, series),
    form: { type: 'json', order: 'made' },
    isPacked: false,
  };
  const { forecaster, ofTenant, crowd } = crowded();
  const ask = (samples = 0) => ofTenant(() => forecaster.forecastTexts({ ...task, samples }));
  await ask(); // its duration is known now
  crowd();
  expect((await Promise.all([ask(), ask(), ask()])).map(([{ count }]) => count)).toEqual([1, 1, 1]);
  // Nothing is known of these calls, so they wait, and others pass them.
  const unknown = Promise.race([ask(5), ask(6), ask(7)]);
  expect(await Promise.race([unknown, ask()])).toEqual(await ask());
  const waited = await Promise.race([unknown, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))]);
  expect(waited).toBe('waits');
});

test('instant forecasts that are known to be short are, too', async () => {
  const { forecaster, ofTenant, crowd } = crowded();
  const ask = (horizon = 2) => ofTenant(() => forecaster.instant.forecastTexts({ ...instantTask, horizon }));
  await ask(); // its duration is known now
  crowd();
  expect(await ask()).toMatchObject([{ count: 1 }]);
  const other = await Promise.race([ask(3), new Promise((resolve) => setTimeout(resolve, 300, 'waits'))]);
  expect(other).toBe('waits');
});

test('a forecast that is spread over several tasks has one deadline, as have several forecasts of one series', async () => {
  vi.useFakeTimers();
  try {
    const gate = createFairGate({
      ...{ slots: 1, slotsPerTenant: 1, slotsSpare: 0, waitingMax: 99, waitingPerTenantMax: 99 },
      ...{ msMax: 100, graceMs: null, subject: 'forecasts' },
    });
    let started = 0;
    const run = (_task: unknown, { signal }: { signal?: unknown } = {}) => {
      started++;
      return new Promise((resolve, reject) => {
        setTimeout(resolve, 40, { answer: { parts: [] }, ms: 40 });
        (signal as AbortSignal).addEventListener('abort', reject);
      });
    };
    const { instant } = createForecaster(sharedPool({ run } as never, gate), null);
    const many = { ...instantTask, series: Array(1_280).fill(series[0]), decision: null };
    const spread = inCall({ tenant: 'a', signal: null }, () => instant.forecastTexts(many));
    const refused = expect(spread).rejects.toMatchObject({ code: 'computation_too_slow' });
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
    expect(started).toBe(3);

    started = 0;
    const pool = sharedPool({ run } as never, gate);
    const ask = createSingleForecasts({
      inThread: async (tasks) => {
        await pool.run(tasks);
        return tasks.map(() => ({ answer: {} as ForecastText, ms: 40 }));
      },
      ...{ threads: 1, kernel: null, hereMsMax: 0, shortMsMax: 0 },
    });
    const one = { ...instantTask, weights: { sha256: 'x' } } as unknown as TextTask;
    const each = inCall({ tenant: 'a', signal: null }, async () => {
      for (let n = 0; n < 10; n++) await ask(one);
    });
    const late = expect(each).rejects.toMatchObject({ code: 'computation_too_slow' });
    await vi.advanceTimersByTimeAsync(10_000);
    await late;
    expect(started).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});
