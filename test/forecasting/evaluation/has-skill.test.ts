import { expect, test } from 'vitest';
import { createRng, type Rng } from '../../../src/engine/index.ts';
import {
  type BaselineTask,
  type NaiveBaseline,
  naiveBaselines,
} from '../../../src/forecasting/evaluation/baselines.ts';
import { createScore, scoredLevels } from '../../../src/forecasting/evaluation/metrics.ts';
import { naiveOfValidation } from '../../../src/forecasting/evaluation/naive-choice.ts';
import { leadsOf, skillByLead } from '../../../src/forecasting/evaluation/skill-by-lead.ts';
import { skillInterval } from '../../../src/forecasting/evaluation/skill-interval.ts';
import { type MethodName, methods } from '../../../src/forecasting/methods/index.ts';
import { defaultStep, splitSeries } from '../../../src/forecasting/statistics/index.ts';

const trials = 100;
const horizon = 10;
const step = defaultStep(horizon);
const overlap = Math.ceil(horizon / step);
const leads = leadsOf(horizon);

/** Judges a method, fitted before the validation part, as the backtest of a training judges a model. */
function judged(
  values: Float64Array,
  name: MethodName,
  season: number,
): { best: NaiveBaseline; skilled: number[] } {
  const windows = Math.floor((0.3 * values.length - horizon) / step) + 1;
  const {
    fitEnd,
    trainEnd,
    backtestOrigins: origins,
  } = splitSeries(values.length, { horizon, step, windows });
  const task = { horizon, season, levels: scoredLevels };
  const lossesOf = (method: MethodName, end: number) => {
    const fitted = methods[method].fit([values.subarray(0, end)], task)[0];
    return origins.map((origin) => {
      const score = createScore();
      const { point, quantiles } = fitted(values.subarray(0, origin));
      const sums: { pinball: number; median: number }[] = [];
      let median = 0;
      for (let h = 0; h < horizon; h++) {
        const row = quantiles.subarray(h * scoredLevels.length, (h + 1) * scoredLevels.length);
        score.add(values[origin + h], point[h], row, null);
        median += Math.abs(values[origin + h] - row[scoredLevels.indexOf(0.5)]);
        if (leads.includes(h + 1)) sums.push({ pinball: score.sums.pinball, median });
      }
      return sums;
    });
  };
  const names = naiveBaselines.filter((one) => season > 1 || !one.startsWith('seasonal'));
  const series = { id: 's', raw: values, trainEnd, folds: [{ fitEnd: trainEnd, origins }] };
  const best = naiveOfValidation([series], names, {
    ...{ ...task, bounds: null, step },
    ...{ preset: 'fast', kernel: 'reference' },
  })!;
  const model = lossesOf(name, fitEnd);
  const naives = new Map(names.map((one) => [one, lossesOf(one, trainEnd)]));
  const skillIn = (loss: 'pinball' | 'median') => (one: NaiveBaseline, lead: number) =>
    skillInterval(
      [
        {
          model: model.map((sums) => sums[lead][loss]),
          baseline: naives.get(one)!.map((sums) => sums[lead][loss]),
        },
      ],
      { horizon: overlap, sharing: Math.ceil(leads[lead] / step) },
      1,
    );
  const results = skillByLead(leads, names, skillIn('pinball'), skillIn('median'));
  return { best, skilled: results.filter(({ has_skill }) => has_skill).map(({ steps }) => steps) };
}

function claims(
  length: number,
  name: MethodName,
  season: number,
  values: (rng: Rng) => (t: number) => number,
) {
  let claimed = 0;
  for (let trial = 1; trial <= trials; trial++) {
    const value = values(createRng(trial));
    if (
      judged(
        Float64Array.from({ length }, (_, t) => value(t)),
        name,
        season,
      ).skilled.length > 0
    )
      claimed++;
  }
  return claimed;
}

