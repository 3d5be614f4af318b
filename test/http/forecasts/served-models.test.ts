/** Forecasts come from memory. These tests change what they come from, and use two API processes on one database. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Forecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import type { Store } from '../../../src/store/index.ts';
import { startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const small = { hidden_size: 8, steps: 5 };
const seriesCount = 4;
const days = 60;
const firstDay = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;
const dateOf = (day: number) => new Date(firstDay + day * dayMs).toISOString().slice(0, 10);

/** A long table of daily series with different levels. */
function panelCsv(): string {
  const rows = ['unique_id,ds,y'];
  for (let s = 0; s < seriesCount; s++)
    for (let t = 0; t < days; t++)
      rows.push(`s${s},${dateOf(t)},${(50 + 10 * s + 5 * Math.sin(t / 4 + s) + (t % 7)).toFixed(3)}`);
  return `${rows.join('\n')}\n`;
}

/** Models whose versions the second process has asked for. */
const versionReads: string[] = [];
const withVersionReads = (store: Store): Store => ({
  ...store,
  served: {
    ...store.served,
    versions(asked) {
      versionReads.push(...asked.map(({ reference }) => reference));
      return store.served.versions(asked);
    },
  },
});

let one: TestApp;
let two: TestApp;
let model: Model;

beforeAll(async () => {
  const database = await createTestDatabase();
  one = await startApp({}, database);
  two = await startApp({}, database, { changed: withVersionReads });
  one.startWorker();
  model = await one.trained(panelCsv(), { horizon: 4, ...small });
});
afterAll(async () => {
  await two.stop();
  await one.stop();
});

const ask = ({ app }: TestApp, reference: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: `/v1/models/${reference}/forecasts`, payload, headers });

