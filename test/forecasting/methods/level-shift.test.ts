/** Levels that shift now and then, and what is taken for it. */
import { expect, test } from 'vitest';
import { createRng, type Rng } from '../../../src/engine/index.ts';
import { applies, forecastWith, methods } from '../../../src/forecasting/methods/index.ts';
import { findLevels, movesLikeRandomWalk } from '../../../src/forecasting/statistics/index.ts';
import { run, seriesOf, specOf, succeeded } from '../support.ts';

const horizon = 12;
const task = { horizon, season: 1, levels: [0.1, 0.5, 0.9] };

function series(length: number, value: (t: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, t) => value(t));
}

/** Steps at the end of a history in which a shift shows too little of itself. */
const settled = 6;

/** A level that jumps, and the level at each step. The history ends on a level that has lasted for some steps. */
function shifting(rng: Rng, length: number): { values: Float64Array; level: Float64Array } {
  const level = new Float64Array(length);
  let now = 100;
  for (let t = 0; t < length; t++) {
    if (rng.uniform() < 0.01) now += 20 * rng.normal();
    level[t] = now;
  }
  if (level[length - horizon - settled - 1] !== level[length - horizon - 1]) return shifting(rng, length);
  return { values: level.map((one) => one + 2 * rng.normal()), level };
}

test('the forecast is the level since the last shift, and the fan knows that levels shift', () => {
  const rng = createRng(8);
  let [error, smoothed, best, inside] = [0, 0, 0, 0];
  const trials = 200;
  for (let trial = 0; trial < trials; trial++) {
    const { values, level } = shifting(rng, 200 + horizon);
    const history = values.slice(0, 200);
    const { point, quantiles } = forecastWith(methods.level_shift, history, task);
    const ses = forecastWith(methods.ses, history, task).point;
    for (let h = 0; h < horizon; h++) {
      const y = values[200 + h];
      error += Math.abs(y - point[h]);
      smoothed += Math.abs(y - ses[h]);
      best += Math.abs(y - level[199]);
      if (y >= quantiles[3 * h] && y <= quantiles[3 * h + 2]) inside++;
    }
  }
  expect(error / best).toBeLessThan(1.03);
  expect(smoothed / best).toBeGreaterThan(1.05);
  expect(inside / trials / horizon).toBeGreaterThan(0.77);
  expect(inside / trials / horizon).toBeLessThan(0.83);
});

const others: Record<string, (rng: Rng) => Float64Array> = {
  noise: (rng) => series(200, () => 50 + 3 * rng.normal()),
  'noise with heavy tails': (rng) =>
    series(200, () => rng.normal() / Math.sqrt((rng.normal() ** 2 + rng.normal() ** 2) / 2)),
  'noise with outliers': (rng) =>
    series(200, (t) => 50 + 3 * rng.normal() + (t % 40 < 3 && t >= 40 ? 60 : 0)),
  'noise whose size changes': (rng) => series(200, (t) => 50 + (t < 100 ? 1 : 8) * rng.normal()),
  trend: (rng) => series(200, (t) => 0.3 * t + 2 * rng.normal()),
  'slow season': (rng) => series(200, (t) => 20 * Math.sin(t / 8) + rng.normal()),
  autoregression: (rng) => {
    let x = 0;
    return series(200, () => {
      x = 0.9 * x + rng.normal();
      return x;
    });
  },
  'random walk': (rng) => {
    let x = 0;
    return series(200, () => {
      x += rng.normal();
      return x;
    });
  },
  growth: (rng) => series(200, (t) => 100 / (1 + Math.exp((120 - t) / 12)) + 2 * rng.normal()),
};
for (const [name, make] of Object.entries(others))
  test(`${name} shows no shifts of the level`, () => {
    const rng = createRng(4);
    const found = Array.from({ length: 100 }, () => findLevels(make(rng))).filter((one) => one !== null);
    expect(found.length).toBeLessThanOrEqual(2);
  });

test('values that begin a new level are told from outliers by what the past had', () => {
  const rng = createRng(5);
  const noise = () => 2 * rng.normal();
  const shifts = series(120, (t) => (t < 40 ? 10 : t < 80 ? 60 : 30) + noise());
  const outliers = series(120, (t) => (t < 80 ? 10 : 60) + (t % 20 === 15 ? 90 : 0) + noise());
  const levelAfter = (before: Float64Array, ...last: number[]) =>
    findLevels(Float64Array.of(...before, ...last))!;
  expect(levelAfter(shifts, 91, 88)).toMatchObject({ length: 2, level: 89.5 });
  expect(levelAfter(shifts, 31, 28).level).toBeCloseTo(30, 0);
  expect(levelAfter(outliers, 150).level).toBeCloseTo(60, 0);
});

test('a level that shifts is no random walk and no growth, and the card names the method', async () => {
  const rng = createRng(11);
  const values = series(200, (t) => (t < 60 ? 100 : t < 130 ? 160 : 120) + 3 * rng.normal());
  expect(movesLikeRandomWalk([values], horizon)).toBe(false);
  expect(applies('level_shift', [values], task)).toBe(true);
  expect(applies('logistic', [values], task)).toBe(false);
  const { card, spec } = succeeded(await run({ spec: specOf({ horizon }), series: [seriesOf([...values])] }));
  expect(spec.family).toBe('short');
  expect(card.mixture!.overall.level_shift).toBeGreaterThan(0.3);
  expect(card.notes.join(' ')).toContain('% the mean since the last level shift');
});
