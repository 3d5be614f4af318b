import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Forecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import type { ModelCard } from '../../../src/contracts/schemas/models/card.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { createRng } from '../../../src/engine/index.ts';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;
let datasetId: string;
let model: Model;
let plain: Model;

const dayMs = 86_400_000;
const start = Date.parse('2023-01-01');
const day = (i: number) => new Date(start + i * dayMs).toISOString().slice(0, 10);
const isMonthEnd = (i: number) => day(i + 1).endsWith('-01');
/** To 25 May 2024: the month ends within the horizon. */
const length = 511;
const horizon = 10;
const peak = 30;
const features = ['is_month_end', 'day_of_week'];

/** Sales by day of the week, with a peak on the last day of each month. */
function shop(id: string, seed: number) {
  const rng = createRng(seed);
  const values = Array.from(
    { length: length + horizon },
    (_, i) => 100 + 5 * Math.sin((2 * Math.PI * i) / 7) + (isMonthEnd(i) ? peak : 0) + 2 * rng.normal(),
  );
  return { id, start: day(0), values };
}
const shops = ['north', 'south', 'east'].map((id, i) => shop(id, 3 + i));
const known = shops.map((one) => ({ ...one, values: one.values.slice(0, length) }));

const post = (url: string, payload: object) => service.app.inject({ method: 'POST', url, payload });

async function trained(settings: object): Promise<Model> {
  const small = { members: 1, steps: 20, hidden_size: 16, preset: 'fast' };
  const created = await post('/v1/models', { dataset_id: datasetId, horizon, ...small, ...settings });
  expect(created.statusCode, created.body).toBe(202);
  expect((await service.ended(created.json().job.id)).status).toBe('succeeded');
  return (await service.app.inject(`/v1/models/${created.json().model.id}`)).json();
}

async function forecast({ id }: Pick<Model, 'id'>, payload: object = {}): Promise<Forecast> {
  const answer = await post(`/v1/models/${id}/forecasts`, payload);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  const uploaded = await post('/v1/datasets', { series: known });
  expect(uploaded.statusCode, uploaded.body).toBe(201);
  datasetId = uploaded.json().id;
  plain = await trained({});
  model = await trained({ covariates: { time_features: features } });
});
afterAll(() => service.stop());

/** Weighted quantile loss of the steps after the data. */
function lossOf({ forecasts }: Forecast): number {
  let loss = 0;
  let size = 0;
  for (const [i, { quantiles }] of forecasts.entries())
    for (let h = 0; h < horizon; h++) {
      const y = shops[i].values[length + h];
      size += Math.abs(y);
      const levels = Object.entries(quantiles);
      for (const [p, path] of levels) {
        const error = y - path[h];
        loss += (2 * Math.max(Number(p) * error, (Number(p) - 1) * error)) / levels.length;
      }
    }
  return loss / size;
}

test('a peak at the end of each month is forecast without values of the future, with a third less loss', async () => {
  const ask = { quantiles: [0.1, 0.3, 0.5, 0.7, 0.9], series_ids: shops.map(({ id }) => id) };
  const [withThem, without] = [await forecast(model, ask), await forecast(plain, ask)];
  expect(lossOf(withThem) / lossOf(without)).toBeLessThan(2 / 3);
  expect(model.spec).toMatchObject({ covariates: { past: [], future: [], time_features: features } });
  for (const { times, future_covariates: used } of withThem.forecasts) {
    expect(Object.keys(used!)).toEqual(['is_month_end', 'day_of_week_sin', 'day_of_week_cos']);
    expect(used!.is_month_end).toEqual(times.map((_, h) => Number(isMonthEnd(length + h))));
  }
});

test('the backtest of the training reads time features, and a backtest with refits does too', async () => {
  const wql = ({ card }: Model) => (card as ModelCard).metrics.auto.wql!;
  expect(wql(model)).toBeLessThan(wql(plain));
  const started = await post('/v1/backtests', { model_id: model.id, windows: 1, refit: true });
  expect(started.statusCode, started.body).toBe(202);
  expect((await service.ended(started.json().job.id)).status).toBe('succeeded');
});

test('an explanation names the feature, also where it is read from two columns', async () => {
  const { forecasts } = await forecast(model, { explain: true, series_ids: ['north'] });
  const { contributions, baseline, forecast: explained } = forecasts[0].explanation!;
  const named = contributions.filter(({ source }) => source === 'covariate');
  expect(named.map(({ name }) => name)).toEqual(features);
  const end = explained.findIndex((_, h) => isMonthEnd(length + h));
  expect(named[0].values[end]).toBeGreaterThan(peak / 2);
  for (const [h, value] of explained.entries()) {
    const sum = contributions.reduce((total, { values }) => total + values[h], baseline[h]);
    expect(Math.abs(sum - value)).toBeLessThan(0.05);
  }
});

test('only the times are read after the origin', async () => {
  const asOf = { as_of: day(450) };
  const series = shops.map((one) => ({ ...one, values: one.values.slice(0, 451) }));
  const cut = await forecast(model, { series });
  const tampered = shops.map((one) => ({ ...one, values: one.values.map((y, i) => (i <= 450 ? y : -999)) }));
  expect((await forecast(model, { series: tampered, ...asOf })).forecasts).toEqual(cut.forecasts);
  const [{ times, future_covariates: used }] = cut.forecasts;
  expect(times[0]).toBe(day(451));
  expect(used!.is_month_end).toEqual(times.map((_, h) => Number(isMonthEnd(451 + h))));
});

