import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { DueJob } from '../../src/contracts/ports/index.ts';
import { newId, type StoredSchedule } from '../../src/contracts/schemas/index.ts';
import {
  consume,
  consumeBackgroundTasks,
  createBackgroundTaskQueue,
  createJobQueue,
  type Handled,
  openRedisBackend,
  redisRefusal,
  requireOwnQueue,
  startReconciler,
} from '../../src/queue/index.ts';
import { neededCommands } from '../../src/queue/redis-commands.ts';
import { redisFarewell } from '../../src/queue/redis-farewell.ts';
import { openStore } from '../../src/store/index.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { startWorker } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';

async function startRedis(hidden: string[] = []) {
  const redis = await startTestRedis(hidden);
  onTestFinished(redis.stop);
  const admin = new Redis(redis.url);
  onTestFinished(() => admin.disconnect());
  return { url: redis.url, admin };
}

async function refusalOf(url: string): Promise<string | null> {
  try {
    const backend = await openRedisBackend(url);
    await backend.close();
    return null;
  } catch (error) {
    return redisRefusal(error);
  }
}

test.skipIf(!redisIsInstalled)('a Redis that deletes entries is told from one that does not', async () => {
  const { url, admin } = await startRedis();
  const backend = await openRedisBackend(url);
  onTestFinished(() => backend.close());
  expect(await backend.evictionPolicy()).toBeNull();
  await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
  expect(await backend.evictionPolicy()).toBe('allkeys-lru');
});

test.skipIf(!redisIsInstalled)('a process warns at its start of a Redis that deletes entries', async () => {
  const { url, admin } = await startRedis();
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  await admin.config('SET', 'maxmemory-policy', 'volatile-lru');
  const worker = await startWorker({ DATABASE_URL: database.url, REDIS_URL: url });
  const warnings = () =>
    worker
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":40') && line.includes('`noeviction`'));
  await vi.waitFor(() => expect(warnings()).toHaveLength(1), { timeout: 120_000, interval: 50 });
  await worker.kill('SIGTERM');
  expect(JSON.parse(warnings()[0])).toMatchObject({ maxmemory_policy: 'volatile-lru' });
});

test.skipIf(!redisIsInstalled)('a Redis that refuses the service says what to change', async () => {
  const { url, admin } = await startRedis();
  expect(await refusalOf(url)).toBeNull();
  expect(await refusalOf(`${url}/99`)).toContain('Correct the number of the database');
  await admin.config('SET', 'requirepass', 'right');
  expect(await refusalOf(url)).toContain('Correct the password in REDIS_URL');
  expect(await refusalOf(url.replace('//', '//:wrong@'))).toContain('Correct the password in REDIS_URL');
  expect(await refusalOf(url.replace('//', '//:right@'))).toBeNull();
});

test.skipIf(!redisIsInstalled)(
  'a user of Redis without what the queue needs is refused at the start',
  async () => {
    const { url, admin } = await startRedis();
    await admin.call('ACL', 'SETUSER', 'limited', 'on', '>word', '~bull:*', '&*', '+@all');
    const limited = url.replace('//', '//limited:word@');
    expect(await refusalOf(limited)).toBeNull();
    for (const command of ['info', 'eval']) {
      await admin.call('ACL', 'SETUSER', 'limited', `-${command}`);
      expect(await refusalOf(limited), command).toContain('Grant this user of Redis all commands');
      await admin.call('ACL', 'SETUSER', 'limited', `+${command}`);
    }
  },
);

test.skipIf(!redisIsInstalled)(
  'a Redis that hides commands of the queue is refused by their names',
  async () => {
    for (const command of ['INFO', 'EVAL']) {
      const hiding = await startRedis([command]);
      expect(await refusalOf(hiding.url)).toMatch(new RegExp(`unknown command:? '?${command}`, 'i'));
    }
    const { url } = await startRedis(['BZPOPMIN', 'EVALSHA', 'ZADD']);
    expect(await refusalOf(url)).toBe(
      'Redis refuses the service: ERR unknown command: EVALSHA, BZPOPMIN, ZADD. The queue needs this: remove the `rename-command` from the configuration of Redis, or name another Redis in REDIS_URL.',
    );
  },
);

