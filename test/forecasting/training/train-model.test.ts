import { expect, test } from 'vitest';
import type { SeriesData } from '../../../src/contracts/schemas/index.ts';
import { createRng, decodeSafetensors, selectKernel } from '../../../src/engine/index.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { decodeParts } from '../../../src/forecasting/index.ts';
import { forecast } from '../../../src/forecasting/serving/thread.ts';
import { summaryOf } from '../../../src/training/card-texts.ts';
import {
  forecastTask,
  header,
  randomWalk,
  run,
  seasonalSeries,
  seriesOf,
  specOf,
  succeeded,
} from '../support.ts';

test('a noisy season is forecast clearly better than by either naive path, and about as well as by the mean of the seasons', async () => {
  const { card, spec } = succeeded(
    await run({ spec: specOf({ horizon: 12 }), series: [seriesOf(seasonalSeries(900, 12, 3))] }),
  );
  expect(spec).toMatchObject({ family: 'seasonal', base: 'seasonal_naive', season_length: 12 });
  expect(card.skill).toMatchObject({ metric: 'wql', baseline: 'seasonal_mean' });
  expect(Math.abs(card.skill!.value)).toBeLessThan(0.06);
  const over = (name: string) => card.comparisons!.find(({ baseline }) => baseline === name)!;
  expect(over('seasonal_naive').lower).toBeGreaterThan(0.1);
  expect(over('naive').lower).toBeGreaterThan(0.3);
  expect(card.metrics.auto.mase).toBeLessThan(card.metrics.seasonal_naive.mase!);
  expect(card.metrics.auto.coverage['0.8']).toBeGreaterThan(0.7);
  expect(card.metrics.auto.coverage['0.8']).toBeLessThan(0.9);
});

test('a straight line with noise is forecast better than by any naive path, and the card says so', async () => {
  const rng = createRng(5);
  const line = Array.from({ length: 240 }, (_, t) => 100 + 2 * t + 10 * rng.normal());
  const { card, spec } = succeeded(await run({ spec: specOf({ horizon: 12 }), series: [seriesOf(line)] }));
  expect(spec.family).toBe('short');
  expect(card.has_skill).toBe(true);
  expect(card.skill!.value).toBeGreaterThan(0.15);
  expect(card.summary).toMatch(/% better than the last value.* \(.+–.+ %\)$/);
});

test('noise around a level is forecast better than by the last value, which is no skill: the mean is as good', async () => {
  const { card } = succeeded(
    await run({
      spec: specOf({ steps: 80 }),
      series: [seriesOf(seasonalSeries(900, 5_000, 3).map((v) => v - 60))],
    }),
  );
  expect(card.skill).toMatchObject({ baseline: 'mean' });
  expect(card.has_skill).toBe(false);
  expect(card.summary).toMatch(/(No better than|Worse than) the mean/);
  expect(card.comparisons!.find(({ baseline }) => baseline === 'naive')!.lower).toBeGreaterThan(0.1);
});

for (const seed of [1, 3])
  test(`a random walk of constant volatility has no skill, and its forecast is not worse than the baseline (seed ${seed})`, async () => {
    const rng = createRng(seed);
    let level = 5;
    const walk = Array.from({ length: 1_500 }, () => {
      level += 0.01 * rng.normal();
      return Math.exp(level);
    });
    const { card, spec } = succeeded(await run({ spec: specOf({ horizon: 10 }), series: [seriesOf(walk)] }));
    expect(spec).toMatchObject({ base: 'naive', location: 'fixed' });
    expect(card.skill!.value).toBeGreaterThan(-0.05);
    expect(card.skill!.value).toBeLessThan(0.05);
    if (card.has_skill) return;
    // "Hardly" is right only where the card shows a gain over that baseline that is significant,
    // and too small to be skill.
    const isHardly = card.summary.startsWith('Hardly better');
    if (isHardly) expect(card.comparisons!.some(({ lower }) => lower !== null && lower > 0)).toBe(true);
    else expect(card.summary).toMatch(/No better|Worse/);
  });

test('the weights file has the tensor names of PyTorch, the base and the spec, and counts the trained parameters', async () => {
  const { weights, parameterCount, spec } = succeeded(
    await run({
      spec: specOf({ layers: 2, hidden_size: 5, steps: 5, members: 2 }),
      series: [seriesOf(randomWalk(300))],
    }),
  );
  const { tensors, metadata } = decodeSafetensors(weights.bytes);
  const network = [
    'base.quantiles',
    ...['bias_hh_l0', 'bias_hh_l1', 'bias_ih_l0', 'bias_ih_l1'].map((name) => `encoder.${name}`),
    ...['weight_hh_l0', 'weight_hh_l1', 'weight_ih_l0', 'weight_ih_l1'].map((name) => `encoder.${name}`),
    ...['hidden.bias', 'hidden.weight', 'out.bias', 'out.weight'].map((name) => `decoder.${name}`),
  ];
  const prefixes = ['members.0.', 'members.1.', 'evaluation.0.'];
  expect([...tensors.keys()].sort()).toEqual(
    ['calibration.factors', ...prefixes.flatMap((prefix) => network.map((name) => prefix + name))].sort(),
  );
  expect(metadata).toMatchObject({
    format: 'gatecast',
    version: '3',
    members: '2',
    evaluation: '1',
    spec: JSON.stringify(spec),
  });
  expect(JSON.parse(metadata['members.1.spec'])).toMatchObject({ layers: 2, hidden_size: 5 });
  const trained = [...tensors].filter(
    ([name]) => name.startsWith('members.') && !name.endsWith('base.quantiles'),
  );
  expect(parameterCount).toBe(trained.reduce((sum, [, { data }]) => sum + data.length, 0));
});

