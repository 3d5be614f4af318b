import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InstantForecast } from '../../../src/contracts/schemas/index.ts';
import { newId } from '../../../src/contracts/schemas/primitives/ids.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { ApiDocument } from '../../support/document.ts';

const adminKey = 'a-key-of-more-than-thirty-two-characters';
let service: TestApp;
let document: ApiDocument;

beforeAll(async () => {
  service = await startApp({ apiKey: adminKey });
  document = new ApiDocument((await service.app.inject('/openapi.json')).json());
});
afterAll(() => service.stop());

type Headers = Record<string, string>;
const authorization = `Bearer ${adminKey}`;
const post = (url: string, payload: object, headers: Headers = {}) =>
  service.app.inject({ method: 'POST', url, payload, headers: { authorization, ...headers } });
const remove = (url: string) => service.app.inject({ method: 'DELETE', url, headers: { authorization } });
const read = (url: string, headers: Headers = {}) =>
  service.app.inject({ url, headers: { authorization, ...headers } });

const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const wave = (length: number, level = 100) =>
  Array.from(
    { length },
    (_, i) => level + 10 * Math.sin((2 * Math.PI * i) / 7) + ((i * 7) % 5) / 5 + (i % 3),
  );
const seriesOf = (id: string, values: (number | null)[], rest: object = {}) => ({
  ...{ id, times: values.map((_, i) => day(i)), values },
  ...rest,
});

async function stored(series: object[]): Promise<string> {
  const answer = await post('/v1/datasets', { name: 'sales', series });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().id;
}

async function forecastOf(payload: object): Promise<InstantForecast> {
  const answer = await post('/v1/forecasts', payload);
  expect(answer.statusCode, answer.body).toBe(200);
  const operation = document.operations.find(({ id }) => id === 'createOneShotForecast')!;
  expect(document.faultsOf(operation, answer)).toEqual([]);
  return answer.json();
}