/** Student's t with 3 degrees of freedom. */
function heavy(rng: Rng): number {
  return rng.normal() / Math.sqrt((rng.normal() ** 2 + rng.normal() ** 2 + rng.normal() ** 2) / 3);
}

const noises: [string, number, (rng: Rng) => (t: number) => number][] = [
  ['normal noise', 1, (rng) => () => 100 + 10 * rng.normal()],
  ['heavy-tailed noise', 1, (rng) => () => 100 + 5 * heavy(rng)],
  ['noise of a weekly dataset', 7, (rng) => () => 100 + 10 * rng.normal()],
];
for (const [name, season, values] of noises)
  for (const method of ['ar', 'theta'] as const)
    test(`${method} has no skill on ${name} in at least 90 of 100 trials`, () => {
      expect(claims(400, method, season, values)).toBeLessThanOrEqual(10);
    });

test('an autoregression has skill on AR(1) with .8 in at least 90 of 100 trials', () => {
  const made = (rng: Rng) => {
    let x = rng.normal() / 0.6;
    return () => {
      x = 0.8 * x + rng.normal();
      return 100 + x;
    };
  };
  expect(claims(1_200, 'ar', 1, made)).toBeGreaterThanOrEqual(90);
});

test('the interval of few windows covers the true skill about as often as it says', () => {
  let covered = 0;
  for (let trial = 0; trial < 1_000; trial++) {
    const rng = createRng(trial);
    // Losses of overlapping windows: moving sums of four, the model 10 % better on average.
    const of = (mean: number) => Array.from({ length: 33 }, () => mean * rng.uniform() * 2);
    const windowed = (all: number[]) =>
      Array.from({ length: 30 }, (_, t) => all.slice(t, t + 4).reduce((a, b) => a + b));
    const losses = { model: windowed(of(0.9)), baseline: windowed(of(1)) };
    const { lower, upper } = skillInterval([losses], { horizon: 4, sharing: 4 }, 1)!;
    if (lower <= 0.1 && upper >= 0.1) covered++;
  }
  expect(covered).toBeGreaterThan(840);
  expect(covered).toBeLessThan(960);
});

test('a stretch without an error of the baseline counts as one with a tiny error', () => {
  const intervalWith = (error: number) => {
    const baselines = [1, 1.2, 0.8, 1.1, error];
    const losses = baselines.map((baseline) => ({ model: [0.5], baseline: [baseline] }));
    return skillInterval(losses, { horizon: 4, sharing: 4 }, 1)!;
  };
  expect(intervalWith(0).lower).toBeCloseTo(intervalWith(1e-12).lower, 9);
  expect(intervalWith(0).pValue).toBeCloseTo(intervalWith(1e-12).pValue, 9);
});

test('the baseline is chosen before the test windows: a level that shifts there does not change it', () => {
  const rng = createRng(3);
  const noise = Float64Array.from({ length: 400 }, () => 100 + 10 * rng.normal());
  const shifted = noise.map((value, t) => value + (t >= 300 ? 200 : 0));
  for (const values of [noise, shifted]) expect(judged(values, 'theta', 1).best).toBe('mean');
});

test('the interval of the first steps covers the true skill, although its windows share fewer targets', () => {
  let covered = 0;
  for (let trial = 0; trial < 1_000; trial++) {
    const rng = createRng(trial);
    const of = (mean: number) => Array.from({ length: 61 }, () => mean * rng.uniform() * 2);
    const windowed = (all: number[]) =>
      Array.from({ length: 60 }, (_, t) => all.slice(t, t + 2).reduce((a, b) => a + b));
    const losses = { model: windowed(of(0.9)), baseline: windowed(of(1)) };
    const { lower, upper } = skillInterval([losses], { horizon: 4, sharing: 2 }, 1)!;
    if (lower <= 0.1 && upper >= 0.1) covered++;
  }
  expect(covered).toBeGreaterThan(860);
  expect(covered).toBeLessThan(940);
});

