import { expect, test } from 'vitest';
import type { Comparison, LeadSkill, Metrics } from '../../../src/contracts/schemas/index.ts';
import { createRng } from '../../../src/engine/index.ts';
import { networkOnly } from '../../../src/forecasting/ensemble/mixture-weights.ts';
import type { BaselineName } from '../../../src/forecasting/evaluation/baselines.ts';
import { betterMethods } from '../../../src/forecasting/evaluation/better-methods.ts';
import { writeCard } from '../../../src/forecasting/evaluation/card.ts';
import { cardMixture } from '../../../src/forecasting/evaluation/card-mixture.ts';
import { coverageNotes } from '../../../src/forecasting/evaluation/coverage.ts';
import type { Evaluation } from '../../../src/forecasting/evaluation/evaluation.ts';
import { createScore, halfCoverageOf, scoredLevels } from '../../../src/forecasting/evaluation/metrics.ts';
import { type NeverWrong, neverWrong } from '../../../src/forecasting/evaluation/never-wrong.ts';
import type { ResolvedSpec } from '../../../src/forecasting/families/index.ts';
import { normalQuantile } from '../../../src/forecasting/statistics/index.ts';

const metrics = (wql: number): Metrics => ({
  ...{ smape: 10, mase: 1, wql },
  coverage: { '0.8': 0.8, '0.9': 0.9, '0.95': 0.95 },
});
const lead = (steps: number, skill: number, half: number, has_skill: boolean): LeadSkill => ({
  ...{ steps, baseline: 'naive', skill, has_skill },
  ...{ lower: skill - half, upper: skill + half },
});

interface Given {
  skill?: [number, number, number];
  leads?: LeadSkill[];
  comparisons?: Comparison[];
  better?: BaselineName[];
  losses?: Record<string, number>;
  neverWrong?: NeverWrong;
  windows?: number;
  memberWindows?: number;
}

function summaryOf({
  skill = [0.01, -0.05, 0.07],
  leads = [],
  comparisons = [],
  better = [],
  losses = {},
  windows = 9,
  memberWindows = 9,
  ...given
}: Given) {
  const [value, lower, upper] = skill;
  const neverWrong = given.neverWrong ?? null;
  const backtest: Evaluation = {
    summary: { windows: 30, step: 3, horizon: 10, series: 1, points: 300 },
    metrics: Object.fromEntries(
      Object.entries({ auto: 0.1, mean: 0.1, ...losses }).map(([name, loss]) => [name, metrics(loss)]),
    ),
    halfCoverage: { auto: { '0.8': 0.8, '0.95': 0.95 }, mean: { '0.8': 0.8, '0.95': 0.95 } },
    skill: { value, lower, upper, metric: 'wql', baseline: 'mean' },
    ...{ leads, best: 'mean', neverWrong, better, comparisons, series: [], steps: [] },
  };
  const training = { seconds: 1, steps: 9, best_step: windows, windows, kernel: 'wasm', loss: [] };
  const validation = { windows: 30, step: 3 };
  const shares = { network: 0.5, naive: 0.5 };
  const spec = { location: 'learnt', season_length: 1, validation, shares } as unknown as ResolvedSpec;
  return writeCard({
    spec,
    backtest,
    lookBack: null,
    notes: [],
    mixture: networkOnly,
    training,
    memberWindows,
  });
}

test('the summary says on which first steps there is skill, and what holds for all of them', () => {
  const early = [lead(3, 0.2, 0.05, true), lead(5, 0.1, 0.05, true), lead(10, 0.02, 0.05, false)];
  expect(summaryOf({ leads: early })).toMatchObject({
    has_skill: true,
    summary:
      '10 % better than the last value on the first 5 steps (5–15 %), but no better than the mean over all 10 (−5 to 7 %)',
  });
  const first = [lead(1, 0.2, 0.05, true), lead(10, -0.2, 0.05, false)];
  expect(summaryOf({ leads: first, skill: [-0.2, -0.25, -0.15] }).summary).toBe(
    '20 % better than the last value on the first step (15–25 %), but worse than the mean over all 10 (−25 to −15 %)',
  );
  const all = [lead(5, 0.2, 0.05, true), lead(10, 0.1, 0.05, true)];
  expect(summaryOf({ leads: all, skill: [0.12, 0.05, 0.19] })).toMatchObject({
    has_skill: true,
    summary: '12 % better than the mean (5–19 %)',
  });
});

