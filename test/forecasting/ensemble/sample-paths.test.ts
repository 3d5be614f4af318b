import { expect, test } from 'vitest';
import { createRng, selectKernel } from '../../../src/engine/index.ts';
import {
  assumedCorrelation,
  drawScores,
  measuredCorrelation,
  type PathCorrelation,
  pathRng,
} from '../../../src/forecasting/ensemble/sample-paths.ts';
import { decodeParts, modelOf } from '../../../src/forecasting/ensemble/weights-file.ts';
import { forecastSeries } from '../../../src/forecasting/serving/forecast.ts';
import { forecastTask, randomWalk, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const paths = 20_000;
const walk: PathCorrelation = { level: 0, walk: 1, neighbours: 0 };
const ar: PathCorrelation = { level: 0, walk: 0, neighbours: 0.7 };
const mixture: PathCorrelation = { level: 0.3, walk: 0.3, neighbours: 0.5 };

for (const { name, correlation, expected } of [
  {
    name: 'random walk',
    correlation: walk,
    expected: (h: number, k: number) => Math.sqrt((h + 1) / (k + 1)),
  },
  { name: 'AR(1)', correlation: ar, expected: (h: number, k: number) => 0.7 ** (k - h) },
  {
    name: 'mixture',
    correlation: mixture,
    expected: (h: number, k: number) => 0.3 + 0.3 * Math.sqrt((h + 1) / (k + 1)) + 0.4 * 0.5 ** (k - h),
  },
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
  test(`${name}: paths of a trained model have the quantiles of its forecast at each step`, async () => {
    const season = name === 'seasonal' ? 12 : 1;
    const spec = specOf({
      steps: 20,
      season_length: season,
      base: season === 1 ? 'naive' : 'seasonal_naive',
    });
    const trained = succeeded(await run({ series: [seriesOf(values)], spec }));
    const quantiles = [0.1, 0.5, 0.9];
    const task = forecastTask(trained, [seriesOf(values)], { quantiles, samples: 1_000, seed: 5 });
    const loaded = modelOf(decodeParts(trained.weights.bytes, ['members'], selectKernel(), 8), 8);
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

test.each([
  ['noise', 0, 1, 0],
  ['an AR(1)', 0.9, 1, 0],
  ['an AR(1) under noise', 0.95, 0.3, 1],
])('without a measured correlation, sums of seasonal paths vary as those of %s', (_, kept, shock, noise) => {
  const steps = 14;
  let varied = 0;
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const rng = createRng(seed);
    let deviation = 0;
    const tail = Float64Array.from({ length: 420 }, (_, t) => {
      deviation = kept * deviation + shock * rng.normal();
      return 30 * Math.sin(t % 7) + 0.1 * t + deviation + noise * rng.normal();
    });
    const correlation = assumedCorrelation(7, tail);
    for (let n = 0; n < 200; n++)
      varied += drawScores(rng, steps, correlation).reduce((sum, score) => sum + score, 0) ** 2 / 1_200;
  }
  // Errors h and k steps ahead share the shocks of the first h steps.
  const covariance = (h: number, k: number) => {
    let sum = h === k ? noise ** 2 : 0;
    for (let j = 0; j < h; j++) sum += shock ** 2 * kept ** (2 * j + k - h);
    return sum;
  };
  let expected = 0;
  for (let h = 1; h <= steps; h++)
    for (let k = 1; k <= steps; k++)
      expected += covariance(Math.min(h, k), Math.max(h, k)) / Math.sqrt(covariance(h, h) * covariance(k, k));
  expect(Math.sqrt(varied / expected)).toBeGreaterThan(0.8);
  expect(Math.sqrt(varied / expected)).toBeLessThan(1.15);
});

test('without a season, paths of noise have independent steps, and those of a random walk add up', () => {
  const rng = createRng(11);
  const noise = Float64Array.from({ length: 120 }, () => 100 + 5 * rng.normal());
  let at = 100;
  const walked = noise.map(() => {
    at += rng.normal();
    return at;
  });
  const rising = noise.map((value, t) => value + 3 * t);
  const rare = noise.map((_, t) => (t % 3 === 0 ? rng.int(9) : 0));
  for (const values of [noise, rising, rare]) {
    const { level, walk } = assumedCorrelation(1, values);
    expect(level + walk).toBeLessThan(0.25);
  }
  const { level, walk } = assumedCorrelation(1, walked);
  expect(walk).toBeGreaterThan(0.85);
  expect(level + walk).toBeLessThanOrEqual(1);
  expect(assumedCorrelation(1, noise.subarray(0, 7)).walk).toBe(1);
});

test.each([walk, ar, mixture, { level: 0, walk: 0, neighbours: 0 }])(
  'the correlation of errors is found from their ranks: %o',
  (made) => {
    const rng = createRng(7);
    // Skewed and with a width of its own at each step: only ranks count. One in ten is missing.
    const errors = Array.from({ length: 600 }, () =>
      drawScores(rng, 12, made).map((z, h) => (rng.uniform() < 0.1 ? Number.NaN : (h + 1) * Math.exp(z))),
    );
    const found = measuredCorrelation(errors)!;
    const at = ({ level, walk, neighbours }: PathCorrelation, h: number, k: number) =>
      level + walk * Math.sqrt((h + 1) / (k + 1)) + (1 - level - walk) * neighbours ** (k - h);
    for (let k = 1; k < 12; k++)
      for (let h = 0; h < k; h++)
        expect(Math.abs(at(found, h, k) - at(made, h, k)), `${h}, ${k}`).toBeLessThan(0.1);
  },
);

test('few windows, or constant errors, give no correlation', () => {
  expect(measuredCorrelation([])).toBeNull();
  expect(measuredCorrelation(Array.from({ length: 19 }, (_, i) => new Float64Array(6).fill(i)))).toBeNull();
  expect(
    measuredCorrelation(Array.from({ length: 40 }, () => new Float64Array(6).fill(Number.NaN))),
  ).toBeNull();
});

test('the paths of a series depend on its id and the seed only', () => {
  expect(pathRng(1, 'a').normal()).toBe(pathRng(1, 'a').normal());
  expect(pathRng(1, 'a').normal()).not.toBe(pathRng(1, 'b').normal());
  expect(pathRng(1, 'a').normal()).not.toBe(pathRng(2, 'a').normal());
});

test('a trained model has the correlation of its held-out errors: high for persistent noise, low for independent noise', async () => {
  const between = async (memory: number) => {
    const rng = createRng(9);
    let noise = 0;
    const values = seasonalSeries(900, 12, 0).map((value) => {
      noise = memory * noise + Math.sqrt(1 - memory ** 2) * rng.normal();
      return value + 2 * noise;
    });
    const spec = specOf({ steps: 30, horizon: 12, season_length: 12, base: 'seasonal_naive' });
    const trained = succeeded(await run({ series: [seriesOf(values)], spec }));
    const task = forecastTask(trained, [seriesOf(values)], { samples: 1_000, seed: 5 });
    const model = modelOf(decodeParts(trained.weights.bytes, ['members'], selectKernel(), 8), 8);
    expect(model.paths).not.toBeNull();
    const [forecast] = forecastSeries(task, model, 8);
    if ('problem' in forecast) throw new Error(forecast.problem.detail);
    const [a, b] = [5, 6].map((h) => forecast.samples!.map((path) => path[h]));
    const mean = (of: number[]) => of.reduce((sum, x) => sum + x, 0) / of.length;
    const [ma, mb] = [mean(a), mean(b)];
    const product = (x: number[], mx: number, y: number[], my: number) =>
      mean(x.map((value, i) => (value - mx) * (y[i] - my)));
    return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
  };
  expect(await between(0.95)).toBeGreaterThan(0.6);
  expect(await between(0)).toBeLessThan(0.4);
});
