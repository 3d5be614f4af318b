import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, openStore, type Store } from '../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
let database: TestDatabase;
let service: TestApp;
let store: Store;
let other: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const drop = async () => {};
  service = await startApp({ apiKey: root, tenantPointsMax: 100 }, { url: database.url, drop });
  store = await openStore(database.url);
  const key = await call('POST', '/v1/keys', { tenant: 'other', scopes: ['read', 'write'] });
  other = key.json().secret;
});
afterAll(async () => {
  await store.close();
  await service.stop();
  await database.drop();
});

const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object | string, key = root) =>
  service.app.inject({
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

test('the messages of one tenant do not fill the queue of deliveries', async () => {
  const db = openDatabase(database.url);
  const add = async (tenant: string, count: number) => {
    const id = `wh_${tenant}`;
    await db
      .insertInto('webhooks')
      .values({
        ...{ id, tenant_id: tenant, url: 'https://hook.example/', events: ['job.failed'] },
        ...{ description: '', enabled: true, secret: 'whsec_x' },
      })
      .execute();
    const rows = Array.from({ length: count }, (_, i) => ({
      ...{
        id: `whd_${tenant}_${i}`,
        webhook_id: id,
        tenant_id: tenant,
        event: 'job.failed' as const,
        body: '{}',
      },
    }));
    await db.insertInto('webhook_deliveries').values(rows).execute();
  };
  await add('many', 200);
  await add('few', 3);
  const first = await store.outbox.due(100);
  expect(first.filter(({ id }) => id.startsWith('whd_many'))).toHaveLength(16);
  expect(first.filter(({ id }) => id.startsWith('whd_few'))).toHaveLength(3);
  expect(await store.outbox.due(100)).toEqual([]);
  const result = { isDelivered: true, responseStatus: 200, responseBody: '', error: null };
  for (const due of first.slice(0, 5)) await store.outbox.record(due, result);
  const next = await store.outbox.due(100);
  expect(next.length).toBeGreaterThan(0);
  expect(next.length).toBeLessThanOrEqual(5);
  await db.destroy();
});
