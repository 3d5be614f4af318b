import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type {
  BackgroundTask,
  BackgroundTaskQueue,
  DueJob,
  JobQueue,
  Reconciliation,
} from '../../src/contracts/ports/index.ts';
import { newId, type StoredSchedule } from '../../src/contracts/schemas/index.ts';
import {
  consume,
  consumeBackgroundTasks,
  createBackgroundTaskQueue,
  createJobQueue,
  openRedisBackend,
  type QueueBackend,
  startBackgroundTaskKeeper,
  startReconciler,
} from '../../src/queue/index.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '../support/redis.ts';

const log = pino({ level: 'silent' });
const trainKey = (name: string) => `bull:gatecast-train:${name}`;
const timedKey = (name: string) => `bull:gatecast-timed:${name}`;
const newJob = (): DueJob => ({ kind: 'train', job_id: newId('job'), request_id: 'req-1' });

function newSchedule(timing: { every: string } | { cron: string }): StoredSchedule {
  const now = new Date().toISOString();
  return {
    ...{
      id: newId('schedule'),
      name: null,
      kind: 'retrain',
      model_id: newId('model'),
      every: null,
      cron: null,
    },
    ...{ time_zone: 'UTC', enabled: true, revision: 1, last_run: null, created_at: now, changed_at: now },
    ...timing,
  };
}

