import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase, waitingSessions } from '../support/postgres.ts';
import { startApi, startWorker, type TestProcess } from '../support/processes.ts';

const msMax = 60_000;
/** Advisory lock that the test holds while a commit is to wait. */
const commitLock = 77;
const values = Array.from({ length: 80 }, (_, i) => 100 + 10 * Math.sin(i / 5) + (i % 7));

let database: TestDatabase;
let db: pg.Client;
let api: TestProcess;
let modelId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = new pg.Client(database.url);
  await db.connect();
  api = await startApi({ DATABASE_URL: database.url });
  const worker = await startWorker({ DATABASE_URL: database.url });
  const client = createApiClient(api);
  const { id } = await client.upload(values);
  const { model, job } = await client.train({ dataset_id: id, horizon: 3, preset: 'fast', steps: 20 });
  await client.pollJob(job.id, ({ finished_at }) => finished_at !== null, msMax);
  modelId = model.id;
  await worker.kill('SIGTERM');
  // The commit of rows of this table waits for the test, so the process can be killed between commit and answer.
  await db.query(`
    CREATE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      PERFORM set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(${commitLock});
      RETURN NULL;
    END $$`);
});
afterAll(async () => {
  await api.kill('SIGTERM');
  await db.end();
  await database.drop();
});

const count = async (table: string) =>
  Number((await db.query(`SELECT count(*) FROM ${table}`)).rows[0].count);

/** Kills the API while PostgreSQL commits the resource that it created. */
async function killedAtCommit(table: string, call: () => Promise<unknown>): Promise<void> {
  await db.query(`
    CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION slow_commit()`);
  await db.query(`SELECT pg_advisory_lock(${commitLock})`);
  const broken = call().then(
    () => 'answered',
    () => 'broken off',
  );
  await expect.poll(() => waitingSessions(db), { timeout: msMax }).toBe(1);
  await api.kill('SIGKILL');
  expect(await broken).toBe('broken off');
  await db.query(`SELECT pg_advisory_unlock(${commitLock})`);
  await db.query(`DROP TRIGGER slow_commit ON ${table}`); // waits for the commit
}

const calls: [table: string, path: () => string, body: () => object][] = [
  ['datasets', () => '/v1/datasets', () => ({ series: [{ values: [1, 2, 3] }] })],
  ['models', () => `/v1/models/${modelId}/retrain`, () => ({ mode: 'scratch' })],
  [
    'models',
    () => '/v1/forecasts',
    () => ({ method: 'train', series: [{ values }], horizon: 2, timeout_seconds: 30 }),
  ],
  ['forecasts', () => '/v1/forecasts', () => ({ series: [{ values }], horizon: 2, store: true })],
  ['forecasts', () => `/v1/models/${modelId}/forecasts`, () => ({ samples: 2 })],
  ['backtests', () => '/v1/backtests', () => ({ model_id: modelId, windows: 2 })],
  ['schedules', () => '/v1/schedules', () => ({ kind: 'retrain', model_id: modelId, every: 'P1D' })],
  ['webhooks', () => '/v1/webhooks', () => ({ url: 'https://93.184.215.14/hook' })],
];

test.each(calls)(
  'a row of %s is created once, although the API dies between commit and answer (%#)',
  async (table, path, body) => {
    const call = () =>
      fetch(api.url + path(), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `once-${table}-${path()}` },
        body: JSON.stringify(body()),
      });
    const before = await count(table);
    await killedAtCommit(table, call);
    expect(await count(table)).toBe(before + 1);

    api = await startApi({ DATABASE_URL: database.url });
    const again = await call();
    const text = await again.text();
    expect([again.status < 300, again.headers.get('idempotency-replayed')], text).toEqual([true, 'true']);
    expect(await count(table)).toBe(before + 1);
    const { rows } = await db.query(`SELECT id FROM ${table} ORDER BY id DESC LIMIT 1`);
    expect(text).toContain(rows[0].id);
    const location = again.headers.get('location');
    expect((await fetch(api.url + location)).status).toBe(200);
  },
);
