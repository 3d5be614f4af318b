import { expect, test } from 'vitest';
import { createRng, type Rng } from '../../../src/engine/index.ts';
import { type NaiveBaseline, naiveBaselines } from '../../../src/forecasting/evaluation/baselines.ts';
import { createScore, scoredLevels } from '../../../src/forecasting/evaluation/metrics.ts';
import { naiveOfValidation } from '../../../src/forecasting/evaluation/naive-choice.ts';
import { hasSkill, skillInterval } from '../../../src/forecasting/evaluation/skill-interval.ts';
import { type MethodName, methods } from '../../../src/forecasting/methods/index.ts';
import { defaultStep, splitSeries } from '../../../src/forecasting/statistics/index.ts';

const trials = 100;
const horizon = 10;
const step = defaultStep(horizon);

/** Judges a method, fitted before the validation part, as the backtest of a training judges a model. */
function judged(
  values: Float64Array,
  name: MethodName,
  season: number,
): { best: NaiveBaseline; skilled: boolean } {
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
      for (let h = 0; h < horizon; h++) {
        const row = quantiles.subarray(h * scoredLevels.length, (h + 1) * scoredLevels.length);
        score.add(values[origin + h], point[h], row, null);
      }
      return score.sums.pinball;
    });
  };
  const names = naiveBaselines.filter((one) => season > 1 || !one.startsWith('seasonal'));
  const series = { id: 's', raw: values, trainEnd, folds: [{ fitEnd: trainEnd, origins }] };
  const best = naiveOfValidation([series], names, { ...task, step, preset: 'fast', kernel: 'reference' })!;
  const model = lossesOf(name, fitEnd);
  const overlap = Math.ceil(horizon / step);
  const intervals = new Map(
    names.map((one) => [one, skillInterval([{ model, baseline: lossesOf(one, trainEnd) }], overlap, 1)]),
  );
  return { best, skilled: hasSkill(intervals.get(best)!, [...intervals.values()]) };
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
      ).skilled
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
    }, 60_000);

test('an autoregression has skill on AR(1) with .8 in at least 90 of 100 trials', () => {
  const made = (rng: Rng) => {
    let x = rng.normal() / 0.6;
    return () => {
      x = 0.8 * x + rng.normal();
      return 100 + x;
    };
  };
  expect(claims(1_500, 'ar', 1, made)).toBeGreaterThanOrEqual(90);
}, 120_000);

test('the interval of few windows covers the true skill about as often as it says', () => {
  let covered = 0;
  for (let trial = 0; trial < 1_000; trial++) {
    const rng = createRng(trial);
    // Losses of overlapping windows: moving sums of four, the model 10 % better on average.
    const of = (mean: number) => Array.from({ length: 33 }, () => mean * rng.uniform() * 2);
    const windowed = (all: number[]) =>
      Array.from({ length: 30 }, (_, t) => all.slice(t, t + 4).reduce((a, b) => a + b));
    const losses = { model: windowed(of(0.9)), baseline: windowed(of(1)) };
    const { lower, upper } = skillInterval([losses], 4, 1)!;
    if (lower <= 0.1 && upper >= 0.1) covered++;
  }
  expect(covered).toBeGreaterThan(840);
  expect(covered).toBeLessThan(960);
});

test('the baseline is chosen before the test windows: a level that shifts there does not change it', () => {
  const rng = createRng(3);
  const noise = Float64Array.from({ length: 400 }, () => 100 + 10 * rng.normal());
  const shifted = noise.map((value, t) => value + (t >= 300 ? 200 : 0));
  for (const values of [noise, shifted]) expect(judged(values, 'theta', 1).best).toBe('mean');
});
