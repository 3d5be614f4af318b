import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import { type Database, openDatabase } from '../../src/store/index.ts';
import { walk } from '../support/api-client.ts';
import { type Caller, callerOf, firstKey } from '../support/callers.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';

/** Trainings of one tenant that wait: most of them those of a fleet, which one call queues. */
const waitingJobs = { ofFleet: 950, single: 50 };
const request = { horizon: 2, preset: 'fast', members: 1, context_length: 8, hidden_size: 4, steps: 20 };
/** Worker that gives each tenant one of three places. A training for which others wait uses one core. */
const onePlaceEach: Environment = {
  TENANT_RUNNING_MAX: '1',
  GATECAST_WORKER_CONCURRENCY: '3',
  GATECAST_TRAINING_CORES: '1',
};

const queues = [
  { name: 'PostgreSQL', isInstalled: true },
  { name: 'Redis', isInstalled: redisIsInstalled },
];

/** The queues are tested side by side, since most of the time is waits. The tests of a queue use the same worker. */
const [sideBySide, inTurn] = [{ concurrent: true }, { concurrent: false }];

async function datasetOf(caller: Caller): Promise<string> {
  const { body } = await caller.post('/v1/datasets', {
    series: [{ id: 'A', start: '2024-01-01', values: walk(60) }],
  });
  return body.id;
}

/** Settings of a training that lasts until it is cancelled, and for which others wait. */
const endless = { steps: 100_000, learning_rate: 1e-5 };

async function running(caller: Caller, id: string): Promise<void> {
  const isRunning = async () => expect((await caller.get(`/v1/jobs/${id}`)).body.status).toBe('running');
  await vi.waitFor(isRunning, { timeout: 120_000, interval: 100 });
}

/** Lets a worker run for a third of the time: the training for which others wait then costs less CPU
 *  time. Its lease is longer. */
async function slowed({ pid }: TestProcess, ms: number): Promise<void> {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(300)) {
    process.kill(pid, 'SIGSTOP');
    await sleep(600);
    process.kill(pid, 'SIGCONT');
  }
}

/** Queues many trainings of a tenant. */
async function trainMany(caller: Caller): Promise<void> {
  const series = Array.from({ length: waitingJobs.ofFleet }, (_, i) => ({
    ...{ id: `s${i}`, start: '2024-01-01', values: walk(40, i) },
  }));
  const { body: dataset } = await caller.post('/v1/datasets', { series });
  const fleet = await caller.post('/v1/fleets', {
    ...{ dataset_id: dataset.id, per: 'series', settings: request },
  });
  expect(fleet.status, JSON.stringify(fleet.body)).toBe(202);
  const own = await datasetOf(caller);
  await Promise.all(Array.from({ length: waitingJobs.single }, () => train(caller, own)));
}

const train = async (caller: Caller, dataset_id: string, settings = {}): Promise<Job> => {
  const { status, body } = await caller.post('/v1/models', { dataset_id, ...request, ...settings });
  expect(status, JSON.stringify(body)).toBe(202);
  return body.job;
};

async function ended(caller: Caller, ids: readonly string[], msMax = 120_000): Promise<Job[]> {
  for (const until = Date.now() + msMax; Date.now() < until; await sleep(100)) {
    const jobs = await Promise.all(ids.map(async (id) => (await caller.get(`/v1/jobs/${id}`)).body as Job));
    if (jobs.every(({ finished_at }) => finished_at !== null)) return jobs;
  }
  throw new Error('the jobs did not end in time');
}

