import { expect, test } from 'vitest';
import { createRng } from '../../../src/engine/index.ts';
import { dieboldMariano } from '../../../src/forecasting/evaluation/diebold-mariano.ts';
import {
  createScore,
  metricsOf,
  msisOf,
  owaOf,
  pitOf,
  scoredLevels,
  sumOfScores,
} from '../../../src/forecasting/evaluation/metrics.ts';
import { insampleError } from '../../../src/forecasting/statistics/insample-error.ts';
import { normalQuantile } from '../../../src/forecasting/statistics/quantiles.ts';
import { twoSidedTail } from '../../../src/forecasting/statistics/students-t.ts';
import { bootstrapInterval, pairedSkill } from '../../../src/training/skill.ts';

test('metrics match their definitions on numbers that can be checked by hand', () => {
  const score = createScore();
  const quantiles = Float64Array.from(scoredLevels, () => 8);
  score.add(10, 8, quantiles, 4);
  score.add(6, 8, quantiles, 4);
  score.endSeries();
  const { smape, mase, wql, coverage } = score.metrics();
  expect(smape).toBeCloseTo((200 * 2) / 18 / 2 + (200 * 2) / 14 / 2, 10);
  expect(mase).toBe(0.5);
  // Errors of +2 and -2: q·2 + (1-q)·2 = 2 at every level; 2·2/16.
  expect(wql).toBeCloseTo(0.25, 10);
  expect(coverage).toEqual({ '0.8': 0, '0.9': 0, '0.95': 0 });
});

test('sMAPE is the mean over series of their means, as in the published figures of M3', () => {
  const score = createScore();
  const quantiles = Float64Array.from(scoredLevels, () => 8);
  for (const y of [10, 10, 10]) score.add(y, 8, quantiles, null);
  score.endSeries();
  score.add(6, 8, quantiles, null);
  score.endSeries();
  expect(score.metrics().smape).toBeCloseTo(((200 * 2) / 18 + (200 * 2) / 14) / 2, 10);
});

test('the interval score is the width plus forty times the distance outside, over the in-sample error', () => {
  const score = createScore();
  const quantiles = Float64Array.from(scoredLevels, (p) => 10 * p);
  score.add(5, 5, quantiles, 2);
  score.add(12, 5, quantiles, 2);
  score.endSeries();
  expect(msisOf(score.sums)).toBeCloseTo((9.5 + 9.5 + 40 * (12 - 9.75)) / 2 / 2, 10);
});

test('scores of parts add up to the score of the whole', () => {
  const quantiles = Float64Array.from(scoredLevels, (p) => 10 * p);
  const parts = [createScore(), createScore()];
  const whole = createScore();
  for (const [s, part] of parts.entries()) {
    for (const score of [part, whole]) {
      for (const y of [1, 4, 30]) score.add(y + s, 5, quantiles, 1 + s);
      score.endSeries();
    }
  }
  const sums = sumOfScores(parts[0].sums, parts[1].sums);
  expect(metricsOf(sums)).toEqual(whole.metrics());
  expect(msisOf(sums)).toBe(msisOf(whole.sums));
});

test('the in-sample error is the one of the seasonal naive forecast', () => {
  const values = Float64Array.from({ length: 100 }, (_, t) => t);
  expect(insampleError(values, 80, 4)).toBe(4);
  expect(insampleError(new Float64Array(50), 50, 1)).toBeNull();
});

test('differences that rounding explains are no in-sample error', () => {
  const sine = Float64Array.from({ length: 96 }, (_, t) => 100 + 20 * Math.sin((2 * Math.PI * t) / 12));
  expect(insampleError(sine, 96, 12)).toBeNull();
  expect(insampleError(sine, 96, 1)).toBeGreaterThan(5);
  const thirds = Float64Array.from({ length: 50 }, (_, t) => (t % 2 === 0 ? 0.3 : 0.1 + 0.2));
  expect(insampleError(thirds, 50, 1)).toBeNull();
  const counter = Float64Array.from({ length: 50 }, (_, t) => 1e15 + 5 * t);
  expect(insampleError(counter, 50, 1)).toBe(5);
});

test('bias is the excess of the forecasts over the size of the values, OWA the mean of two ratios', () => {
  const score = createScore();
  const quantiles = Float64Array.from(scoredLevels, () => 9);
  for (const y of [10, 5]) score.add(y, 9, quantiles, 1);
  score.endSeries();
  expect(score.metrics().bias).toBeCloseTo((-1 + 4) / 15, 12);
  expect(owaOf({ smape: 8, mase: 3 }, { smape: 10, mase: 2 })).toBeCloseTo((0.8 + 1.5) / 2, 12);
  expect(owaOf({ smape: 8, mase: 3 }, { smape: 0, mase: 2 })).toBeNull();
});

test('a correct forecast distribution has a tenth of the values in each tenth; a narrow one has more in the outer tenths', () => {
  const rng = createRng(8);
  const tenthsOf = (sigma: number) => {
    const score = createScore();
    const quantiles = Float64Array.from(scoredLevels, (p) => sigma * normalQuantile(p));
    for (let i = 0; i < 20_000; i++) score.add(rng.normal(), 0, quantiles, 1);
    return pitOf(score.sums)!;
  };
  for (const share of tenthsOf(1)) expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
  const narrow = tenthsOf(0.5);
  expect(Math.min(narrow[0], narrow[9])).toBeGreaterThan(0.2);
  // Seven deciles are 0: a zero lies in eight tenths at once.
  const zeros = createScore();
  zeros.add(
    0,
    0,
    Float64Array.from(scoredLevels, (p) => (p < 0.75 ? 0 : p)),
    1,
  );
  const shared = pitOf(zeros.sums)!;
  expect(shared.slice(0, 8)).toEqual(new Array(8).fill(1 / 8));
  expect(shared.slice(8)).toEqual([0, 0]);
});