test('an interval above zero that the leads do not confirm is no claim, and no denial', () => {
  const comparisons = [{ baseline: 'mean', skill: 0.03, lower: 0.01, upper: 0.05, diebold_mariano: null }];
  const card = summaryOf({
    leads: [lead(10, 0.03, 0.02, false)],
    skill: [0.03, 0.01, 0.05],
    comparisons,
  });
  expect(card).toMatchObject({
    has_skill: false,
    summary: 'Hardly better than the mean (1 to 5 %) in this backtest',
    summary_parts: [
      {
        code: 'no_better',
        values: {
          ...{ baseline: 'mean', lower: 0.01, upper: 0.05 },
          ...{ is_hardly: true, advice: 'in_this_backtest' },
        },
      },
    ],
  });
});

for (const [name, words] of [
  ['ets', 'ETS'],
  ['theta', 'Theta'],
  ['ewma', 'EWMA volatility'],
] as const)
  test(`the first sentence names ${words} if it is clearly better than the model`, () => {
    const comparison = { baseline: name, skill: -0.25, lower: -0.4, upper: -0.1, diebold_mariano: null };
    const of = (over: Partial<Comparison>, loss = 0.08, better: BaselineName[] = [name]) =>
      summaryOf({ comparisons: [{ ...comparison, ...over }], better, losses: { [name]: loss } }).summary;
    expect(of({})).toMatch(
      new RegExp(
        `^${words} forecasts this better than the model: its loss is 20 % lower \\(9.1–29 %\\)\\. No better`,
      ),
    );
    for (const unclear of [
      of({ upper: 0.01 }),
      of({ skill: -0.015, upper: -0.01 }),
      of({}, 0.11),
      of({}, 0.08, []),
    ])
      expect(unclear).not.toContain('forecasts this better');
  });

test('a card lists at most 20 series with weights of their own: those that differ most', () => {
  const series = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`s${i}`, { network: 1 - i / 50, ets: i / 50, naive: 0 }]),
  );
  const mixture = cardMixture({ overall: { network: 1, naive: 0 }, kinds: { walk: { naive: 1 } }, series });
  expect(mixture).toMatchObject({ overall: { network: 1 }, kinds: { walk: { naive: 1 } }, series_count: 50 });
  expect(mixture.series).toHaveLength(20);
  expect(mixture.series[0]).toEqual({ series_id: 's49', weights: { network: 1 - 49 / 50, ets: 49 / 50 } });
  expect(JSON.stringify(mixture)).not.toContain(':0}');
});

const neverWrongIn = (values: number[], season = 1, horizon = 3) => {
  const origins = [0.7, 0.8, 0.9].map((share) => Math.floor(share * values.length));
  return neverWrong([{ raw: Float64Array.from(values), folds: [{ fitEnd: origins[0], origins }] }], {
    ...{ horizon, season },
  });
};
const stepsOf = (length: number, valueAt: (t: number) => number) =>
  Array.from({ length }, (_, t) => valueAt(t));

test('a series that moves by a small share of its level is not constant', () => {
  const rng = createRng(1);
  for (const level of [0, 1e6, 1e12, 1e15])
    expect(neverWrongIn(stepsOf(150, (t) => level + 5 * t + Math.floor(3 * rng.uniform())))).toBeNull();
  const milliseconds = stepsOf(150, (t) => 1.7e12 + 1e-3 * Math.floor(50 * rng.uniform()) + 0 * t);
  expect(neverWrongIn(milliseconds)).toBeNull();
  const constant = { baseline: 'naive', isThroughout: true };
  for (const level of [0, 0.3, -1e12]) expect(neverWrongIn(new Array(150).fill(level))).toEqual(constant);
  expect(neverWrongIn(stepsOf(150, (t) => (t % 2 === 0 ? 0.3 : 0.1 + 0.2)))).toEqual(constant);
});

test('a season counts as repeated up to rounding, at each level', () => {
  const wave = (t: number) => Math.sin((2 * Math.PI * t) / 12);
  for (const level of [0, 50, 1e9])
    expect(
      neverWrongIn(
        stepsOf(240, (t) => level + wave(t)),
        12,
      ),
    ).toEqual({
      ...{ baseline: 'seasonal_naive', isThroughout: true },
    });
  expect(
    neverWrongIn(
      stepsOf(240, (t) => 1e12 + wave(t) + t),
      12,
    ),
  ).toBeNull();
});

