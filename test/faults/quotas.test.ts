import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, openStore, type Store } from '../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { createTestDatabase, type TestDatabase, waitingSessions } from '../support/postgres.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
let database: TestDatabase;
let service: TestApp;
/** Another API process. */
let second: TestApp;
let store: Store;
let other: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const drop = async () => {};
  service = await startApp({ apiKey: root, tenantPointsMax: 100 }, { url: database.url, drop });
  second = await startApp({ apiKey: root, tenantPointsMax: 100 }, { url: database.url, drop });
  store = await openStore(database.url, { lockMsMax: 60_000 });
  const key = await call('POST', '/v1/keys', { tenant: 'other', scopes: ['read', 'write'] });
  other = key.json().secret;
});
afterAll(async () => {
  await store.close();
  await service.stop();
  await second.stop();
  await database.drop();
});

const call = (
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  payload?: object | string,
  key = root,
  { app }: TestApp = service,
) =>
  app.inject({
    ...{ method, url, payload },
    headers: {
      authorization: `Bearer ${key}`,
      ...(typeof payload === 'string' ? { 'content-type': 'text/csv' } : {}),
    },
  });

test('a tenant whose observations reach the quota gets a clear error, others do not', async () => {
  const first = await call('POST', '/v1/datasets', dailyCsv(60));
  const large = await call('POST', '/v1/datasets', dailyCsv(60));
  expect(large.json()).toMatchObject({ status: 409, code: 'quota_exceeded', retryable: false });
  expect(large.json().detail).toContain('60 observations, and the call would add 60; accepted: at most 100');
  const second = await call('POST', '/v1/datasets', dailyCsv(35));
  expect([first.statusCode, second.statusCode]).toEqual([201, 201]);
  const append = (csv: string) => call('POST', `/v1/datasets/${first.json().id}/observations`, csv);
  expect((await append(dailyCsv(10))).json()).toMatchObject({ added: 0, replaced: 0 });
  const refused = await append(dailyCsv(10, '2024-03-01'));
  expect(refused.json().detail).toContain(
    '95 observations, and the call would add 10; accepted: at most 100',
  );
  expect((await append(dailyCsv(5, '2024-03-01'))).json()).toMatchObject({ added: 5 });
  expect((await append(dailyCsv(5, '2024-03-06'))).json().detail).toContain('100 observations; accepted');
  expect((await call('POST', '/v1/datasets', dailyCsv(60), other)).statusCode).toBe(201);
  await call('DELETE', `/v1/datasets/${second.json().id}`);
  expect((await call('POST', '/v1/datasets', dailyCsv(20))).statusCode).toBe(201);
});

test('a dry run takes from no quota, also where a field of a form says so', async () => {
  const key = await keyOf('full');
  await call('POST', '/v1/datasets', dailyCsv(100), key);
  const uploaded = async (field: string, value: string) => {
    const form = new FormData();
    form.append(field, value);
    form.append('file', new Blob([dailyCsv(20)], { type: 'text/csv' }), 'a.csv');
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const answer = await service.app.inject({
      ...{ method: 'POST', url: '/v1/datasets/form', payload: Buffer.from(await request.arrayBuffer()) },
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': request.headers.get('content-type') as string,
      },
    });
    return [answer.statusCode, answer.json().code ?? answer.json().dry_run];
  };
  expect(await uploaded('dry_run', 'true')).toEqual([200, true]);
  expect(await uploaded('name', 'other')).toEqual([409, 'quota_exceeded']);
});

/** Makes a key of a new tenant. */
async function keyOf(tenant: string): Promise<string> {
  return (await call('POST', '/v1/keys', { tenant, scopes: ['read', 'write'] })).json().secret;
}

/** Answers of two API processes to calls that have both found room before the first of them stores: changes of datasets
 *  wait until two sessions wait. */
async function together(calls: ((process: TestApp) => ReturnType<typeof call>)[]) {
  const session = new pg.Client(database.url);
  await session.connect();
  try {
    await session.query('BEGIN; LOCK TABLE datasets IN EXCLUSIVE MODE');
    const answers = calls.map(async (one, i) => one([service, second][i]));
    await expect.poll(() => waitingSessions(session)).toBe(calls.length);
    await session.query('COMMIT');
    return await Promise.all(answers);
  } finally {
    await session.end();
  }
}

