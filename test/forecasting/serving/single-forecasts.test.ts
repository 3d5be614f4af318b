import { Piscina } from 'piscina';
import { afterAll, expect, test } from 'vitest';
import type { TextTask } from '../../../src/contracts/ports/index.ts';
import { createForecaster } from '../../../src/forecasting/serving/forecaster.ts';
import { forecastTask, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const threads = new Piscina({
  filename: new URL('../../../src/forecasting/serving/thread.ts', import.meta.url).href,
  maxThreads: 2,
  idleTimeout: 60_000,
});
afterAll(() => threads.destroy());

/** The pool; how many tasks of one series each of its messages had. */
function watched() {
  const messages: number[] = [];
  const pool: Pick<Piscina, 'run'> = {
    run(message, options) {
      messages.push(message.tasks.length);
      return threads.run(message, options);
    },
  };
  return { pool, messages };
}

const names = Array.from({ length: 12 }, (_, n) => `s${n}`);
const series = names.map((name, n) => seriesOf(seasonalSeries(100, 12, 2, n + 1), name));
const trained = succeeded(
  await run({
    spec: specOf({ family: 'seasonal', season_length: 12, steps: 5, hidden_size: 8, members: 2 }),
    series,
  }),
);
const tasks = series.map(
  (one): TextTask => ({
    ...forecastTask(trained, [one]),
    form: { type: 'json', order: 'made' },
    isPacked: true,
  }),
);

test('a forecast is the same in a thread, in a message with others, and in the calling thread', async () => {
  const inThreads = createForecaster(threads, null, { threadsOfCall: 2 });
  const alone: string[] = [];
  for (const task of tasks) alone.push(`${(await inThreads.forecastTexts(task))[0].text}`);
  const expected = await Promise.all(tasks.map((task) => threads.run(task, { name: 'forecast' })));
  expect(alone.map((text) => JSON.parse(text))).toEqual(expected.flat());

  const { pool, messages } = watched();
  const together = await Promise.all(
    tasks.map((task) => createForecaster(pool, null, { threadsOfCall: 2 }).forecastTexts(task)),
  );
  expect(together.map(([{ text }]) => text)).toEqual(alone);
  expect(messages).toHaveLength(tasks.length); // each forecaster has threads of its own

  const shared = createForecaster(pool, null, { threadsOfCall: 2 });
  messages.length = 0;
  const inBatches = await Promise.all(tasks.map((task) => shared.forecastTexts(task)));
  expect(inBatches.map(([{ text }]) => text)).toEqual(alone);
  expect(Math.max(...messages)).toBeGreaterThan(1);

  const here = createForecaster(pool, null, { threadsOfCall: 2, hereMsMax: Number.POSITIVE_INFINITY });
  messages.length = 0;
  for (const [i, task] of tasks.entries()) {
    expect((await here.forecastTexts(task))[0].text).toBe(alone[i]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(messages).toEqual([1]); // the first one tells how long it takes
});

test('while the calling thread or another one computes, further calls go to the threads', async () => {
  const { pool, messages } = watched();
  const here = createForecaster(pool, null, { threadsOfCall: 2, hereMsMax: Number.POSITIVE_INFINITY });
  await here.forecastTexts(tasks[0]);
  messages.length = 0;
  await Promise.all(tasks.map((task) => here.forecastTexts(task)));
  expect(messages.reduce((sum, count) => sum + count, 0)).toBe(tasks.length - 1);
});

test('a forecast from other series is not computed in the calling thread, whatever one without them took', async () => {
  const { pool, messages } = watched();
  const here = createForecaster(pool, null, { threadsOfCall: 2, hereMsMax: Number.POSITIVE_INFINITY });
  const values = seasonalSeries(100, 12, 2, 1).map((value, t) => (t < 98 ? Number.NaN : value));
  const asked: TextTask = {
    ...forecastTask(trained, [seriesOf(values, 'new')]),
    form: { type: 'json', order: 'made' },
    isPacked: true,
  };
  const panel = series.map((one) => ({ static: one.static, head: one, tail: one }));
  for (const task of [tasks[0], { ...asked, panel }, tasks[0], { ...asked, panel }])
    await here.forecastTexts(task);
  expect(messages).toEqual([1, 1, 1]);
});

test.each(['seasonal', 'short', 'prices'] as const)(
  '%s: a forecast changes no value of its series, which other threads read at the same time',
  async (family) => {
    const gappy = (values: number[], n: number) =>
      values.map((value, t) => (t % 17 === n ? Number.NaN : t % 5 === n ? 0 : 50 + value));
    const odd = names
      .slice(0, 5)
      .map((name, n) => seriesOf(gappy(seasonalSeries(100, 12, 2, n + 1), n), name));
    const ofFamily = succeeded(
      await run({
        spec: specOf({ family, season_length: 12, steps: 5, hidden_size: 8, members: 2 }),
        series: odd,
      }),
    );
    const before = structuredClone(odd);
    const here = createForecaster(threads, null, { threadsOfCall: 2, hereMsMax: Number.POSITIVE_INFINITY });
    for (const one of [...odd, ...odd]) {
      await here.forecastTexts({
        ...forecastTask(ofFamily, [one]),
        form: { type: 'json', order: 'made' },
        isPacked: false,
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(odd).toEqual(before);
  },
);