test.skipIf(!redisIsInstalled)('a Redis that hides what the queue can do without is accepted', async () => {
  const { url } = await startRedis(['HELLO', 'CLIENT', 'COMMAND', 'CONFIG', 'KEYS', 'FLUSHALL']);
  expect(await refusalOf(url)).toBeNull();
});

/** Commands that a queue uses and can do without, and those of the test. */
const notNeeded = ['HELLO', 'CLIENT', 'COMMAND', 'SELECT', 'PING', 'QUIT', 'CONFIG', 'SCRIPT'];

test.skipIf(!redisIsInstalled)('the queue sends no command beside those that a start asks for', async () => {
  const { url, admin } = await startRedis();
  const backend = await openRedisBackend(url);
  const queue = createJobQueue(backend);
  const backgroundTasks = createBackgroundTaskQueue(backend);
  const log = pino({ level: 'silent' });
  let handled = 0;
  const deliveries: Handled[] = ['released', 'deferred', 'ended'];
  const consumer = consume(backend, 'train', {
    ...{ concurrency: 1, workerId: 'w1', log },
    handle: async () => deliveries[handled++] ?? 'ended',
  });
  const tasks: string[] = [];
  const taskConsumer = consumeBackgroundTasks(backend, {
    ...{ deliveriesAtOnce: 1, timedAtOnce: 1, workerId: 'w1', log },
    handle: async ({ errand }) => {
      tasks.push(errand);
      return 'ended';
    },
  });
  const newJob = (): DueJob => ({ kind: 'train', job_id: newId('job'), request_id: null });
  const jobs = Array.from({ length: 3 }, newJob);
  await Promise.all(jobs.map((job) => queue.enqueue(job)));
  await queue.requeue(newJob());
  await queue.enqueue({ ...newJob(), kind: 'backtest' });
  await queue.remove({ ...newJob(), kind: 'backtest' });
  await queue.liveWorkers([]);
  await backgroundTasks.deliver({ id: newId('delivery'), attempt: 1 });
  await backgroundTasks.watch({ modelId: newId('model'), version: 1 });
  await backgroundTasks.planCleaning();
  const now = new Date().toISOString();
  const schedule: StoredSchedule = {
    ...{ id: newId('schedule'), name: null, kind: 'retrain', model_id: newId('model'), every: 'PT1S' },
    ...{ cron: null, time_zone: 'UTC', enabled: true, revision: 1, last_run: null },
    ...{ created_at: now, changed_at: now },
  };
  await backgroundTasks.plan(schedule);
  const areHandled = () => {
    expect(handled).toBeGreaterThanOrEqual(6);
    expect(tasks.filter((errand) => errand === 'tick').length).toBeGreaterThan(1);
    expect(new Set(tasks)).toEqual(new Set(['deliver', 'watch', 'clean', 'tick']));
  };
  await vi.waitFor(areHandled, { timeout: 120_000, interval: 50 });
  await backgroundTasks.catchUp(schedule);
  await backgroundTasks.planned();
  await backgroundTasks.ticking();
  await backgroundTasks.unplan(schedule.id);
  await queue.ping();
  await queue.missing('train', [jobs[0].job_id]);
  await queue.waiting('train');
  await requireOwnQueue(backend, 'first');
  await Promise.all([consumer.close(), taskConsumer.close()]);
  const stats = await admin.info('commandstats');
  const used = [...stats.matchAll(/^cmdstat_(\w+)/gm)].map(([, command]) => command.toUpperCase());
  expect(used).toEqual(expect.arrayContaining(['EVALSHA', 'BZPOPMIN', 'ZADD']));
  expect([...new Set(used)].filter((one) => ![...neededCommands, ...notNeeded].includes(one))).toEqual([]);
  await Promise.all([queue.close(), backgroundTasks.close()]);
  await backend.close();
});

