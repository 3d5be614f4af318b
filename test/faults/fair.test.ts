import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { walk } from '../support/api-client.ts';
import { type Caller, callerOf, firstKey } from '../support/callers.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';

const waitingJobs = 1_000;
const request = { horizon: 2, preset: 'fast', members: 1, context_length: 8, hidden_size: 4, steps: 20 };

const queues = [
  { name: 'PostgreSQL', isInstalled: true },
  { name: 'Redis', isInstalled: redisIsInstalled },
];
let database: TestDatabase;
let db: Kysely<Database>;
const processes: TestProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url, { poolMax: 2 });
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((one) => one.kill('SIGTERM')));
  await sql`TRUNCATE jobs CASCADE`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function startService(settings: Environment, queue: string) {
  const environment: Environment = {
    DATABASE_URL: database.url,
    GATECAST_API_KEY: firstKey,
    LOG_LEVEL: 'info',
    ...settings,
  };
  if (queue === 'Redis') {
    const redis = await startTestRedis();
    onTestFinished(redis.stop);
    environment.REDIS_URL = redis.url;
  }
  const api = await startApi(environment);
  processes.push(api);
  return {
    api,
    async startWorker(own: Environment = {}) {
      const worker = await startWorker({ ...environment, ...own });
      processes.push(worker);
      return worker;
    },
  };
}

async function datasetOf(caller: Caller): Promise<string> {
  const { body } = await caller.post('/v1/datasets', {
    series: [{ id: 'A', start: '2024-01-01', values: walk(60) }],
  });
  return body.id;
}

const train = async (caller: Caller, dataset_id: string, settings = {}): Promise<Job> => {
  const { status, body } = await caller.post('/v1/models', { dataset_id, ...request, ...settings });
  expect(status, JSON.stringify(body)).toBe(202);
  return body.job;
};

async function ended(caller: Caller, ids: readonly string[], msMax = 60_000): Promise<Job[]> {
  for (const until = Date.now() + msMax; Date.now() < until; await sleep(100)) {
    const jobs = await Promise.all(ids.map(async (id) => (await caller.get(`/v1/jobs/${id}`)).body as Job));
    if (jobs.every(({ finished_at }) => finished_at !== null)) return jobs;
  }
  throw new Error('the jobs did not end in time');
}

/** Trainings of other tenants that began after `from` and before `to`. */
async function begunBetween(tenant: string, from: string, to: string): Promise<number> {
  const { rows } = await sql<{ begun: number }>`
    SELECT count(*)::integer AS begun FROM jobs
    WHERE tenant_id = ${tenant} AND started_at > ${from}::timestamptz AND started_at < ${to}::timestamptz`.execute(
    db,
  );
  return rows[0].begun;
}

