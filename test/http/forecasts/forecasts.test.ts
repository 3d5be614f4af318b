import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Forecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { newId } from '../../../src/contracts/schemas/primitives/ids.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let model: Model;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
  model = await service.trained(dailyCsv(120), { horizon: 7 });
});
afterAll(() => service.stop());

const forecast = (payload: object, headers: Record<string, string> = {}) =>
  service.app.inject({ method: 'POST', url: `/v1/models/${model.id}/forecasts`, headers, payload });

test('a forecast is stored with its request and read again unchanged', async () => {
  const answer = await forecast({ horizon: 3, levels: [90], quantiles: [0.5, 0.1] });
  expect(answer.statusCode, answer.body).toBe(200);
  const given: Forecast = answer.json();
  expect(given).toMatchObject({
    model_id: model.id,
    dataset_version: 1,
    horizon: 3,
    request: { history: 'stored', quantiles: [0.1, 0.5], levels: [90], samples: 0, as_of: null },
  });
  expect(answer.headers.location).toBe(`/v1/forecasts/${given.id}`);
  expect((await service.app.inject(`/v1/forecasts/${given.id}`)).json()).toEqual(given);

  const page = (await service.app.inject(`/v1/forecasts?model_id=${model.id}&limit=1`)).json();
  const { forecasts: _, errors: __, ...head } = given;
  expect(page.data).toEqual([{ ...head, series_count: 1 }]);
  expect((await service.app.inject(`/v1/forecasts?model_id=${newId('model')}`)).json().data).toEqual([]);
});

test('one series and several, of any letters, are answered, stored and compressed alike', async () => {
  const values = Array.from({ length: 60 }, (_, i) => 20 + Math.sin(i) + i / 10);
  const seriesOf = (id: string) => ({ id, start: '2024-01-01', values });
  const ask = (ids: string[], headers: object = {}) =>
    forecast({ series: ids.map(seriesOf), horizon: 2 }, { ...headers });
  const ids = ['Zürich "A"', '東京', '🙂', ...Array.from({ length: 10 }, (_, i) => `s${i}`)];
  const [one, several] = [await ask(ids.slice(0, 1)), await ask(ids)];
  for (const [answer, expected] of [
    [one, ids.slice(0, 1)],
    [several, ids],
  ] as const) {
    expect(answer.statusCode, answer.body).toBe(200);
    const given: Forecast = answer.json();
    expect(given.forecasts.map(({ series_id }) => series_id)).toEqual(expected);
    expect(Number(answer.headers['content-length'])).toBe(answer.rawPayload.length);
    expect((await service.app.inject(`/v1/forecasts/${given.id}`)).json()).toEqual(given);
  }
  expect(several.headers['content-type']).toBe(one.headers['content-type']);

  const packed = await ask(ids, { 'accept-encoding': 'gzip' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(JSON.parse(gunzipSync(packed.rawPayload).toString()).forecasts).toEqual(several.json().forecasts);

  const key = { 'idempotency-key': 'several-series' };
  const [first, again] = [await ask(ids, key), await ask(ids, key)];
  expect(again.rawPayload.equals(first.rawPayload)).toBe(true);
  expect(again.headers['content-type']).toBe(first.headers['content-type']);
});

test('tables and lines name their charset, at once, repeated and stored', async () => {
  const series = [{ id: 'Zürich', start: '2024-01-01', values: Array.from({ length: 60 }, (_, i) => i % 7) }];
  for (const type of ['text/csv', 'application/x-ndjson']) {
    const headers = { accept: type, 'idempotency-key': type };
    const ask = () => forecast({ series, horizon: 2 }, headers);
    const first = await ask();
    const stored = { url: String(first.headers.location), headers: { accept: type } };
    for (const answer of [first, await ask(), await service.app.inject(stored)])
      expect(answer.headers['content-type']).toBe(`${type}; charset=utf-8`);
  }
  const exported = await service.app.inject(`/v1/datasets/${model.dataset_id}/export`);
  expect(exported.headers['content-type']).toBe('text/csv; charset=utf-8');
});

test('a deleted forecast is gone', async () => {
  const { id } = (await forecast({})).json();
  expect((await service.app.inject({ method: 'DELETE', url: `/v1/forecasts/${id}` })).statusCode).toBe(204);
  for (const method of ['GET', 'DELETE'] as const) {
    const answer = await service.app.inject({ method, url: `/v1/forecasts/${id}` });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'forecast_not_found']);
  }
});