test('Diebold-Mariano finds a difference of losses where there is one, and neither noise nor a trend counts as one', () => {
  const rng = createRng(6);
  const lossesOf = (n: number, gain: number, memory: number) => {
    let noise = 0;
    const baseline = Array.from({ length: n }, () => 10 + rng.uniform());
    const model = baseline.map((loss) => {
      noise = memory * noise + rng.normal();
      return loss - gain + noise;
    });
    return [{ model, baseline }];
  };
  let rejected = 0;
  for (let trial = 0; trial < 400; trial++)
    if (dieboldMariano(lossesOf(80, 0, 0), 1)!.p_value < 0.05) rejected++;
  expect(rejected / 400).toBeGreaterThan(0.02);
  expect(rejected / 400).toBeLessThan(0.09);
  const better = dieboldMariano(lossesOf(80, 0.6, 0), 1)!;
  expect(better).toMatchObject({ degrees_of_freedom: 79, over: 'origins' });
  expect(better.statistic).toBeLessThan(-3);
  expect(better.p_value).toBeLessThan(0.01);
  // Overlapping windows: the same losses say less when neighbours are known to hang together.
  const [overlapping] = lossesOf(80, 0.6, 0.8);
  const wrong = dieboldMariano([overlapping], 1)!;
  const right = dieboldMariano([overlapping], 8)!;
  expect(Math.abs(right.statistic)).toBeLessThan(Math.abs(wrong.statistic));
  const [one] = lossesOf(12, 0.6, 0);
  expect(dieboldMariano([one], 4)).toBeNull();
  const series = Array.from({ length: 12 }, () => lossesOf(1, 2, 0)[0]);
  expect(dieboldMariano(series, 1)).toMatchObject({ over: 'series', degrees_of_freedom: 11 });
  expect(dieboldMariano([{ model: new Array(40).fill(1), baseline: new Array(40).fill(1) }], 1)).toBeNull();
});

test('the corrected statistic matches its definition', () => {
  // d = -1, 1, -1, -1, 1, -3: mean -2/3, variance 2; lag 1: covariances -2/9·… by the definition.
  const d = [-1, 1, -1, -1, 1, -3];
  const mean = -4 / 6;
  const covariance = (lag: number) =>
    d.slice(lag).reduce((sum, value, t) => sum + (value - mean) * (d[t] - mean), 0) / 6;
  const single = dieboldMariano([{ model: d.map((x) => 5 + x), baseline: d.map(() => 5) }], 1)!;
  expect(single.statistic).toBeCloseTo((Math.sqrt(5 / 6) * mean) / Math.sqrt(covariance(0) / 6), 10);
  expect(twoSidedTail(2.228139, 10)).toBeCloseTo(0.05, 6);
  expect(twoSidedTail(12.7062, 1)).toBeCloseTo(0.05, 6);
});

test('series that fail on the same days do not count as independent', () => {
  const rng = createRng(2);
  const shocks = Array.from({ length: 60 }, () => rng.normal());
  const own = Array.from({ length: 20 }, () => Array.from({ length: 60 }, () => rng.normal()));
  const panel = (shock: (s: number, t: number) => number) =>
    own.map((_, s) => ({
      model: shocks.map((_, t) => 10 + shock(s, t)),
      baseline: shocks.map(() => 10),
    }));
  const widthOf = (losses: ReturnType<typeof panel>) => {
    const { lower, upper } = pairedSkill(losses, 1, 1)!;
    return upper - lower;
  };
  const together = widthOf(panel((_, t) => shocks[t]));
  const apart = widthOf(panel((s, t) => own[s][t]));
  expect(together).toBeGreaterThan(2 * apart);
});

test('an interval covers the skill, is narrow if all windows agree, and depends on the seed alone', () => {
  const rng = createRng(4);
  const baseline = Array.from({ length: 60 }, () => 1 + rng.uniform());
  const steady = pairedSkill([{ model: baseline.map((loss) => 0.8 * loss), baseline }], 4, 1)!;
  expect(steady.value).toBeCloseTo(0.2, 10);
  expect(steady.upper - steady.lower).toBeLessThan(1e-9);
  const noisy = [{ model: baseline.map((loss) => loss * (0.5 + rng.uniform())), baseline }];
  const skill = pairedSkill(noisy, 4, 1)!;
  expect(skill.lower).toBeLessThan(skill.value);
  expect(skill.upper).toBeGreaterThan(skill.value);
  expect(pairedSkill(noisy, 4, 1)).toEqual(skill);
});

test('no p-value of a bootstrap is 0, and the smallest one passes the first step of 15 methods', () => {
  // So many windows that the replicates are as few as possible.
  const drawnAlike = (sums: { model: number; baseline: number }) =>
    bootstrapInterval(0, 1e9, 1, (_, count) => new Array(count).fill(sums))!;
  const better = drawnAlike({ model: 1, baseline: 2 });
  const worse = drawnAlike({ model: 2, baseline: 1 });
  expect(better.pValueWorse).toBe(1);
  expect(worse.pValue).toBe(1);
  for (const p of [better.pValue, worse.pValueWorse]) {
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThan(0.05 / 15);
  }
});

test('too few separate windows, or a baseline without error, give no skill', () => {
  expect(pairedSkill([{ model: [1, 1, 1], baseline: [2, 2, 2] }], 4, 1)).toBeNull();
  expect(pairedSkill([{ model: new Array(40).fill(0), baseline: new Array(40).fill(0) }], 4, 1)).toBeNull();
});
