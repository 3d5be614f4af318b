import { expect, test } from 'vitest';
import type { Metrics } from '../../../src/contracts/schemas/models/backtest-scores.ts';
import { createRng, decodeSafetensors, encodeSafetensors, selectKernel } from '../../../src/engine/index.ts';
import {
  calibrate,
  calibrationOf,
  evenFactors,
  factorsByQuantile,
  horizonPart,
  type SeparateWindows,
  stepFactors,
  widthFactors,
} from '../../../src/forecasting/ensemble/calibration.ts';
import { networkOnly } from '../../../src/forecasting/ensemble/mixture-weights.ts';
import { decodeParts } from '../../../src/forecasting/ensemble/weights-file.ts';
import { writeCard } from '../../../src/forecasting/evaluation/card.ts';
import type { Evaluation } from '../../../src/forecasting/evaluation/evaluation.ts';
import {
  layoutOf,
  type MemberSpec,
  type ResolvedSpec,
  type SeriesKind,
} from '../../../src/forecasting/families/index.ts';
import { randomWalk, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const { weights, spec, card } = succeeded(
  await run({ spec: specOf({ steps: 40, horizon: 8 }), series: [seriesOf(randomWalk(200))] }),
);
const layout = layoutOf({
  ...(spec as ResolvedSpec),
  base_seasons: [1],
  season_steps: 1,
} satisfies MemberSpec);
const { tensors } = decodeSafetensors(weights.bytes);

/** Factors where targets are normal and a fan is `width` times as wide as it should be. */
function factorsFor(width: number, separate: SeparateWindows): number[] {
  const quantiles = layout.grid.scores.map((z) => width * z);
  const rng = createRng(2);
  const outcomes = Array.from({ length: 400 * layout.horizon }, () => ({
    quantiles,
    offset: 0,
    target: rng.normal(),
    ...{ kind: 'level' as const, part: 0, weight: 1 },
  }));
  return calibrationOf(outcomes, layout.grid, separate);
}

const many = { fitted: 1e6, validation: 1e6, network: 1, areOfAllTimes: false };

test('many windows correct a fan that is too narrow or too wide, and do not change a correct one', () => {
  for (const width of [0.5, 1.3])
    for (const factor of factorsFor(width, many)) expect(factor * width).toBeCloseTo(1, 1);
  for (const factor of factorsFor(1, many)) expect(factor).toBeCloseTo(1, 1);
});

test('few windows change a fan little, and narrow it less than they widen it', () => {
  const few = { fitted: 1e6, validation: 3, network: 1, areOfAllTimes: false };
  const [wider] = factorsFor(0.5, few);
  expect(wider).toBeGreaterThan(1.2);
  expect(wider).toBeLessThan(1.7);
  // Three windows narrow a fan by at most 4 %. The exact factor belongs to the prior of the calibration, which was
  // chosen on validation data: .98 held for an earlier prior only.
  expect(factorsFor(1.3, few)[0]).toBeGreaterThan(0.96);
  expect(factorsFor(1.3, few)[0]).toBeLessThanOrEqual(1);
});

test('windows of all times narrow a fan as readily as they widen it', () => {
  const ofAllTimes = { fitted: 1e6, validation: 10, network: 1, areOfAllTimes: true };
  expect(factorsFor(0.5, ofAllTimes)[0]).toBeCloseTo(Math.SQRT2, 1);
  expect(factorsFor(1.3, ofAllTimes)[0]).toBeCloseTo(Math.SQRT1_2 ** Math.log2(1.3), 1);
  expect(factorsFor(1.3, ofAllTimes)[0]).toBeLessThan(
    factorsFor(1.3, { ...ofAllTimes, areOfAllTimes: false })[0] - 0.03,
  );
});

test('a window counts by its weight', () => {
  const quantiles = layout.grid.scores.slice();
  const rng = createRng(3);
  const outcomes = Array.from({ length: 4_000 }, (_, i) => {
    const isEarly = i % 2 === 0;
    const target = (isEarly ? 3 : 1) * rng.normal();
    return { quantiles, offset: 0, target, kind: 'level' as const, part: 0, weight: isEarly ? 0.01 : 1 };
  });
  expect(calibrationOf(outcomes, layout.grid, many)[0]).toBeLessThan(1.15);
  const alike = outcomes.map((outcome) => ({ ...outcome, weight: 1 }));
  expect(calibrationOf(alike, layout.grid, many)[0]).toBeGreaterThan(1.5);
});

test('a fan of few training windows is widened as the t distribution is against the normal', () => {
  const [inner, outer] = factorsFor(1, { fitted: 5, validation: 0, network: 1, areOfAllTimes: false });
  expect(inner).toBeCloseTo(1.476 / 1.282, 1);
  expect(outer).toBeCloseTo(2.571 / 1.96, 1);
});

test('calibrated quantiles never cross, and the median stays', () => {
  const rng = createRng(4);
  const calibrated = new Float64Array(layout.quantiles);
  for (let trial = 0; trial < 200; trial++) {
    const from = Float64Array.from(layout.grid.levels, () => rng.normal()).sort();
    const factors = factorsByQuantile(layout.grid, [0.7 + 2 * rng.uniform(), 0.7 + 2 * rng.uniform()]);
    calibrate(calibrated, from, 0, factors, layout.median);
    expect(calibrated[layout.median]).toBe(from[layout.median]);
    for (let k = 1; k < calibrated.length; k++)
      expect(calibrated[k]).toBeGreaterThanOrEqual(calibrated[k - 1]);
  }
});

test('the weights file has the factors of each group of networks, and those of earlier versions are the same everywhere', () => {
  const stored = tensors.get('calibration.factors')!.data as Float32Array;
  const { calibration } = decodeParts(weights.bytes, [], selectKernel(), 1);
  expect([...calibration.members, ...calibration.heldOut]).toEqual([...stored]);
  const { tensors: all, metadata } = decodeSafetensors(weights.bytes);
  const earlier = [...all].map(([name, { shape, data }]) =>
    name === 'calibration.factors'
      ? { name, shape: [2], data: Float32Array.of(1.5, 2) }
      : { name, shape: [...shape], data },
  );
  const read = decodeParts(encodeSafetensors(earlier, metadata), [], selectKernel(), 1).calibration;
  expect(read.members).toEqual(evenFactors([1.5, 2]));
});

test('each kind of series and part of the horizon has its own width, and those without windows have that of all', () => {
  const quantiles = layout.grid.scores.slice();
  const rng = createRng(6);
  const width = (kind: string, part: number) => (kind === 'walk' ? 2 : 1) * (part === 2 ? 1.5 : 1);
  const outcomes = (['walk', 'level'] as const).flatMap((kind) =>
    Array.from({ length: 3_000 }, (_, i) => {
      const part = i % 3;
      return { quantiles, offset: 0, target: width(kind, part) * rng.normal(), kind, part, weight: 1 };
    }),
  );
  const factors = widthFactors(outcomes, layout.grid, many);
  const innerOf = (kind: SeriesKind, h: number) =>
    stepFactors(factors, kind, layout.grid, 9)[h][layout.grid.levels.indexOf(0.9)];
  for (const kind of ['walk', 'level'] as const)
    for (const h of [0, 4, 8]) expect(innerOf(kind, h) / width(kind, horizonPart(h, 9))).toBeCloseTo(1, 0.7);
  const [all] = calibrationOf(outcomes, layout.grid, many);
  expect(innerOf('seasonal', 0)).toBeCloseTo(all, 3);
  expect(innerOf('seasonal', 8)).toBeCloseTo(all, 3);
});

function cardOf(auto: [number, number], naive: [number, number], points = 400) {
  const metrics = ([inner, outer]: [number, number]): Metrics => ({
    smape: 1,
    mase: 1,
    wql: 0.1,
    coverage: { '0.8': inner, '0.9': 0.9, '0.95': outer },
  });
  const scores = { auto: metrics(auto), naive: metrics(naive) };
  const backtest: Evaluation = {
    halfCoverage: { auto: scores.auto.coverage, naive: scores.naive.coverage },
    summary: { windows: 20, step: 2, horizon: 20, series: 1, points },
    metrics: scores,
    skill: { value: 0, lower: -0.02, upper: 0.02, metric: 'wql', baseline: 'naive' },
    leads: [],
    best: 'naive',
    neverWrong: null,
    comparisons: [],
    better: [],
    series: [],
    steps: [],
  };
  return writeCard({
    spec: { ...(spec as ResolvedSpec), location: 'fixed' },
    backtest,
    lookBack: null,
    notes: [],
    mixture: networkOnly,
    training: card.training,
    memberWindows: card.training.windows,
  });
}

test('a card gives the coverage error of the fan, the number of observations, and the meaning', () => {
  const narrow = cardOf([0.63, 0.84], [0.7, 0.9]);
  expect(narrow.notes.join(' ')).toContain(
    'of 400 observations the 80 % interval held 63 %, the 95 % interval held 84 %; it claims more certainty than it has',
  );
  expect(cardOf([0.9, 0.97], [0.8, 0.95]).notes.join(' ')).toContain('wider than it has to be');
  for (const right of [cardOf([0.76, 0.93], [0.8, 0.95]), cardOf([0.5, 0.5], [0.8, 0.95], 30)])
    expect(right.notes.join(' ')).not.toContain('The coverage was wrong');
});

test('a fan is recommended only where it is about as reliable as that of the baseline', () => {
  expect(cardOf([0.7, 0.9], [0.79, 0.95]).summary).toContain('its fan is less reliable');
  for (const fine of [cardOf([0.79, 0.95], [0.8, 0.95]), cardOf([0.7, 0.9], [0.65, 0.88])])
    expect(fine.summary).toContain('use it for the width of the fan');
});

test('with too little data, the summary names the better baseline', async () => {
  const short = succeeded(
    await run({
      spec: specOf({ horizon: 12, steps: 5, validation: { windows: 2, step: 1 } }),
      series: [seriesOf(seasonalSeries(200, 12, 1))],
    }),
  );
  expect(short.card).toMatchObject({
    skill: null,
    summary: 'Too little data to tell whether it is better than the mean of the last seasons',
  });
});

test('calibration brings the held-out coverage of short random walks nearer to the nominal level (12 seeds)', async () => {
  let [raw, calibrated] = [0, 0];
  for (let seed = 1; seed <= 12; seed++) {
    const rng = createRng(seed);
    let level = 100;
    const walk = Array.from({ length: 120 }, () => {
      level += rng.normal();
      return level;
    });
    const trained = succeeded(
      await run({ spec: specOf({ horizon: 10, members: 1 }), series: [seriesOf(walk)] }),
    );
    const [inner] = decodeSafetensors(trained.weights.bytes).tensors.get('calibration.factors')!.data;
    calibrated += trained.card.metrics.auto.coverage['0.8'] / 12;
    raw += Number(inner) / 12;
  }
  expect(raw).toBeGreaterThan(1.05);
  expect(calibrated).toBeGreaterThan(0.65);
});
