import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { availableKernels, createRng } from '../../../src/engine/index.ts';
import { methods } from '../../../src/forecasting/methods/index.ts';
import { instantBy } from '../../../src/forecasting/methods/instant.ts';
import {
  instantForecaster,
  leastTrainedHorizon,
  levelCount,
  weightsSha256,
} from '../../../src/forecasting/pretrained/index.ts';
import { hourly } from './support.ts';

const file = readFileSync('weights/instant.safetensors');
const card = readFileSync('weights/MODEL_CARD.md', 'utf8');
const MB = 1_000_000;

test('the shipped weights are the ones that the code and the model card name', () => {
  expect(createHash('sha256').update(file).digest('hex')).toBe(weightsSha256);
  expect(card).toContain(weightsSha256);
  expect(file.length).toBeLessThan(3 * MB);
});

const histories = [hourly(700, 1), hourly(200, 2), hourly(30, 3), hourly(9, 4)];
const task = { season: 24, horizon: 48 };

test('forecasts are the same bytes again, and nearly the same alone as in a batch', () => {
  const forecaster = instantForecaster();
  const together = forecaster.forecast(histories, task).map(({ quantiles }) => quantiles);
  expect(forecaster.forecast(histories, task).map(({ quantiles }) => quantiles)).toEqual(together);
  const alone = histories.map((history) => forecaster.forecast([history], task)[0].quantiles);
  for (const [i, quantiles] of alone.entries())
    for (const [k, value] of quantiles.entries()) expect(value).toBeCloseTo(together[i][k], 4);
});

test('every kernel forecasts the same within 1e-5', () => {
  const [first, ...others] = availableKernels().map(({ name }) =>
    instantForecaster(name)
      .forecast(histories, task)
      .map(({ quantiles }) => quantiles),
  );
  for (const other of others)
    for (const [i, quantiles] of other.entries())
      for (const [k, value] of quantiles.entries())
        expect(Math.abs(value - first[i][k])).toBeLessThan(1e-5 * (1 + Math.abs(first[i][k])));
});

const repeat = (length: number, at: (t: number) => number) => Float64Array.from({ length }, (_, t) => at(t));
const oddHistories: Record<string, Float64Array> = {
  'one value': Float64Array.of(5),
  'two values': Float64Array.of(5, 7),
  constant: repeat(100, () => 3),
  zeros: repeat(100, () => 0),
  'all missing but one': repeat(100, (t) => (t === 40 ? 2 : Number.NaN)),
  'the end is missing': repeat(100, (t) => (t > 60 ? Number.NaN : 10 + (t % 24))),
  tiny: repeat(200, (t) => 1e-30 * (2 + Math.sin(t))),
  huge: repeat(200, (t) => 1e30 * (2 + Math.sin(t))),
  negative: repeat(200, (t) => -5 - Math.sin(t / 4)),
  'zeros and one spike': repeat(200, (t) => (t === 150 ? 1e9 : 0)),
  'tiny and huge': repeat(200, (t) => (t % 2 === 0 ? 1e-20 : 1e20)),
  'a steep line': repeat(300, (t) => 1e6 * t),
  'exponential growth': repeat(300, (t) => Math.exp(t / 10)),
  'a jump': repeat(300, (t) => (t < 290 ? 1 : 1e6)),
};

for (const [name, history] of Object.entries(oddHistories))
  for (const season of [1, 2, 7, 12, 24, 52, 288])
    for (const horizon of [1, 30, 500])
      test(`${name}, season ${season}, ${horizon} steps: a fan in order, without NaN`, () => {
        const levels = [0.025, 0.1, 0.5, 0.9, 0.975];
        const [fitted] = methods.instant.fit([history], { season, horizon, levels });
        const { point, quantiles } = fitted(history);
        expect(point.every(Number.isFinite)).toBe(true);
        expect(quantiles.every(Number.isFinite)).toBe(true);
        for (let h = 0; h < horizon; h++)
          for (let k = 1; k < levels.length; k++)
            expect(quantiles[h * levels.length + k]).toBeGreaterThanOrEqual(
              quantiles[h * levels.length + k - 1],
            );
        if (history.every((value) => !(value < 0))) expect(Math.min(...quantiles)).toBeGreaterThanOrEqual(0);
      });

test('beyond the trained steps the fan of a random walk widens, that of white noise less', () => {
  const rng = createRng(4);
  const growthOf = (history: Float64Array) => {
    const [{ quantiles }] = instantForecaster().forecast([history], { season: 1, horizon: 240 });
    const width = (step: number) => quantiles[step * levelCount - 2] - quantiles[(step - 1) * levelCount + 1];
    return width(240) / width(24);
  };
  let level = 0;
  const walk = repeat(180, () => {
    level += rng.normal();
    return level;
  });
  const noise = repeat(180, () => rng.normal());
  expect(growthOf(noise)).toBeLessThan(0.9 * growthOf(walk));
  // Less than with the square root of the step.
  expect(growthOf(noise)).toBeLessThan(Math.sqrt(10));
});

describe('a horizon that is shorter than those of the training', () => {
  const quantilesOf = (histories: Float64Array[], season: number, horizon: number) => {
    const others = { arePrices: false, areRareDemands: false, year: null, stepsOfYear: null };
    const fitted = instantBy({ ...others, seasons: [season] }).fit(histories, {
      ...{ horizon, season, levels: [0.1, 0.5, 0.9] },
    });
    return histories.map((history, i) => fitted[i](history).quantiles.subarray(0, 3));
  };

  test('the central 80 % interval of one step holds about 80 % of the values', () => {
    const rng = createRng(7);
    const series = Array.from({ length: 300 }, () => repeat(101, () => 100 + 10 * rng.normal()));
    const known = series.map((values) => values.subarray(0, 100));
    const held = quantilesOf(known, 1, 1).filter(
      ([low, , high], i) => series[i][100] >= low && series[i][100] <= high,
    );
    expect(held.length / series.length).toBeGreaterThan(0.74);
    expect(held.length / series.length).toBeLessThan(0.86);
  });

  test.each([1, 4, 5, 7, 12, 24, 52, 288])(
    'season %s: the first step is that of the shortest one',
    (season) => {
      const least = leastTrainedHorizon(season);
      const firstStep = (horizon: number) => quantilesOf([hourly(700, 1)], season, horizon)[0];
      const expected = firstStep(least);
      for (const horizon of [1, 2, least - 1])
        for (const [k, value] of firstStep(horizon).entries()) expect(value).toBeCloseTo(expected[k], 4);
    },
  );

  test('a part of a trained model reads its horizon as it is, as its weights were found', () => {
    const history = hourly(700, 1);
    const task = { season: 24, levels: [0.1, 0.5, 0.9] };
    const [one] = methods.instant.forecastAll!([history], { ...task, horizon: 1 });
    const [long] = methods.instant.forecastAll!([history], {
      ...task,
      horizon: leastTrainedHorizon(24),
      steps: 1,
    });
    expect([...one.quantiles]).not.toEqual([...long.quantiles]);
  });
});

test('levels are those of the network', () => {
  expect(
    instantForecaster().forecast([Float64Array.of(1, 2, 3)], { season: 1, horizon: 2 })[0].quantiles,
  ).toHaveLength(2 * levelCount);
});
