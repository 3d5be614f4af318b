import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ForecastTask } from '../../../src/contracts/ports/index.ts';
import type { DatasetHeader } from '../../../src/contracts/schemas/datasets/dataset.ts';
import type { SeriesForecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import { selectKernel } from '../../../src/engine/index.ts';
import { AppError } from '../../../src/errors.ts';
import { decodeParts, modelOf } from '../../../src/forecasting/ensemble/weights-file.ts';
import { tailPoints } from '../../../src/forecasting/families/members.ts';
import { methods } from '../../../src/forecasting/methods/index.ts';
import { forecastSeries } from '../../../src/forecasting/serving/forecast.ts';
import { forecast } from '../../../src/forecasting/serving/thread.ts';
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

const prices = succeeded(await run({ spec: specOf({ steps: 60 }), series: [seriesOf(randomWalk(800))] }));
const seasonal = succeeded(
  await run({ spec: specOf({ horizon: 12, steps: 100 }), series: [seriesOf(seasonalSeries(800, 12, 2))] }),
);

async function forecastOf(task: ForecastTask): Promise<SeriesForecast[]> {
  const answers = await forecast(task);
  for (const answer of answers) if ('problem' in answer) throw new Error(JSON.stringify(answer.problem));
  return answers as SeriesForecast[];
}

test('a forecast has the next times, ordered quantiles for any levels, intervals, a mean and a median', async () => {
  const quantiles = [0.001, 0.01, 0.025, 0.1, 0.33, 0.5, 0.77, 0.9, 0.975, 0.999];
  const values = randomWalk(300, 9);
  const [answer] = await forecastOf(forecastTask(prices, [seriesOf(values)], { quantiles, horizon: 4 }));
  expect(answer.series_id).toBe('s');
  expect(answer.times).toEqual([300, 301, 302, 303]);
  for (let h = 0; h < 4; h++) {
    for (let k = 1; k < quantiles.length; k++)
      expect(answer.quantiles[quantiles[k]][h]).toBeGreaterThan(answer.quantiles[quantiles[k - 1]][h]);
    expect(answer.median[h] / values.at(-1)!).toBeCloseTo(1, 12);
    expect(answer.median[h]).toBe(answer.quantiles['0.5'][h]);
    expect(answer.mean[h] / answer.median[h]).toBeCloseTo(1, 2);
    expect(answer.intervals['80'].lower[h]).toBeCloseTo(answer.quantiles['0.1'][h], 9);
    expect(answer.intervals['95'].upper[h]).toBeCloseTo(answer.quantiles['0.975'][h], 9);
  }
  expect(answer.intervals['80'].upper[3] - answer.intervals['80'].lower[3]).toBeGreaterThan(
    answer.intervals['80'].upper[0] - answer.intervals['80'].lower[0],
  );
});

test('the last tailPoints observations are all that a forecast reads', async () => {
  for (const [trained, values] of [
    [prices, randomWalk(700, 5)],
    [seasonal, seasonalSeries(700, 12, 2, 5)],
  ] as const) {
    const whole = seriesOf(values);
    const first = values.length - tailPoints(trained.spec);
    const tail = { ...whole, times: whole.times.slice(first), values: whole.values.slice(first) };
    expect(await forecastOf(forecastTask(trained, [tail]))).toEqual(
      await forecastOf(forecastTask(trained, [whole])),
    );
  }
});

const numbersOf = ({ mean, quantiles }: SeriesForecast) => [...mean, ...Object.values(quantiles).flat()];

test('the same series is forecast the same alone and among others', async () => {
  const series = [1, 2, 3].map((seed) => seriesOf(seasonalSeries(300, 12, 2, seed), `s${seed}`));
  const together = await forecastOf(forecastTask(seasonal, series));
  const [alone] = await forecastOf(forecastTask(seasonal, [series[1]]));
  // A fast kernel sums one row in another order than several: the same to float32's precision, not to the byte.
  const others = numbersOf(together[1]);
  for (const [i, number] of numbersOf(alone).entries())
    expect(Math.abs(others[i] / number - 1)).toBeLessThan(1e-5);
});

test('units do not matter: a series times 1,000 is forecast times 1,000', async () => {
  const values = seasonalSeries(300, 12, 2, 3);
  const [one] = await forecastOf(forecastTask(seasonal, [seriesOf(values)]));
  const [large] = await forecastOf(forecastTask(seasonal, [seriesOf(values.map((value) => 1_000 * value))]));
  for (let h = 0; h < 12; h++) expect(large.mean[h] / one.mean[h] / 1_000).toBeCloseTo(1, 4);
});

test('each series gets its own answer: too short, not positive, missing values, constant', async () => {
  const holes = randomWalk(100).map((value, t) => (t % 4 === 0 || t === 99 ? Number.NaN : value));
  const answers = await forecast(
    forecastTask(prices, [
      seriesOf([1, 2], 'short'),
      seriesOf([...randomWalk(50), 0, ...randomWalk(5)], 'zero'),
      seriesOf(holes, 'holes'),
      seriesOf(new Array(60).fill(7), 'constant'),
    ]),
  );
  expect(answers[0]).toMatchObject({ series_id: 'short', problem: { code: 'series_too_short' } });
  expect(JSON.stringify(answers[0])).toContain('needs 4');
  const [withZero, withHoles, constant] = answers.slice(1) as SeriesForecast[];
  expect(withZero.mean.every(Number.isFinite)).toBe(true);
  expect(withHoles.mean.every(Number.isFinite)).toBe(true);
  expect(withHoles.median[0] / holes[98]).toBeCloseTo(1, 12);
  expect(withHoles.warnings.join(' ')).toContain('The last value is missing');
  for (const value of [...constant.mean, ...constant.quantiles['0.025'], ...constant.quantiles['0.975']])
    expect(value).toBeCloseTo(7, 5);
});

test('a new series with too few observations for the networks is forecast by the pre-trained network, with a warning', async () => {
  const values = seasonalSeries(800, 12, 2);
  const started = values.slice(-9);
  const task = forecastTask(seasonal, [seriesOf(values, 'old'), seriesOf(started, 'new')]);
  const [old, fresh] = await forecastOf(task);
  expect(old.warnings).toEqual([]);
  expect(fresh.warnings).toEqual([
    'The series has 9 observations, and the networks need 14: the pre-trained network forecasts it alone, without covariates, and the intervals are not calibrated.',
  ]);
  const [{ point }] = methods.instant.forecastAll!([Float64Array.from(started)], {
    ...{ horizon: 12, season: 12, levels: [] },
  });
  for (const [h, median] of fresh.median.entries()) {
    expect(median).toBeCloseTo(point[h], 3);
    expect(fresh.intervals['80'].upper[h]).toBeGreaterThan(median);
  }
  // It says nothing about a gap at the end, has no explanation, and needs some observations.
  const refusals = await Promise.all([
    forecast(forecastTask(seasonal, [seriesOf([...started, Number.NaN, Number.NaN])])),
    forecast({ ...forecastTask(seasonal, [seriesOf(started)]), explain: true }),
    forecast(forecastTask(seasonal, [seriesOf([1, 2])])),
  ]);
  for (const [answer] of refusals) expect(answer).toMatchObject({ problem: { code: 'series_too_short' } });
  expect(JSON.stringify(refusals[1])).toContain('the networks need 14');
  expect(JSON.stringify(refusals[2])).toContain('needs 4');
});

test('values that one network alone cannot read are a problem of their series, or are forecast without the networks', async () => {
  const values = seasonalSeries(800, 12, 2);
  const contexts = decodeParts(seasonal.weights.bytes, ['members'], selectKernel(), 64).members.map(
    ({ layout }) => layout.context,
  );
  const shortest = Math.min(...contexts);
  expect(shortest).toBeLessThan(Math.max(...contexts));
  const silent = values.map((value, t) => (t >= 800 - shortest - 2 ? Number.NaN : value));
  const again = values.map((value, t) => (t >= 790 ? value : silent[t]));
  const series = [seriesOf(values, 'whole'), seriesOf(silent, 'silent'), seriesOf(again, 'again')];
  const [whole, refused, begun] = await forecast(forecastTask(seasonal, series));
  expect(whole).toMatchObject({ series_id: 'whole', warnings: [] });
  expect(refused).toMatchObject({ problem: { code: 'series_too_short' } });
  expect(JSON.stringify(refused)).toContain(`last ${shortest} steps, and every one is missing; a forecast`);
  expect(begun).toMatchObject({
    warnings: [
      `The series has 10 observations among its last ${shortest} steps, and the networks need 14: the pre-trained network forecasts it alone, without covariates, and the intervals are not calibrated.`,
    ],
  });
  for (const [h, median] of (begun as SeriesForecast).median.entries())
    expect(Math.abs(median - values[788 + h])).toBeLessThan(10);
  const explained = await forecast({ ...forecastTask(seasonal, series.slice(1)), explain: true });
  for (const answer of explained) expect(answer).toMatchObject({ problem: { code: 'series_too_short' } });
});

test('a new series needs no covariates, which its forecast does not use', async () => {
  const values = seasonalSeries(300, 12, 2);
  const withPrice = { ...header, covariates: ['price'] };
  const price = Float64Array.from(values, (_, t) => t % 3);
  const made = succeeded(
    await run({
      spec: specOf({
        ...{ horizon: 12, steps: 2, members: 1 },
        covariates: { past: [], future: ['price'], static: [] },
      }),
      ...{ header: withPrice, series: [{ ...seriesOf(values), covariates: { price } }] },
    }),
  );
  const started = { ...seriesOf(values.slice(-9)), covariates: { price: price.slice(-9) } };
  const options = { header: withPrice, spec: made.spec };
  const [without] = await forecastOf(forecastTask(made, [started], options));
  expect(without.warnings[0]).toContain('without covariates');
  const given = [{ times: null, covariates: { price: new Float64Array(12).fill(2) } }];
  const future = [{ given, stored: [] }];
  const [beside] = await forecastOf(forecastTask(made, [started], { ...options, future }));
  expect(beside).toEqual(without);
  expect(beside).not.toHaveProperty('future_covariates');
});

test('a model of a constant series forecasts the constant with no width', async () => {
  const trained = succeeded(
    await run({ spec: specOf({ steps: 20 }), series: [seriesOf(new Array(200).fill(0))] }),
  );
  const [answer] = await forecastOf(forecastTask(trained, [seriesOf(new Array(50).fill(-3))]));
  for (const path of [answer.mean, answer.median, answer.intervals['95'].lower, answer.intervals['95'].upper])
    for (const value of path) expect(value).toBeCloseTo(-3, 6);
});

test('the S&P 500: twenty trading days, a fan that widens, intervals that cover about what they claim', async () => {
  const csv = new URL('../../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url);
  const rows = readFileSync(csv, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const dated: DatasetHeader = {
    ...header,
    time_kind: 'date',
    target: 'close',
    frequency: {
      ...header.frequency,
      kind: 'calendar',
      step: 'P1D',
      season_lengths: [5],
      closed_weekdays: [6, 7],
    },
  };
  const series = {
    ...seriesOf(
      rows.map((row) => Number(row[4])),
      'SPX',
    ),
    times: Float64Array.from(rows, (row) => Date.parse(row[0])),
  };
  const trained = succeeded(
    await run({
      header: dated,
      spec: specOf({ target: 'close', horizon: 20, validation: { windows: 100, step: null } }),
      series: [series],
    }),
  );
  const { metrics, training, skill } = trained.card;
  expect(training.loss.at(-1)!.loss).toBeLessThan(training.loss[0].loss);
  expect(metrics.auto.coverage['0.8']).toBeGreaterThan(0.7);
  expect(metrics.auto.coverage['0.8']).toBeLessThan(0.9);
  expect(metrics.auto.coverage['0.95']).toBeGreaterThan(0.88);
  expect(skill!.value).toBeGreaterThan(-0.05);

  const [answer] = await forecastOf(forecastTask(trained, [series], { header: dated }));
  expect(answer.times).toHaveLength(20);
  expect(answer.times[0]).toBe('2020-04-20');
  for (const time of answer.times) expect([0, 6]).not.toContain(new Date(time).getUTCDay());
  const { lower, upper } = answer.intervals['80'];
  for (let h = 1; h < 20; h++) expect(upper[h] - lower[h]).toBeGreaterThan(upper[h - 1] - lower[h - 1]);
});

test('a series that cannot be explained gets a problem of its own', () => {
  const series = [1, 2].map((seed) => seriesOf(seasonalSeries(300, 12, 2, seed), `s${seed}`));
  const model = modelOf(decodeParts(seasonal.weights.bytes, ['members'], selectKernel(), 64), 64);
  const explanation = {
    ...{ explains: 'median' as const, forecast: [], baseline: [], contributions: [] },
    statistical_members: [],
  };
  const [refused, explained] = forecastSeries(forecastTask(seasonal, series), model, 64, (histories) =>
    histories.map(({ id }) => () => {
      if (id === 's1') throw new AppError('explanation_inexact');
      return explanation;
    }),
  );
  expect(refused).toMatchObject({ series_id: 's1', problem: { code: 'explanation_inexact' } });
  expect(explained).toMatchObject({ series_id: 's2', explanation });
});
