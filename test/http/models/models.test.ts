import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { query } from '../../embedded-postgres/processes.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let service: TestApp;
let model: Model;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({}, database);
  service.startWorker();
  model = await service.trained(dailyCsv(120), { horizon: 7, name: 'waves', tags: ['test'] });
});
afterAll(() => service.stop());

const forecast = (payload: unknown, id = model.id) =>
  service.app.inject({ method: 'POST', url: `/v1/models/${id}/forecasts`, payload: payload as object });

test('every setting is optional, and counts where it is given', async () => {
  const settings = {
    cell: 'lstm',
    layers: 2,
    hidden_size: 5,
    context_length: 12,
    batch_size: 16,
    epochs: 0.5,
    learning_rate: 0.002,
    dropout: 0.3,
    weight_decay: 0.02,
    loss: 'quantile',
    quantiles: [0.1, 0.5, 0.9],
    seed: 9,
  };
  const { spec, parameter_count, card } = await service.trained(dailyCsv(200), {
    horizon: 3,
    steps: undefined,
    ...settings,
  });
  expect(spec).toMatchObject(settings);
  // Half of some 150 windows, 16 at a time.
  expect(spec.steps).toBeGreaterThanOrEqual(4);
  expect(spec.steps).toBeLessThanOrEqual(6);
  expect(card!.training.steps).toBeLessThanOrEqual(spec.steps!);
  expect(parameter_count).toBeGreaterThan(0);
});

test.each([
  [{ steps: 5, epochs: 1 }, '/epochs', 'either `steps` or `epochs`'],
  [{ dropout: 1 }, '/dropout', 'less than 1'],
  [{ batch_size: 0 }, '/batch_size', 'at least 1'],
  [{ batch_size: 5_000 }, '/batch_size', 'at most 1024'],
  [{ weight_decay: -1 }, '/weight_decay', 'at least 0'],
  [{ loss: 'quantil' }, '/loss', 'one of quantile'],
  [{ epoch: 3 }, '/epoch', 'one of'],
])('%j is refused at %s', async (settings, path, accepted) => {
  const payload = { dataset_id: model.dataset_id, horizon: 3, ...settings };
  const answer = await service.app.inject({ method: 'POST', url: '/v1/models', payload });
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, path]);
  expect(answer.json().errors[0].accepted).toContain(accepted);
});

test('99 quantiles have 0.5 among them; a model of an earlier release that got it as the 100th is read', async () => {
  const quantiles = Array.from({ length: 99 }, (_, i) => (i + 0.5) / 100);
  const payload = { dataset_id: model.dataset_id, horizon: 3, quantiles };
  const refused = await service.app.inject({ method: 'POST', url: '/v1/models', payload });
  expect(refused.json()).toMatchObject({ status: 422, errors: [{ path: '/quantiles' }] });
  const spec = { ...model.spec, quantiles: [...quantiles, 0.5].sort((a, b) => a - b) };
  const written = 'UPDATE models SET spec = $1 WHERE id = $2';
  await query(database.url, written, [spec, model.id]);
  const read = await service.app.inject(`/v1/models/${model.id}`);
  await query(database.url, written, [model.spec, model.id]);
  expect([read.statusCode, read.json().spec?.quantiles?.length]).toEqual([200, 100]);
});

test('creating a model answers 202 with the model, the job, and where to look', async () => {
  const dataset = (await upload(service.app, dailyCsv(60))).json();
  const payload = {
    dataset_id: dataset.id,
    horizon: 5,
    preset: 'fast',
    steps: 5,
    quantiles: [0.9, 0.1, 0.1],
  };
  const answer = await service.app.inject({ method: 'POST', url: '/v1/models', payload });
  expect(answer.statusCode, answer.body).toBe(202);
  const { model, job } = answer.json();
  expect(answer.headers.location).toBe(`/v1/jobs/${job.id}`);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(model).toMatchObject({ status: 'training', job_id: job.id, dataset_id: dataset.id, card: null });
  expect(model.spec).toMatchObject({ target: 'value', cell: 'gru', quantiles: [0.1, 0.5, 0.9], seed: 1 });
  expect(job).toMatchObject({ kind: 'train', subject: { type: 'model', id: model.id } });
  expect((await service.ended(job.id)).status).toBe('succeeded');
});

test('a model that is ready has its card, and is found by dataset, tag and status', async () => {
  expect(model).toMatchObject({
    status: 'ready',
    name: 'waves',
    card: { training: { steps: expect.any(Number) } },
  });
  for (const query of [`dataset_id=${model.dataset_id}`, 'tag=test', 'status=ready&tag=test']) {
    const page = (await service.app.inject(`/v1/models?${query}`)).json();
    expect(page.data.map(({ id }: Model) => id)).toEqual([model.id]);
  }
  expect((await service.app.inject('/v1/models?tag=other')).json()).toEqual({ data: [], next_cursor: null });
});

