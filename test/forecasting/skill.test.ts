import { expect, test } from 'vitest';
import { createRng } from '../../src/engine/index.ts';
import { createBaseline, insampleError } from '../../src/forecasting/baselines.ts';
import { addedScores, createScore, metricsOf, msisOf, scoredLevels } from '../../src/forecasting/metrics.ts';
import { skillOf } from '../../src/forecasting/skill.ts';

test('metrics are those of the definitions, on numbers that can be checked by hand', () => {
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

test('the interval score is the width and forty times what lies outside, over the in-sample error', () => {
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
  const sums = addedScores(parts[0].sums, parts[1].sums);
  expect(metricsOf(sums)).toEqual(whole.metrics());
  expect(msisOf(sums)).toBe(msisOf(whole.sums));
});

test('the naive baseline has the quantiles of its own past errors, the seasonal one repeats the season', () => {
  const values = Float64Array.from({ length: 100 }, (_, t) => t);
  const naive = createBaseline(values, 80, 1, 3, 1_000);
  expect(naive.path(80, 2)).toBe(79);
  expect(naive.quantile(80, 2, 0.5)).toBe(82);
  const seasonal = createBaseline(values, 80, 4, 6, 1_000);
  expect([0, 3, 4].map((h) => seasonal.path(80, h))).toEqual([76, 79, 76]);
  const holes = Float64Array.from(values, (value, t) => (t === 76 ? Number.NaN : value));
  expect(createBaseline(holes, 80, 4, 6, 1_000).path(80, 0)).toBe(72);
  expect(insampleError(values, 80, 4)).toBe(4);
  expect(insampleError(new Float64Array(50), 50, 1)).toBeNull();
});

test('an interval covers the skill, is narrow where every window agrees, and is the same for the same seed', () => {
  const rng = createRng(4);
  const baseline = Array.from({ length: 60 }, () => 1 + rng.uniform());
  const steady = skillOf([{ model: baseline.map((loss) => 0.8 * loss), baseline }], 4, 'naive', 1)!;
  expect(steady.value).toBeCloseTo(0.2, 10);
  expect(steady.upper - steady.lower).toBeLessThan(1e-9);
  const noisy = [{ model: baseline.map((loss) => loss * (0.5 + rng.uniform())), baseline }];
  const skill = skillOf(noisy, 4, 'naive', 1)!;
  expect(skill.lower).toBeLessThan(skill.value);
  expect(skill.upper).toBeGreaterThan(skill.value);
  expect(skillOf(noisy, 4, 'naive', 1)).toEqual(skill);
});

test('too few separate windows, or a baseline without error, give no skill', () => {
  expect(skillOf([{ model: [1, 1, 1], baseline: [2, 2, 2] }], 4, 'naive', 1)).toBeNull();
  expect(
    skillOf([{ model: new Array(40).fill(0), baseline: new Array(40).fill(0) }], 4, 'naive', 1),
  ).toBeNull();
});
