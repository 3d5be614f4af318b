import { expect, test } from 'vitest';
import {
  type BacktestOutcome,
  type BacktestTask,
  control,
  type JobMessage,
} from '../../../src/contracts/ports/index.ts';
import { type BacktestPlan, type DatasetHeader, rowsOf } from '../../../src/contracts/schemas/index.ts';
import { decodeSafetensors, encodeSafetensors, selectKernel } from '../../../src/engine/index.ts';
import { decodeParts, modelOf } from '../../../src/forecasting/ensemble/weights-file.ts';
import { rollingBacktest } from '../../../src/forecasting/serving/rolling-backtest.ts';
import { type OnMessage, watched } from '../../support/supervision.ts';
import { header, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const requested = specOf({ horizon: 4, steps: 12, hidden_size: 4, context_length: 16, members: 1 });
const series = [1, 2].map((seed) => seriesOf(seasonalSeries(120, 8, 2, seed), `s${seed}`));
const plan: BacktestPlan = { windows: 5, step: 3, horizon: 4, refit: true, refit_every: 2 };
const trained = succeeded(await run({ spec: requested, series }));

async function backtest(
  settings: Partial<BacktestTask> = {},
  onMessage?: OnMessage,
  tickMs?: number,
): Promise<{ outcome: BacktestOutcome; messages: JobMessage[] }> {
  const { supervision, messages } = watched({ onMessage, tickMs });
  const task: BacktestTask = {
    ...{ weights: trained.weights, requested, checkpoint: null, header, series, plan, kernel: null },
    ...settings,
  };
  return { outcome: await rollingBacktest(task, supervision), messages };
}

function resultOf({ outcome }: { outcome: BacktestOutcome }) {
  if (outcome.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
  return outcome;
}

const whole = resultOf(await backtest());

test('each fold is trained like a training job on the data before the fold', async () => {
  expect(whole.report.summary).toEqual({ windows: 5, step: 3, horizon: 4, series: 2, points: 40 });
  const origins = [0, 1, 2, 3, 4].map((e) => 120 - 4 - 3 * (4 - e));
  const own = whole.windows.filter(({ series_id }) => series_id === 's1');
  expect(own.map(({ origin }) => origin)).toEqual(origins.map((origin) => origin - 1));
  // Two origins to a fold: 104 and 107, 110 and 113, 116.
  for (const [fold, known] of [104, 110, 116].entries()) {
    const { weights } = succeeded(
      await run({
        spec: { ...requested, validation: { windows: 0, step: null } },
        series: series.map(({ id, values }) => seriesOf(values.subarray(0, known), id)),
      }),
    );
    const model = modelOf(decodeParts(weights.bytes, ['members'], selectKernel(), 64), 64);
    const covariates = { past: [], future: [], static: [] };
    const history = { id: 's1', times: series[0].times, raw: series[0].values, covariates };
    for (const e of [2 * fold, 2 * fold + 1].filter((e) => e < 5)) {
      const [fan] = model.forecast([{ series: history, origin: origins[e] }]);
      // Windows of one batch are added in another order: the last digits of float32.
      for (const [h, value] of own[e].median.entries())
        expect(value / fan!.quantileAt(h, 0)).toBeCloseTo(1, 6);
    }
  }
});

test('nothing after an origin changes its forecast, nor that of a baseline', async () => {
  const from = 113;
  const changed = series.map((one) => ({
    ...one,
    values: one.values.map((value, t) => (t >= from ? 3 * value + 100 * (t % 2) : value)),
  }));
  const { windows } = resultOf(await backtest({ series: changed }));
  const before = ({ origin }: { origin: string | number }) => Number(origin) < from;
  const reported = (all: typeof windows) =>
    all.filter(before).map(({ median, quantiles, baselines }) => ({ median, quantiles, baselines }));
  expect(reported(windows)).toHaveLength(8);
  expect(reported(windows)).toEqual(reported(whole.windows));
  expect(windows).not.toEqual(whole.windows);
});

test('a backtest that is interrupted at any checkpoint ends with the same figures', async () => {
  const { messages } = await backtest({}, () => {}, 1_000);
  const checkpoints = messages.filter((message) => message.type === 'checkpoint');
  expect(checkpoints.length).toBeGreaterThan(6);
  for (let i = 1; i < checkpoints.length; i++)
    expect(checkpoints[i].step).toBeGreaterThanOrEqual(checkpoints[i - 1].step);
  for (const { bytes } of checkpoints.filter((_, i) => i % 8 === 3))
    expect(resultOf(await backtest({ checkpoint: bytes }))).toEqual(whole);
});

test('a suspended backtest sends a checkpoint; a cancelled one stops at once', async () => {
  let seen = 0;
  const suspended = await backtest({}, (message, words) => {
    if (message.type === 'progress' && ++seen === 4) words[control.command] = control.suspend;
  });
  expect(suspended.outcome).toEqual({ status: 'suspended' });
  const last = suspended.messages.at(-1)!;
  if (last.type !== 'checkpoint') throw new Error('there is no last checkpoint');
  expect(resultOf(await backtest({ checkpoint: last.bytes }))).toEqual(whole);

  const cancelled = await backtest({}, (_, words) => {
    words[control.command] = control.cancel;
  });
  expect(cancelled.outcome).toEqual({ status: 'cancelled' });
  expect(cancelled.messages).toHaveLength(1);
});

test('progress counts trainings, increases to the end, and estimates the remaining time', async () => {
  const reports = (await backtest({}, () => {}, 300)).messages.flatMap((message) =>
    message.type === 'progress' ? [message.progress] : [],
  );
  const training = reports.filter(({ phase }) => phase === 'training');
  expect(training[0]).toMatchObject({ step: 0, steps: 3 });
  expect(training.at(-1)).toMatchObject({ step: 2, steps: 3 });
  for (let i = 1; i < reports.length; i++)
    expect(reports[i].fraction).toBeGreaterThanOrEqual(reports[i - 1].fraction);
  expect(training.at(-1)!.eta_seconds).toBeGreaterThan(0);
  expect(reports.at(-1)).toMatchObject({ phase: 'publishing', fraction: 1 });
});

test('the season of the model scores all folds if it is seen twice before, also where the first training finds none', async () => {
  const seen = [1, 2].map((seed) => seriesOf(seasonalSeries(120, 24, 1, seed), `s${seed}`));
  const spec = { ...requested, context_length: 24, steps: 2, validation: { windows: 0, step: null } };
  const [all, early] = await Promise.all(
    [120, 50].map((end) =>
      run({ spec, series: seen.map(({ id, values }) => seriesOf(values.subarray(0, end), id)) }),
    ),
  );
  expect([all, early].map((one) => succeeded(one).spec.season_length)).toEqual([24, 1]);
  const young = ['y0', 'y1'].map((id) => ({
    ...{ ...seen[1], id },
    ...{ times: seen[1].times.slice(24), values: seen[1].values.slice(24) },
  }));
  // The first origin of a series follows 50 observations, that of a young one 26.
  for (const { panel, season } of [
    { panel: seen, season: 24 },
    { panel: [seen[0], ...young], season: 1 },
  ]) {
    const { report } = resultOf(
      await backtest({
        ...{ weights: succeeded(all).weights, requested: spec, series: panel },
        plan: { ...plan, windows: 3, step: 33, refit_every: 3 },
      }),
    );
    expect(report.season_length).toBe(season);
    const seasonal = ['seasonal_naive', 'seasonal_mean'].filter((name) => name in report.metrics);
    expect(seasonal).toHaveLength(season > 1 ? 2 : 0);
  }
});

test('origins with too few observations before them are left out; a backtest without any origin is refused', async () => {
  const early = resultOf(await backtest({ plan: { ...plan, windows: 40, refit_every: 40 } }));
  expect(early.report.summary.windows).toBe(Math.floor((120 - 4 - 24) / 3) + 1);
  const short = series.map(({ id, values }) => seriesOf(values.subarray(0, 26), id));
  expect((await backtest({ series: short })).outcome).toMatchObject({
    status: 'failed',
    problem: { code: 'series_too_short' },
  });
});

test('no fold is trained on what any series has after its first origin; series that ended long before are not scored', async () => {
  const ends = { a: 120, b: 120, earlier: 118, closed: 60 };
  const panel = Object.entries(ends).map(([id, end], seed) => seriesOf(seasonalSeries(end, 8, 2, seed), id));
  const one = { plan: { ...plan, windows: 2, refit_every: 2 } };
  const known = resultOf(await backtest({ ...one, series: panel }));
  expect(new Set(known.windows.map(({ series_id }) => series_id))).toEqual(new Set(['a', 'b', 'earlier']));
  const first = 118 - 4 - 3;
  const changed = panel.map((series) => ({
    ...series,
    values: series.values.map((value, t) => (t >= first ? 3 * value : value)),
  }));
  const { windows } = resultOf(await backtest({ ...one, series: changed }));
  const forecastOf = (all: typeof windows) =>
    all.find(({ series_id, origin }) => series_id === 'earlier' && origin === first - 1)!.median;
  expect(forecastOf(windows)).toEqual(forecastOf(known.windows));
});

test('rows before the first observation of the target change no training and no backtest', async () => {
  const late = seriesOf([...Array(300).fill(Number.NaN), ...seasonalSeries(120, 8, 2)], 'late');
  const results = [];
  for (const one of [late, rowsOf(late, 300, 420)]) {
    const { weights } = succeeded(await run({ spec: requested, series: [one] }));
    const held = { windows: 5, step: 1, horizon: 4, refit: false } as const;
    const anew = { ...plan, windows: 2, refit_every: 2 };
    const backtests = await Promise.all(
      [held, anew].map((plan) => backtest({ weights, plan, series: [one], isTrainedVersion: true })),
    );
    results.push([weights, ...backtests.map((result) => resultOf(result).windows)]);
  }
  expect(results[0]).toEqual(results[1]);
});

const march = Date.UTC(2024, 2, 20);

test.for([
  {
    where: 'closed days are no steps of the model',
    time: { time_kind: 'date', time_zone: null },
    frequency: { step: 'P1D', closures: [{ rule: 'fixed_date', month: 3, day: 20, shift: 'none' }] },
    times: Float64Array.from({ length: 121 }, (_, t) => Date.UTC(2024, 0, 1 + t)).filter(
      (one) => one !== march,
    ),
  },
  {
    where: 'steps of the model do not follow the clock',
    time: { time_kind: 'instant', time_zone: 'America/New_York' },
    frequency: { step: 'PT1H', closures: [], season_lengths: [24], open_times: null },
    times: Float64Array.from({ length: 120 }, (_, t) => Date.UTC(2024, 2, 7, t)),
  },
])('where $where, the folds are of its family', async ({ time, frequency: own, times }) => {
  const frequency = { ...header.frequency, kind: 'calendar', ...own };
  const calendar = { ...header, ...time, frequency } as unknown as DatasetHeader;
  const panel = series.map((one) => ({ ...one, times }));
  const prices = { ...requested, family: 'prices' as const };
  const { weights } = succeeded(await run({ spec: prices, series: panel, header: calendar }));
  const task = { weights, series: panel, header: calendar, plan: { ...plan, windows: 2, refit_every: 2 } };
  const open = resultOf(await backtest(task));
  expect(open.windows).toEqual(resultOf(await backtest({ ...task, requested: prices })).windows);
});

test('a checkpoint of another version is ignored: the backtest starts over', async () => {
  const one = { plan: { ...plan, windows: 2, refit_every: 1 } };
  const known = await backtest(one, () => {}, 1_000);
  const last = known.messages.findLast((message) => message.type === 'checkpoint')!;
  const { tensors, metadata } = decodeSafetensors(last.bytes);
  const older = encodeSafetensors(
    [...tensors].map(([name, tensor]) => ({ ...tensor, name })),
    { ...metadata, version: '1' },
  );
  const again = await backtest({ ...one, checkpoint: older });
  expect(again.messages.find((message) => message.type === 'progress')!.progress.step).toBe(0);
  expect(resultOf(again)).toEqual(resultOf(known));
});
