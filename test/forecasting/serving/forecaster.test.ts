import { Piscina } from 'piscina';
import { afterAll, expect, test } from 'vitest';
import type { ForecastText, InstantTextTask, Writing } from '../../../src/contracts/ports/index.ts';
import { createForecaster } from '../../../src/forecasting/serving/forecaster.ts';
import {
  forecastTask,
  header,
  randomWalk,
  run,
  seasonalSeries,
  seriesOf,
  specOf,
  succeeded,
} from '../support.ts';

const threads = new Piscina({
  filename: new URL('../../../src/forecasting/serving/thread.ts', import.meta.url).href,
  maxThreads: 2,
  idleTimeout: 60_000,
});
afterAll(() => threads.destroy());

const asText: Writing = { form: { type: 'json', order: 'made' }, isPacked: false };

/** The pool; of each task how many series it had, and how many tasks were at work then. */
function watched() {
  const seen: { series: number; atWork: number }[] = [];
  let atWork = 0;
  const pool: Pick<Piscina, 'run'> = {
    async run(message, options) {
      const [task] = message.tasks ?? [message];
      seen.push({ series: task.series.length, atWork: ++atWork });
      return threads.run(message, options).finally(() => atWork--);
    },
  };
  return { pool, seen };
}

/** The JSON of the forecasts of all parts. */
function textOf(parts: ForecastText[]): string {
  return parts.map((part) => Buffer.from(part.text).toString()).join(',');
}

const small = { steps: 5, hidden_size: 8, members: 2 };

test.each([
  { family: 'seasonal', season_length: 12 },
  { family: 'short', season_length: 12 },
] as const)(
  '$family: a call for many series is spread over the threads, and answers as one thread would',
  async (kind) => {
    const series = Array.from({ length: 600 }, (_, n) =>
      // Some are refused, which moves those after them into other batches.
      seriesOf(seasonalSeries(n % 70 === 5 ? 3 : 120 + (n % 50), 12, 2, n + 1), `s${n}`),
    );
    const trained = succeeded(
      await run({ spec: specOf({ ...small, ...kind }), series: series.slice(20, 30) }),
    );
    const task = forecastTask(trained, series);
    const whole = await threads.run(task, { name: 'forecast' });
    const { pool, seen } = watched();
    const spread = await createForecaster(pool, null, { threadsOfCall: 2 }).forecastTexts({
      ...task,
      ...asText,
    });
    expect(JSON.parse(`[${textOf(spread)}]`)).toEqual(
      whole.filter((answer: object) => !('problem' in answer)),
    );
    expect(spread.flatMap(({ errors }) => errors)).toEqual(
      whole.filter((answer: object) => 'problem' in answer),
    );
    expect(whole.filter((answer: object) => 'problem' in answer)).toHaveLength(9);
    expect(seen.map((one) => one.series)).toEqual([128, 128, 128, 128, 88]);
    // The third part begins when one of the first two has ended; by then the other may have, too.
    expect(seen.slice(0, 2).map(({ atWork }) => atWork)).toEqual([1, 2]);
  },
);

test('series of prices are forecast together, in one thread', async () => {
  const series = Array.from({ length: 300 }, (_, n) => seriesOf(randomWalk(80, n + 1), `s${n}`));
  const spec = specOf({ ...small, family: 'prices' });
  const trained = succeeded(await run({ spec, series: series.slice(0, 5) }));
  const { pool, seen } = watched();
  const task = { ...forecastTask(trained, series), ...asText };
  const parts = await createForecaster(pool, null, { threadsOfCall: 2 }).forecastTexts(task);
  expect(parts.map(({ count }) => count)).toEqual([300]);
  expect(seen).toEqual([{ series: 300, atWork: 1 }]);
});

test('a task that finds the queue full is refused as overload', async () => {
  const few = new Piscina({
    filename: new URL('../../../src/forecasting/serving/thread.ts', import.meta.url).href,
    ...{ maxThreads: 1, maxQueue: 1 },
  });
  const { instant } = createForecaster(few, null);
  const task: InstantTextTask = {
    ...{ header, series: [seriesOf(randomWalk(50))], horizon: 2, decision: null },
    spec: { target: 'y', covariates: null, calendar: null, bounds: null },
    ...{ quantiles: [0.5], levels: [80], samples: 0, seed: 1, fittedSteps: 0 },
    ...asText,
  };
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => instant.forecastTexts(task)));
  const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'answered'));
  expect(codes).toContain('answered');
  expect(codes).toContain('overloaded');
  expect(new Set(codes).size).toBe(2);
  await few.destroy();
});

test('instant forecasts of many series are spread over the threads, with one season for all', async () => {
  const series = Array.from({ length: 600 }, (_, n) =>
    seriesOf(n % 50 === 5 ? [1, 2] : seasonalSeries(100 + (n % 50), 12, 2, n + 1), `s${n}`),
  );
  const task: InstantTextTask = {
    ...{ header, series, horizon: 2, decision: null },
    spec: { target: 'y', covariates: null, calendar: null, bounds: null },
    ...{ quantiles: [0.5], levels: [80], samples: 0, seed: 1, fittedSteps: 0 },
    ...asText,
  };
  const { pool, seen } = watched();
  const parts = await createForecaster(pool, null, { threadsOfCall: 2 }).instant.forecastTexts(task);
  const { answer } = await threads.run(task, { name: 'instantTexts' });
  expect(textOf(parts)).toBe(textOf([answer]));
  const made = JSON.parse(`[${textOf(parts)}]`);
  expect(made.map(({ season_length }: { season_length: number }) => season_length)).toEqual(
    Array(600).fill(12),
  );
  expect(seen.map((one) => one.series)).toEqual([100, 128, 128, 128, 128, 88]);
});