test('`Accept` chooses CSV or newline-delimited JSON, and an unsupported type is a 406', async () => {
  const json: Forecast = (await forecast({ horizon: 2, samples: 2, quantiles: [0.1, 0.9] })).json();
  const [one] = json.forecasts;
  const url = `/v1/forecasts/${json.id}`;
  const csv = await service.app.inject({ url, headers: { accept: 'text/csv' } });
  expect(csv.headers).toMatchObject({
    'content-type': expect.stringContaining('text/csv'),
    vary: expect.stringMatching(/^accept\b/),
  });
  const rows = csv.body.trim().split('\n');
  expect(rows[0]).toBe(
    'series_id,time,mean,median,q0.1,q0.9,lower80,upper80,lower95,upper95,sample0,sample1',
  );
  expect(rows[1].split(',').slice(0, 3)).toEqual(['y', one.times[0], String(one.mean[0])]);
  expect(rows[1].split(',').at(-1)).toBe(String(one.samples![1][0]));
  expect(rows).toHaveLength(3);

  const accept = 'application/xml, application/x-ndjson;q=0.9, application/json;q=0.1';
  const lines = await service.app.inject({ url, headers: { accept } });
  expect(lines.headers['content-type']).toContain('application/x-ndjson');
  expect(
    lines.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(json.forecasts);

  const refused = await forecast({}, { accept: 'application/xml' });
  expect([refused.statusCode, refused.json().code]).toEqual([406, 'accept_unsupported']);
  const direct = await forecast({ horizon: 1 }, { accept: 'text/csv' });
  expect(direct.body).toMatch(/^series_id,time/);
});

test('`Accept` is read by quality, then by the narrower range; a charset of UTF-8 may be named', async () => {
  const { id } = (await forecast({ horizon: 1 })).json();
  for (const [accept, type] of [
    ['*/*', 'application/json'],
    ['text/html, application/xhtml+xml, */*;q=0.8', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['TEXT/CSV', 'text/csv'],
    ['text/*', 'text/csv'],
    ['text/csv, */*', 'text/csv'],
    ['text/csv;q=0.5, application/json;q=0.4', 'text/csv'],
    ['application/json;q=0, application/*', 'application/x-ndjson'],
    ['text/csv;q=0', 'application/problem+json'],
    ['*/*;q=0', 'application/problem+json'],
    ['text/csv; charset=utf-16', 'application/problem+json'],
  ]) {
    const answer = await service.app.inject({ url: `/v1/forecasts/${id}`, headers: { accept } });
    expect(String(answer.headers['content-type']).split(';')[0], accept).toBe(type);
    expect(answer.statusCode, accept).toBe(type.includes('problem') ? 406 : 200);
  }
});

test('sample paths: as many as asked for, the same for the same seed', async () => {
  const ask = async (seed: number) => {
    const answer = await forecast({ horizon: 5, samples: 50, seed });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json().forecasts[0].samples as number[][];
  };
  const [first, again, other] = [await ask(7), await ask(7), await ask(8)];
  expect(first).toHaveLength(50);
  for (const path of first) expect(path).toHaveLength(5);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect((await forecast({ samples: 1_001 })).json()).toMatchObject({ errors: [{ path: '/samples' }] });
  const renamed: Forecast = (await forecast({ num_samples: 10 })).json();
  expect([renamed.request.samples, renamed.forecasts[0].samples!.length]).toEqual([10, 10]);
  expect((await forecast({ number_samples: 10 })).json().code).toBe('request_invalid');
});

test('fitted values are one-step medians, each from the observations before it', async () => {
  const fitted = (await forecast({ fitted: true })).json().forecasts[0].fitted;
  expect(fitted.times).toHaveLength(100);
  expect(fitted.times.at(-1)).toBe('2024-04-29');
  const before = (await forecast({ horizon: 1, as_of: '2024-04-28' })).json().forecasts[0];
  expect(before.times).toEqual(['2024-04-29']);
  expect(fitted.median.at(-1)).toBeCloseTo(before.median[0], 6);
});

test('as_of: later data are not used', async () => {
  const other = (await upload(service.app, dailyCsv(120).replace(/(2024-04-\d\d),.*/g, '$1,9999'))).json();
  const points = async (datasetId: string) => {
    const { times, values } = (await service.app.inject(`/v1/datasets/${datasetId}/series/y`)).json();
    return [{ id: 'y', times, values }];
  };
  const ask = async (payload: object) => {
    const answer = await forecast({ as_of: '2024-03-31', ...payload });
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json().forecasts;
  };
  const stored = await ask({});
  expect(stored[0].times[0]).toBe('2024-04-01');
  expect(await ask({ series: await points(model.dataset_id) })).toEqual(stored);
  expect(await ask({ series: await points(other.id) })).toEqual(stored);
  const wrong = await forecast({ as_of: 'yesterday' });
  expect(wrong.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/as_of' }] });
  const early = await forecast({ as_of: '2023-01-01' });
  expect(early.json()).toMatchObject({ code: 'all_series_failed' });
});

test('a forecast over the size limit of a response is refused with the limit', async () => {
  const series = Array.from({ length: 1_000 }, (_, i) => ({
    id: `s${i}`,
    start: '2024-01-01',
    values: [1, 2, 3, 4, 5, 6],
  }));
  const answer = await forecast({ series, samples: 1_000 });
  expect([answer.statusCode, answer.json().code]).toEqual([422, 'forecast_too_large']);
});

test('anomalies: the one observation that was tampered with stands out', async () => {
  const rows = dailyCsv(120).split('\n');
  rows[101] = rows[101].replace(/,.*/, ',190');
  const values = rows.slice(1, -1).map((row) => Number(row.split(',')[1]));
  const series = [{ id: 'tampered', start: '2024-01-01', values }];
  const url = `/v1/models/${model.id}/anomalies`;
  const ask = (payload: object) => service.app.inject({ method: 'POST', url, payload });

  const answer = await ask({ series });
  expect(answer.statusCode, answer.body).toBe(200);
  const worst = answer
    .json()
    .anomalies.sort((a: { score: number }, b: { score: number }) => b.score - a.score)[0];
  expect(worst).toMatchObject({ series_id: 'tampered', time: '2024-04-10', value: 190 });
  expect(worst.score).toBeGreaterThan(1);
  expect(worst.value).toBeGreaterThan(worst.upper);
  expect(answer.json().tested).toBeGreaterThan(90);

  const later = (await ask({ series, from: '2024-04-25', to: '2024-04-28' })).json();
  expect(later.tested).toBe(4);
  const stored = await ask({ series_ids: ['y', 'nobody'], level: 99.9 });
  expect(stored.json()).toMatchObject({ level: 99.9, errors: [{ series_id: 'nobody' }] });
  expect((await ask({ from: '2030-01-01' })).json().code).toBe('all_series_failed');
  expect((await ask({ from: 'noon' })).json()).toMatchObject({ errors: [{ path: '/from' }] });
  const long = [{ start: '1850-01-01', values: Array(50_100).fill(1) }];
  expect((await ask({ series: long, from: '1850-01-01' })).json().code).toBe('points_too_many');
  const whole = [{ start: '1890-01-01', values: Array(limits.anomalyPointsMax - 1_000).fill(1) }];
  const refused = (await ask({ series: whole, from: '1890-01-01' })).json();
  expect(refused).toMatchObject({ code: 'points_too_many', errors: [{ path: '/from' }], retryable: false });
  expect(refused.errors[0].accepted).toMatch(/^at most \d+ in a call of this model, as each is forecast/);
  const chosen = (await ask({ series: long })).json();
  expect(chosen.tested).toBe(1_000);
  expect((await ask({ series_ids: ['y'], series })).json().code).toBe('request_invalid');
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
