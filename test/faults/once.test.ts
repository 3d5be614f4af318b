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

interface Creation {
  table: string;
  path(): string;
  body(): object;
}
const creation = (table: string, path: () => string, body: () => object): Creation => ({ table, path, body });

/** Calls that are made at once. One of each group queues a job: those of a tenant commit one after another. */
const groups: Creation[][] = [
  [
    creation(
      'datasets',
      () => '/v1/datasets',
      () => ({ series: [{ values: [1, 2, 3] }] }),
    ),
    creation(
      'models',
      () => `/v1/models/${modelId}/retrain`,
      () => ({ mode: 'scratch' }),
    ),
    creation(
      'forecasts',
      () => '/v1/forecasts',
      () => ({ series: [{ values }], horizon: 2, store: true }),
    ),
    creation(
      'schedules',
      () => '/v1/schedules',
      () => ({ kind: 'retrain', model_id: modelId, every: 'P1D' }),
    ),
  ],
  [
    creation(
      'models',
      () => '/v1/forecasts',
      () => ({ method: 'train', series: [{ values }], horizon: 2, timeout_seconds: 30 }),
    ),
    creation(
      'forecasts',
      () => `/v1/models/${modelId}/forecasts`,
      () => ({ samples: 2 }),
    ),
    creation(
      'webhooks',
      () => '/v1/webhooks',
      () => ({ url: 'https://93.184.215.14/hook' }),
    ),
  ],
  [
    creation(
      'backtests',
      () => '/v1/backtests',
      () => ({ model_id: modelId, windows: 2 }),
    ),
  ],
];

const post = ({ table, path, body }: Creation) =>
  fetch(api.url + path(), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `once-${table}-${path()}` },
    body: JSON.stringify(body()),
  });

/** Kills the API while PostgreSQL commits the resources that it created. */
async function killedAtCommit(group: readonly Creation[]): Promise<void> {
  for (const { table } of group)
    await db.query(`
      CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION slow_commit()`);
  await db.query(`SELECT pg_advisory_lock(${commitLock})`);
  const broken = group.map((one) =>
    post(one).then(
      () => 'answered',
      () => 'broken off',
    ),
  );
  await expect.poll(() => waitingSessions(db), { timeout: msMax }).toBe(group.length);
  await api.kill('SIGKILL');
  expect(await Promise.all(broken)).toEqual(group.map(() => 'broken off'));
  await db.query(`SELECT pg_advisory_unlock(${commitLock})`);
  for (const { table } of group) await db.query(`DROP TRIGGER slow_commit ON ${table}`); // waits for the commit
}

test.each(groups.map((group) => ({ group, tables: group.map(({ table }) => table).join(', ') })))(
  'a row of each of $tables is created once, although the API dies between commit and answer',
  async ({ group }) => {
    const counts = () => Promise.all(group.map(({ table }) => count(table)));
    const before = await counts();
    await killedAtCommit(group);
    const once = before.map((rows) => rows + 1);
    expect(await counts()).toEqual(once);

    api = await startApi({ DATABASE_URL: database.url });
    for (const one of group) {
      const again = await post(one);
      const text = await again.text();
      expect([again.status < 300, again.headers.get('idempotency-replayed')], text).toEqual([true, 'true']);
      const { rows } = await db.query(`SELECT id FROM ${one.table} ORDER BY id DESC LIMIT 1`);
      expect(text).toContain(rows[0].id);
      const location = again.headers.get('location');
      expect((await fetch(api.url + location)).status).toBe(200);
    }
    expect(await counts()).toEqual(once);
  },
);
