/** Growth that saturates, and what is taken for it. */
import { expect, test } from 'vitest';
import { createRng, type Rng } from '../../../src/engine/index.ts';
import { applies, forecastWith, methods } from '../../../src/forecasting/methods/index.ts';
import { constantStart } from '../../../src/forecasting/statistics/index.ts';

const horizon = 12;
const task = { horizon, season: 1, levels: [0.1, 0.5, 0.9] };
const curve = (t: number) => 20 + 100 / (1 + Math.exp((80 - t) / 15));
const grown = (rng: Rng, n: number) =>
  Float64Array.from({ length: n }, (_, t) => curve(t) + 2 * rng.normal());

test('the curve is found, and the fan knows how sure that is', () => {
  const rng = createRng(3);
  let [error, best, inside] = [0, 0, 0];
  const trials = 100;
  for (let trial = 0; trial < trials; trial++) {
    const values = grown(rng, 100 + horizon);
    const { point, quantiles } = forecastWith(methods.logistic, values.slice(0, 100), task);
    for (let h = 0; h < horizon; h++) {
      const y = values[100 + h];
      error += Math.abs(y - point[h]);
      best += Math.abs(y - curve(100 + h));
      if (y >= quantiles[3 * h] && y <= quantiles[3 * h + 2]) inside++;
    }
  }
  expect(error / best).toBeLessThan(1.3);
  expect(inside / trials / horizon).toBeGreaterThan(0.75);
  expect(inside / trials / horizon).toBeLessThan(0.85);
});

test('curve and fan depend neither on the unit nor on the distance from zero', () => {
  const values = grown(createRng(5), 120);
  const { point, quantiles } = forecastWith(methods.logistic, values, task);
  for (const [unit, base] of [
    [1e-4, 0],
    [1e-9, 0],
    [1e9, 0],
    [1, 1e9],
  ]) {
    const moved = forecastWith(
      methods.logistic,
      values.map((value) => unit * value + base),
      task,
    );
    for (let h = 0; h < horizon; h++) {
      expect((moved.point[h] - base) / unit).toBeCloseTo(point[h], 3);
      expect((moved.quantiles[3 * h + 2] - base) / unit).toBeCloseTo(quantiles[3 * h + 2], 3);
    }
  }
});

test('lines, walks and growth whose middle is ahead are not taken for it', () => {
  const rng = createRng(4);
  const kinds: Record<string, () => Float64Array> = {
    line: () => Float64Array.from({ length: 100 }, (_, t) => t + 3 * rng.normal()),
    walk: () => {
      let level = 0;
      return Float64Array.from({ length: 100 }, () => {
        level += rng.normal();
        return level;
      });
    },
    'growth that goes on': () =>
      Float64Array.from({ length: 100 }, (_, t) => Math.exp(t / 20) + rng.normal()),
  };
  for (const [name, make] of Object.entries(kinds))
    expect(applies('logistic', Array.from({ length: 30 }, make), task), name).toBe(false);
  expect(applies('logistic', [grown(rng, 100)], task)).toBe(true);
});

test('growth that has hardly slowed down is forecast by a damped trend, since nobody can tell where it ends', () => {
  const rng = createRng(6);
  const values = grown(rng, 84); // its middle is at 80
  expect(applies('logistic', [values], task)).toBe(false);
  expect(forecastWith(methods.logistic, values, task)).toEqual(forecastWith(methods.damped, values, task));
  expect(applies('logistic', [grown(rng, 95)], task)).toBe(true);
});

test('a constant start is one value that never comes back', () => {
  const zeros = new Array(20).fill(0);
  const moving = Array.from({ length: 12 }, (_, t) => 3 + (t % 5));
  const sevens = new Array(20).fill(7.5);
  expect(constantStart(Float64Array.from([...sevens, ...moving]))).toBe(19);
  expect(constantStart(Float64Array.from([...sevens, 1, 2]))).toBe(0);
  expect(constantStart(Float64Array.from([...zeros, ...moving]))).toBe(20);
  expect(constantStart(Float64Array.from([...zeros, ...moving, 0, 4]))).toBe(0);
  expect(constantStart(Float64Array.from([...zeros, 1, 2]))).toBe(20);
  expect(constantStart(Float64Array.from([...zeros, 1]))).toBe(0);
  expect(constantStart(Float64Array.from(moving))).toBe(0);
});

test('missing values neither end a constant start nor count as values', () => {
  const missing = new Array<number>(3).fill(Number.NaN);
  const start = (...parts: number[][]) => constantStart(Float64Array.from(parts.flat()));
  const zeros = new Array<number>(8).fill(0);
  const sevens = new Array<number>(12).fill(7.5);
  const moving = Array.from({ length: 12 }, (_, t) => 3 + (t % 4));
  expect(start(zeros, missing, zeros, [5, 6, 7, 8])).toBe(19);
  expect(start(zeros, missing, [5, 6])).toBe(11);
  expect(start(missing, zeros, [5, 6])).toBe(11);
  expect(start(zeros, [5], missing)).toBe(0);
  expect(start([0], missing, missing, missing, [0, 5, 6])).toBe(0);
  expect(start(sevens, missing, moving)).toBe(11);
});
