import { expect, test } from 'vitest';
import { gridLevels, partInside } from '../../bench/truths/coverage.ts';
import { logReturns } from '../../bench/truths/log-returns.ts';
import { cellsOf } from '../../bench/truths/plan.ts';
import type { CellScore } from '../../bench/truths/score.ts';
import { goalsOf, missesOf, summariesOf } from '../../bench/truths/summary.ts';
import { truths } from '../../bench/truths/truths.ts';
import { createRng } from '../../src/engine/index.ts';

function cell(truth: string, points: number, errors: Record<string, number>, coverage = 0.8): CellScore {
  return { truth, points, errors, coverage, series: 1, seed: 1, season: 1, family: 'short', seconds: 1 };
}

test('a truth is summed over its sizes: auto over the single method that is best for all of them', () => {
  const [summary] = summariesOf([
    cell('noise', 20, { auto: 2, truth: 1, instant: 3, mean: 2.5, naive: 1 }),
    cell('noise', 200, { auto: 1.05, truth: 1, instant: 1.2, mean: 1, naive: 4 }, 0.7),
  ]);
  expect(summary).toMatchObject({ truth: 'noise', cells: 2, best: 'mean', coverage: 0.75 });
  expect(summary.coverageError).toBeCloseTo(0.05, 12);
  expect(summary.autoOverBest).toBeCloseTo(3.05 / 3.5, 12);
  expect(summary.instantOverBest).toBeCloseTo(4.2 / 3.5, 12);
  expect(summary.autoOverTruth).toBeCloseTo(1.05, 12); // the cell of 20 points does not count
});

test('goals are shares of truths, and a miss says what holds the truth back', () => {
  const summaries = summariesOf([
    cell('good', 200, { auto: 1, truth: 1, instant: 1 }),
    cell('bad', 200, { auto: 1.2, truth: 1, instant: 1 }, 0.6),
  ]);
  const goals = goalsOf(summaries);
  expect(goals.map(({ value, reached }) => [value, reached])).toEqual([
    [0.5, false],
    [0.5, false],
    [0.5, false],
    [0.7, false],
    [0.7, true],
  ]);
  expect(missesOf(summaries[0])).toEqual([]);
  expect(missesOf(summaries[1])).toEqual(['1.20 of instant', '1.20 of the truth', '80 % holds 60 %']);
});

test('the suite has all truths at each size, and the best forecast of each is better than the last value', () => {
  for (const isQuick of [true, false])
    expect(new Set(cellsOf(isQuick).map(({ truth }) => truth.name)).size).toBe(truths.length);
  for (const { name, make, horizon } of truths) {
    let [best, last] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const { values, truth } = make(createRng(seed), 200, horizon, 1);
      for (let h = 0; h < horizon; h++) {
        best += Math.abs(values[200 + h] - truth[h]);
        last += Math.abs(values[200 + h] - values[199]);
      }
    }
    expect(best, name).toBeLessThan(1.02 * last);
  }
});

test('whole numbers are inside by the share of their probability that lies in the central 80 %', () => {
  // 0 with .6, 1 with .25, 2 with .15: the interval from 0 to 2 holds every value.
  const quantiles = gridLevels.map((p) => (p < 0.6 ? 0 : p < 0.85 ? 1 : 2));
  const interval = { lower: 0, upper: 2 };
  const parts = [0, 1, 2].map((y) => partInside(y, interval, quantiles));
  expect(parts[0]).toBeCloseTo(5 / 6, 12);
  expect(parts[1]).toBe(1);
  expect(parts[2]).toBeCloseTo(1 / 3, 12);
  expect(0.6 * parts[0] + 0.25 * parts[1] + 0.15 * parts[2]).toBeCloseTo(0.8, 12);
  expect(partInside(3, interval, quantiles)).toBe(0);
  const continuous = gridLevels.map((p) => 10 * p);
  expect([0.9, 5, 9.1].map((y) => partInside(y, { lower: 1, upper: 9 }, continuous))).toEqual([0, 1, 0]);
});

test('other seeds than those of the goals have other draws of the same cells', () => {
  const cells = cellsOf(true, ['noise', 'counts'], { firstSeed: 101, repeats: 2 }).slice(0, 8);
  expect(cells.map(({ truth, series, seed }) => `${truth.name} ${series} ${seed}`)).toEqual([
    ...['noise 10 101', 'noise 10 102', 'noise 10 103', 'noise 10 104'],
    ...['counts 10 101', 'counts 10 102', 'counts 10 103', 'counts 10 104'],
  ]);
});

test('log returns are of neighbours: none across a missing value or one that is not above 0', () => {
  const values = Float64Array.of(1, Math.E, Number.NaN, 1, 1, 0, 5, 5 * Math.E);
  expect(logReturns(values)).toEqual([1, 0, expect.closeTo(1, 12)]);
});