describe('POST /v1/forecasts with a `dataset_id`', () => {
  const some = [seriesOf('a', wave(120)), seriesOf('b', wave(100, 50)), seriesOf('c', wave(3))];

  test('gives the numbers of the same series inline, the version of the data, and keeps nothing', async () => {
    const dataset_id = await stored(some);
    const options = { horizon: 5, levels: [80], quantiles: [0.1], samples: 2, seed: 3, fitted: true };
    const made = await forecastOf({ dataset_id, ...options });
    const inline = await forecastOf({ series: some, ...options });
    expect(made.forecasts).toEqual(inline.forecasts);
    expect(made).toMatchObject({
      ...{ id: null, method: 'instant', model_id: null, dataset_id, dataset_version: 1, next_cursor: null },
      request: { history: 'stored', method: 'instant', levels: [80] },
    });
    expect(inline).toMatchObject({ dataset_id: null, dataset_version: null, next_cursor: null });
    expect((await read('/v1/forecasts')).json().data).toEqual([]);
    await post(`/v1/datasets/${dataset_id}/observations`, { series: [seriesOf('a', wave(121))] });
    const later = await forecastOf({ dataset_id, ...options });
    expect(later.dataset_version).toBe(2);
    expect(later.forecasts[0].times[0]).toBe(day(121));
  });

  test('`series_ids` choose series, and an unknown id fails alone', async () => {
    const dataset_id = await stored(some);
    const made = await forecastOf({ dataset_id, series_ids: ['b', 'nobody', 'b'], horizon: 2 });
    expect(made.forecasts.map(({ series_id }) => series_id)).toEqual(['b']);
    expect(made.errors).toMatchObject([{ series_id: 'nobody', problem: { code: 'series_not_found' } }]);
  });

  test('`as_of` reads no later observation', async () => {
    const dataset_id = await stored([seriesOf('a', wave(120))]);
    const past = await forecastOf({ dataset_id, horizon: 4, as_of: day(79) });
    const inline = await forecastOf({ series: [seriesOf('a', wave(80))], horizon: 4 });
    expect(past.forecasts).toEqual(inline.forecasts);
  });

  test('a stored forecast is read again, scored on later observations, and deleted with its dataset', async () => {
    const dataset_id = await stored([seriesOf('a', wave(100))]);
    const answer = await post('/v1/forecasts', { dataset_id, horizon: 7, levels: [80, 99.9], store: true });
    const made: InstantForecast = answer.json();
    expect(answer.headers.location).toBe(`/v1/forecasts/${made.id}`);
    expect((await read(`/v1/forecasts/${made.id}`)).json()).toEqual(made);
    expect((await read('/v1/forecasts?limit=1')).json().data).toMatchObject([
      { id: made.id, dataset_id, dataset_version: 1 },
    ]);
    expect((await read(`/v1/forecasts/${made.id}/accuracy`)).json()).toMatchObject({ known_steps: 0 });
    await post(`/v1/datasets/${dataset_id}/observations`, { series: [seriesOf('a', wave(107))] });
    const scored = (await read(`/v1/forecasts/${made.id}/accuracy`)).json();
    expect(scored).toMatchObject({ forecast_id: made.id, dataset_version: 2, known_steps: 7 });
    expect(scored.metrics.mase).toBeLessThan(1);
    expect(Object.keys(scored.metrics.coverage)).toEqual(['0.8', '0.999']);
    const url = `/v1/datasets/${dataset_id}`;
    expect((await remove(url)).statusCode).toBe(204);
    expect((await read(`/v1/forecasts/${made.id}`)).json().code).toBe('forecast_not_found');
  });

  test('observations after the steps of a forecast do not change its scores, however many they are', async () => {
    const step = (i: number) => 10 + 3 * Math.sin(i / 5) + ((i * 7) % 5);
    const add = (dataset_id: string, from: number, to: number) => {
      const times = Array.from({ length: to - from }, (_, i) => from + i);
      return post(`/v1/datasets/${dataset_id}/observations`, {
        series: [{ id: 'a', times, values: times.map(step) }],
      });
    };
    const times = Array.from({ length: 400 }, (_, i) => i);
    const dataset_id = await stored([{ id: 'a', times, values: times.map(step) }]);
    const { id } = (await post('/v1/forecasts', { dataset_id, horizon: 10, store: true })).json();
    await add(dataset_id, 400, 410);
    const scores = async () => {
      const { dataset_version: _, ...rest } = (await read(`/v1/forecasts/${id}/accuracy`)).json();
      return rest;
    };
    const first = await scores();
    expect(first).toMatchObject({ known_steps: 10, metrics: { mase: expect.any(Number) } });
    for (const to of [20_300, 20_500]) {
      expect((await add(dataset_id, 410, to)).statusCode).toBe(200);
      expect(await scores()).toEqual(first);
    }
  });

  test('rows after the last observation hold covariates that are known in advance', async () => {
    const promotion = (i: number) => (i % 9 === 4 ? 1 : 0);
    const values = wave(90).map((value, i) => value + 30 * promotion(i));
    const dataset_id = await stored([
      seriesOf('a', [...values, ...new Array(9).fill(null)], {
        covariates: { promotion: Array.from({ length: 99 }, (_, i) => promotion(i)) },
      }),
    ]);
    const covariates = { future: ['promotion'] };
    const { forecasts } = await forecastOf({ dataset_id, horizon: 9, covariates });
    expect(forecasts[0].times[0]).toBe(day(90));
    const given = Array.from({ length: 9 }, (_, h) => promotion(90 + h));
    expect(forecasts[0].future_covariates).toEqual({ promotion: given });
    expect(forecasts[0].median[given.indexOf(1)]).toBeGreaterThan(120);
    // At an earlier present, the rows after it are read for the covariates alone.
    const past = await forecastOf({ dataset_id, horizon: 9, covariates, as_of: day(79) });
    expect(past.forecasts[0].future_covariates).toEqual({
      promotion: Array.from({ length: 9 }, (_, h) => promotion(80 + h)),
    });
    const unknown = await post('/v1/forecasts', {
      dataset_id,
      horizon: 1,
      covariates: { future: ['promo'] },
    });
    expect(unknown.json()).toMatchObject({ code: 'covariate_unknown' });
  });

  test('more series than one answer holds are forecast by `next_cursor`', async () => {
    const count = limits.forecastSeriesMax + 5;
    const many = Array.from({ length: count }, (_, i) => seriesOf(`s${i}`, wave(20 + (i % 7), 10 + i)));
    const dataset_id = await stored(many);
    const call = { dataset_id, horizon: 2, levels: [80] };
    const csv = { accept: 'text/csv' };
    const table = await post('/v1/forecasts', { ...call, store: true }, csv);
    const url = String(table.headers.location);
    const first: InstantForecast = (await read(url)).json();
    for (const { headers } of [table, await read(url, csv)])
      expect(headers['next-cursor']).toBe(first.next_cursor);
    expect(first.forecasts.map(({ series_id }) => series_id)).toEqual(
      many.slice(0, limits.forecastSeriesMax).map(({ id }) => id),
    );
    const rest = await forecastOf({ ...call, cursor: first.next_cursor });
    expect(rest.forecasts).toHaveLength(5);
    expect(rest.next_cursor).toBeNull();
    const end = await post('/v1/forecasts', { ...call, cursor: first.next_cursor }, csv);
    expect([end.statusCode, end.headers['next-cursor']]).toEqual([200, undefined]);
    // The parts of a call have its decisions, as the parts of a call with its own series have.
    const inline = await forecastOf({
      series: many.slice(0, limits.forecastSeriesMax),
      ...{ horizon: 2, levels: [80] },
    });
    expect(first.forecasts).toEqual(inline.forecasts);
    const wrong = await post('/v1/forecasts', { dataset_id, horizon: 2, cursor: 'bm90IG9uZQ' });
    expect(wrong.json()).toMatchObject({ code: 'cursor_invalid', errors: [{ path: '/cursor' }] });
    const gone = many.slice(limits.forecastSeriesMax).map(({ id }) => id);
    for (const id of gone) await remove(`/v1/datasets/${dataset_id}/series/${id}`);
    const none = await forecastOf({ ...call, cursor: first.next_cursor });
    expect(none).toMatchObject({ forecasts: [], errors: [], next_cursor: null });
  });

  test('an idempotency key repeats the answer', async () => {
    const dataset_id = await stored([seriesOf('a', wave(40))]);
    const headers = { 'idempotency-key': 'stored-instant' };
    const body = { dataset_id, horizon: 2, store: true };
    const first = await post('/v1/forecasts', body, headers);
    const second = await post('/v1/forecasts', body, headers);
    expect([second.statusCode, second.body]).toEqual([200, first.body]);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  test('the dataset of another tenant, and none, are 404', async () => {
    const dataset_id = await stored([seriesOf('a', wave(40))]);
    const made = await post('/v1/keys', { tenant: 'other', scopes: ['read', 'write'] });
    const other = { authorization: `Bearer ${made.json().secret}` };
    for (const answer of [
      await post('/v1/forecasts', { dataset_id, horizon: 2 }, other),
      await post('/v1/forecasts', { dataset_id: newId('dataset'), horizon: 2 }),
    ])
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'dataset_not_found']);
  });

  test('symbols are refused with the call for them', async () => {
    const sequences = await service.app.inject({
      ...{ method: 'POST', url: '/v1/datasets', payload: 'to be or not to be, that is the question' },
      headers: { authorization, 'content-type': 'text/plain' },
    });
    const answer = await post('/v1/forecasts', { dataset_id: sequences.json().id, horizon: 2 });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'dataset_kind_mismatch']);
    expect(answer.json().detail).toContain('`context`');
  });

  test('fields that do not belong beside it are refused with the remedy', async () => {
    const dataset_id = newId('dataset');
    const series = [{ values: wave(20) }];
    for (const [body, path, remedy] of [
      [{ dataset_id, series }, '/series', 'only one of them'],
      [{}, '/series', '`dataset_id`'],
      [{ series, series_ids: ['a'] }, '/series_ids', '`dataset_id`'],
      [{ series, cursor: 'x' }, '/cursor', '`dataset_id`'],
      [{ dataset_id, series_ids: ['a'], cursor: 'x' }, '/cursor', '`series_ids`'],
      [{ dataset_id, method: 'train' }, '/method', 'POST /v1/models'],
      [{ dataset_id, method: 'auto' }, '/method', 'POST /v1/models'],
      [{ dataset_id, model: newId('model') }, '/model', 'POST /v1/models/:model_id/forecasts'],
      [{ dataset_id, frequency: 'P1D' }, '/frequency', 'a dataset has its own'],
      [{ dataset_id, time_zone: 'Europe/Paris' }, '/time_zone', 'a dataset has its own'],
    ] as [object, string, string][]) {
      const answer = await post('/v1/forecasts', { horizon: 2, ...body });
      expect(answer.statusCode, answer.body).toBe(422);
      expect(answer.json(), answer.body).toMatchObject({ code: 'request_invalid', errors: [{ path }] });
      expect(answer.body).toContain(remedy);
    }
  });
});