test('weights are a safetensors file whose SHA-256 is the ETag', async () => {
  const url = `/v1/models/${model.id}/weights`;
  const answer = await service.app.inject(url);
  const sha256 = createHash('sha256').update(answer.rawPayload).digest('hex');
  expect(answer.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    etag: `"${sha256}"`,
    'content-disposition': `attachment; filename="${model.id}.safetensors"`,
  });
  expect(model.weights).toEqual({ bytes: answer.rawPayload.length, sha256 });
  const headerLength = Number(answer.rawPayload.readBigUInt64LE(0));
  expect(() => JSON.parse(answer.rawPayload.subarray(8, 8 + headerLength).toString())).not.toThrow();
  for (const known of [`"${sha256}"`, `W/"${sha256}"`, `"another", "${sha256}"`, '*'])
    expect((await service.app.inject({ url, headers: { 'if-none-match': known } })).statusCode, known).toBe(
      304,
    );
});

test('a forecast goes on where the series ends, with the default quantiles and levels', async () => {
  const answer = await forecast({});
  expect(answer.statusCode, answer.body).toBe(200);
  const body = answer.json();
  expect(body).toMatchObject({ model_id: model.id, dataset_id: model.dataset_id, horizon: 7, errors: [] });
  const [first] = body.forecasts;
  expect(first.times).toHaveLength(7);
  expect([first.times[0], first.times[1], first.times[6]]).toEqual([
    '2024-04-30',
    '2024-05-01',
    '2024-05-06',
  ]);
  expect(Object.keys(first.quantiles)).toEqual([
    '0.1',
    '0.2',
    '0.3',
    '0.4',
    '0.5',
    '0.6',
    '0.7',
    '0.8',
    '0.9',
  ]);
  expect(Object.keys(first.intervals)).toEqual(['80', '95']);
  for (const values of [first.mean, first.median, first.intervals['95'].lower])
    expect(values).toHaveLength(7);
});

test('horizon, quantiles and levels are those that were asked for', async () => {
  const { horizon, forecasts } = (
    await forecast({ horizon: 3, quantiles: [0.9, 0.25, 0.9], levels: [50] })
  ).json();
  expect(horizon).toBe(3);
  expect(Object.keys(forecasts[0].quantiles)).toEqual(['0.25', '0.9']);
  expect(Object.keys(forecasts[0].intervals)).toEqual(['50']);
  expect(forecasts[0].median).toHaveLength(3);
});

test('inline history is forecast in its own time, also of a series that the model never saw', async () => {
  const values = Array.from({ length: 90 }, (_, i) => 50 + (i % 7));
  const answer = await forecast({ series: [{ id: 'new', start: '2030-01-01', values }] });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json().forecasts[0]).toMatchObject({ series_id: 'new' });
  expect(answer.json().forecasts[0].times[0]).toBe('2030-04-01');
});

test('a constant series trains, with a warning, and its forecast is the constant', async () => {
  const constant = dailyCsv(60).replaceAll(/,[\d.]+$/gm, ',5');
  const { id, dataset_id } = await service.trained(constant, { horizon: 3, steps: 5 });
  const { warnings } = (await service.app.inject(`/v1/datasets/${dataset_id}`)).json();
  expect(warnings.map(({ code }: { code: string }) => code)).toContain('series_constant');
  const [{ median, intervals }] = (await forecast({}, id)).json().forecasts;
  for (const values of [median, intervals['95'].lower, intervals['95'].upper])
    for (const value of values) expect(value).toBeCloseTo(5, 3);
});

test('series fail one by one, and the call only where all of them do', async () => {
  const known = (await service.app.inject(`/v1/datasets/${model.dataset_id}/series`)).json().data[0].id;
  const some = (await forecast({ series_ids: [known, 'nobody', known] })).json();
  expect(some.forecasts.map(({ series_id }: { series_id: string }) => series_id)).toEqual([known]);
  expect(some.errors).toMatchObject([{ series_id: 'nobody', problem: { code: 'series_not_found' } }]);

  const none = await forecast({ series_ids: ['nobody', 'somebody'] });
  expect(none.statusCode).toBe(422);
  expect(none.json()).toMatchObject({
    code: 'all_series_failed',
    errors: [{ series_id: 'nobody' }, { series_id: 'somebody' }],
  });
});

test('a forecast that cannot be: both kinds of series, or a horizon over that of the model', async () => {
  const both = await forecast({ series_ids: ['y'], series: [{ values: [1, 2] }] });
  expect(both.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/series' }] });
  const long = await forecast({ horizon: 8 });
  expect(long.statusCode).toBe(422);
  expect(long.json()).toMatchObject({ code: 'horizon_too_long', errors: [{ accepted: 'at most 7' }] });
});

test('a model is deleted, and then unknown', async () => {
  const { id } = await service.trained(dailyCsv(60), { horizon: 3, steps: 5 });
  const url = `/v1/models/${id}`;
  expect((await service.app.inject({ method: 'DELETE', url })).statusCode).toBe(204);
  expect((await service.app.inject(url)).json().code).toBe('model_not_found');
  expect((await forecast({}, id)).json().code).toBe('model_not_found');
  expect((await service.app.inject({ method: 'DELETE', url })).statusCode).toBe(404);
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
