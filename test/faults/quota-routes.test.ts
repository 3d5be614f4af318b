import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { ApiDocument, type Operation } from '../support/document.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const limit = 1_000;
const headers = { authorization: 'Bearer a-key-of-more-than-thirty-two-characters' };
let database: TestDatabase;
let service: TestApp;
let operations: Operation[];

beforeAll(async () => {
  database = await createTestDatabase();
  const drop = async () => {};
  const settings = { apiKey: headers.authorization.slice('Bearer '.length), tenantBytesMax: limit };
  service = await startApp(settings, { url: database.url, drop });
  const document = new ApiDocument((await service.app.inject('/openapi.json')).json());
  operations = document.operations.filter(({ responses }) =>
    JSON.stringify(responses[409] ?? {}).includes('`quota_exceeded`'),
  );
  const db = openDatabase(database.url, { poolMax: 1 });
  await db
    .insertInto('usage_changes')
    .values([
      { tenant_id: 'default', kind: 'forecasts', bytes: limit },
      { tenant_id: 'part', kind: 'models', bytes: limit - 1 },
    ])
    .execute();
  await db.destroy();
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

test('dry_run lets a full tenant pass only where the route has it', async () => {
  const refused: string[] = [];
  for (const { id, method, path, parameters } of operations) {
    const url = path.replace(/\{\w+\}/g, 'any');
    const code = async (query: string) =>
      (await service.app.inject({ method, url: `${url}${query}`, headers })).json().code;
    if ((await code('')) !== 'quota_exceeded') continue;
    refused.push(id);
    const hasDryRun = parameters.some(({ name }) => name === 'dry_run');
    if (hasDryRun) expect(await code('?dry_run=true'), id).not.toBe('quota_exceeded');
    else expect(await code('?dry_run=true'), id).toBe('quota_exceeded');
  }
  expect(refused).toEqual(
    expect.arrayContaining(['createDataset', 'createObservations', 'createModel', 'retryJob']),
  );
  expect(refused.length).toBeGreaterThanOrEqual(12);
});

test('a forecast that does not fit says how much the tenant would store', async () => {
  const refused = async (tenant: string) => {
    const call = (url: string, payload: object, authorization = headers.authorization) =>
      service.app.inject({ method: 'POST', url, payload, headers: { authorization } });
    const { secret } = (await call('/v1/keys', { tenant, scopes: ['read', 'write'] })).json();
    const series = [{ values: Array.from({ length: 30 }, (_, i) => i % 7) }];
    const quantiles = [0.1, 0.3, 0.5, 0.7, 0.9];
    const asked = { series, horizon: 30, store: true, quantiles };
    const answer = await call('/v1/forecasts', asked, `Bearer ${secret}`);
    expect(answer.json()).toMatchObject({ status: 409, code: 'quota_exceeded' });
    expect(answer.json().values.used).toBeGreaterThan(limit);
    return answer.json().detail.replace(/\d{4,}(?= bytes)/, 'N');
  };
  expect(await refused('empty')).toBe(
    `The tenant would store N bytes; accepted: at most ${limit}. Store less, or ask the operator for more.`,
  );
  expect(await refused('part')).toBe(
    `The tenant would store N bytes (now models ${limit - 1}); accepted: at most ${limit}. Delete models, or ask the operator for more.`,
  );
});
