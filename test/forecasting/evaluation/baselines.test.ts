import { expect, test } from 'vitest';
import { baselinesFor } from '../../../src/forecasting/evaluation/baselines.ts';
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
  const names = (windows: number, preset: 'fast' | 'accurate') =>
    baselinesFor(histories, windows, { horizon: 6, season: 12, preset });
  expect(names(4_000, 'fast')).toContain('instant');
  expect(names(4_001, 'fast')).not.toContain('instant');
  expect(names(4_001, 'accurate')).toContain('instant');
});
