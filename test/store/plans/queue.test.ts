import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase, type Store } from '../../../src/store/index.ts';
import { createTraining, useStore } from '../samples.ts';
import { copyRow, rowsRead, type Statement, watchedStore } from './watched-store.ts';

const used = useStore();
const queued = 3_000;
const running = 5;
const statements: Statement[] = [];
let db: Kysely<Database>;
let watched: Store;

// A fifth of all jobs is queued: then PostgreSQL read the whole table.
beforeAll(async () => {
  const { job } = await createTraining(used.store);
  db = openDatabase(used.url, { poolMax: 1 });
  const superuser = openDatabase(used.superuserUrl, { poolMax: 1 });
  await sql`ALTER TABLE jobs SET (autovacuum_enabled = false)`.execute(superuser);
  await copyRow(superuser, 'jobs', job.id, queued - 1, { queued_at: '2026-01-02' });
  await copyRow(superuser, 'jobs', job.id, 1, { kind: 'backtest', queued_at: '2026-01-01' });
  await copyRow(superuser, 'jobs', job.id, 1, { tenant_id: 'other', queued_at: '2025-01-01' });
  await copyRow(superuser, 'jobs', job.id, running, {
    ...{ status: 'running', worker_id: 'w', heartbeat_at: '2026-01-03' },
  });
  await copyRow(superuser, 'jobs', job.id, 4 * queued, { status: 'failed', finished_at: '2026-01-02' });
  await superuser.destroy();
  await sql`VACUUM ANALYZE jobs`.execute(db);
  watched = watchedStore(used.url, statements);
});
afterAll(async () => {
  await watched.close();
  await db.destroy();
});

const secondsSince = (time: string) => (Date.now() - Date.parse(time)) / 1_000;

test('the queue of a tenant is counted in an index alone', async () => {
  statements.length = 0;
  const { kinds, workers, runs } = await watched.jobs.queue('acme');
  expect(kinds.map(({ kind, queued, running }) => [kind, queued, running])).toEqual([
    ['train', queued, running],
    ['backtest', 1, 0],
  ]);
  expect(kinds[0].oldest_seconds).toBeCloseTo(secondsSince('2026-01-02'), -3);
  expect(kinds[1].oldest_seconds).toBeCloseTo(secondsSince('2026-01-01'), -3);
  expect([workers, runs.length]).toEqual([1, running]);
  expect(await rowsRead(db, statements.splice(0), 'jobs')).toBeLessThanOrEqual(2 * running);
});

test('the queue of a tenant without jobs is empty', async () => {
  const { kinds, workers, runs } = await watched.jobs.queue('nobody');
  const none = { queued: 0, running: 0, oldest_seconds: null };
  expect(kinds).toEqual(['train', 'backtest'].map((kind) => ({ kind, ...none })));
  expect([workers, runs]).toEqual([0, []]);
});

test('the outcome of a job is read without the places of all queued jobs', async () => {
  const { data } = await watched.jobs.list('acme', { status: 'queued', limit: 1 });
  statements.length = 0;
  expect(await watched.jobs.outcome('acme', data[0].id)).toEqual({ status: 'queued', error: null });
  expect(await rowsRead(db, statements.splice(0), 'jobs', true)).toBe(1);
});

test('the depths of the queue are read in an index, and jobs that have lost their worker are read once', async () => {
  statements.length = 0;
  const [train, backtest] = await watched.jobs.queueDepths();
  expect([train.queued, train.lost]).toEqual([queued + 1, running]);
  expect([backtest.queued, backtest.lost]).toEqual([1, 0]);
  expect(train.oldest_seconds).toBeCloseTo(secondsSince('2025-01-01'), -3);
  expect(await rowsRead(db, statements.splice(0), 'jobs')).toBeLessThanOrEqual(running);
});
