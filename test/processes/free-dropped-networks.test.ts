import { Piscina } from 'piscina';
import { afterAll, expect, test } from 'vitest';
import { createForecaster } from '../../src/forecasting/serving/forecaster.ts';
import { forecastTask, run, seasonalSeries, seriesOf, specOf, succeeded } from '../forecasting/support.ts';

const threads = new Piscina({
  filename: new URL('../../src/processes/compute-thread.ts', import.meta.url).href,
  minThreads: 1,
  maxThreads: 1,
});
afterAll(() => threads.destroy());

const MiB = 2 ** 20;
const calls = 60;
/** Each call drops a network of more than 3 MiB, and without turns of the event loop none is given back. */
const growthMax = 2 * calls * MiB;

test('a thread gives back the memory of networks that it has dropped, while calls follow each other', async () => {
  const series = [seriesOf(seasonalSeries(100, 12, 2, 1))];
  const validation = { windows: 0, step: null };
  const spec = specOf({
    ...{ family: 'seasonal', season_length: 12, steps: 2, hidden_size: 512, members: 1, validation },
  });
  const models: ReturnType<typeof succeeded>[] = [];
  for (const seed of [1, 2]) models.push(succeeded(await run({ spec: { ...spec, seed }, series })));
  const forecaster = createForecaster(threads, null);
  /** A thread keeps one model for gradients, so each call builds the other one. */
  const traced = async (count: number) => {
    for (let n = 0; n < count; n++) {
      const { weights, header } = forecastTask(models[n % 2], series);
      const { spec } = models[n % 2];
      await forecaster.trace({
        ...{
          weights,
          header,
          spec,
          series: series[0],
          network: 0,
          lastSteps: 1,
          numbersMax: 1_000_000,
          head: {},
        },
      });
    }
  };
  await traced(40);
  const before = process.memoryUsage.rss();
  await traced(calls);
  expect(process.memoryUsage.rss() - before).toBeLessThan(growthMax);
});
