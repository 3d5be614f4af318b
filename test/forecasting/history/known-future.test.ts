import { expect, test } from 'vitest';
import { covariateWarnings, unmatchedWarnings } from '../../../src/forecasting/history/index.ts';

/** Warnings of a series of `past.length` observations with one covariate that is known over the horizon. */
function warningsOf(past: number[], future: number[], context = past.length): string[] {
  const history = {
    ...{ id: 'a', times: Float64Array.from(past.keys()), raw: new Float64Array(past.length) },
    covariates: { past: [], future: [Float64Array.from([...past, ...future])], static: [] },
  };
  const covariates = { past: [], future: ['price'], static: [] };
  return covariateWarnings(history as never, { covariates, encoding: null } as never, context);
}

const prices = [4, 5, 6, 4, 5, 6, 4, 5, 6, 4];

test.for([
  [[450, 5], 'from 4 to 6 in the 10 observations that are read, and is 450'],
  [[5, -2], 'from 4 to 6 in the 10 observations that are read, and is -2'],
  [[7.5, 8], 'and is 8'],
] as const)('a covariate that goes to %s over the horizon is told', ([future, text]) => {
  expect(warningsOf(prices, [...future])).toEqual([expect.stringContaining(text)]);
});

test('a covariate that never changed is told when it does', () => {
  const told = [expect.stringContaining('always 0 in the 10 observations that are read, and is 1')];
  expect(warningsOf(Array(10).fill(0), [0, 1], 20)).toEqual(told);
  expect(warningsOf(Array(10).fill(0), [0, 1.5])).toHaveLength(1);
});

test('a flag that is not among the last observations is not told: earlier ones may have it', () => {
  expect(warningsOf(Array(10).fill(0), [0, 1])).toEqual([]);
});

test('values inside of the past and a little beyond, unknown values, and short series are not told', () => {
  expect(warningsOf(prices, [4, 6.9, 3.1, Number.NaN])).toEqual([]);
  expect(warningsOf([...prices.slice(1), Number.NaN], [6])).toEqual([]);
  expect(warningsOf(prices.slice(0, 5), [450])).toEqual([]);
});

type Group = [name: string, times: number[] | null];

/** Warnings about the times of groups with one covariate each, in a forecast of the times 10, 20, 30, 40 and 50. */
function unmatchedOf(...groups: Group[]): string[] {
  const given = groups.map(([name, times]) => ({
    times: times && Float64Array.from(times),
    covariates: { [name]: new Float64Array(times?.length ?? 5) },
  }));
  const header = { time_kind: 'integer', time_zone: null } as never;
  return unmatchedWarnings(given, Float64Array.of(10, 20, 30, 40, 50), header);
}

test('times of given covariates that are no step of the forecast are told, over all groups', () => {
  const told = (...groups: (number[] | null)[]) =>
    unmatchedOf(...groups.map((times): Group => ['price', times]));
  expect(told([11, 21], [31])).toEqual([
    '3 of 3 times in `future_covariates` are no step of the forecast, and had no effect: 11, 21, 31. The steps are 10, 20, 30 … 50.',
  ]);
  expect(told([10, 20], [35])).toEqual([expect.stringMatching(/^1 of 3 times .* is no step .*: 35\./)]);
  expect(told([0, 10, 20, 30, 40, 50, 60])).toEqual([]);
  expect(told([60, 70])).toHaveLength(1);
  expect(told(null)).toEqual([]);
});

test('times between the steps, as of closed days, are not told if each covariate has a value at each step', () => {
  const daily: Group = ['price', [10, 15, 20, 25, 30, 35, 40, 45, 50, 55]];
  expect(unmatchedOf(daily)).toEqual([]);
  expect(unmatchedOf(['price', [10, 15, 20]], ['price', [30, 40, 50]])).toEqual([]);
  expect(unmatchedOf(['price', null], ['price', [15, 25]])).toEqual([]);
  expect(unmatchedOf(daily, ['promotion', [10, 25]])).toHaveLength(1);
});