describe('a model in training', () => {
  async function young(series: object[], settings: object = {}) {
    const dataset_id = await stored(series);
    const answer = await post('/v1/models', { dataset_id, horizon: 7, members: 1, steps: 5, ...settings });
    expect(answer.statusCode, answer.body).toBe(202);
    return { dataset_id, ...(answer.json() as { model: { id: string }; job: { id: string } }) };
  }

  test('is not ready, and the answer names the call for its instant forecast', async () => {
    const { model, job } = await young([seriesOf('a', wave(120))]);
    const answer = await post(`/v1/models/${model.id}/forecasts`, {});
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'model_not_ready']);
    expect(answer.json().detail).toContain(`POST /v1/models/${model.id}/forecasts`);
    expect(answer.json().detail).toContain('"while_training": "instant"');
    expect(answer.headers.location).toBe(`/v1/jobs/${job.id}`);
  });

  test('answers with the instant forecast of its dataset where the call allows it', async () => {
    const { model, dataset_id } = await young([seriesOf('a', wave(120)), seriesOf('b', wave(90, 20))]);
    const answer = await post(`/v1/models/${model.id}/forecasts`, { while_training: 'instant' });
    expect(answer.statusCode, answer.body).toBe(200);
    const operation = document.operations.find(({ id }) => id === 'createForecast')!;
    expect(document.faultsOf(operation, answer)).toEqual([]);
    const made: InstantForecast = answer.json();
    expect(made).toMatchObject({ id: null, method: 'instant', dataset_id, dataset_version: 1, horizon: 7 });
    expect(made.forecasts).toEqual((await forecastOf({ dataset_id, horizon: 7 })).forecasts);
    expect(answer.headers.location).toBeUndefined();
  });

  test('gives its target, bounds and covariates to that forecast', async () => {
    const values = wave(60);
    const series = [
      seriesOf('a', values, { covariates: { visitors: values.map((value) => Math.round(2 * value)) } }),
    ];
    const bounds = { lower: 0, upper: 215, integer: true };
    const { model } = await young(series, { target: 'visitors', bounds });
    const answer = await post(`/v1/models/${model.id}/forecasts`, {
      ...{ while_training: 'instant', horizon: 3, series_ids: ['a'] },
    });
    expect(answer.statusCode, answer.body).toBe(200);
    const [{ median }] = answer.json().forecasts;
    expect(median).toHaveLength(3);
    for (const value of median)
      expect(Number.isInteger(value) && value > 150 && value <= 215, String(value)).toBe(true);
  });

  test('forecasts series of the call as well, and refuses a horizon beyond its own', async () => {
    const { model } = await young([seriesOf('a', wave(120))]);
    const url = `/v1/models/${model.id}/forecasts`;
    const inline = await post(url, {
      ...{ while_training: 'instant', horizon: 2 },
      series: [{ id: 'new', start: day(0), values: wave(30) }],
    });
    expect(inline.statusCode, inline.body).toBe(200);
    expect(inline.json()).toMatchObject({
      request: { history: 'inline' },
      forecasts: [{ series_id: 'new', times: [day(30), day(31)] }],
    });
    const long = await post(url, { while_training: 'instant', horizon: 8 });
    expect([long.statusCode, long.json().code]).toEqual([422, 'horizon_too_long']);
  });

  test('takes covariates of a series of the call that cannot be read, which fails alone', async () => {
    const promo = (length: number) => ({ promo: Array.from({ length }, (_, t) => t % 2) });
    const covariates = { future: ['promo'] };
    const { model } = await young([seriesOf('a', wave(120), { covariates: promo(120) })], { covariates });
    const answer = await post(`/v1/models/${model.id}/forecasts`, {
      ...{ while_training: 'instant', horizon: 2 },
      series: [seriesOf('b', wave(30), { covariates: promo(30) }), { id: 'c', start: day(0), values: [] }],
      future_covariates: ['b', 'c'].map((series_id) => ({ series_id, covariates: promo(2) })),
    });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toMatchObject({ forecasts: [{ series_id: 'b' }], errors: [{ series_id: 'c' }] });
  });

  test('forecasts by itself as soon as it is ready', async () => {
    const { model, job } = await young([seriesOf('a', wave(120))]);
    service.startWorker();
    await service.ended(job.id, { authorization });
    await service.stopWorker();
    const answer = await post(`/v1/models/${model.id}/forecasts`, { while_training: 'instant' });
    expect(answer.json(), answer.body).toMatchObject({ method: 'trained', model_id: model.id });
  });
});
