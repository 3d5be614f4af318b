import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/embedded-postgres/index.ts';
import { onceDatabaseAnswers } from '../../../src/processes/database-wait.ts';
import { openStore, placeOf, writeBackup } from '../../../src/store/index.ts';
import { sampleDataset, sampleSeries } from '../../store/samples.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let server: EmbeddedPostgres;

/** Uses its own PostgreSQL, which the test stops. */
beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-http-'));
  server = await startEmbeddedPostgres({ dataDir });
  const drop = async () => rmSync(dataDir, { recursive: true, force: true });
  service = await startApp({}, { url: server.url, drop });
});
afterAll(() => service.stop());

test('health and readiness are reported', async () => {
  expect((await service.app.inject('/healthz')).json()).toEqual({ status: 'ok', version: '0.0.0-test' });
  const ready = await service.app.inject('/readyz');
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', parts: ['database', 'queue'] }]);
});

test('metrics count requests by route and jobs by status', async () => {
  const dataset = (await upload(service.app, dailyCsv(60))).json();
  await service.app.inject({
    method: 'POST',
    url: '/v1/models',
    payload: { dataset_id: dataset.id, horizon: 5 },
  });
  await service.app.inject(`/v1/datasets/${dataset.id}`);
  const { headers, body } = await service.app.inject('/metrics');
  expect(body).toContain('gatecast_kernel_info{kernel="native"} 1');
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain(
    'gatecast_http_request_duration_seconds_count{method="GET",route="/v1/datasets/:dataset_id",status="200"} 1',
  );
  expect(body).toContain('gatecast_jobs{status="queued"} 1');
  expect(body).toContain('gatecast_queue_depth{kind="train"} 1');
  expect(body).toContain('gatecast_queue_depth{kind="backtest"} 0');
  expect(Number(/gatecast_queue_oldest_seconds\{kind="train"\} (\S+)/.exec(body)?.[1])).toBeGreaterThan(0);
  expect(body).toContain('process_cpu_seconds_total');
});

test('the connection of a stalled sender is closed', () => {
  const { headersTimeout, requestTimeout, timeout } = service.app.server;
  expect([headersTimeout, requestTimeout, timeout]).toEqual([30_000, 600_000, 120_000]);
});

test('a call that the service works on outlives the bound of a stalled sender', async () => {
  const { server: http } = service.app;
  const { timeout } = http;
  http.timeout = 200;
  onTestFinished(() => void Object.assign(http, { timeout }));
  const url = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }));
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query('BEGIN; LOCK TABLE datasets IN ACCESS EXCLUSIVE MODE');
  const call = fetch(`${url.origin}/v1/datasets`).then(
    ({ status }) => status,
    (error: Error) => error.cause,
  );
  const waiting = 'SELECT FROM pg_locks WHERE NOT granted';
  await expect.poll(async () => (await client.query(waiting)).rowCount).toBe(1);
  for (let i = 0; i < 3; i++) {
    const stalled = connect(Number(url.port), url.hostname).resume();
    stalled.write('POST /v1/forecasts HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n');
    stalled.write('content-length: 1000\r\n\r\n{"series"');
    await once(stalled, 'close'); // later than a bound of the call would end
  }
  await client.query('COMMIT');
  await client.end();
  expect(await call).toBe(200);
});

test('a training is accepted without the queue, and the reconciler queues it later', async () => {
  const dataset = (await upload(service.app, dailyCsv(60))).json();
  await service.queue.close();
  const payload = { dataset_id: dataset.id, horizon: 5 };
  const answer = await service.app.inject({ method: 'POST', url: '/v1/models', payload });
  expect(answer.statusCode, answer.body).toBe(202);
  const { job } = answer.json();
  expect((await service.app.inject(`/v1/jobs/${job.id}`)).json().status).toBe('queued');
  expect(service.logs.find(({ level, job_id }) => level === 40 && job_id === job.id)).toMatchObject({
    msg: expect.stringContaining('reconciler'),
  });
});

test('an internal error is reported without details, which are logged with the request id', async () => {
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query('ALTER TABLE datasets RENAME TO datasets_away');
  const answer = await service.app.inject({ url: '/v1/datasets', headers: { 'x-request-id': 'lost-1' } });
  await client.query('ALTER TABLE datasets_away RENAME TO datasets');
  await client.end();
  expect(answer.statusCode).toBe(500);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({ code: 'internal', detail: expect.stringContaining('lost-1') });
  expect(answer.body).not.toMatch(/relation|select|datasets_away|\.ts/i);
  const logged = service.logs.find(({ level, request_id }) => level === 50 && request_id === 'lost-1');
  expect(logged).toMatchObject({
    err: { message: expect.stringContaining('datasets'), stack: expect.any(String) },
  });
});