/** A Redis with a `maxmemory-policy` other than `noeviction` deletes any key. */
describe.skipIf(!redisIsInstalled)('a queue in a Redis that has lost single keys', () => {
  let server: TestRedis;
  let redis: Redis;
  let backend: QueueBackend;
  let queue: JobQueue;
  let backgroundTasks: BackgroundTaskQueue;

  beforeAll(async () => {
    server = await startTestRedis();
    redis = new Redis(server.url);
    backend = await openRedisBackend(server.url);
    queue = createJobQueue(backend);
    backgroundTasks = createBackgroundTaskQueue(backend);
  });
  beforeEach(() => redis.flushall());
  afterAll(async () => {
    await Promise.all([queue.close(), backgroundTasks.close()]);
    await backend.close();
    redis.disconnect();
    await server.stop();
  });

  const consumeJobs = (handled: string[]) =>
    consume(backend, 'train', {
      ...{ concurrency: 3, workerId: 'w1', log },
      handle: async ({ ticket }) => {
        handled.push(ticket);
        return 'ended';
      },
    });
  const consumeTasks = (handled: BackgroundTask[]) =>
    consumeBackgroundTasks(backend, {
      ...{ deliveriesAtOnce: 1, timedAtOnce: 1, workerId: 'w1', log },
      handle: async (task) => {
        handled.push(task);
        return 'ended';
      },
    });

  test('delivers jobs whose list of waiting ids is gone', async () => {
    const jobs = Array.from({ length: 3 }, newJob);
    for (const job of jobs) await queue.enqueue(job);
    await redis.del(trainKey('wait'));
    const handled: string[] = [];
    const consumer = consumeJobs(handled);
    const due: Reconciliation['due'] = async ({ kind }) => ({
      jobs: jobs
        .filter((job) => job.kind === kind && !handled.includes(job.job_id))
        .map((job) => ({ ...job, state: 'queued' as const })),
      next: null,
    });
    const reconciler = startReconciler({
      jobs: { due, tickets: async () => [], endCancelled: async () => [] },
      queue,
      log,
    });
    await vi.waitFor(() => expect(new Set(handled)).toEqual(new Set(jobs.map((job) => job.job_id))), 30_000);
    await reconciler.stop();
    await consumer.close();
  });

  test('delivers jobs whose data are gone by their ids, and keeps nothing of them', async () => {
    const jobs = Array.from({ length: 3 }, newJob);
    for (const job of jobs) await queue.enqueue(job);
    const ids = jobs.map(({ job_id }) => job_id);
    await redis.del(...ids.map(trainKey));
    expect(await queue.missing('train', ids)).toEqual([]);
    const handled: string[] = [];
    const consumer = consumeJobs(handled);
    await vi.waitFor(async () => expect(await queue.missing('train', ids)).toEqual(ids), 30_000);
    expect(handled.sort()).toEqual(ids.sort());
    expect(await redis.keys(trainKey('job_*'))).toEqual([]);
    for (const ended of ['failed', 'completed']) expect(await redis.zcard(trainKey(ended))).toBe(0);
    await consumer.close();
  });

  test('misses a job that is in no list, unless a worker holds its lock, and takes it again', async () => {
    const job = newJob();
    const isMissing = async () => (await queue.missing('train', [job.job_id])).length === 1;
    await queue.enqueue(job);
    await redis.rpoplpush(trainKey('wait'), trainKey('active'));
    expect(await isMissing()).toBe(false); // the stalled check finds it
    await redis.set(trainKey(`${job.job_id}:lock`), 'token');
    await redis.del(trainKey('active'));
    expect(await isMissing()).toBe(false);
    await redis.del(trainKey(`${job.job_id}:lock`));
    expect(await isMissing()).toBe(true);

    for (const set of ['delayed', 'prioritized']) {
      await redis.zadd(trainKey(set), 1, job.job_id);
      expect(await isMissing()).toBe(false);
      await redis.del(trainKey(set));
    }
    for (const set of ['failed', 'completed']) {
      await queue.enqueue(job);
      await redis.del(trainKey('wait'));
      await redis.zadd(trainKey(set), 1, job.job_id);
      expect(await isMissing()).toBe(true);
      expect(await redis.zcard(trainKey(set))).toBe(0);
    }
    await queue.enqueue(job);
    expect(await redis.lrange(trainKey('wait'), 0, -1)).toEqual([job.job_id]);
  });

  test('never misses a job that workers are taking, giving back and ending', async () => {
    const ids = new Set<string>();
    const ended = new Set<string>();
    const consumers = ['w1', 'w2'].map((workerId) =>
      consume(backend, 'train', {
        ...{ concurrency: 4, workerId, log },
        handle: async ({ ticket }) => {
          if (Math.random() < 0.3) return 'released';
          ended.add(ticket);
          return 'ended';
        },
      }),
    );
    for (let round = 0; round < 300; round++) {
      const job = newJob();
      await queue.enqueue(job);
      ids.add(job.job_id);
      const missing = await queue.missing('train', [...ids]);
      expect(missing.filter((id) => !ended.has(id))).toEqual([]);
      for (const id of missing) ids.delete(id);
    }
    await vi.waitFor(async () => expect(await queue.missing('train', [...ids])).toEqual([...ids]), 30_000);
    await Promise.all(consumers.map((consumer) => consumer.close()));
  });

  test('delivers webhooks and watches whose list of waiting ids is gone', async () => {
    const delivery = { id: newId('delivery'), attempt: 1 };
    const watch = { modelId: newId('model'), version: 1 };
    const queueBoth = () => Promise.all([backgroundTasks.deliver(delivery), backgroundTasks.watch(watch)]);
    await queueBoth();
    await redis.del('bull:gatecast-deliveries:wait', timedKey('wait'));
    await queueBoth();
    const handled: BackgroundTask[] = [];
    const consumer = consumeTasks(handled);
    await vi.waitFor(() => expect(handled).toHaveLength(2), 30_000);
    expect(new Set(handled.map(({ errand }) => errand))).toEqual(new Set(['deliver', 'watch']));
    await consumer.close();
  });

  test('ends a delivery whose data are gone, so that it can be queued again', async () => {
    const delivery = { id: newId('delivery'), attempt: 1 };
    await backgroundTasks.deliver(delivery);
    await redis.del(`bull:gatecast-deliveries:${delivery.id}-1`);
    const handled: BackgroundTask[] = [];
    const consumer = consumeTasks(handled);
    const deliverAgain = async () => {
      await backgroundTasks.deliver(delivery);
      expect(handled).toHaveLength(1);
    };
    await vi.waitFor(deliverAgain, { timeout: 120_000, interval: 200 });
    await consumer.close();
  });

  test('forgets a plan of which only the key is left', async () => {
    const schedule = newSchedule({ cron: '0 0 1 1 *' });
    await backgroundTasks.plan(schedule);
    expect(await redis.del(timedKey(`repeat:${schedule.id}`))).toBe(1);
    expect((await backgroundTasks.planned()).size).toBe(0);
    expect(await redis.zscore(timedKey('repeat'), schedule.id)).toBeNull();
  });

  const lostKeys = ['delayed', 'repeat', 'repeat:ID', 'repeat:ID:*'];
  test.each(lostKeys)('plans a schedule again when %s is gone', async (lost) => {
    for (const schedule of [newSchedule({ every: 'PT1S' }), newSchedule({ cron: '0 0 1 1 *' })]) {
      await redis.flushall();
      await backgroundTasks.plan(schedule);
      const keys = await redis.keys(timedKey(lost.replace('ID', schedule.id)));
      expect(keys).toHaveLength(1);
      await redis.del(keys);
      const ran: BackgroundTask[] = [];
      const consumer = consumeTasks(ran);
      if (schedule.cron !== null && lost === 'repeat:ID:*') {
        await redis.zadd(timedKey('delayed'), 0, String(keys[0]).slice(timedKey('').length)); // its time has come
      }
      const isLost = async () => expect((await backgroundTasks.planned()).size).toBe(0);
      if (schedule.cron !== null || lost !== 'repeat') await vi.waitFor(isLost, 30_000);
      const keeper = startBackgroundTaskKeeper({
        ...{ backgroundTasks, log, outbox: { due: async () => [] }, watches: { due: async () => [] } },
        dueTasks: { any: async () => ({ deliveries: false, watches: false }) },
        ticks: { enabled: async () => [schedule] },
      });
      const isPlanned = async () =>
        expect((await backgroundTasks.planned()).get(schedule.id)?.revision).toBe(1);
      await vi.waitFor(isPlanned, 30_000);
      const ticks = () => ran.filter(({ errand }) => errand === 'tick');
      if (schedule.every !== null) await vi.waitFor(() => expect(ticks().length).toBeGreaterThan(1), 30_000);
      await keeper.stop();
      await consumer.close();
    }
  });

  test('plans the cleaning again when its next run is gone', async () => {
    const handled: BackgroundTask[] = [];
    const consumer = consumeTasks(handled);
    await backgroundTasks.planCleaning();
    await vi.waitFor(() => expect(handled).toEqual([{ errand: 'clean' }]), 30_000);
    await vi.waitFor(async () => expect(await redis.exists(timedKey('active'))).toBe(0), 30_000);
    await backgroundTasks.planCleaning();
    const next = () => redis.zrange(timedKey('delayed'), '0', '-1');
    const [before] = await next();
    await redis.del(timedKey('delayed'));
    await backgroundTasks.planCleaning();
    await vi.waitFor(async () => expect(await next()).toHaveLength(1), 30_000);
    await vi.waitFor(() => expect(handled.length).toBeGreaterThan(1), 30_000); // planning it again cleans at once
    expect(before).toMatch(/^repeat:cleaning:/);
    await consumer.close();
  });
});