for (const constant of [42, 0, -1, 1e6, 0.3])
  test(`a constant series of ${constant} trains, and its card says that it is constant`, async () => {
    const { card } = succeeded(
      await run({ spec: specOf(), series: [seriesOf(new Array(200).fill(constant))] }),
    );
    expect(card.summary).toContain('constant');
    expect(card).toMatchObject({ skill: null, has_skill: false });
    expect(card.metrics.auto.smape).toBeLessThan(1e-9);
    expect(card.notes).toEqual([]);
  });

test('a series that repeats itself exactly has no measurable skill, and the card says why', async () => {
  const { card } = succeeded(await run({ spec: specOf(), series: [seriesOf(seasonalSeries(300, 12, 0))] }));
  expect(card).toMatchObject({ skill: null, has_skill: false, notes: [] });
  expect(card.summary).toContain('The last season is never wrong');
});

for (const [name, values] of [
  ['prices', randomWalk(600)],
  ['a season', seasonalSeries(600, 12, 2)],
] as const)
  test(`${name}: the evaluated model does not depend on the data of the backtest`, async () => {
    const spec = specOf({ steps: 20, members: 1, validation: { windows: 20, step: 2 } });
    const changed = values.map((value, t) => (t < 600 - 6 - 19 * 2 ? value : 1e4 * (1 + (t % 5))));
    const before = succeeded(await run({ spec, series: [seriesOf(values)] }));
    const after = succeeded(await run({ spec, series: [seriesOf(changed)] }));
    const heldOut = ({ weights: { bytes } }: typeof before) => ({
      tensors: [...decodeSafetensors(bytes).tensors].filter(([name]) => name.startsWith('evaluation.')),
      calibration: decodeParts(bytes, ['heldOut'], selectKernel(), 1).calibration.heldOut,
      weights: decodeParts(bytes, ['heldOut'], selectKernel(), 1).ensembleWeights.heldOut,
    });
    expect(heldOut(before).tensors.length).toBeGreaterThan(5);
    expect(heldOut(after)).toEqual(heldOut(before));
    expect({ ...after.spec, shares: null }).toEqual({ ...before.spec, shares: null });
    expect(after.card.metrics.auto).not.toEqual(before.card.metrics.auto);
    expect(after.weights.sha256).not.toBe(before.weights.sha256); // the members have learnt from it
  });

test('series without any validation part train a smaller, fixed number of steps, and the card says so', async () => {
  const { card, spec } = succeeded(await run({ spec: specOf(), series: [seriesOf(randomWalk(17))] }));
  expect(spec.steps).toBeLessThan(100);
  expect(card.training.steps).toBeLessThanOrEqual(spec.steps!);
  expect(card.training.loss.every(({ validation_loss }) => validation_loss === null)).toBe(true);
  expect(card.notes.join(' ')).toContain('without early stopping');
  expect(card.skill).toBeNull();
  expect(card.backtest).toMatchObject({ windows: 1, points: 6 });
});

test('a request for steps or epochs is not said to run fewer steps', () => {
  const histories = historiesOf([seriesOf(randomWalk(17))], specOf(), header);
  for (const settings of [{}, { steps: 3 }, { epochs: 2 }]) {
    const [note] = resolveSpec(specOf(settings), histories, header).notes;
    const isReduced = Object.keys(settings).length === 0;
    expect(note).toEqual({ code: 'no_validation', values: { is_reduced: isReduced } });
    expect(summaryOf([note])).toContain(
      isReduced ? 'smaller number of steps' : 'all the steps of the request',
    );
  }
});

test('series that are too short are refused with the required number and the longest series', async () => {
  const { outcome } = await run({
    spec: specOf({ horizon: 20 }),
    series: [seriesOf(randomWalk(10), 'a'), seriesOf(randomWalk(30), 'b')],
  });
  expect(outcome).toMatchObject({ status: 'failed', problem: { code: 'series_too_short', status: 422 } });
  expect(JSON.stringify(outcome)).toMatch(/at least 44.*\\"b\\", has 30/);
});

test('a missing column is refused with the columns that exist', async () => {
  const { outcome } = await run({ spec: specOf({ target: 'z' }), series: [seriesOf(randomWalk(100))] });
  expect(outcome).toMatchObject({ status: 'failed', problem: { code: 'target_unknown' } });
});

