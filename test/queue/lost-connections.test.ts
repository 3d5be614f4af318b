import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { DueJob } from '../../src/contracts/ports/index.ts';
import { newId } from '../../src/contracts/schemas/index.ts';
import {
  consume,
  createJobQueue,
  type Handled,
  openPostgresBackend,
  openRedisBackend,
  type QueueBackend,
} from '../../src/queue/index.ts';
import { query } from '../embedded-postgres/processes.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { type NetworkProxy, postgresSocket, postgresThrough, startProxy } from '../support/proxy.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';

const answerMsMax = 500;
const wait = { timeout: 120_000, interval: 100 };
const newJob = (): DueJob => ({ kind: 'train', job_id: newId('job'), request_id: null });

/** Redis waits with one command for up to five seconds for the next job. */
const places = [
  {
    name: 'PostgreSQL',
    isInstalled: true,
    async open() {
      const { url, drop } = await createTestDatabase();
      onTestFinished(drop);
      const proxy = await startProxy(postgresSocket(url));
      const bounds = { producerMsMax: 1_000, consumerMsMax: 1_500 };
      return { proxy, backend: await openPostgresBackend(postgresThrough(proxy, url), bounds) };
    },
  },
  { name: 'Redis', isInstalled: redisIsInstalled, open: openRedis },
];

async function openRedis() {
  const redis = await startTestRedis();
  onTestFinished(redis.stop);
  const proxy = await startProxy({ port: portOf(redis.url) });
  const bounds = { producerMsMax: 1_000, consumerMsMax: 6_000 };
  return { redis, proxy, backend: await openRedisBackend(`redis://127.0.0.1:${proxy.port}`, bounds) };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** A queue with a worker, which has handled its first job. */
async function working(
  backend: QueueBackend,
  proxy: NetworkProxy,
  result: () => Promise<Handled> = async () => 'ended',
) {
  const queue = createJobQueue(backend, answerMsMax);
  const handled: string[] = [];
  const consumer = consume(backend, 'train', {
    concurrency: 1,
    workerId: 'w1',
    log: pino({ level: 'silent' }),
    handle: async ({ ticket }) => {
      handled.push(ticket);
      return await result();
    },
  });
  onTestFinished(async () => {
    await consumer.close();
    await queue.close();
    await backend.close();
    await proxy.close();
  });
  const expectHandled = async () => {
    const job = newJob();
    await vi.waitFor(() => queue.enqueue(job), wait);
    await vi.waitFor(() => expect(handled).toContain(job.job_id), wait);
  };
  await expectHandled();
  return { queue, consumer, expectHandled };
}

describe('connections of a queue', () => {
  for (const { name, isInstalled, open } of places) {
    test.skipIf(!isInstalled)(
      `${name}: connections that stay open and answer nothing are replaced`,
      async () => {
        const { backend, proxy } = await open();
        const { queue, expectHandled } = await working(backend, proxy);
        proxy.lose();
        await expectHandled();
        await vi.waitFor(() => queue.ping(), wait);
      },
    );

    const results = name === 'Redis' ? (['ended', 'released'] as const) : (['ended'] as const);
    for (const result of results) {
      test.skipIf(!isInstalled)(
        `${name}: a worker whose queue is away closes when its handler has ${result}`,
        async () => {
          const { backend, proxy } = await open();
          const handler = Promise.withResolvers<Handled>();
          const { consumer } = await working(backend, proxy, () => handler.promise);
          proxy.cut();
          const closed = consumer.close().then(() => 'closed');
          await expect(Promise.race([closed, sleep(500, 'open')])).resolves.toBe('open');
          handler.resolve(result);
          await expect(Promise.race([closed, sleep(20_000, 'open')])).resolves.toBe('closed');
        },
      );
    }
  }

  test('PostgreSQL: a queue is closed although the server hangs, and a worker was left with its statements', async () => {
    const { url, drop } = await createTestDatabase();
    onTestFinished(drop);
    const proxy = await startProxy(postgresSocket(url));
    onTestFinished(() => proxy.close());
    const bounds = { producerMsMax: 60_000, consumerMsMax: 60_000 };
    const backend = await openPostgresBackend(postgresThrough(proxy, url), bounds);
    const worker = backend.worker('left', async () => {}, { concurrency: 1 });
    worker.on('error', () => {});
    await vi.waitFor(async () => {
      const listening = `SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%LISTEN bullmq_jobs%'`;
      expect(await query(url, listening)).toHaveLength(1); // the worker holds a connection
    }, wait);
    proxy.cut();
    const closed = backend.close().then(() => 'closed');
    await expect(Promise.race([closed, sleep(20_000, 'open')])).resolves.toBe('closed');
  });

  test.skipIf(!redisIsInstalled)(
    'a Redis that became a replica is not ready, and is left for the server that its address leads to',
    async () => {
      const { redis, backend, proxy } = await openRedis();
      const { queue, expectHandled } = await working(backend, proxy);
      const promoted = await startTestRedis();
      onTestFinished(promoted.stop);
      const admin = new Redis(redis.url);
      onTestFinished(() => admin.disconnect());
      await admin.replicaof('127.0.0.1', portOf(promoted.url));
      await expect(queue.ping()).rejects.toMatchObject({ code: 'queue_unavailable' });

      proxy.setTarget({ port: portOf(promoted.url) });
      await expectHandled();
      await vi.waitFor(() => queue.ping(), wait);
    },
  );

  test.skipIf(!redisIsInstalled)(
    'a Redis without memory is not ready, and is again when it has some',
    async () => {
      const { redis, backend, proxy } = await openRedis();
      const { queue, expectHandled } = await working(backend, proxy);
      const admin = new Redis(redis.url);
      onTestFinished(() => admin.disconnect());
      await admin.config('SET', 'maxmemory', '1');
      await expect(queue.ping()).rejects.toMatchObject({ code: 'queue_unavailable' });
      await admin.config('SET', 'maxmemory', '0');
      await expectHandled();
      await vi.waitFor(() => queue.ping(), wait);
    },
  );
});
