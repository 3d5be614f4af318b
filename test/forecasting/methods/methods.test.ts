import { describe, expect, test } from 'vitest';
import { createRng, nelderMead } from '../../../src/engine/index.ts';
import {
  isSeasonal,
  runningSeasonalIndex,
  seasonalIndex,
} from '../../../src/forecasting/methods/fitting/decomposition.ts';
import { fitGarch } from '../../../src/forecasting/methods/garch.ts';
import { applies, type MethodName, methodNames, methods } from '../../../src/forecasting/methods/index.ts';
import { forecastWith, type MethodTask } from '../../../src/forecasting/methods/method.ts';
import { spacedNaive } from '../../../src/forecasting/methods/naive.ts';
import { randomWalk, seasonalSeries } from '../support.ts';

const levels = [0.025, 0.1, 0.5, 0.9, 0.975];
const task: MethodTask = { horizon: 3, season: 1, levels };

function forecast(name: MethodName, history: ArrayLike<number>, settings: Partial<MethodTask> = {}) {
  return forecastWith(methods[name], Float64Array.from(history), { ...task, ...settings });
}
function pointOf(name: MethodName, history: ArrayLike<number>, settings: Partial<MethodTask> = {}) {
  return Array.from(forecast(name, history, settings).point);
}
function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits = 6) {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, digits);
}

describe('paths are those of worked examples', () => {
  test('naive, seasonal naive and drift, by hand', () => {
    const history = [1, 2, 3, 4, 6, 5];
    expect(pointOf('naive', history)).toEqual([5, 5, 5]);
    expect(pointOf('seasonal_naive', history, { season: 4, horizon: 5 })).toEqual([3, 4, 6, 5, 3]);
    expectClose(pointOf('drift', history), [5.8, 6.6, 7.4]);
  });

  test('simple smoothing of the oil production in Arabia (Hyndman & Athanasopoulos, 1st ed., table 7.2)', () => {
    const oil = [446.7, 454.5, 455.7, 423.6, 456.3, 440.6, 425.3, 485.1, 506, 526.8, 514.3, 494.2];
    for (const value of pointOf('ses', oil)) expect(value).toBeCloseTo(496.5, 0);
  });

  test("Holt's method on the air passengers of Australia (Hyndman & Athanasopoulos, 2nd ed., ch. 7.2)", () => {
    const passengers = [
      17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19, 31.58, 32.58, 33.48, 39.02, 41.39, 41.6,
      44.66, 46.95, 48.73, 51.49, 50.03, 60.64, 63.36, 66.36, 68.2, 68.12, 69.78, 72.6,
    ];
    const published = [74.6, 76.7, 78.8, 80.91, 83.01];
    const ours = pointOf('holt', passengers, { horizon: 5 });
    for (const [h, value] of published.entries()) expect(Math.abs(ours[h] - value)).toBeLessThan(0.1);
  });

  test('Theta follows half the slope of a straight line, Holt all of it', () => {
    const line = Array.from({ length: 40 }, (_, t) => 10 + 2 * t);
    expectClose(pointOf('theta', line), [89, 90, 91], 1);
    expectClose(pointOf('holt', line), [90, 92, 94], 2);
  });

  test('the dynamic optimised Theta model follows all of a straight line, and none of noise around a level', () => {
    const line = Array.from({ length: 40 }, (_, t) => 10 + 2 * t);
    expectClose(pointOf('dotm', line), [90, 92, 94], 1);
    const noise = [3, -2, 1, -4, 2, 0, -1, 4, -3, 1];
    const around = Array.from({ length: 60 }, (_, t) => 100 + noise[t % 10]);
    for (const value of pointOf('dotm', around)) expect(Math.abs(value - 100)).toBeLessThan(2);
  });

  test.each([
    { unit: 'in millionths', times: 1e6, plus: 0 },
    { unit: 'in ten thousands', times: 1e-4, plus: 0 },
    { unit: 'at a level of a million', times: 1, plus: 1e6 },
  ])('the dynamic optimised Theta model forecasts a trend from 0 $unit alike', ({ times, plus }) => {
    const values = Array.from({ length: 60 }, (_, t) => 3 * t + (t > 0 ? 5 * Math.sin(1.7 * t) : 0));
    const moved = pointOf(
      'dotm',
      values.map((value) => times * value + plus),
    );
    expectClose(
      Array.from(moved, (value) => (value - plus) / times),
      Array.from(pointOf('dotm', values)),
      5,
    );
  });

  test('a multiplicative season is found and put back', () => {
    const factors = [0.5, 1, 1.5, 1];
    const values = Float64Array.from({ length: 24 }, (_, t) => 100 * factors[t % 4]);
    expect(isSeasonal(values, 4)).toBe(true);
    expect(isSeasonal(values.subarray(0, 11), 4)).toBe(false);
    expectClose(seasonalIndex(values, 4, 'multiplicative'), factors);
    for (const name of ['naive2', 'ses', 'theta', 'dotm', 'ets'] as const)
      expectClose(pointOf(name, values, { season: 4, horizon: 4 }), [50, 100, 150, 100], 3);
  });

  for (const season of [2, 5, 12])
    test(`a running sum finds the season of ${season} that the sums of whole windows find`, () => {
      const values = Float64Array.from(seasonalSeries(7 * season + 1, season, 1), (y, t) => y + 0.2 * t);
      const index = new Float64Array(season);
      runningSeasonalIndex(values, values.length, index, new Float64Array(season));
      expectClose(index, Array.from(seasonalIndex(values, season, 'additive')), 9);
    });

  test('the demand of an intermittent series is its probability times its size', () => {
    // One demand of 6 in three steps: both smoothed values stay near to where they start.
    const history = Array.from({ length: 60 }, (_, t) => (t % 3 === 0 ? 6 : 0));
    const { point, quantiles } = forecast('tsb', history);
    expect(point[0]).toBeGreaterThan(1.6);
    expect(point[0]).toBeLessThan(2.1);
    expect(Array.from(quantiles.subarray(0, levels.length))).toEqual([0, 0, 0, 6, 6]);
  });
});

