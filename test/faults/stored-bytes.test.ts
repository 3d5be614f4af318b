import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Usage } from '../../src/contracts/schemas/index.ts';
import { openDatabase } from '../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { countedUsage, freshUsage } from '../support/fresh-usage.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
const limit = 300_000;
let database: TestDatabase;
let service: TestApp;
/** A write key of each tenant. */
const keys: Record<string, string> = {};
/** A trained model of the first tenant, as a bundle, made by a service without a limit. */
let bundle: Buffer;

beforeAll(async () => {
  database = await createTestDatabase();
  const drop = async () => {};
  const settings = { apiKey: root, tenantBytesMax: limit, uploadBytesMax: 4 * 1024 * 1024 };
  service = await startApp(settings, { url: database.url, drop });
  for (const tenant of ['full', 'other', 'busy', 'small', 'queue'])
    keys[tenant] = (
      await call('POST', '/v1/keys', { tenant, scopes: ['read', 'write'] }, root)
    ).json().secret;
  service.startWorker();
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const call = (method: Method, url: string, payload?: object | string | Buffer, key = keys.full) =>
  service.app.inject({
    ...{ method, url, payload },
    headers: {
      authorization: `Bearer ${key}`,
      ...(Buffer.isBuffer(payload) ? { 'content-type': 'application/x-tar' } : {}),
      ...(typeof payload === 'string' ? { 'content-type': 'text/csv' } : {}),
    },
  });
const usageOf = async (tenant: string): Promise<Usage> =>
  (await call('GET', '/v1/usage', undefined, keys[tenant])).json();

/** A table of numbers that hardly compress: about 7 bytes for each. */
function noise(rows: number, seed = 1): string {
  let state = seed;
  const lines = Array.from({ length: rows }, (_, i) => {
    state = (state * 48_271) % 2_147_483_647;
    return `${new Date(Date.UTC(1980, 0, 1) + i * 86_400_000).toISOString().slice(0, 10)},${state / 7}`;
  });
  return `date,y\n${lines.join('\n')}\n`;
}

const training = (dataset_id: string) => ({
  ...{ dataset_id, horizon: 2, preset: 'fast', steps: 20, hidden_size: 4, members: 1 },
});

test('usage names what a tenant stores by kind, and its limits', async () => {
  expect(await usageOf('other')).toEqual({
    ...{ stored_bytes: 0, stored_bytes_max: limit, observations: 0, observations_max: null },
    stored_bytes_by_kind: {
      ...{ datasets: 0, models: 0, fleets: 0, forecasts: 0, backtests: 0, checkpoints: 0, jobs: 0 },
      webhooks: 0,
    },
  });
  const { id } = (await call('POST', '/v1/datasets', noise(1_000), keys.other)).json();
  const usage = await usageOf('other');
  expect(usage.stored_bytes).toBe(usage.stored_bytes_by_kind.datasets);
  expect(usage.stored_bytes).toBeGreaterThan(8_000);
  expect(usage.stored_bytes).toBeLessThan(14_000);
  expect(usage.observations).toBe(1_000);
  expect((await call('GET', '/metrics', undefined, root)).body).toContain(
    'gatecast_stored_bytes{kind="datasets"}',
  );
  await call('DELETE', `/v1/datasets/${id}`, undefined, keys.other);
  expect((await usageOf('other')).stored_bytes).toBe(0);
});

test('every call that stores is refused for a tenant without room, before its body is read, and others go on', async () => {
  const { id } = (await call('POST', '/v1/datasets', noise(100))).json();
  const created = (await call('POST', '/v1/models', training(id))).json();
  const headers = { authorization: `Bearer ${keys.full}` };
  expect((await service.ended(created.job.id, headers)).status).toBe('succeeded');
  const model = created.model.id;
  bundle = (await call('GET', `/v1/models/${model}/bundle`)).rawPayload;
  const hook = { url: 'https://hook.example/', events: ['job.failed'] };
  const webhook = (await call('POST', '/v1/webhooks', hook)).json();
  const changed = await call('POST', `/v1/datasets/${id}/observations`, dailyCsv(5, '1980-04-10'));
  expect(changed.json()).toMatchObject({ added: 5 });
  const forecast = (await call('POST', `/v1/models/${model}/forecasts`, {})).json();

  const room = limit - (await usageOf('full')).stored_bytes;
  const filler = (await call('POST', '/v1/datasets', noise(Math.floor((room - 4_000) / 9)))).json();
  for (let refused = false; !refused; ) {
    const one = await call('POST', '/v1/forecasts', {
      series: [{ values: [1, 2, 3] }],
      horizon: 1,
      store: true,
    });
    refused = one.statusCode === 409;
    expect([200, 409]).toContain(one.statusCode);
  }
  const { stored_bytes } = await usageOf('full');
  expect(stored_bytes).toBeLessThanOrEqual(limit);
  expect(stored_bytes).toBeGreaterThan(limit - 4_000);

  // Takes the rest, so that there is no room for a byte.
  const db = openDatabase(database.url, { poolMax: 1 });
  await db
    .insertInto('usage_changes')
    .values({ tenant_id: 'full', kind: 'forecasts', bytes: limit - stored_bytes })
    .execute();
  await new Promise((resolve) => setTimeout(resolve, 1_100)); // a process uses a sum for a second
  const series = [{ id: 'a', start: '2024-01-01', values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }];
  const storing: [string, object | string | Buffer | undefined][] = [
    ['/v1/datasets', dailyCsv(20)],
    ['/v1/datasets', { series }],
    ['/v1/datasets', { kind: 'symbols', sequences: [{ id: 'a', symbols: ['x', 'y'] }] }],
    [`/v1/datasets/${id}/observations`, dailyCsv(5, '1980-04-15')],
    [`/v1/datasets/${id}/versions/1/restore`, undefined],
    ['/v1/models', training(id)],
    [`/v1/models/${model}/retrain`, {}],
    ['/v1/models/import', bundle],
    ['/v1/fleets', { dataset_id: id, settings: { horizon: 2 } }],
    ['/v1/backtests', { model_id: model }],
    [`/v1/models/${model}/forecasts`, {}],
    [`/v1/models/${model}/forecasts`, { store: true }],
    ['/v1/forecasts', { series, horizon: 1, store: true }],
    ['/v1/forecasts', { series, horizon: 1, method: 'train' }],
    ['/v1/forecasts', { dataset_id: id, horizon: 1, store: true }],
    [`/v1/webhooks/${webhook.webhook?.id ?? webhook.id}/test`, undefined],
    [`/v1/jobs/${created.job.id}/retry`, undefined],
  ];
  for (const [url, body] of storing) {
    const answer = await call('POST', url, body);
    expect(answer.json(), url).toMatchObject({ status: 409, code: 'quota_exceeded', retryable: false });
    expect(answer.json().values, url).toEqual({ used: limit, limit });
    expect(answer.json().detail, url).toMatch(
      new RegExp(`stores ${limit} bytes \\(\\w+ \\d+, \\w+ \\d+\\); accepted: at most ${limit}\\. Delete `),
    );
  }
  // A new watch stores a row for each series. A call that ends a watch stores nothing.
  const watch = await call('PATCH', `/v1/models/${model}`, { anomaly_level: 99 });
  expect(watch.json()).toMatchObject({ status: 409, code: 'quota_exceeded' });
  expect((await call('PATCH', `/v1/models/${model}`, { anomaly_level: null })).statusCode).toBe(200);
  // A body that is no JSON, no table and no bundle is not looked at.
  for (const url of ['/v1/datasets', '/v1/models', '/v1/models/import', '/v1/fleets'])
    expect((await call('POST', url, Buffer.from('{'))).json().code, url).toBe('quota_exceeded');

  const { stored_bytes: before } = await usageOf('full');
  for (const [url, body] of [
    [`/v1/models/${model}/forecasts`, { store: false }],
    ['/v1/forecasts', { series, horizon: 1 }],
    ['/v1/datasets?dry_run=true', dailyCsv(20)],
    [`/v1/datasets/${id}/observations?dry_run=true`, dailyCsv(5, '1980-04-15')],
    ['/v1/models/estimate', training(id)],
  ] as const) {
    const answer = await call('POST', url, body);
    expect(answer.statusCode, `${url} ${answer.body}`).toBe(200);
  }
  expect((await call('GET', `/v1/forecasts/${forecast.id}`)).statusCode).toBe(200);
  expect((await usageOf('full')).stored_bytes).toBe(before);
  expect((await call('POST', '/v1/datasets', dailyCsv(20), keys.other)).statusCode).toBe(201);

  expect((await call('DELETE', `/v1/datasets/${filler.id}`)).statusCode).toBe(204);
  expect((await call('POST', '/v1/datasets', dailyCsv(20))).statusCode).toBe(201);
  await db
    .insertInto('usage_changes')
    .values({ tenant_id: 'full', kind: 'forecasts', bytes: stored_bytes - limit })
    .execute();
  expect(await countedUsage(db)).toEqual(await freshUsage(db));
  await db.destroy();
});

test('a repeated call gets its answer also when there is no room', async () => {
  const send = () =>
    service.app.inject({
      ...{ method: 'POST', url: '/v1/datasets', payload: noise(26_000) },
      headers: {
        ...{ authorization: `Bearer ${keys.other}`, 'content-type': 'text/csv', 'idempotency-key': 'large' },
      },
    });
  const first = await send();
  expect(first.statusCode, first.body).toBe(201);
  expect((await call('POST', '/v1/datasets', noise(26_000, 2), keys.other)).json().code).toBe(
    'quota_exceeded',
  );
  const again = await send();
  expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
});

test('calls at the same time do not exceed the limit together', async () => {
  // Each alone has room; two together have not.
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, i) => call('POST', '/v1/datasets', noise(26_000, i + 1), keys.busy)),
  );
  const statuses = answers.map(({ statusCode }) => statusCode).sort();
  expect(statuses).toEqual([201, 409, 409, 409, 409, 409]);
  const { stored_bytes } = await usageOf('busy');
  expect(stored_bytes).toBeLessThanOrEqual(limit);
  const refused = answers.find(({ statusCode }) => statusCode === 409)!.json();
  expect(refused.detail).toMatch(/^The tenant (would store|stores) \d+ bytes \(datasets \d+\)/);

  const series = [{ values: Array.from({ length: 30 }, (_, i) => i % 7) }];
  const one = { series, horizon: 30, store: true, quantiles: [0.1, 0.3, 0.5, 0.7, 0.9] };
  for (let isFull = false; !isFull; ) {
    const made = await Promise.all(
      Array.from({ length: 20 }, () => call('POST', '/v1/forecasts', one, keys.busy)),
    );
    isFull = made.some(({ statusCode }) => statusCode === 409);
  }
  // One process adds what it stores itself to the sum that it has read: it does not exceed the limit.
  expect((await usageOf('busy')).stored_bytes).toBeLessThanOrEqual(limit);
});

