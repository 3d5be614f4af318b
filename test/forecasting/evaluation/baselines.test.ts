import { expect, test } from 'vitest';
import { createRng, selectKernel } from '../../../src/engine/index.ts';
import {
  type BaselineTask,
  baselinesFor,
  fitInstant,
} from '../../../src/forecasting/evaluation/baselines.ts';
import { compareForecasts } from '../../../src/forecasting/evaluation/compared-forecasts.ts';
import { scoredLevels } from '../../../src/forecasting/evaluation/metrics.ts';
import type { SeriesHistory } from '../../../src/forecasting/history/index.ts';
import { effectsWork } from '../../../src/forecasting/method-fits/index.ts';
import { instantModel } from '../../../src/forecasting/serving/instant.ts';
import { rollingBacktest } from '../../../src/forecasting/serving/rolling-backtest.ts';
import { unsupervised } from '../../../src/training/index.ts';
import { header, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const values = seasonalSeries(200, 12, 2);

test('the instant forecast stands beside the model on the card and in each window of a backtest', async () => {
  const series = [seriesOf(values)];
  const trained = succeeded(await run({ series, spec: specOf({ steps: 5, season_length: 12 }) }));
  const { metrics, comparisons, skill, steps } = trained.card;
  expect(metrics.instant.mase).toBeLessThan(metrics.naive.mase!);
  expect(metrics.instant.coverage['0.8']).toBeGreaterThan(0.5);
  expect(comparisons!.map(({ baseline }) => baseline)).toContain('instant');
  expect(steps![0].metrics.instant.mase).toBeGreaterThan(0);
  if (skill !== null) expect(skill.baseline).not.toBe('instant'); // skill is over naive forecasts

  const plan = { windows: 3, step: 4, horizon: 6, refit: false };
  const outcome = await rollingBacktest(
    {
      ...{ weights: trained.weights, requested: specOf(), checkpoint: null, kernel: null },
      ...{ header, series, plan },
    },
    unsupervised(),
  );
  if (outcome.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
  for (const { baselines } of outcome.windows) {
    expect(baselines.instant).toHaveLength(plan.horizon);
    for (const value of baselines.instant) expect(Number.isFinite(value)).toBe(true);
  }
});

test('methods that would take too long are left out, by counts and not by time', () => {
  const histories = [[Float64Array.from(values)]];
  const names = (windows: number, preset: 'fast' | 'accurate', effects = 0) =>
    baselinesFor(histories, { windows, effects }, { horizon: 6, season: 12, preset });
  expect(names(4_000, 'fast')).toContain('instant');
  expect(names(4_001, 'fast')).not.toContain('instant');
  expect(names(4_001, 'accurate')).toContain('instant');
  expect(names(1_000, 'fast', 720_000)).toContain('instant');
  expect(names(1_000, 'fast', 720_001)).not.toContain('instant');
});

test('the instant forecast of a backtest is that of the service: with covariates, and across a gap', () => {
  const rng = createRng(1);
  const promo = Float64Array.from({ length: 160 }, () => (rng.uniform() < 0.3 ? 1 : 0));
  const raw = Float64Array.from(seasonalSeries(150, 7, 1), (value, t) => value + 20 * promo[t]);
  raw.fill(Number.NaN, 128, 130);
  const future: Record<string, Float64Array[]> = { 'without covariates': [], 'with covariates': [promo] };
  const medians = Object.values(future).map((columns) => {
    const series: SeriesHistory = {
      ...{ id: 's', raw, times: promo.map((_, t) => t) },
      covariates: { past: [], future: columns, static: [] },
    };
    const horizon = 5;
    const origins = [120, 130, 140];
    const decision = { seasons: [7], arePrices: false, areRareDemands: false, year: null };
    const usable = origins.map(() => true);
    const comparison = compareForecasts(
      [{ ...series, trainEnd: 120, folds: [{ fitEnd: 120, origins }] }],
      () => ({ usable, quantiles: new Float64Array(0) }),
      { horizon, season: 7, preset: 'fast', bounds: null, kernel: selectKernel().name },
    )!;
    const r = comparison.baselines.indexOf('instant');
    const { baselinePoints } = comparison.forecastsOf(0);
    const spec = { target: 'y', covariates: { past: [], future: ['promo'], static: [] } } as never;
    return origins.map((origin, w) => {
      const at = (w * comparison.baselines.length + r) * horizon;
      const served = instantModel(spec, decision, horizon).forecast([{ series, origin }])[0]!;
      const median = baselinePoints.slice(at, at + horizon);
      // Effects of the first origin serve the next ones.
      for (const [h, value] of median.entries()) expect(value / served.quantileAt(h, 0)).toBeCloseTo(1, 2);
      return median;
    });
  });
  expect(medians[0]).not.toEqual(medians[1]);
});

test('the instant forecast of a backtest has the limits of the service: not negative, and zero on closed days', () => {
  const levels = scoredLevels.length;
  const rng = createRng(2);
  const rain = Float64Array.from({ length: 160 }, () => (rng.uniform() < 0.3 ? 1 : 0));
  const wet = Float64Array.from(rain, (isWet) => Math.max(0, 5 + 5 * rng.normal() - 12 * isWet));
  const closed = Float64Array.from(rain, (_, t) => (t % 7 === 6 ? 0 : 20 + 5 * rng.normal()));
  const forecastsOf = (raw: Float64Array, future: Float64Array[], bounds: BaselineTask['bounds']) => {
    const series = { id: 's', raw, times: raw, covariates: { past: [], future, static: [] } };
    const task = { horizon: 7, season: 7, preset: 'fast', bounds, kernel: selectKernel().name } as const;
    const origins = [125, 140, 148];
    const forecasts = fitInstant([raw.subarray(0, 125)], task)(origins.map((origin) => ({ series, origin })));
    return forecasts.map((one, w) => ({ ...one, origin: origins[w] }));
  };
  const smallest = (bounds: BaselineTask['bounds']) =>
    Math.min(...forecastsOf(wet, [rain], bounds).flatMap(({ quantiles }) => [...quantiles]));
  expect(smallest(null)).toBe(0);
  expect(smallest({ lower: -1, upper: null, integer: false })).toBe(-1);
  for (const { origin, point, quantiles } of forecastsOf(closed, [], null)) {
    const h = (6 + 7 - (origin % 7)) % 7;
    expect(point[h]).toBe(0);
    expect(Math.max(...quantiles.subarray(h * levels, (h + 1) * levels))).toBe(0);
  }
});

test('the effects of covariates are learnt again only after much growth, whatever the gaps before the origins', () => {
  const rng = createRng(3);
  let learnings = 0;
  const days = Float64Array.from({ length: 200 }, () => (rng.uniform() < 0.3 ? 1 : 0));
  const promo = Object.assign(days.slice(), {
    subarray(from: number) {
      learnings++;
      return days.subarray(from);
    },
  });
  const raw = Float64Array.from(seasonalSeries(200, 7, 1), (value, t) =>
    rng.uniform() < 0.3 ? Number.NaN : value + 20 * promo[t],
  );
  const series = { id: 's', raw, times: raw, covariates: { past: [], future: [promo], static: [] } };
  const task = { horizon: 1, season: 7, preset: 'fast', bounds: null, kernel: selectKernel().name } as const;
  const forecasts = fitInstant([raw.subarray(0, 102)], task);
  const learnt = (from: number, count: number) => {
    const origins = Array.from({ length: count }, (_, w) => from + w);
    const work = effectsWork(series, origins);
    learnings = 0;
    forecasts(origins.map((origin) => ({ series, origin })));
    return { learnings, work };
  };
  expect(learnt(102, 20)).toEqual({ learnings: 1, work: 121 });
  expect(learnt(102, 40)).toEqual({ learnings: 2, work: 2 * 141 });
});