test('losses and metrics stay finite with any number of missing values', async () => {
  const values = seasonalSeries(600, 12, 1).map((value, t) =>
    t % 7 < 2 || (t > 100 && t < 150) ? Number.NaN : value,
  );
  const { card } = succeeded(await run({ spec: specOf(), series: [seriesOf(values)] }));
  expect(card.metrics.auto.wql).toBeGreaterThan(0);
  expect(card.training.loss.every(({ loss }) => Number.isFinite(loss))).toBe(true);
});

test('series with zeros and negative values train together with a positive series', async () => {
  const zeros = seasonalSeries(400, 12, 1).map((value, t) => (t % 3 === 0 ? 0 : Math.max(0, value - 50)));
  const negative = seasonalSeries(400, 12, 1).map((value) => value - 50);
  const { card, spec } = succeeded(
    await run({
      spec: specOf({ steps: 20 }),
      series: [seriesOf(zeros, 'a'), seriesOf(negative, 'b'), seriesOf(seasonalSeries(400, 12, 1), 'c')],
    }),
  );
  expect(spec).toMatchObject({ transform: 'log', lower_bound: null });
  expect(card.backtest!.series).toBe(3);
});

test('series of very different lengths and magnitudes share one model', async () => {
  const series = [1e-3, 1, 1e6].map((factor, i) =>
    seriesOf(
      seasonalSeries(200 + 300 * i, 12, 3, i + 1).map((value) => factor * value),
      `s${i}`,
    ),
  );
  const { card } = succeeded(
    await run({ spec: specOf({ horizon: 12 }), series: [...series, seriesOf([1, 2, 3], 'stub')] }),
  );
  expect(card.backtest!.series).toBe(3);
  expect(card.comparisons!.find(({ baseline }) => baseline === 'seasonal_naive')!.lower).toBeGreaterThan(0);
  expect(card.metrics.auto.mase).toBeLessThan(0.9 * card.metrics.seasonal_naive.mase!);
});

test('requested quantiles are trained, and the median always', async () => {
  const { spec } = succeeded(
    await run({ spec: specOf({ quantiles: [0.9, 0.1], steps: 5 }), series: [seriesOf(randomWalk(200))] }),
  );
  expect(spec.quantiles).toEqual([0.1, 0.5, 0.9]);
});

test('the seasonal family without a season in the data: another family is trained, and the card says so', async () => {
  const line = Array.from({ length: 80 }, (_, t) => 10 + t);
  const settings = { family: 'seasonal', steps: 5, hidden_size: 4, members: 1 } as const;
  const { card, spec } = succeeded(await run({ spec: specOf(settings), series: [seriesOf(line)] }));
  expect(spec.family).toBe('short');
  expect(card.notes.join()).toContain('no season was found in the data: the family `short` was trained');
});

test.each(['seasonal', 'prices', 'short'] as const)(
  '%s: values near the smallest numbers are trained and forecast',
  async (family) => {
    for (const size of [Number.MIN_VALUE, 1e-320, 1e-305]) {
      const series = [seriesOf(Array.from({ length: 80 }, (_, t) => size * (t % 5)))];
      const settings = { family, steps: 5, hidden_size: 4, members: 1, horizon: 3 };
      const model = succeeded(await run({ spec: specOf(settings), series }));
      const [answer] = await forecast(forecastTask(model, series));
      expect(answer).toMatchObject({ series_id: 's' });
      expect('median' in answer && answer.median.every(Number.isFinite), `${size}`).toBe(true);
    }
  },
);

test('a model of one price forecasts it alone as among others: inputs that training never saw have no weight', async () => {
  const [own, ...others] = [1, 2, 3].map((seed) => seriesOf(randomWalk(200, seed), `s${seed}`));
  const spec = specOf({ family: 'prices', horizon: 3, steps: 20, members: 1, hidden_size: 8 });
  const trained = succeeded(await run({ spec, series: [own] }));
  const [alone] = await forecast(forecastTask(trained, [own]));
  const [among] = await forecast(forecastTask(trained, [own, ...others]));
  expect(among).toEqual(alone);
});

test('a covariate that never occurred in training leaves the forecast as it is', async () => {
  const length = 120;
  const history = (promo: number[]): SeriesData => ({
    ...seriesOf(seasonalSeries(length, 7, 1)),
    covariates: { promo: Float64Array.from(promo) },
  });
  const series = [history(Array(length).fill(0))];
  const covariates = { past: [], future: ['promo'], static: [] };
  const settings = { family: 'seasonal', horizon: 3, steps: 20, members: 1, hidden_size: 8 } as const;
  const spec = specOf({ ...settings, covariates });
  const withPromo = { ...header, covariates: ['promo'] };
  const trained = succeeded(await run({ spec, series, header: withPromo }));
  const forecastWith = (value: number) =>
    forecast(
      forecastTask(trained, series, {
        header: withPromo,
        future: [
          { given: [{ times: null, covariates: { promo: new Float64Array(3).fill(value) } }], stored: [] },
        ],
      }),
    );
  const [[never], [once]] = [await forecastWith(0), await forecastWith(1)];
  expect(once).toEqual({ ...never, future_covariates: { promo: [1, 1, 1] } });
});