test('trainings that are queued at the same time do not exceed the limit together', async () => {
  const { id } = (await call('POST', '/v1/datasets', noise(40_000), keys.queue)).json();
  const room = limit - (await usageOf('queue')).stored_bytes;
  expect(room).toBeGreaterThan(20_000);
  expect(room).toBeLessThan(80_000);
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => call('POST', '/v1/models', training(id), keys.queue)),
  );
  const refused = answers.filter(({ statusCode }) => statusCode === 409);
  expect(refused.length).toBeGreaterThan(10);
  expect(refused[0].json()).toMatchObject({ code: 'quota_exceeded' });
  const usage = await usageOf('queue');
  const { datasets, models } = usage.stored_bytes_by_kind;
  expect(datasets + models).toBeLessThanOrEqual(limit);
  expect(models).toBeGreaterThan(room / 2);
});

test('a training whose result has no room fails, and goes on when there is some', async () => {
  const { id } = (await call('POST', '/v1/datasets', noise(100), keys.small)).json();
  const wide = { ...training(id), hidden_size: 160 };
  const created = (await call('POST', '/v1/models', wide, keys.small)).json();
  const headers = { authorization: `Bearer ${keys.small}` };
  const job = await service.ended(created.job.id, headers);
  expect(job).toMatchObject({ status: 'failed', error: { code: 'quota_exceeded' } });
  expect(job.error?.detail).toContain('would store');
  expect((await usageOf('small')).stored_bytes_by_kind.models).toBeLessThan(20_000);
  const model = (await call('GET', `/v1/models/${created.model.id}`, undefined, keys.small)).json();
  expect(model).toMatchObject({ status: 'failed', weights: null });
});