async function answered(service: TestApp, reference: string, payload: object): Promise<Forecast> {
  const answer = await ask(service, reference, payload);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const storedCount = async () =>
  (await one.app.inject('/v1/forecasts?limit=100')).json().data.length as number;

test('`store: false` gives the same numbers without an id, and leaves nothing behind', async () => {
  const kept = await answered(one, model.id, { series_ids: ['s3'] });
  const before = await storedCount();
  const answer = await ask(one, model.id, { series_ids: ['s3'], store: false });
  expect(answer.headers.location).toBeUndefined();
  const loose: Forecast = answer.json();
  expect(loose.id).toBeNull();
  expect({ ...loose, id: kept.id, created_at: kept.created_at }).toEqual(kept);
  for (const accept of ['text/csv', 'application/x-ndjson']) {
    const other = await ask(one, model.id, { series_ids: ['s3'], store: false }, { accept });
    expect([other.statusCode, other.headers.location]).toEqual([200, undefined]);
  }
  const explained = await answered(one, model.id, { series_ids: ['s3'], store: false, explain: true });
  expect(explained.id).toBeNull();
  expect(await storedCount()).toBe(before);
  expect((await one.app.inject('/v1/forecasts/null')).json().code).toBe('id_malformed');
});

test('a one-shot call with a model stores its forecast unless `store` is false', async () => {
  const values = Array.from({ length: 60 }, (_, t) => 20 + (t % 7));
  const call = async (more: object): Promise<Forecast> =>
    (
      await one.app.inject({
        method: 'POST',
        url: '/v1/forecasts',
        payload: { series: [{ start: '2024-01-01', values }], horizon: 2, model: model.id, ...more },
      })
    ).json();
  const before = await storedCount();
  expect((await call({ store: false })).id).toBeNull();
  expect(await storedCount()).toBe(before);
  expect((await call({})).id).toMatch(/^fc_/);
  expect(await storedCount()).toBe(before + 1);
});

test('a repeated call with an idempotency key gets the same answer, stored or not', async () => {
  for (const store of [true, false]) {
    const before = await storedCount();
    const headers = { 'idempotency-key': `again-${store}` };
    const first = await ask(one, model.id, { series_ids: ['s1'], store }, headers);
    const second = await ask(two, model.id, { series_ids: ['s1'], store }, headers);
    expect(second.body).toBe(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await storedCount()).toBe(before + (store ? 1 : 0));
  }
});

test('concurrent calls get the numbers of single calls, and what is stored reads back as it was sent', async () => {
  const ids = Array.from({ length: seriesCount }, (_, s) => `s${s}`);
  const alone: Forecast[] = [];
  for (const id of ids) alone.push(await answered(one, model.id, { series_ids: [id], store: false }));
  const together = await Promise.all(
    [...ids, ...ids].map((id, i) => answered(i % 3 === 0 ? two : one, model.id, { series_ids: [id] })),
  );
  for (const [i, { id, forecasts }] of together.entries()) {
    expect(forecasts).toEqual(alone[i % seriesCount].forecasts);
    expect((await one.app.inject(`/v1/forecasts/${id}`)).json()).toEqual(together[i]);
  }
  expect(new Set(together.map(({ id }) => id)).size).toBe(together.length);
});

test('series are answered in the order of the upload, from memory as from the database', async () => {
  const asked = ['s3', 's0', 's2'];
  for (const service of [two, two]) {
    const { forecasts } = await answered(service, model.id, { series_ids: asked, store: false });
    expect(forecasts.map(({ series_id }) => series_id)).toEqual(['s0', 's2', 's3']);
    const { forecasts: all } = await answered(service, model.id, { store: false });
    expect(all.map(({ series_id }) => series_id)).toEqual(
      Array.from({ length: seriesCount }, (_, s) => `s${s}`),
    );
  }
  const answer = await answered(two, model.id, { series_ids: ['s2', 'unknown'] });
  expect(answer.errors).toMatchObject([{ series_id: 'unknown', problem: { code: 'series_not_found' } }]);
  expect((await one.app.inject(`/v1/forecasts/${answer.id}`)).json()).toEqual(answer);
});

test('observations are in the next forecast of every process', async () => {
  const before = await answered(two, model.id, { series_ids: ['s0'] });
  expect(before.dataset_version).toBe(1);
  for (let n = 0; n < 3; n++) {
    const added = await one.app.inject({
      method: 'POST',
      url: `/v1/datasets/${model.dataset_id}/observations`,
      payload: { series: [{ id: 's0', times: [dateOf(days + n)], values: [500 + n] }] },
    });
    expect(added.statusCode, added.body).toBeLessThan(300);
    for (const service of [two, one]) {
      const { dataset_version, forecasts } = await answered(service, model.id, { series_ids: ['s0'] });
      expect(dataset_version).toBe(2 + n);
      expect(forecasts[0].times[0]).toBe(dateOf(days + n + 1));
      expect(forecasts[0].median).not.toEqual(before.forecasts[0].median);
    }
  }
});

test('a stored forecast requires the version in the statement that stores: no query of its own reads it', async () => {
  const before = await answered(two, model.id, { series_ids: ['s1'] });
  versionReads.length = 0;
  await Promise.all([1, 2, 3].map((seed) => answered(two, model.id, { series_ids: ['s1'], seed })));
  expect(versionReads).toHaveLength(0);
  await answered(two, model.id, { series_ids: ['s1'], store: false });
  const refused = await ask(two, model.id, { series_ids: ['s1'], horizon: 40 });
  expect(refused.json()).toMatchObject({ code: 'horizon_too_long' });
  expect(versionReads).toHaveLength(2); // neither is stored
  expect(before.id).toMatch(/^fc_/);
});

test('a process whose data are outdated stores one forecast of the present data, under its idempotency key', async () => {
  const old = await answered(two, model.id, { series_ids: ['s1'] });
  const added = await one.app.inject({
    method: 'POST',
    url: `/v1/datasets/${model.dataset_id}/observations`,
    payload: { series: [{ id: 's1', times: [dateOf(days)], values: [700] }] },
  });
  expect(added.statusCode, added.body).toBeLessThan(300);
  const before = await storedCount();
  const headers = { 'idempotency-key': 'outdated' };
  const [first, ...others] = await Promise.all([
    ask(two, model.id, { series_ids: ['s1'] }, headers),
    ...[1, 2, 3, 4].map((seed) => ask(two, model.id, { series_ids: ['s1'], seed })),
  ]);
  for (const answer of [first, ...others]) {
    const { id, dataset_version, forecasts }: Forecast = answer.json();
    expect(dataset_version).toBe(old.dataset_version + 1);
    expect(forecasts[0].times[0]).toBe(dateOf(days + 1));
    expect((await one.app.inject(`/v1/forecasts/${id}`)).json()).toEqual(answer.json());
  }
  expect(await storedCount()).toBe(before + 1 + others.length);
  const again = await ask(one, model.id, { series_ids: ['s1'] }, headers);
  expect([again.headers['idempotency-replayed'], again.body]).toEqual(['true', first.body]);
});

test('an alias that is moved, and a model that is deleted, are so for the next call of every process', async () => {
  const put = (id: string) =>
    one.app.inject({ method: 'PUT', url: '/v1/aliases/live', payload: { model_id: id } });
  const other = await one.trained(panelCsv(), { horizon: 2, ...small });
  await put(model.id);
  expect((await answered(two, 'live', { series_ids: ['s1'] })).model_id).toBe(model.id);
  await put(other.id);
  expect((await answered(two, 'live', { series_ids: ['s1'] })).model_id).toBe(other.id);
  await put(model.id);
  expect((await answered(two, 'live', { series_ids: ['s1'] })).model_id).toBe(model.id);

  expect((await answered(two, other.id, { series_ids: ['s1'] })).horizon).toBe(2);
  const deleted = await one.app.inject({ method: 'DELETE', url: `/v1/models/${other.id}` });
  expect(deleted.statusCode, deleted.body).toBe(204);
  for (const store of [true, false]) {
    const refused = await ask(two, other.id, { series_ids: ['s1'], store });
    expect(refused.json()).toMatchObject({ status: 404, code: 'model_not_found' });
  }
  await one.app.inject({ method: 'DELETE', url: '/v1/aliases/live' });
  expect((await ask(two, 'live', {})).json()).toMatchObject({ status: 404, code: 'model_not_found' });
});

test('a model in training is served as soon as it is ready', async () => {
  const dataset = (await upload(one.app, panelCsv())).json();
  const created = await one.app.inject({
    method: 'POST',
    url: '/v1/models',
    payload: { dataset_id: dataset.id, horizon: 2, preset: 'fast', ...small },
  });
  const { model: coming, job } = created.json();
  const instant = await ask(two, coming.id, { series_ids: ['s1'], while_training: 'instant' });
  expect(['instant', 'trained']).toContain(instant.json().method);
  await one.ended(job.id);
  expect((await answered(two, coming.id, { series_ids: ['s1'] })).method).toBe('trained');
});

test('callers that hang up do not disturb the others', async () => {
  const url = await one.app.listen({ port: 0, host: '127.0.0.1' });
  const call = (i: number, signal?: AbortSignal) =>
    fetch(`${url}/v1/models/${model.id}/forecasts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ series_ids: [`s${i % seriesCount}`], store: i % 2 === 0 }),
      signal,
    });
  const expected = await answered(one, model.id, { series_ids: ['s1'], store: false });
  const hangingUp = Array.from({ length: 20 }, (_, i) => {
    const controller = new AbortController();
    const asked = call(i, controller.signal).catch(() => null);
    setTimeout(() => controller.abort(), i % 4);
    return asked;
  });
  const staying = Array.from({ length: 20 }, () => call(1).then((answer) => answer.json()));
  for (const answer of (await Promise.all(staying)) as Forecast[])
    expect(answer.forecasts).toEqual(expected.forecasts);
  await Promise.all(hangingUp);
  expect((await answered(one, model.id, { series_ids: ['s1'], store: false })).forecasts).toEqual(
    expected.forecasts,
  );
});

test('nothing was logged as an error', () => {
  for (const { logs } of [one, two]) expect(logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