test('values that are constant, or repeat themselves, in the backtest alone say nothing about the whole series', () => {
  const rng = createRng(2);
  const ended = stepsOf(220, (t) => (t < 150 ? 20 + rng.normal() : 0));
  expect(neverWrongIn(ended)).toEqual({ baseline: 'naive', isThroughout: false });
  const settled = stepsOf(240, (t) => (t < 120 ? 20 + rng.normal() : t % 7));
  expect(neverWrongIn(settled, 7)).toEqual({ baseline: 'seasonal_naive', isThroughout: false });
  // The value that the naive forecast repeats lies before a gap.
  const gap = stepsOf(220, (t) => (t < 140 ? 7 : t < 160 ? Number.NaN : 9));
  expect(neverWrongIn(gap)).toBeNull();

  const card = summaryOf({ neverWrong: { baseline: 'naive', isThroughout: false } });
  expect(card).toMatchObject({ skill: null, has_skill: false, leads: [] });
  expect(card.summary_parts).toEqual([{ code: 'backtest_constant', values: {} }]);
  expect(card.note_parts?.map(({ code }) => code)).toEqual(['weighted_mean']);
  expect(summaryOf({ neverWrong: { baseline: 'naive', isThroughout: true } })).toMatchObject({
    summary_parts: [{ code: 'series_constant', values: {} }],
    notes: [],
  });
});

test('a model whose members were trained has learnt something, although the network of its backtest has not', () => {
  const codesOf = (given: Given) => summaryOf(given).note_parts?.map(({ code }) => code);
  expect(codesOf({ windows: 9, memberWindows: 9 })).toEqual(['weighted_mean']);
  expect(codesOf({ windows: 0, memberWindows: 9 })).toEqual(['weighted_mean', 'held_out_untrained']);
  expect(codesOf({ windows: 0, memberWindows: 0 })).toEqual(['nothing_learnt']);
});

test('the correct intervals of intermittent demand are not called too wide, and wide ones are', () => {
  const rng = createRng(3);
  const notesOf = (values: () => number, quantileAt: (p: number) => number) => {
    const score = createScore();
    const quantiles = Float64Array.from(scoredLevels, quantileAt);
    for (let i = 0; i < 2_000; i++) score.add(values(), 0, quantiles, null);
    score.endSeries();
    return coverageNotes({
      metrics: { auto: score.metrics() },
      halfCoverage: { auto: halfCoverageOf(score.sums) },
      summary: { windows: 30, step: 3, horizon: 10, series: 1, points: 2_000 },
    });
  };
  for (const zeros of [0.3, 0.5, 0.8]) {
    // Zeros, and otherwise 1 to 9 with equal probabilities.
    const demand = () => (rng.uniform() < zeros ? 0 : 1 + rng.int(9));
    const quantile = (p: number) => (p <= zeros ? 0 : Math.ceil(((p - zeros) / (1 - zeros)) * 9 - 1e-9));
    expect(notesOf(demand, quantile)).toEqual([]);
    const tooNarrow = notesOf(demand, (p) => quantile(p) / 2);
    expect(tooNarrow).toMatchObject([{ values: { fault: 'too_narrow' } }]);
  }
  const [wide] = notesOf(
    () => rng.normal(),
    (p) => 3 * normalQuantile(p),
  );
  expect(wide).toMatchObject({ values: { fault: 'too_wide' } });
});

test('of many methods that are as good as the model, none is called better by luck', () => {
  const skillOf = (pOfBetter: number) => ({
    ...{ value: -0.1, lower: -0.2, upper: 0 },
    ...{ pValue: 1 - pOfBetter, pValueWorse: pOfBetter },
  });
  const named = (pValues: number[]) =>
    betterMethods(new Map(pValues.map((p, i) => [i, p < 0 ? null : skillOf(p)])));
  expect(named([0.04])).toEqual([0]);
  expect(named([0.04, ...new Array(14).fill(0.5)])).toEqual([]);
  expect(named([0.5, 0.001, 0.03, 0.02])).toEqual([1]);
  expect(named([0.001, 0.02, 0.03, -1])).toEqual([0, 1, 2]);
  expect(named([])).toEqual([]);
  const rng = createRng(5);
  let lucky = 0;
  for (let trial = 0; trial < 1_000; trial++)
    if (named(Array.from({ length: 15 }, () => rng.uniform())).length > 0) lucky++;
  expect(lucky / 1_000).toBeLessThan(0.07);
});