test('leads are the first quarter, the first half and all of the horizon, each once', () => {
  expect([1, 2, 3, 4, 10, 48].map(leadsOf)).toEqual([
    [1],
    [1, 2],
    [1, 2, 3],
    [1, 2, 4],
    [3, 5, 10],
    [12, 24, 48],
  ]);
});

test('one lead needs a third of the level, two the half, and each naive forecast has to be beaten', () => {
  const claimed = (pValues: number[], naive = 0.001, medians: number[] | null = null) =>
    skillByLead(
      [3, 5, 10],
      ['naive', 'mean'],
      (baseline, lead) => ({
        ...{ value: 0.1, lower: 0.01, upper: 0.2 },
        pValue: baseline === 'mean' ? pValues[lead] : naive,
        pValueWorse: 1,
      }),
      (_, lead) => medians && { value: 0.1, lower: 0.01, upper: 0.2, pValue: medians[lead], pValueWorse: 1 },
    )
      .filter(({ has_skill }) => has_skill)
      .map(({ steps }) => steps);
  expect(claimed([0.045, 0.045, 0.045])).toEqual([3, 5, 10]);
  expect(claimed([0.02, 0.02, 0.2])).toEqual([3, 5]);
  expect(claimed([0.03, 0.03, 0.2])).toEqual([]);
  expect(claimed([0.2, 0.016, 0.2])).toEqual([5]);
  expect(claimed([0.2, 0.018, 0.2])).toEqual([]);
  expect(claimed([0.001, 0.001, 0.001], 0.06)).toEqual([]);
  // A better fan around a median that is no better is no skill.
  expect(claimed([0.001, 0.001, 0.001], 0.001, [0.001, 0.3, 0.3])).toEqual([3]);
  expect(claimed([0.001, 0.001, 0.001], 0.001, [0.3, 0.3, 0.3])).toEqual([]);
  // A median is tested at three times the level.
  expect(claimed([0.001, 0.001, 0.001], 0.001, [0.14, 0.14, 0.14])).toEqual([3, 5, 10]);
  expect(claimed([0.001, 0.001, 0.001], 0.001, [0.04, 0.16, 0.16])).toEqual([3]);
  expect(claimed([0.001, 0.001, 0.001], 0.001, [0.06, 0.16, 0.16])).toEqual([]);
});

test('a model that is as good as the mean is claimed to have skill in about 5 of 100 trials or fewer', () => {
  let claimed = 0;
  for (let trial = 0; trial < 2_000; trial++) {
    const rng = createRng(trial);
    const noisy = () => Array.from({ length: 300 + horizon }, () => rng.uniform());
    const [model, baseline] = [noisy(), noisy()];
    const summed = (all: number[], steps: number) =>
      Array.from({ length: 100 }, (_, w) =>
        all.slice(step * w, step * w + steps).reduce((sum, loss) => sum + loss, 0),
      );
    const results = skillByLead(
      leads,
      ['mean'],
      (_, lead) =>
        skillInterval(
          [{ model: summed(model, leads[lead]), baseline: summed(baseline, leads[lead]) }],
          { horizon: overlap, sharing: Math.ceil(leads[lead] / step) },
          1,
        ),
      () => null,
    );
    if (results.some(({ has_skill }) => has_skill)) claimed++;
  }
  expect(claimed / 2_000).toBeLessThan(0.055);
});

test('the naive forecasts are chosen by what they forecast within the bounds', () => {
  const rng = createRng(1);
  const raw = Float64Array.from({ length: 200 }, () => 100 + 10 * rng.normal());
  const series = { raw, folds: [{ fitEnd: 150, origins: [150] }] };
  const chosen = (bounds: BaselineTask['bounds']) =>
    naiveOfValidation([series], naiveBaselines, {
      ...{ horizon, step, season: 1, bounds, preset: 'fast', kernel: 'reference' },
    });
  expect(chosen(null)).toBe('mean');
  // All forecasts are 100 there, and the first of equal ones is taken.
  expect(chosen({ lower: 100, upper: 100, integer: false })).toBe('naive');
});