for (const { name, isInstalled } of queues) {
  describe.skipIf(!isInstalled)(`with the queue on ${name}`, () => {
    test('a tenant with 1,000 queued trainings delays the first one of another by at most one training', async () => {
      const service = await startService({}, name);
      const [many, few] = [await callerOf(service.api, 'many'), await callerOf(service.api, 'few')];
      const dataset = await datasetOf(many);
      const own = await datasetOf(few);
      for (let i = 0; i < waitingJobs; i += 50)
        await Promise.all(Array.from({ length: 50 }, () => train(many, dataset)));
      await service.startWorker();
      await sleep(1_500);
      const job = await train(few, own);
      expect(job.queue_position).toBeLessThanOrEqual(2);
      const [{ started_at, status }] = await ended(few, [job.id]);
      expect(status).toBe('succeeded');
      expect(await begunBetween('many', job.created_at, started_at!)).toBeLessThanOrEqual(1);
      // Both go on in turns: the tenant with few jobs does not stop the other one.
      const more = [await train(few, own), await train(few, own), await train(few, own)];
      const last = (
        await ended(
          few,
          more.map(({ id }) => id),
        )
      ).at(-1)!;
      expect(await begunBetween('many', more[0].created_at, last.started_at!)).toBeGreaterThanOrEqual(2);
    }, 180_000);

    test('an API without the TENANT_RUNNING_MAX of the workers does not queue what they leave', async () => {
      const service = await startService({}, name);
      const worker = await service.startWorker({ TENANT_RUNNING_MAX: '1', GATECAST_WORKER_CONCURRENCY: '3' });
      const caller = await callerOf(service.api, 'one');
      const dataset = await datasetOf(caller);
      const jobs = [await train(caller, dataset, { steps: 100_000 })];
      for (let i = 0; i < 3; i++) jobs.push(await train(caller, dataset));
      await sleep(15_000); // two rounds of a reconciler, after the time for which it leaves new jobs alone
      const statuses = await Promise.all(
        jobs.map(async ({ id }) => (await caller.get(`/v1/jobs/${id}`)).body.status),
      );
      expect(statuses.slice(1)).toEqual(['queued', 'queued', 'queued']);
      for (const { output } of [service.api, worker]) expect(output()).not.toContain('missing in the queue');
      for (const { id } of jobs) await caller.post(`/v1/jobs/${id}/cancel`, {});
    }, 120_000);

    test('a tenant runs at most TENANT_RUNNING_MAX trainings, and its next one begins when one has ended', async () => {
      const service = await startService({ TENANT_RUNNING_MAX: '1', GATECAST_WORKER_CONCURRENCY: '3' }, name);
      const [one, other] = [await callerOf(service.api, 'one'), await callerOf(service.api, 'other')];
      const [dataset, own] = [await datasetOf(one), await datasetOf(other)];
      const jobs = await Promise.all(Array.from({ length: 4 }, () => train(one, dataset, { steps: 200 })));
      const beside = await train(other, own, { steps: 200 });
      await service.startWorker();
      const all = await ended(
        one,
        jobs.map(({ id }) => id),
      );
      await ended(other, [beside.id]);
      expect(all.map(({ status }) => status)).toEqual(all.map(() => 'succeeded'));
      const spans = all
        .map(({ started_at, finished_at }) => [Date.parse(started_at!), Date.parse(finished_at!)])
        .sort(([a], [b]) => a - b);
      for (let i = 1; i < spans.length; i++) expect(spans[i][0]).toBeGreaterThanOrEqual(spans[i - 1][1]);
      // A place that becomes free is used at once, and not at the next round of the reconciler.
      for (let i = 1; i < spans.length; i++) expect(spans[i][0] - spans[i - 1][1]).toBeLessThan(4_000);
    }, 180_000);
  });
}

test('jobs of a tenant begin by priority, then by age', async () => {
  const service = await startService({}, 'PostgreSQL');
  const caller = await callerOf(service.api, 'one');
  const dataset = await datasetOf(caller);
  const jobs: Job[] = [];
  for (const priority of ['low', 'normal', 'high', 'normal', 'high'])
    jobs.push(await train(caller, dataset, { priority }));
  expect(jobs.map(({ queue_position }) => queue_position)).toEqual([1, 1, 1, 3, 2]);
  const wrong = await caller.post('/v1/models', { dataset_id: dataset, ...request, priority: 'urgent' });
  expect(wrong.status).toBe(422);
  await service.startWorker();
  const all = await ended(
    caller,
    jobs.map(({ id }) => id),
  );
  const order = all
    .map(({ priority, created_at, started_at }) => ({ priority, created_at, at: Date.parse(started_at!) }))
    .sort((a, b) => a.at - b.at);
  expect(order.map(({ priority }) => priority)).toEqual(['high', 'high', 'normal', 'normal', 'low']);
  expect(order[0].created_at < order[1].created_at).toBe(true);
}, 120_000);

test('beyond TENANT_QUEUED_MAX a job is refused with 429 and Retry-After; other tenants are not', async () => {
  const service = await startService({ TENANT_QUEUED_MAX: '3' }, 'PostgreSQL');
  const [one, other] = [await callerOf(service.api, 'one'), await callerOf(service.api, 'other')];
  const [dataset, own] = [await datasetOf(one), await datasetOf(other)];
  const jobs = [await train(one, dataset), await train(one, dataset), await train(one, dataset)];
  const refused = await one.post('/v1/models', { dataset_id: dataset, ...request });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.body).toMatchObject({ code: 'queue_full', retryable: true });
  await train(other, own);
  await one.post(`/v1/jobs/${jobs[0].id}/cancel`, undefined);
  await sleep(1_100);
  await train(one, dataset);
}, 120_000);
