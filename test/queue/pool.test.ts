import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openPostgresBackend } from '../../src/queue/index.ts';
import { QueuePool } from '../../src/queue/pool.ts';
import { createTestDatabase, waitsForThisSession } from '../support/postgres.ts';
import { postgresSocket, postgresThrough, startProxy } from '../support/proxy.ts';

test('a pool that ends at once ends the connections in use, and the process goes on', async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const pool = new QueuePool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  const [used, waiting] = [await pool.connect(), await pool.connect()];
  const answer = waiting.query('SELECT pg_sleep(60)');
  const errors: Error[] = [];
  const heard = (error: Error) => void errors.push(error);
  process.on('uncaughtException', heard);
  onTestFinished(() => void process.off('uncaughtException', heard));
  pool.endAtOnce();
  await expect(answer).rejects.toThrow('Connection terminated');
  await expect(used.query('SELECT 1')).rejects.toThrow();
  await sleep(50);
  expect(errors).toEqual([]);
});

/** A session that gives others the answers that a test waits for. */
async function openAdmin(url: string) {
  const admin = new pg.Client(url);
  await admin.connect();
  onTestFinished(() => admin.end());
  return { one: async (text: string) => (await admin.query({ text, rowMode: 'array' })).rows[0]?.[0] };
}

test.each(['connect', 'query'] as const)(
  'a session that the server ends with its first answer is not handed out: %s',
  async (call) => {
    const { url, superuserUrl, drop } = await createTestDatabase();
    onTestFinished(drop);
    const proxy = await startProxy(postgresSocket(url));
    onTestFinished(proxy.close);
    const admin = await openAdmin(superuserUrl);
    await admin.one('SELECT pg_advisory_lock(1)');
    let isFirst = true;
    const pool = new QueuePool({
      connectionString: postgresThrough(proxy, url),
      application_name: 'pool-test',
      async onConnect(client) {
        if (!isFirst) return;
        isFirst = false;
        const answer = client.query('SELECT pg_advisory_lock_shared(1)');
        const state = `SELECT state FROM pg_stat_activity WHERE application_name = 'pool-test' AND wait_event_type`;
        await vi.waitFor(async () => expect(await admin.one(`${state} = 'Lock'`)).toBe('active'), 20_000);
        proxy.cut(); // the answer and the end of the session arrive together
        await admin.one('SELECT pg_advisory_unlock(1)');
        await vi.waitFor(async () => expect(await admin.one(`${state} = 'Client'`)).toBe('idle'), 20_000);
        await admin.one(
          `SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE application_name = 'pool-test'`,
        );
        proxy.restore();
        await answer;
      },
    });
    pool.on('error', () => {});
    onTestFinished(() => pool.end());
    const refused = call === 'connect' ? pool.connect() : (pool.query('SELECT 1') as Promise<unknown>);
    await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const client = await pool.connect();
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    client.release();
  },
);

test('a queue takes no session of a server that only reads: it would listen there for good', async () => {
  const { url, superuserUrl, drop } = await createTestDatabase();
  onTestFinished(drop);
  const refuseWrites = async (refuses: boolean) => {
    const admin = await openAdmin(superuserUrl);
    await admin.one('SET default_transaction_read_only = off');
    const name = new URL(url).pathname.slice(1);
    await admin.one(`ALTER DATABASE "${name}" SET default_transaction_read_only = ${refuses}`);
  };
  await refuseWrites(true);
  const refused = openPostgresBackend(url);
  await expect(refused).rejects.toMatchObject({
    code: 'ECONNREFUSED',
    message: expect.stringContaining('takes no writes'),
  });
  await refuseWrites(false);
  const backend = await openPostgresBackend(url);
  await backend.ping();
  await backend.close();
});

test('a queue whose tables may not be used is not ready', async () => {
  const { url, superuserUrl, drop } = await createTestDatabase();
  onTestFinished(drop);
  const admin = await openAdmin(superuserUrl);
  const role = pg.escapeIdentifier(new URL(url).username);
  const backend = await openPostgresBackend(url);
  onTestFinished(() => backend.close());
  await backend.ping();
  await admin.one(`REVOKE ALL ON SCHEMA bullmq FROM ${role}`);
  await expect(backend.ping()).rejects.toThrow('relation "job" does not exist');
  await admin.one(`GRANT ALL ON SCHEMA bullmq TO ${role}`);
  await backend.ping();
});

const workerOptions = {
  concurrency: 1,
  runRetryDelay: 200,
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 1,
};

test('a worker whose first question is cut off asks again', async () => {
  const { url, superuserUrl, drop } = await createTestDatabase();
  onTestFinished(drop);
  const backend = await openPostgresBackend(url);
  onTestFinished(() => backend.close());
  const admin = await openAdmin(superuserUrl);
  await admin.one('BEGIN');
  await admin.one('LOCK TABLE bullmq.migration');
  const done: string[] = [];
  const worker = backend.worker('young', async ({ id }) => void done.push(id ?? ''), {
    ...workerOptions,
    name: 'w',
  });
  onTestFinished(() => worker.close());
  worker.on('error', () => {});
  const asking = `FROM pg_locks WHERE ${waitsForThisSession}`;
  await vi.waitFor(
    async () => expect(await admin.one(`SELECT count(DISTINCT pid)::int ${asking}`)).toBe(1),
    20_000,
  );
  await admin.one(`SELECT pg_terminate_backend(pid, 20000) ${asking}`);
  await admin.one('ROLLBACK');
  const queue = backend.queue('young');
  await vi.waitFor(() => queue.add('task', {}, { jobId: 'task' }), 20_000);
  await vi.waitFor(() => expect(done).toEqual(['task']), { timeout: 120_000 });
});

test('a queue does not wait long for a lock', async () => {
  const { url, superuserUrl, drop } = await createTestDatabase();
  onTestFinished(drop);
  const backend = await openPostgresBackend(url);
  onTestFinished(() => backend.close());
  const admin = await openAdmin(superuserUrl);
  await admin.one('BEGIN');
  await admin.one('LOCK TABLE bullmq.job');
  const adding = () =>
    backend.addAll(backend.queue('locked'), [
      { name: 'task', data: {}, opts: { jobId: 'task', removeOnComplete: true, removeOnFail: true } },
    ]);
  await expect(adding()).rejects.toMatchObject({
    code: 'ECONNREFUSED',
    message: expect.stringContaining('lock timeout'),
  });
  await admin.one('ROLLBACK');
  await adding();
  expect(await backend.known('locked', ['task'])).toEqual(['task']);
});

test.each([
  ['a lock that is not free in time', '55P03'],
  ['a statement that was stopped', '57014'],
])('%s passes', async (_, state) => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const pool = new QueuePool({ connectionString: url, max: 1 });
  onTestFinished(() => pool.end());
  const raise = `DO $$ BEGIN RAISE EXCEPTION 'once' USING ERRCODE = '${state}'; END $$`;
  await expect(pool.query(raise) as Promise<unknown>).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
