import { expect, test } from 'vitest';
import { createRng } from '../../../src/engine/index.ts';
import {
  empiricalQuantile,
  gridPosition,
  meanScores,
  normalQuantile,
  quantileAt,
  quantileGrid,
  weightsOfMean,
} from '../../../src/forecasting/statistics/quantiles.ts';

test('normal quantiles match published tables', () => {
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 8);
  expect(normalQuantile(0.1)).toBe(-normalQuantile(0.9));
  expect(() => normalQuantile(1)).toThrow(RangeError);
});

test('quantiles of arbitrary levels never cross, inside and beyond the trained ones', () => {
  const rng = createRng(7);
  for (let trial = 0; trial < 200; trial++) {
    const size = 1 + rng.int(8);
    const grid = quantileGrid(Array.from({ length: size }, () => 0.001 + 0.998 * rng.uniform()));
    const values = Float64Array.from({ length: size }, () => Math.round(5 * rng.normal()) + 0).sort();
    const path = Array.from({ length: 1_999 }, (_, i) =>
      quantileAt(grid, values, 0, normalQuantile((i + 1) / 2_000)),
    );
    expect(path.every((value, i) => i === 0 || value >= path[i - 1])).toBe(true);
    for (const [k, p] of grid.levels.entries())
      expect(quantileAt(grid, values, 0, normalQuantile(p))).toBe(values[k]);
  }
});

test('three quantiles of a normal distribution give all others', () => {
  const grid = quantileGrid([0.1, 0.5, 0.9]);
  const values = grid.scores.map((score) => 3 + 2 * score);
  expect(quantileAt(grid, values, 0, normalQuantile(0.999))).toBeCloseTo(3 + 2 * normalQuantile(0.999), 10);
  const mean =
    meanScores.reduce((sum, score) => sum + quantileAt(grid, values, 0, score), 0) / meanScores.length;
  expect(mean).toBeCloseTo(3, 10);
});

test('the mean of a fan is a weighted mean of its trained quantiles', () => {
  const rng = createRng(3);
  for (const levels of [[0.5], [0.3, 0.5], [0.025, 0.1, 0.5, 0.9, 0.975]]) {
    const grid = quantileGrid(levels);
    const weights = weightsOfMean(
      grid,
      Array.from(meanScores, (score) => gridPosition(grid, score)),
    );
    const values = Float64Array.from(levels, () => 100 * rng.normal()).sort();
    const mean =
      meanScores.reduce((sum, score) => sum + quantileAt(grid, values, 0, score), 0) / meanScores.length;
    expect(weights.reduce((sum, weight, k) => sum + weight * values[k], 0)).toBeCloseTo(mean, 10);
  }
});

test('empirical quantiles interpolate between order statistics', () => {
  expect(empiricalQuantile(Float64Array.of(1, 2, 3, 4), 0.5)).toBe(2.5);
  expect(empiricalQuantile(Float64Array.of(7), 0.9)).toBe(7);
});