const tooMany = 'ERR max number of clients reached';

test.skipIf(!redisIsInstalled).each(['', '/1'])(
  'a start at a Redis%s that has too many connections has the sentence of Redis, and may be tried again',
  async (path) => {
    const { url, admin } = await startRedis();
    await admin.config('SET', 'maxclients', '1');
    const isSaid = async () => {
      const error = await openRedisBackend(url + path).catch((reason: unknown) => reason);
      expect(redisRefusal(error)).toBeNull();
      expect(error).toMatchObject({
        message: expect.stringMatching(/^Connection is closed/), // the process waits for it
        cause: { message: tooMany },
      });
    };
    await vi.waitFor(isSaid, { timeout: 120_000 }); // a machine that is slow may miss it once
    await admin.config('SET', 'maxclients', '100');
    const backend = await openRedisBackend(url + path);
    await backend.close();
  },
);

test.skipIf(!redisIsInstalled)(
  'what Redis says as it closes a connection is read, whenever it comes',
  async () => {
    const { url, admin } = await startRedis();
    const port = Number(new URL(url).port);
    const farewell = () => redisFarewell({ host: '127.0.0.1', port });
    expect(await redisFarewell({ host: '127.0.0.1', port }, AbortSignal.timeout(50))).toBeNull();
    await admin.config('SET', 'maxclients', '1');
    await vi.waitFor(async () => expect((await farewell())?.message).toBe(tooMany), 60_000);
  },
);

test.skipIf(!redisIsInstalled)(
  'a connection that Redis takes no more has the reason in the log',
  async () => {
    const { url, admin } = await startRedis();
    const told: string[] = [];
    const log = {
      warn: (fields: { err?: Error; reason?: string }) =>
        void told.push(String(fields.err?.message ?? fields.reason)),
      info: (_: object, message: string) => void told.push(message),
    };
    const backend = await openRedisBackend(url, undefined, log);
    onTestFinished(() => backend.close());
    await admin.config('SET', 'maxclients', '1');
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await vi.waitFor(() => expect(told).not.toEqual([]), 60_000);
    await admin.config('SET', 'maxclients', '100');
    await vi.waitFor(() => expect(told).toEqual([tooMany, 'Redis answers again']), 60_000);
    await backend.ping();
  },
);

test.skipIf(!redisIsInstalled)('workers that Redis takes no more have the reason in the log', async () => {
  const { url, admin } = await startRedis();
  const backend = await openRedisBackend(url, { producerMsMax: 60_000, consumerMsMax: 60_000 });
  onTestFinished(() => backend.close());
  await admin.config('SET', 'maxclients', '2'); // those of the test and of the backend
  const told: { msg: string; err?: { message: string } }[] = [];
  const consumer = consume(backend, 'train', {
    ...{ concurrency: 1, workerId: 'w1', handle: async () => 'ended' as const },
    log: pino({}, { write: (line: string) => void told.push(JSON.parse(line)) }),
  });
  await vi.waitFor(() => expect(told).not.toEqual([]), 60_000);
  expect(told[0]).toMatchObject({ msg: 'queue: an error; it is retried', err: { message: tooMany } });
  await admin.config('SET', 'maxclients', '100');
  const again = expect.objectContaining({ msg: 'the queue answers again' });
  await vi.waitFor(() => expect(told).toContainEqual(again), 60_000);
  await consumer.close();
});

test.skipIf(!redisIsInstalled)(
  'a right to run scripts that was revoked makes the queue not ready',
  async () => {
    const { url, admin } = await startRedis();
    const backend = await openRedisBackend(url);
    onTestFinished(() => backend.close());
    await backend.ping();
    await admin.call('ACL', 'SETUSER', 'default', '-@scripting');
    await expect(backend.ping()).rejects.toThrow('NOPERM');
    await admin.call('ACL', 'SETUSER', 'default', '+@scripting');
    await backend.ping();
  },
);

