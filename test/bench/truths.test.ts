import { expect, test } from 'vitest';
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
    expect(new Set(cellsOf(isQuick, undefined).map(({ truth }) => truth.name)).size).toBe(truths.length);
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
