import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase, waitingSessions } from '../support/postgres.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const msMax = 90_000;
/** Advisory lock that the test holds while a transaction of the worker is to wait. */
const rowLock = 77;
const values = Array.from({ length: 120 }, (_, i) => 100 + 10 * Math.sin(i / 5) + (i % 7));

let database: TestDatabase;
let environment: Environment;
let db: pg.Client;
let api: TestProcess;
let worker: TestProcess;
let receiver: WebhookReceiver;
let datasetId: string;
let modelId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  environment = { DATABASE_URL: database.url, GATECAST_WEBHOOK_ALLOW: '127.0.0.1/32' };
  db = new pg.Client(database.url);
  await db.connect();
  [api, worker, receiver] = await Promise.all([
    startApi(environment),
    startWorker(environment),
    startReceiver(),
  ]);
  const client = createApiClient(api);
  datasetId = (await client.upload(values, '2024-01-01')).id;
  const { model, job } = await client.train({ dataset_id: datasetId, horizon: 2, preset: 'fast', steps: 20 });
  await client.pollJob(job.id, ({ finished_at }) => finished_at !== null, msMax);
  modelId = model.id;
  await call('PATCH', `/v1/models/${modelId}`, { anomaly_level: 99 });
  await call('POST', '/v1/webhooks', { url: receiver.url, events: ['anomaly.detected'] });
  await db.query(`
    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      PERFORM set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(${rowLock});
      RETURN NULL;
    END $$`);
});
afterAll(async () => {
  await Promise.all([api.kill('SIGTERM'), worker.kill('SIGTERM'), receiver.close()]);
  await db.end();
  await database.drop();
});

async function call(method: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(api.url + path, { method, headers, body: JSON.stringify(body) });
  expect(answer.status, await answer.text()).toBeLessThan(300);
}

/** CSV with an anomalous observation on day `i`. */
const outlier = (i: number) => {
  const time = new Date(Date.parse('2024-01-01') + i * 86_400_000).toISOString().slice(0, 10);
  return { time, body: { series: [{ id: 'A', times: [time], values: [i % 2 === 0 ? 900 : 5] }] } };
};

/** Times that were reported, once per message that names them. Attempts of one message count once. */
function timesReported(): string[] {
  const bodies = new Map(receiver.received.map(({ headers, body }) => [headers['webhook-id'], body]));
  return [...bodies.values()].flatMap((body) =>
    JSON.parse(body).data.anomalies.map(({ time }: { time: string }) => time),
  );
}

const moments = {
  // The rows are written, and their transaction will never end.
  'before it commits':
    'CREATE TRIGGER slow AFTER INSERT ON webhook_deliveries FOR EACH ROW EXECUTE FUNCTION slow()',
  // PostgreSQL completes the commit that a dead process has requested.
  'while it commits': `
    CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON webhook_deliveries DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION slow()`,
};

test.each(Object.entries(moments))(
  'an anomaly is reported once, although the worker that finds it is killed %s',
  async (moment, trigger) => {
    const { time, body } = outlier(values.length + Object.keys(moments).indexOf(moment));
    await db.query(trigger);
    await db.query(`SELECT pg_advisory_lock(${rowLock})`);
    await call('POST', `/v1/datasets/${datasetId}/observations`, body);
    await expect.poll(() => waitingSessions(db), { timeout: msMax }).toBeGreaterThan(0);
    await worker.kill('SIGKILL');
    await db.query(`SELECT pg_advisory_unlock(${rowLock})`);
    await db.query('DROP TRIGGER slow ON webhook_deliveries');
    worker = await startWorker(environment);

    await expect.poll(timesReported, { timeout: msMax, interval: 200 }).toContain(time);
    const behind = `
      SELECT FROM models JOIN datasets ON datasets.id = dataset_id
      WHERE models.id = $1 AND watched_version < datasets.version`;
    await expect
      .poll(async () => (await db.query(behind, [modelId])).rowCount, { timeout: msMax, interval: 200 })
      .toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 2_000)); // another message would come within a second
    expect(timesReported().filter((reported) => reported === time)).toEqual([time]);
  },
  2 * msMax,
);