test('the same seed gives the same bytes', async () => {
  const again = await trained({ covariates: { time_features: features } });
  expect(again.weights!.sha256).toBe(model.weights!.sha256);
});

test('a retrained or imported model reads the same time features', async () => {
  const retrained = await post(`/v1/models/${model.id}/retrain`, { mode: 'warm' });
  expect((await service.ended(retrained.json().job.id)).status).toBe('succeeded');
  const { forecasts } = await forecast(retrained.json().model);
  expect(Object.keys(forecasts[0].future_covariates!)).toContain('is_month_end');

  const bundle = await service.app.inject(`/v1/models/${model.id}/bundle`);
  const taken = await service.app.inject({
    method: 'POST',
    url: '/v1/models/import',
    headers: { 'content-type': 'application/x-tar' },
    payload: bundle.rawPayload,
  });
  expect(taken.statusCode, taken.body).toBe(201);
  const [here, there] = [
    await forecast(model, { series: known }),
    await forecast(taken.json(), { series: known }),
  ];
  expect(there.forecasts).toEqual(here.forecasts);

  const onnx = await service.app.inject(`/v1/models/${model.id}/onnx`);
  expect(onnx.statusCode).toBe(200);
});

test('a one-shot forecast reads time features, from JSON and from a table', async () => {
  const [{ id: _, ...series }] = known;
  const covariates = { time_features: ['day_of_month'] };
  const body = { method: 'train', series: [series], horizon: 3, covariates };
  const answer = await post('/v1/forecasts', body);
  expect(answer.statusCode, answer.body).toBe(200);
  const names = ['day_of_month_sin', 'day_of_month_cos'];
  expect(Object.keys(answer.json().forecasts[0].future_covariates)).toEqual(names);

  const table = (query: string) =>
    service.app.inject({
      method: 'POST',
      url: `/v1/forecasts?method=train&horizon=3&${query}`,
      headers: { 'content-type': 'text/csv' },
      payload: `date,sold\n${series.values.map((y, i) => `${day(i)},${y}`).join('\n')}\n`,
    });
  const read = await table('time_features=day_of_month');
  expect(read.statusCode, read.body).toBe(200);
  expect(Object.keys(read.json().forecasts[0].future_covariates)).toEqual(names);
  const refused = await table('time_features=day_of_moth');
  expect(refused.statusCode).toBe(422);
  expect(refused.json().errors[0].accepted).toContain('day_of_month');
});

test('time features that do not apply to the times are refused with those that do', async () => {
  const ask = (time_features: string[], dataset_id = datasetId, covariates = {}) =>
    post('/v1/models', { dataset_id, horizon: 5, covariates: { ...covariates, time_features } });
  const daily = [
    'day_of_week, day_of_month, day_of_year, week_of_year, month_of_year',
    'is_weekend, is_month_start, is_month_end',
  ].join(', ');
  const hours = await ask(['day_of_week', 'hour_of_day']);
  expect([hours.statusCode, hours.json().code]).toEqual([422, 'request_invalid']);
  expect(hours.json().errors).toEqual([
    {
      path: '/covariates/time_features/1',
      message: '`hour_of_day` does not apply to steps of P1D',
      accepted: `some of ${daily}`,
    },
  ]);

  const unknown = await ask(['day_of_weak']);
  expect([unknown.statusCode, unknown.json().code]).toEqual([422, 'request_invalid']);
  const [fault] = unknown.json().errors;
  expect(fault.path).toBe('/covariates/time_features/0');
  expect(fault.message).toContain('did you mean `day_of_week`?');
  expect(fault.accepted).toBe(`one of minute_of_hour, hour_of_day, ${daily}`);

  const upload = async (series: object) => (await post('/v1/datasets', { series: [series] })).json().id;
  const values = Array.from({ length: 60 }, (_, i) => i % 5);
  const counted = await ask(['day_of_week'], await upload({ times: values.map((_, i) => i), values }));
  expect(counted.json().errors[0]).toMatchObject({
    message: '`day_of_week` does not apply to times that are integers',
    accepted: 'no time features',
  });
  const months = values.map((_, i) => new Date(Date.UTC(2015, i, 1)).toISOString().slice(0, 10));
  const monthly = await ask(['day_of_week'], await upload({ times: months, values }));
  expect(monthly.json().errors[0].accepted).toBe('some of month_of_year');
  const weekdays = Array.from({ length: 84 }, (_, i) => day(i + 1)).filter((_, i) => i % 7 < 5);
  const open = await ask(['is_weekend'], await upload({ times: weekdays, values }));
  expect(open.json().errors[0].message).toContain('closed weekdays (6, 7)');

  const own = await upload({ start: day(0), values, covariates: { is_weekend: values } });
  const both = await ask(['is_weekend'], own, { future: ['is_weekend'] });
  expect(both.json().errors[0]).toMatchObject({
    path: '/covariates/time_features/0',
    message: '`is_weekend` of the dataset is already a covariate of the model',
  });
  const given = await post(`/v1/models/${model.id}/forecasts`, {
    future_covariates: [{ covariates: { is_month_end: Array(horizon).fill(0) } }],
  });
  expect(given.json()).toMatchObject({ status: 422, code: 'covariate_unknown' });
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