test('readiness names a lock, and does not say that the database is away', async () => {
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query('BEGIN; LOCK TABLE schema_versions IN ACCESS EXCLUSIVE MODE');
  const ready = async () => (await service.app.inject('/readyz')).json();
  await expect
    .poll(async () => (await ready()).errors)
    .toContainEqual({ message: 'another statement holds a lock that this one needs' });
  await client.end();
});

test('readiness says that commits wait for a standby, and what waited is committed', async () => {
  const admin = new pg.Client(server.adminUrl);
  await admin.connect();
  const standbys = async (names: string) => {
    await admin.query(`SET synchronous_commit = 'local'`);
    await admin.query(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
    await admin.query('SELECT pg_reload_conf()');
  };
  const store = await openStore(server.url, { poolMax: 1, isWatched: true });
  onTestFinished(() => store.close());
  const dataset = sampleDataset([sampleSeries('a', 3)]);
  const stateOf = () =>
    store.ping().then(
      () => 'ready',
      ({ message }) => message,
    );
  expect(await stateOf()).toBe('ready');
  const empty = await emptyDatabase(admin);
  const backup = join(mkdtempSync(join(tmpdir(), 'gatecast-backup-')), 'all.gz');
  onTestFinished(() => rmSync(dirname(backup), { recursive: true }));
  await writeBackup(server.url, backup);
  await standbys('gone');
  const stored = store.datasets.create('waiting', dataset);
  await expect.poll(stateOf).toContain('waits for a synchronous standby');
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const started = onceDatabaseAnswers(log, 'DATABASE_URL', () => stored, server.url);
  const commands = [
    { args: ['scripts/keys.ts', 'create'], url: server.url },
    { args: ['scripts/restore.ts', backup], url: empty },
  ].map(({ args, url }) => {
    const command = spawn(process.execPath, args, { env: { ...process.env, DATABASE_URL: url } });
    command.stderr.on('data', (data) => lines.push(String(data)));
    return once(command, 'close');
  });
  const waitingFor = [server.url, empty].map((url) => `Waiting for ${placeOf(url)}`);
  for (const said of ['a database has not answered for 5 s', ...waitingFor])
    await expect
      .poll(() => lines.find((line) => line.includes(said)))
      .toContain(': a commit waits for a synchronous standby');
  await standbys('');
  await started;
  expect(await Promise.all(commands)).toEqual([
    [0, null],
    [0, null],
  ]);
  expect(await stored).toMatchObject({ point_count: 3 });
  await expect.poll(stateOf).toBe('ready');
  await admin.end();
});

/** @returns address of a new database of the role of the service */
async function emptyDatabase(admin: pg.Client): Promise<string> {
  const url = new URL(server.url);
  await admin.query(`CREATE DATABASE empty OWNER ${pg.escapeIdentifier(url.username)}`);
  url.pathname = '/empty';
  return url.href;
}

test('readiness says that a database takes no writes', async () => {
  const admin = new pg.Client(server.adminUrl);
  await admin.connect();
  const name = pg.escapeIdentifier(new URL(server.url).pathname.slice(1));
  const refuseWrites = async (refuses: boolean) => {
    await admin.query('SET default_transaction_read_only = off');
    await admin.query(`ALTER DATABASE ${name} SET default_transaction_read_only = ${refuses}`);
    await admin.query(
      `SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE usename <> current_user AND datname IS NOT NULL`,
    );
  };
  const ready = async () => (await service.app.inject('/readyz')).json();
  await refuseWrites(true);
  await expect
    .poll(async () => (await ready()).errors)
    .toContainEqual({ message: 'the database takes no writes: it is a standby, or read-only' });
  await refuseWrites(false);
  await admin.end();
});

test('without its database the service is alive but not ready, and its problems are retryable', async () => {
  await server.stop();
  expect((await service.app.inject('/healthz')).statusCode).toBe(200);
  const ready = await service.app.inject('/readyz');
  expect(ready.statusCode).toBe(503);
  expect(ready.json()).toMatchObject({ code: 'database_unavailable', retryable: true });
  expect(ready.json().errors.map(({ message }: { message: string }) => message)).toContain(
    'the database does not answer',
  );
  const list = await service.app.inject('/v1/datasets');
  expect(list.statusCode).toBe(503);
  expect(list.headers['retry-after']).toBeDefined();
  expect(list.json().code).toBe('database_unavailable');
  expect(list.body).not.toMatch(/postgres|ECONN|127\.0\.0\.1|\/tmp/i);
  const metrics = await service.app.inject('/metrics');
  expect(metrics.statusCode).toBe(200);
  expect(metrics.body).toContain('gatecast_ready{part="database"} 0\n');
});
