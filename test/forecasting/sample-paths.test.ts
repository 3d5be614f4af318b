import { expect, test } from 'vitest';
import { createRng, selectKernel } from '../../src/engine/index.ts';
import { forecastSeries } from '../../src/forecasting/forecast.ts';
import {
  drawScores,
  type PathCorrelation,
  pathCorrelation,
  pathRng,
} from '../../src/forecasting/sample-paths.ts';
import { decodeWeights } from '../../src/forecasting/weights-file.ts';
import { forecastTask, randomWalk, run, seasonalSeries, seriesOf, specOf, succeeded } from './support.ts';

const paths = 20_000;
const walk: PathCorrelation = { kind: 'random_walk', neighbours: 0 };
const ar: PathCorrelation = { kind: 'autoregressive', neighbours: 0.7 };

for (const { name, correlation, expected } of [
  {
    name: 'random walk',
    correlation: walk,
    expected: (h: number, k: number) => Math.sqrt((h + 1) / (k + 1)),
  },
  { name: 'AR(1)', correlation: ar, expected: (h: number, k: number) => 0.7 ** (k - h) },
]) {
  test(`${name}: each step is standard normal, and steps correlate as stated`, () => {
    const rng = createRng(3);
    const scores = Array.from({ length: paths }, () => drawScores(rng, 6, correlation));
    const moment = (h: number, k: number) => scores.reduce((sum, path) => sum + path[h] * path[k], 0) / paths;
    for (let h = 0; h < 6; h++) {
      expect(scores.reduce((sum, path) => sum + path[h], 0) / paths).toBeCloseTo(0, 1);
      for (let k = h; k < 6; k++)
        expect(Math.abs(moment(h, k) - expected(h, k)), `${h}, ${k}`).toBeLessThan(0.04);
    }
  });
}

for (const { name, values } of [
  { name: 'random walk', values: randomWalk(200) },
  { name: 'seasonal', values: seasonalSeries(240, 12, 2) },
]) {
  test(`${name}: paths of a trained model have the quantiles of its forecast at each step`, () => {
    const season = name === 'seasonal' ? 12 : 1;
    const spec = specOf({
      steps: 20,
      season_length: season,
      base: season === 1 ? 'naive' : 'seasonal_naive',
    });
    const trained = succeeded(run({ series: [seriesOf(values)], spec }));
    const quantiles = [0.1, 0.5, 0.9];
    const task = forecastTask(trained, [seriesOf(values)], { quantiles, samples: 1_000, seed: 5 });
    const loaded = decodeWeights(trained.weights.bytes, selectKernel(), 8);
    const [forecast] = forecastSeries(task, loaded, 8);
    if ('problem' in forecast) throw new Error(forecast.problem.detail);
    expect(forecast.samples).toHaveLength(1_000);
    for (let h = 0; h < spec.horizon; h++) {
      for (const p of quantiles) {
        const below = forecast.samples!.filter((path) => path[h] <= forecast.quantiles[p][h]).length / 1_000;
        expect(Math.abs(below - p), `step ${h}, ${p}`).toBeLessThan(0.05);
      }
    }
    const [again] = forecastSeries(task, loaded, 8);
    expect(again).toEqual(forecast);
    const [other] = forecastSeries({ ...task, seed: 6 }, loaded, 8);
    expect(other).not.toEqual(forecast);
  });
}

test('the correlation of seasonal paths is that of neighbouring seasonal differences', () => {
  const trending = Float64Array.from({ length: 100 }, (_, t) => t * t);
  const alternating = Float64Array.from(
    { length: 100 },
    (_, t) => (t % 4 < 2 ? 1 : -1) * (t % 2 === 0 ? 1 : -1),
  );
  expect(pathCorrelation(2, trending)).toEqual({ kind: 'autoregressive', neighbours: 0.95 });
  expect(pathCorrelation(2, alternating).neighbours).toBe(0);
  expect(pathCorrelation(2, new Float64Array(1)).neighbours).toBe(0);
});

test('the paths of a series depend on its id and the seed only', () => {
  expect(pathRng(1, 'a').normal()).toBe(pathRng(1, 'a').normal());
  expect(pathRng(1, 'a').normal()).not.toBe(pathRng(1, 'b').normal());
  expect(pathRng(1, 'a').normal()).not.toBe(pathRng(2, 'a').normal());
});