test.skipIf(!redisIsInstalled)('a password that is changed is in the log, with what to do', async () => {
  const { url, admin } = await startRedis();
  const lines: string[] = [];
  const log = {
    warn: (_: object, message: string) => void lines.push(message),
    info: (_: object, message: string) => void lines.push(message),
  };
  const backend = await openRedisBackend(url, undefined, log);
  onTestFinished(() => backend.close());
  await admin.config('SET', 'requirepass', 'other');
  await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  const correct = expect.stringContaining('Correct the password in REDIS_URL');
  await vi.waitFor(() => expect(lines).toContainEqual(correct), 20_000);
  await admin.config('SET', 'requirepass', '');
  await vi.waitFor(() => expect(lines).toContain('Redis takes the service again'), 20_000);
  await backend.ping();
  expect(lines.length).toBeLessThan(10);
});

const claimKey = 'bull:gatecast-service';

test.skipIf(!redisIsInstalled).each(['api', 'worker'])(
  'the %s of a second service is refused at its start, until the first one is gone or has its own Redis',
  async (entry) => {
    const { url, admin } = await startRedis();
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const store = await openStore(database.url, { poolMax: 1 });
    onTestFinished(() => store.close());
    await admin.set(claimKey, 'first');
    const { NODE_OPTIONS: _, npm_lifecycle_event: __, VITEST: ___, ...inherited } = process.env;
    const start = (redisUrl: string) => {
      const child = spawn(process.execPath, [`src/processes/${entry}.ts`], {
        env: { ...inherited, LOG_LEVEL: 'error', PORT: '0', DATABASE_URL: database.url, REDIS_URL: redisUrl },
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      return child;
    };
    const second = start(url);
    let output = '';
    for (const stream of [second.stdout, second.stderr]) stream.on('data', (chunk) => (output += chunk));
    const [code] = await once(second, 'close');
    expect(output).toContain('holds the queue of another service');
    expect(output).toContain('such as redis://…/1; or');
    expect(output).toContain(`delete its key \`${claimKey}\` there.`);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
    expect(await admin.get(claimKey)).toBe('first');

    const ofOther = new Redis(`${url}/1`);
    onTestFinished(() => ofOther.disconnect());
    const third = start(`${url}/1`);
    const claimed = async () => expect(await ofOther.get(claimKey)).toBe(await store.serviceId());
    await vi.waitFor(claimed, { timeout: 120_000, interval: 50 });
    third.kill('SIGKILL');
  },
);

test.skipIf(!redisIsInstalled)(
  'a Redis that was emptied is claimed again, and one that another service claimed since is told',
  async () => {
    const { url, admin } = await startRedis();
    const backend = await openRedisBackend(url);
    const queue = createJobQueue(backend);
    onTestFinished(() => backend.close());
    const told: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void told.push(line) });
    const reconciler = startReconciler({
      jobs: {
        due: async () => ({ jobs: [], next: null }),
        tickets: async () => [],
        endCancelled: async () => [],
      },
      ...{ queue, log },
      requireOwnQueue: () => requireOwnQueue(backend, 'first'),
    });
    onTestFinished(() => reconciler.stop());
    const owner = () => admin.get(claimKey);
    await vi.waitFor(async () => expect(await owner()).toBe('first'), { timeout: 120_000, interval: 50 });
    await admin.flushall();
    await vi.waitFor(async () => expect(await owner()).toBe('first'), { timeout: 120_000, interval: 50 });
    expect(told).toEqual([]);
    await admin.set(claimKey, 'second');
    const line = expect.stringContaining('holds the queue of another service');
    await vi.waitFor(() => expect(told).toEqual([line]), { timeout: 120_000, interval: 50 });
    expect(await owner()).toBe('second');
  },
);

test('a Redis that is away is not refused: the process waits for it', async () => {
  const opened = openRedisBackend('redis://127.0.0.1:1');
  const error = await opened.catch((reason: unknown) => reason);
  expect(redisRefusal(error)).toBeNull();
  expect(error).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});
