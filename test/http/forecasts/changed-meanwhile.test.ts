import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase, waitingSessions } from '../../support/postgres.ts';

let service: TestApp;
let database: TestDatabase;
/** Runs once, before the next read of observations. */
let beforeRead: (() => Promise<unknown>) | null = null;
/** Observations that reads gave. */
let observationsRead = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({}, database, {
    changed: (store) => ({
      ...store,
      datasets: {
        ...store.datasets,
        async read(tenant, id, options) {
          const run = beforeRead;
          beforeRead = null;
          await run?.();
          const series = await store.datasets.read(tenant, id, options);
          for (const { times } of series) observationsRead += times.length;
          return series;
        },
      },
    }),
  });
});
afterAll(() => service.stop());

const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const values = Array.from({ length: 60 }, (_, i) => 10 + (i % 7));
const ids = ['a', 'b', 'c'];

const post = async (url: string, payload?: object) => {
  const { statusCode, ...answer } = await service.app.inject({ method: 'POST', url, payload });
  return { status: statusCode, body: answer.json() };
};

async function stored(): Promise<string> {
  const series = ids.map((id) => ({ id, start: day(0), values }));
  return (await post('/v1/datasets', { series })).body.id;
}

async function append(dataset: string, place: number, id = 'a'): Promise<void> {
  const series = [{ id, times: [day(place)], values: [1000] }];
  expect(await post(`/v1/datasets/${dataset}/observations`, { series })).toMatchObject({ status: 200 });
}

describe('an instant forecast of stored series', () => {
  test('starts from the version that it names, whatever comes while it reads', async () => {
    const dataset_id = await stored();
    beforeRead = () => append(dataset_id, 60);
    const { body } = await post('/v1/forecasts', { dataset_id, horizon: 2 });
    expect(body).toMatchObject({ dataset_version: 1, errors: [] });
    for (const { times } of body.forecasts) expect(times).toEqual([day(60), day(61)]);
  });

  test('has each series that it was asked for, also one that is deleted while it reads', async () => {
    const dataset_id = await stored();
    beforeRead = () => service.app.inject({ method: 'DELETE', url: `/v1/datasets/${dataset_id}/series/b` });
    const { body } = await post('/v1/forecasts', { dataset_id, horizon: 2, series_ids: ids });
    expect(body.forecasts.map((one: { series_id: string }) => one.series_id)).toEqual(ids);
  });

  test('is refused with advice if its version is deleted while it reads', async () => {
    const dataset_id = await stored();
    beforeRead = async () => {
      for (let i = 0; i < 25; i++) await append(dataset_id, 60 + i);
    };
    const { status, body } = await post('/v1/forecasts', { dataset_id, horizon: 2 });
    expect([status, body.code]).toEqual([503, 'overloaded']);
    expect(body.detail).toContain(dataset_id);
  });
});

describe('a dataset that is deleted while a call reads it is a 404', () => {
  let bundle: Buffer;
  beforeAll(async () => {
    service.startWorker();
    const rows = values.map((value, i) => `${day(i)},${value}`);
    const { id } = await service.trained(['date,y', ...rows].join('\n'), { horizon: 2, steps: 5 });
    bundle = (await service.app.inject(`/v1/models/${id}/bundle`)).rawPayload;
    await service.stopWorker();
  });

  const calls: Record<string, (dataset_id: string, model_id: string) => ReturnType<typeof post>> = {
    'instant forecast': (dataset_id) => post('/v1/forecasts', { dataset_id, horizon: 2 }),
    'forecast of a model': (_, id) => post(`/v1/models/${id}/forecasts`, {}),
    'explained forecast': (_, id) => post(`/v1/models/${id}/forecasts`, { explain: true }),
    anomalies: (_, id) => post(`/v1/models/${id}/anomalies`, {}),
    trace: (_, id) => post(`/v1/models/${id}/trace`, {}),
  };
  test.each(Object.keys(calls))('%s', async (name) => {
    const model = await imported();
    const other = await connected();
    await other.query('BEGIN; LOCK TABLE series_chunks IN ACCESS EXCLUSIVE MODE');
    const answer = calls[name](model.dataset_id, model.id);
    await expect.poll(() => waitingSessions(other)).toBeGreaterThan(0);
    await other.query('DELETE FROM datasets WHERE id = $1', [model.dataset_id]);
    await other.query('COMMIT');
    const { status, body } = await answer;
    expect(status, body.detail).toBe(404);
  });

  test('anomalies and a trace are of one version, whatever comes while they are read', async () => {
    const { id, dataset_id } = await imported();
    const asked: Record<string, object> = { anomalies: {}, trace: {} };
    for (const [i, [name, body]] of Object.entries(asked).entries()) {
      const call = () => post(`/v1/models/${id}/${name}`, body);
      const before = await call();
      expect(before).toMatchObject({ status: 200 });
      beforeRead = () => append(dataset_id, 60 + i, 'y');
      expect(await call()).toEqual(before);
      expect(await call()).not.toEqual(before);
    }
  });

  test('anomalies read what they compare and what the first forecast needs, with the answer of whole series', async () => {
    const { id, dataset_id } = await imported();
    const long = ['y', 'z'].map((name, s) => ({
      id: name,
      times: Array.from({ length: 6_000 }, (_, i) => day(i)),
      values: Array.from({ length: 6_000 }, (_, i) => 10 + (i % 7) + ((i * (s + 3)) % 101 === 50 ? 40 : 0)),
    }));
    const url = `/v1/datasets/${dataset_id}/observations?new_series=allow`;
    expect(await post(url, { series: long })).toMatchObject({ status: 200 });
    for (const [body, most] of [
      [{ to: day(4_200) }, 2 * 2_000],
      [{ from: day(5_990) }, 2 * 1_010],
      [{ from: day(2_000), to: day(2_009) }, 2 * 1_010],
      [{ from: day(7_000) }, 0],
    ] as const) {
      observationsRead = 0;
      const { status, body: answer } = await post(`/v1/models/${id}/anomalies`, body);
      expect(observationsRead, JSON.stringify(body)).toBeLessThanOrEqual(most);
      expect({ status, body: answer }).toMatchObject(
        most === 0 ? { status: 422, body: { code: 'all_series_failed' } } : { status: 200 },
      );
      if (most > 0)
        expect(answer).toEqual((await post(`/v1/models/${id}/anomalies`, { ...body, series: long })).body);
    }
  });

  /** A model of its own dataset, with observations. */
  async function imported(): Promise<Model> {
    const headers = { 'content-type': 'application/x-tar' };
    const answer = await service.app.inject({
      ...{ method: 'POST', url: '/v1/models/import', headers, payload: bundle },
    });
    const model: Model = answer.json();
    const series = [{ id: 'y', times: values.map((_, i) => day(i)), values }];
    const added = await post(`/v1/datasets/${model.dataset_id}/observations?new_series=allow`, { series });
    expect(added).toMatchObject({ status: 200 });
    return model;
  }
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