test('calls of several processes at the same time never exceed the quota of observations together', async () => {
  const key = await keyOf('crowd');
  const stored = async () => (await call('GET', '/v1/usage', undefined, key)).json().observations;
  const statuses = (answers: Awaited<ReturnType<typeof call>>[]) =>
    answers.map(({ statusCode }) => statusCode).sort();

  const upload = (process: TestApp) => call('POST', '/v1/datasets', dailyCsv(60), key, process);
  expect(statuses(await together([upload, upload]))).toEqual([201, 409]);
  const [{ id }] = (await call('GET', '/v1/datasets', undefined, key)).json().data;
  const { id: small } = (await call('POST', '/v1/datasets', dailyCsv(20), key)).json();
  const append = (dataset: string) => (process: TestApp) =>
    call(
      'POST',
      `/v1/datasets/${dataset}/observations?distant_times=allow`,
      dailyCsv(15, '2024-06-01'),
      key,
      process,
    );
  const appended = await together([append(id), append(small)]);
  expect(statuses(appended)).toEqual([200, 409]);
  expect(appended.find(({ statusCode }) => statusCode === 409)!.json().detail).toContain(
    'stores 95 observations, and the call would add 15; accepted: at most 100',
  );
  expect(await stored()).toBe(95);

  await call('DELETE', `/v1/datasets/${small}`, undefined, key);
  const values = Array.from({ length: 25 }, (_, i) => i % 7);
  const trained = { series: [{ values }], horizon: 1, method: 'train', timeout_seconds: 0 };
  const train = (process: TestApp) => call('POST', '/v1/forecasts', trained, key, process);
  const answers = await together([train, train]);
  expect(statuses(answers), answers[0].body).toEqual([202, 409]);
});

test('a restore does not exceed the quota of observations', async () => {
  const key = await keyOf('restorer');
  const { id } = (await call('POST', '/v1/datasets', dailyCsv(60), key)).json();
  await call('DELETE', `/v1/datasets/${id}/observations?to=2024-02-19`, undefined, key);
  expect((await call('POST', '/v1/datasets', dailyCsv(80), key)).statusCode).toBe(201);
  const refused = await call('POST', `/v1/datasets/${id}/versions/1/restore`, undefined, key);
  expect(refused.json()).toMatchObject({ status: 409, code: 'quota_exceeded' });
  expect(refused.json().detail).toContain('stores 90 observations, and the call would add 50');
  expect((await call('GET', `/v1/datasets/${id}`, undefined, key)).json()).toMatchObject({ version: 2 });
});

test('the messages of one tenant do not fill the queue of deliveries, nor those of one webhook its places', async () => {
  const db = openDatabase(database.url);
  const add = async (tenant: string, name: string, count: number, dueAt: Date) => {
    const id = `wh_${name}`;
    await db
      .insertInto('webhooks')
      .values({
        ...{ id, tenant_id: tenant, url: 'https://hook.example/', events: ['job.failed'] },
        ...{ description: '', enabled: true, secret: 'whsec_x' },
      })
      .execute();
    const rows = Array.from({ length: count }, (_, i) => ({
      ...{ id: `whd_${name}_${i}`, webhook_id: id, tenant_id: tenant },
      ...{ event: 'job.failed' as const, body: '{}', next_attempt_at: dueAt },
    }));
    await db.insertInto('webhook_deliveries').values(rows).execute();
  };
  const [longAgo, recently] = [new Date('2020-01-01'), new Date(Date.now() - 60_000)];
  await add('many', 'hanging', 200, longAgo);
  await add('many', 'busy', 200, recently);
  await add('many', 'quiet', 3, recently);
  await add('few', 'few', 3, longAgo);
  const dueOf = async () => {
    const due = await store.outbox.due(100);
    return (name: string) => due.filter(({ id }) => id.startsWith(`whd_${name}_`));
  };
  const first = await dueOf();
  const counts = (due: typeof first) => ['hanging', 'busy', 'quiet', 'few'].map((name) => due(name).length);
  expect(counts(first)).toEqual([7, 6, 3, 3]);
  expect(counts(await dueOf())).toEqual([0, 0, 0, 0]);
  const result = { isDelivered: true, responseStatus: 200, responseBody: '', error: null };
  for (const due of [...first('busy'), ...first('quiet')]) await store.outbox.record(due, result);
  expect(counts(await dueOf())).toEqual([1, 8, 0, 0]);
  await db.destroy();
});

test('of calls that arrive together only one makes a test message of a webhook', async () => {
  const hook = { url: 'https://hook.example/', events: ['job.failed' as const], secret: 'whsec_x' };
  const { id } = await store.webhooks.create('tester', { ...hook, description: '', enabled: true });
  const [holder, watcher] = [new pg.Client(database.url), new pg.Client(database.url)];
  await Promise.all([holder.connect(), watcher.connect()]);
  await holder.query(`BEGIN; SELECT FROM webhooks WHERE id = '${id}' FOR UPDATE`);
  const sent = [store.webhooks.test('tester', id), store.webhooks.test('tester', id)];
  const waiting = `SELECT count(*)::integer AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect.poll(async () => (await watcher.query(waiting)).rows[0].count).toBe(2);
  await holder.query('COMMIT');
  await Promise.all([holder.end(), watcher.end()]);
  const [first, second] = await Promise.all(sent);
  expect(second.id).toBe(first.id);
});