describe('quantiles are those of the stated rule', () => {
  test('naive: quantiles are symmetric sizes of past errors at the same step', () => {
    const history = Array.from({ length: 30 }, (_, t) => (t % 2 === 0 ? 10 : 13)); // one step moves by 3, two by 0
    const { quantiles } = forecast('naive', history);
    expect(Array.from(quantiles.subarray(0, 10))).toEqual([10, 10, 13, 16, 16, 13, 13, 13, 13, 13]);
  });

  test('spaced naive: quantiles are those of the naive forecast at steps 1, 2, 4 … and the last one, and near them between', () => {
    const history = Float64Array.from(randomWalk(2_000));
    const settings = { ...task, horizon: 20 };
    const [exact, spaced] = [methods.naive, spacedNaive].map((one) => forecastWith(one, history, settings));
    const sizesAt = ({ point, quantiles }: typeof exact, steps: number) =>
      Array.from(quantiles.subarray((steps - 1) * levels.length, steps * levels.length), (q) => q - point[0]);
    for (const steps of [1, 2, 4, 8, 16, 20]) expect(sizesAt(spaced, steps)).toEqual(sizesAt(exact, steps));
    for (const steps of [3, 5, 7, 11, 18])
      for (const [k, size] of sizesAt(spaced, steps).entries())
        if (size !== 0) expect(size / sizesAt(exact, steps)[k]).toBeCloseTo(1, 1);
  });

  test('random walk: quantiles are those of past changes of the logarithm', () => {
    const { point, quantiles } = forecast('rw_empirical', [1, 2, 4, 8]);
    expectClose(point, [16, 32, 64]);
    expectClose(quantiles.subarray(0, 5), [16, 16, 16, 16, 16]);
  });

  test('EWMA: returns of one size give quantiles of that size', () => {
    const history = Array.from({ length: 400 }, (_, t) => Math.exp(0.01 * ((t % 3) + Math.floor(t / 3)))); // up, up, down
    const { quantiles } = forecast('ewma', history);
    const moves = [-0.01, -0.01, 0.01, 0.01, 0.01];
    expectClose(
      quantiles.subarray(0, 5),
      moves.map((r) => history[399] * Math.exp(r)),
      9,
    );
  });

  test('EWMA and GARCH: quantiles are wider after volatile times than after calm ones', () => {
    const calm = randomWalk(1_500, 3);
    const level = calm[calm.length - 1];
    const storm = [...calm, level * 1.1, level * 0.98, level * 1.09];
    const quiet = [...calm, level, level, level];
    const width = (name: MethodName, history: number[]) => {
      const { quantiles, point } = forecast(name, history);
      return (quantiles[4] - quantiles[0]) / point[0];
    };
    for (const name of ['ewma', 'garch'] as const)
      expect(width(name, storm)).toBeGreaterThan(1.5 * width(name, quiet));
  });

  test('GARCH finds the parameters that generated the returns', () => {
    const rng = createRng(5);
    let [variance, last] = [1, 0];
    const returns = Float64Array.from({ length: 6_000 }, () => {
      variance = 0.05 + 0.1 * last * last + 0.85 * variance;
      last = Math.sqrt(variance) * rng.normal();
      return last;
    });
    const { alpha, beta } = fitGarch(returns);
    expect(Math.abs(alpha - 0.1)).toBeLessThan(0.03);
    expect(Math.abs(beta - 0.85)).toBeLessThan(0.05);
  });
});

const price = randomWalk(300, 7);
const season = seasonalSeries(120, 12, 2);