for (const { name, isInstalled } of queues) {
  describe(`with the queue on ${name}`, { ...sideBySide, skip: !isInstalled }, () => {
    let db: Kysely<Database>;
    let environment: Environment;
    let api: TestProcess;
    /** With `onePlaceEach`. */
    let worker: TestProcess;

    beforeAll(async () => {
      const database: TestDatabase = await createTestDatabase();
      db = openDatabase(database.url, { poolMax: 2 });
      environment = { DATABASE_URL: database.url, GATECAST_API_KEY: firstKey, LOG_LEVEL: 'info' };
      const redis = name === 'Redis' ? await startTestRedis() : null;
      if (redis !== null) environment.REDIS_URL = redis.url;
      api = await startApi(environment);
      return async () => {
        await api.kill('SIGTERM');
        await redis?.stop();
        await db.destroy();
        await database.drop();
      };
    });

    async function databaseTime(): Promise<string> {
      const { rows } = await sql<{ now: string }>`SELECT clock_timestamp()::text AS now`.execute(db);
      return rows[0].now;
    }

    /** Trainings of a tenant that began after `from` and before `to`. */
    async function begunBetween(tenant: string, from: string, to: string): Promise<number> {
      const { rows } = await sql<{ begun: number }>`
        SELECT count(*)::integer AS begun FROM jobs
        WHERE tenant_id = ${tenant} AND started_at > ${from}::timestamptz AND started_at < ${to}::timestamptz`.execute(
        db,
      );
      return rows[0].begun;
    }

    test(
      'a tenant runs at most TENANT_RUNNING_MAX trainings, and its next one begins when one has ended',
      inTurn,
      async () => {
        const [one, other] = [await callerOf(api, 'one'), await callerOf(api, 'other')];
        const [dataset, own] = [await datasetOf(one), await datasetOf(other)];
        const jobs = await Promise.all(Array.from({ length: 4 }, () => train(one, dataset, { steps: 50 })));
        const beside = await train(other, own, { steps: 50 });
        worker = await startWorker({ ...environment, ...onePlaceEach });
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
        expect(worker.output()).not.toContain('missing in the queue');
      },
    );

    test(
      'an API without the TENANT_RUNNING_MAX of the workers does not queue what they leave, and jobs begin by priority, then by age',
      inTurn,
      async ({ onTestFinished }) => {
        onTestFinished(() => worker.kill('SIGKILL')); // while it is paused it does not end by a SIGTERM
        const parts = [api, worker].map(({ output }) => ({ output, from: output().length }));
        const caller = await callerOf(api, 'ordered');
        const dataset = await datasetOf(caller);
        const first = await train(caller, dataset, endless);
        await running(caller, first.id);
        const jobs: Job[] = [];
        for (const priority of ['low', 'normal', 'high', 'normal', 'high'])
          jobs.push(await train(caller, dataset, { priority }));
        expect(jobs.map(({ queue_position }) => queue_position)).toEqual([1, 1, 1, 3, 2]);
        const wrong = await caller.post('/v1/models', {
          dataset_id: dataset,
          ...request,
          priority: 'urgent',
        });
        expect(wrong.status).toBe(422);

        await slowed(worker, 15_000); // two rounds of a reconciler, after the time for which it leaves new jobs alone
        const statuses = await Promise.all(
          jobs.map(async ({ id }) => (await caller.get(`/v1/jobs/${id}`)).body.status),
        );
        expect(statuses).toEqual(jobs.map(() => 'queued'));
        for (const { output, from } of parts)
          expect(output().slice(from)).not.toContain('missing in the queue');

        await caller.post(`/v1/jobs/${first.id}/cancel`, {});
        const all = await ended(
          caller,
          jobs.map(({ id }) => id),
        );
        const order = all
          .map(({ priority, created_at, started_at }) => ({
            ...{ priority, created_at, at: Date.parse(started_at!) },
          }))
          .sort((a, b) => a.at - b.at);
        expect(order.map(({ priority }) => priority)).toEqual(['high', 'high', 'normal', 'normal', 'low']);
        expect(order[0].created_at < order[1].created_at).toBe(true);
      },
    );

    test(
      'a tenant with 1,000 queued trainings delays the first one of another by at most one training',
      inTurn,
      async ({ onTestFinished }) => {
        const [many, few] = [await callerOf(api, 'many'), await callerOf(api, 'few')];
        await trainMany(many);
        const own = await datasetOf(few);
        const fair = await startWorker(environment);
        onTestFinished(() => fair.kill('SIGTERM'));
        await sleep(1_500);
        const job = await train(few, own);
        const answeredAt = await databaseTime(); // between the row and the answer trainings may begin on a slow machine
        expect(job.queue_position).toBeLessThanOrEqual(2);
        const [{ started_at, status }] = await ended(few, [job.id]);
        expect(status).toBe('succeeded');
        expect(await begunBetween('many', answeredAt, started_at!)).toBeLessThanOrEqual(1);
        // Both go on in turns: the tenant with few jobs does not stop the other one.
        const more = [await train(few, own), await train(few, own), await train(few, own)];
        const last = (
          await ended(
            few,
            more.map(({ id }) => id),
          )
        ).at(-1)!;
        expect(await begunBetween('many', more[0].created_at, last.started_at!)).toBeGreaterThanOrEqual(2);
      },
    );
  });
}

test('beyond TENANT_QUEUED_MAX a job is refused with 429 and Retry-After; other tenants are not', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const api = await startApi({
    ...{ DATABASE_URL: database.url, GATECAST_API_KEY: firstKey, TENANT_QUEUED_MAX: '3' },
  });
  onTestFinished(() => api.kill('SIGTERM'));
  const [one, other] = [await callerOf(api, 'one'), await callerOf(api, 'other')];
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
});
