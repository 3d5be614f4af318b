import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let service: TestApp;
let datasetId: string;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({}, database);
  datasetId = (await upload(service.app, dailyCsv(60))).json().id;
});
afterAll(() => service.stop());

const read = (url: string, etag?: unknown, headers: Record<string, string> = {}) =>
  service.app.inject({
    url,
    headers: { ...headers, ...(etag === undefined ? {} : { 'if-none-match': String(etag) }) },
  });

test('every GET has a tag, and answers 304 to a caller that knows it, until the answer changes', async () => {
  const urls = [
    '/v1/datasets',
    `/v1/datasets/${datasetId}`,
    `/v1/datasets/${datasetId}/series`,
    `/v1/datasets/${datasetId}/series/y`,
    `/v1/datasets/${datasetId}/versions`,
    `/v1/datasets/${datasetId}/export`,
    `/v1/datasets/${datasetId}/export?format=parquet`,
    '/v1/models',
    '/v1/jobs',
    '/v1/forecasts',
    '/v1/backtests',
    '/v1/schedules',
    '/openapi.json',
  ];
  const tags = new Map<string, unknown>();
  for (const url of urls) {
    const first = await read(url);
    expect([first.statusCode, first.headers.etag], url).toEqual([200, expect.stringMatching(/^W\/"[^"]+"$/)]);
    tags.set(url, first.headers.etag);
    for (const known of [first.headers.etag, `"other", ${first.headers.etag}`, '*']) {
      const same = await read(url, known);
      expect([same.statusCode, same.body, same.headers.etag], url).toEqual([304, '', first.headers.etag]);
      expect(same.headers['content-type']).toBeUndefined();
    }
    expect((await read(url, '"other"')).statusCode).toBe(200);
  }
  await service.app.inject({ method: 'PATCH', url: `/v1/datasets/${datasetId}`, payload: { name: 'new' } });
  await service.app.inject({ method: 'DELETE', url: `/v1/datasets/${datasetId}/observations?to=2024-01-02` });
  for (const url of urls.slice(0, 7)) expect((await read(url, tags.get(url))).statusCode, url).toBe(200);
});

test('the tag does not depend on the compression, and HEAD has it too', async () => {
  const url = `/v1/datasets/${datasetId}/series/y`;
  const plain = await read(url);
  const packed = await read(url, undefined, { 'accept-encoding': 'gzip' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.headers.etag).toBe(plain.headers.etag);
  expect((await read(url, plain.headers.etag, { 'accept-encoding': 'gzip' })).statusCode).toBe(304);
  const head = await service.app.inject({ method: 'HEAD', url });
  expect(head.headers.etag).toBe(plain.headers.etag);
});

test('a table with kept formulas has another tag than one with marked ones', async () => {
  const tagOf = async (query: string) =>
    (await read(`/v1/datasets/${datasetId}/export${query}`)).headers.etag;
  const marked = await tagOf('');
  expect(await tagOf('?formulas=mark')).toBe(marked);
  expect(await tagOf('?formulas=keep')).not.toBe(marked);
});

test('errors and probes have no tag', async () => {
  const missing = await read('/v1/datasets/ds_00000000000000000000000000000000', '*');
  expect([missing.statusCode, missing.headers.etag]).toEqual([404, undefined]);
  expect((await read('/healthz', '*')).statusCode).toBe(200);
});

describe('If-Match', () => {
  const change = (method: 'PUT' | 'PATCH' | 'DELETE', url: string, tag: unknown, payload?: object) =>
    service.app.inject({ method, url, headers: { 'if-match': String(tag) }, payload });
  const made = async (url: string, payload: object) =>
    (await service.app.inject({ method: 'POST', url, payload })).json();

  interface Subject {
    url: string;
    /** Accepted changes, each different from the present state. */
    changes: { method: 'PUT' | 'PATCH'; bodies: object[] } | null;
  }
  const names = ['a', 'b', 'c', 'd'].map((name) => ({ name }));
  const hook = { url: 'https://hooks.example/', events: ['job.succeeded'] };
  const cancelledModel = async () => {
    const settings = { dataset_id: datasetId, horizon: 2, cell: 'gru' };
    const { model, job } = await made('/v1/models', settings);
    await made(`/v1/jobs/${job.id}/cancel`, {});
    return model.id as string;
  };
  const subjects: Record<string, () => Promise<Subject>> = {
    async dataset() {
      const { id } = (await upload(service.app, dailyCsv(60))).json();
      return { url: `/v1/datasets/${id}`, changes: { method: 'PATCH', bodies: names } };
    },
    async model() {
      return { url: `/v1/models/${await cancelledModel()}`, changes: { method: 'PATCH', bodies: names } };
    },
    async alias() {
      const ids = [await cancelledModel(), await cancelledModel()];
      const url = '/v1/aliases/live';
      await service.app.inject({ method: 'PUT', url, payload: { model_id: ids[0] } });
      return { url, changes: { method: 'PUT', bodies: [1, 0, 1, 0].map((i) => ({ model_id: ids[i] })) } };
    },
    async fleet() {
      const { id } = await made('/v1/fleets', { dataset_id: datasetId, settings: { horizon: 2 } });
      await made(`/v1/fleets/${id}/cancel`, {});
      return { url: `/v1/fleets/${id}`, changes: null };
    },
    async forecast() {
      const { id } = await made('/v1/forecasts', { dataset_id: datasetId, horizon: 2, store: true });
      return { url: `/v1/forecasts/${id}`, changes: null };
    },
    async embed() {
      const { embed } = await made(`/v1/models/${await cancelledModel()}/embeds`, {});
      return { url: `/v1/embeds/${embed.id}`, changes: null };
    },
    async schedule() {
      const model_id = await cancelledModel();
      const { id } = await made('/v1/schedules', { kind: 'retrain', model_id, every: 'P1D' });
      return { url: `/v1/schedules/${id}`, changes: { method: 'PATCH', bodies: names } };
    },
    async webhook() {
      const { id } = await made('/v1/webhooks', hook);
      const bodies = names.map(({ name }) => ({ description: name }));
      return { url: `/v1/webhooks/${id}`, changes: { method: 'PATCH', bodies } };
    },
    async key() {
      const { key } = await made('/v1/keys', { scopes: ['read'] });
      return { url: `/v1/keys/${key.id}`, changes: null };
    },
  };

  test.each(Object.keys(subjects))('%s: changed and deleted only as the caller knows it', async (kind) => {
    const { url, changes } = await subjects[kind]();
    const { etag } = (await read(url)).headers;
    if (changes !== null) {
      // All calls know the same state: whichever comes first changes it, and then the others are refused.
      const answers = await Promise.all(
        changes.bodies.map((body) => change(changes.method, url, etag, body)),
      );
      expect(answers.map(({ statusCode }) => statusCode).sort(), answers[0].body).toEqual([
        200, 412, 412, 412,
      ]);
      expect((await change(changes.method, url, '*', changes.bodies[0])).statusCode).toBe(200);
    }
    const before = await read(url);
    const refused = await change('DELETE', url, changes === null ? '"other"' : etag);
    expect([refused.statusCode, refused.json().code]).toEqual([412, 'precondition_failed']);
    expect((await read(url)).body).toBe(before.body);
    expect((await change('DELETE', url, `"other", ${before.headers.etag}`)).statusCode).toBe(204);
    expect((await change('DELETE', url, '*')).statusCode).toBe(404);
  });

  test('a run of a schedule and the use of a key or an embed change the answer, but are no change by a caller', async () => {
    const uses = {
      schedule: `UPDATE schedules SET last_run = '{"outcome":"skipped","detail":null,"model_id":null,"forecast_id":null,"job_id":null,"at":"2026-01-01T00:00:00.000Z"}'`,
      key: 'UPDATE api_keys SET last_used_at = now()',
      embed: 'UPDATE embeds SET last_used_at = now()',
    };
    const client = new pg.Client(database.superuserUrl);
    await client.connect();
    onTestFinished(() => client.end());
    for (const [kind, use] of Object.entries(uses)) {
      const { url } = await subjects[kind]();
      const { etag } = (await read(url)).headers;
      expect((await read(url, etag)).statusCode, kind).toBe(304);
      await client.query(use);
      expect((await read(url, etag)).statusCode, kind).toBe(200);
      expect((await change('DELETE', url, `"other", ${etag}`)).statusCode, kind).toBe(204);
    }
  });

  test('a stored forecast is known by the tag of each of its formats', async () => {
    for (const accept of ['text/csv', 'application/x-ndjson']) {
      const { url } = await subjects.forecast();
      const { etag } = (await read(url, undefined, { accept })).headers;
      expect((await change('DELETE', url, etag)).statusCode, accept).toBe(204);
    }
  });

  test('an alias that does not exist is not created', async () => {
    const refused = await change('PUT', '/v1/aliases/none', '*', { model_id: await cancelledModel() });
    expect(refused.statusCode).toBe(412);
    expect((await read('/v1/aliases/none')).statusCode).toBe(404);
  });

  test('If-None-Match: of concurrent calls for a new alias one makes it, and none changes it', async () => {
    const unless = (method: 'PUT' | 'DELETE', tag: unknown, payload?: object) =>
      service.app.inject({
        method,
        url: '/v1/aliases/new',
        headers: { 'if-none-match': String(tag) },
        payload,
      });
    const ids = [await cancelledModel(), await cancelledModel()];
    const answers = await Promise.all(
      [0, 1, 0, 1, 0, 1].map((i) => unless('PUT', '*', { model_id: ids[i] })),
    );
    const [made, ...others] = answers.toSorted((a, b) => a.statusCode - b.statusCode);
    expect([made, ...others].map(({ statusCode }) => statusCode)).toEqual([201, 412, 412, 412, 412, 412]);
    const { body, headers } = await read('/v1/aliases/new');
    expect(JSON.parse(body)).toEqual(made.json());
    expect((await unless('DELETE', headers.etag)).statusCode).toBe(412);
    expect((await unless('PUT', '"other"', { model_id: ids[0] })).statusCode).toBe(200);
  });

  test('new observations and a restore are for the dataset as the caller knows it', async () => {
    const { id } = (await upload(service.app, dailyCsv(60))).json();
    const url = `/v1/datasets/${id}`;
    const tag = async () => (await service.app.inject(url)).headers.etag;
    const append = (etag: unknown, value: number) =>
      service.app.inject({
        method: 'POST',
        url: `${url}/observations`,
        headers: { 'if-match': String(etag) },
        payload: { series: [{ id: 'y', start: '2024-03-01', values: [value] }] },
      });
    const restore = (etag: unknown) =>
      service.app.inject({
        method: 'POST',
        url: `${url}/versions/1/restore`,
        headers: { 'if-match': String(etag) },
      });
    const known = await tag();
    const statuses = [await append(known, 1), await append(known, 2), await restore(known)];
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([200, 412, 412]);
    expect((await service.app.inject(url)).json().version).toBe(2);
    expect((await restore(await tag())).statusCode).toBe(200);
  });

  test('a call that does not evaluate it is refused', async () => {
    const observations = `/v1/datasets/${datasetId}/observations?to=2024-01-03`;
    for (const url of [observations, `/v1/datasets/${datasetId}/series/y`]) {
      for (const header of ['if-match', 'if-none-match']) {
        const refused = await service.app.inject({ method: 'DELETE', url, headers: { [header]: '"any"' } });
        expect([refused.statusCode, refused.json().code], url).toEqual([412, 'precondition_failed']);
      }
    }
  });
});