describe.each(methodNames)('%s', (name) => {
  test('forecasts a constant series with intervals of no width', () => {
    const { point, quantiles } = forecast(name, new Array(60).fill(7), { season: 12 });
    for (const value of [...point, ...quantiles]) expect(value).toBeCloseTo(7, 6);
  });

  test('gives ordered quantiles for one value, few values, zeros, missing values and jumps', () => {
    const histories: number[][] = [
      [5],
      [5, 6],
      [3, 1, 2],
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      new Array(30).fill(0),
      [0, 0, 3, 0, 0, 0, 1, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, 0, 5, 0, 0, 0, 0, 1, 0, 0],
      season.map((value, t) => (t < 3 || t % 7 === 0 ? Number.NaN : value)),
      [...price.slice(0, 100), 1e9, ...price.slice(100, 150)],
      Array.from({ length: 50 }, (_, t) => -20 + t),
    ];
    for (const history of histories)
      for (const m of [1, 12]) {
        const { point, quantiles } = forecast(name, history, { season: m, horizon: 14 });
        expect([...point, ...quantiles].every(Number.isFinite)).toBe(true);
        for (let i = 1; i < quantiles.length; i++)
          if (i % levels.length > 0) expect(quantiles[i]).toBeGreaterThanOrEqual(quantiles[i - 1]);
      }
  });

  test('gives ordered quantiles where a later history falls to zero or below', () => {
    const growing = season.map((value, t) => value * 1.03 ** t);
    for (const [history, m] of [
      [price, 1],
      [growing, 12],
    ] as const) {
      const [fitted] = methods[name].fit([Float64Array.from(history)], { ...task, season: m, horizon: 14 });
      for (const later of [[50, 0], [50, -5], new Array(40).fill(-200)]) {
        const { point, quantiles } = fitted(Float64Array.from([...history, ...later]));
        expect([...point, ...quantiles].every(Number.isFinite)).toBe(true);
        for (let i = 1; i < quantiles.length; i++)
          if (i % levels.length > 0) expect(quantiles[i]).toBeGreaterThanOrEqual(quantiles[i - 1]);
      }
    }
  });

  test('is the same forecast in other units', () => {
    for (const [history, m] of [
      [price, 1],
      [season, 12],
    ] as const) {
      const one = forecast(name, history, { season: m });
      const other = forecast(
        name,
        history.map((value) => 1_024 * value),
        { season: m },
      );
      for (const [i, value] of one.quantiles.entries())
        expect(other.quantiles[i] / 1_024 / value).toBeCloseTo(1, 6);
    }
  });

  test('reads nothing after its origin', () => {
    const before = Float64Array.from(price.slice(0, 250));
    const [fitted] = methods[name].fit([before], task);
    const whole = Float64Array.from(price);
    const known = fitted(whole.subarray(0, 280));
    whole.fill(1e6, 280);
    expect(fitted(whole.subarray(0, 280))).toEqual(known);
    expect(fitted(before)).toEqual(forecast(name, before));
  });

  test('keeps forecasts of series without negative values at zero or above', () => {
    const falling = Array.from({ length: 40 }, (_, t) => Math.max(0, 40 - t + (t % 3)));
    const { point, quantiles } = forecast(name, falling, { horizon: 30 });
    for (const value of [...point, ...quantiles]) expect(value).toBeGreaterThanOrEqual(0);
  });
});

test.each(['naive', 'seasonal_naive', 'mean', 'seasonal_mean', 'drift'] as const)(
  '%s forecasts a series that becomes negative after the fit as if it were moved by a constant',
  (name) => {
    const rng = createRng(8);
    const falling = Float64Array.from({ length: 70 }, (_, t) => 150 - 3 * t + rng.normal());
    const moved = falling.map((value) => value + 1_000);
    const [one, other] = [falling, moved].map((values) =>
      methods[name].fit([values.subarray(0, 40)], { ...task, season: 4 })[0](values),
    );
    expect(Math.min(...one.quantiles)).toBeLessThan(0);
    expectClose(
      other.point,
      Array.from(one.point, (value) => value + 1_000),
    );
  },
);

test('methods apply to the series that they suit', () => {
  const offered = (history: number[], m: number) =>
    methodNames.filter((name) => applies(name, [Float64Array.from(history)], { season: m, horizon: 3 }));
  expect(offered(randomWalk(600), 1)).toContain('garch');
  expect(offered(seasonalSeries(600, 12, 2), 12)).not.toContain('garch');
  expect(offered(seasonalSeries(600, 12, 2), 12)).toContain('seasonal_naive');
  expect(offered(randomWalk(600), 1)).not.toContain('tsb');
  expect(
    offered(
      Array.from({ length: 60 }, (_, t) => (t % 3 === 0 ? 6 : 0)),
      1,
    ),
  ).toContain('tsb');
});

test('the simplex search finds the minimum of a curved valley', () => {
  const valley = ([x, y]: Float64Array) => 100 * (y - x * x) ** 2 + (1 - x) ** 2;
  const { at, value } = nelderMead(valley, [-1.2, 1], [0.5, 0.5], { tolerance: 1e-12 });
  expect(value).toBeLessThan(1e-6);
  expectClose(at, [1, 1], 2);
});
