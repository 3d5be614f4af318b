import { expect, test } from 'vitest';
import { baseline, baselinesOf, tailPointsOf } from '../../../dashboard/src/pages/forecast/baseline.ts';
import { typescriptOf } from '../../../dashboard/src/pages/forecast/commands.ts';
import { outcomeOf } from '../../../dashboard/src/pages/forecast/outcome.ts';
import { partsAt } from '../../../dashboard/src/pages/forecast/read-parts.ts';

test('the TypeScript command of a forecast is valid code with the name of any series', () => {
  for (const id of ['A', "it's", 'a"b', 'a\\b', 'two\nlines', '한 시']) {
    const call = { model: 'mdl_1', body: { series_ids: [id], horizon: 3 } };
    const code = typescriptOf(call, 'http://127.0.0.1');
    const [, given] = /client\.forecast\((.*)\);/.exec(code) ?? [];
    expect(new Function(`return [${given}]`)()).toEqual([call.model, call.body]);
  }
});

test('the error of a forecast is the mean over those of its steps whose value is known', () => {
  const times = ['2024-03-04', '2024-03-05', '2024-03-06', '2024-03-07'];
  const actual = { times, values: [10, null, 12, 13] };
  const interval = { lower: [9, 9, 9, 9], upper: [11, 11, 11, 13] };
  expect(outcomeOf({ times, values: [11, 11, 11, 11], interval }, actual)).toEqual({
    ...{ steps: 3, error: (1 + 1 + 2) / 3, inside: 2 },
  });
  // A model of two steps, and a season with a gap.
  const short = { times: times.slice(0, 2), values: [11, 11], interval: { lower: [9, 9], upper: [11, 11] } };
  expect(outcomeOf(short, actual)).toEqual({ steps: 1, error: 1, inside: 1 });
  expect(outcomeOf({ times, values: [11, 11, null, 16] }, actual)).toEqual({
    ...{ steps: 2, error: 2, inside: null },
  });
  expect(outcomeOf({ times: [], values: [] }, actual)).toEqual({ steps: 0, error: null, inside: null });
  // A model without the second day, which is closed there, and with a day that the fan does not have.
  const open = ['2024-03-04', '2024-03-06', '2024-03-07', '2024-03-08'];
  expect(outcomeOf({ times: open, values: [11, 11, 11, 11], interval }, actual)).toEqual({
    ...{ steps: 3, error: (1 + 1 + 2) / 3, inside: 1 },
  });
});

test('baselines begin after the last observed value, as forecasts of the service do', () => {
  const values = [1, 2, 3, 4, 5, null, null];
  expect(baseline('season', values, 3, 4)).toEqual([3, 4, 5, 3]);
  expect(baseline('last', values, 3, 2)).toEqual([5, 5]);
  expect(baseline('last', [null], 3, 2)).toEqual([null, null]);
});

test('two seasons of a series are read, and the naive forecast of the last season is offered only if that season was read', () => {
  expect(tailPointsOf(1)).toBe(1_000);
  expect(tailPointsOf(1_440)).toBe(5_760); // a day of minutes; a tail may have half of the wanted observations
  expect(tailPointsOf(10_080)).toBe(12_500);
  const values = Array.from({ length: 7 }, (_, i) => i);
  expect(baselinesOf(values, 7)).toEqual(['last', 'season']);
  expect(baselinesOf(values, 8)).toEqual(['last']);
  expect(baselinesOf([...values, null], 8)).toEqual(['last']);
  expect(baselinesOf(values, 1)).toEqual(['last']);
  expect(baselinesOf([null], 1)).toEqual([]);
});

test('a chart has the observations up to the forecast as history, and later ones as what happened', () => {
  const times = [1, 2, 3, 4, 5, 6];
  const points = { times, values: times.map((time) => 10 * time) };
  expect(partsAt(points, 3, 4)).toEqual({
    history: { times: [2, 3, 4], values: [20, 30, 40] },
    actual: { times: [5, 6], values: [50, 60] },
  });
  expect(partsAt(points, 5, 100)).toEqual({ history: points, actual: { times: [], values: [] } });
});
