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
    .values({ tenant_id: 'default', kind: 'forecasts', bytes: limit })
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
