import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Piscina } from 'piscina';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf } from '../../src/built-code.ts';
import type { Supervised } from '../../src/contracts/ports/index.ts';
import { type Job, jobKinds } from '../../src/contracts/schemas/jobs/job.ts';
import { createJobMetrics, createRegistry, createTaskMetrics } from '../../src/observability/index.ts';
import { createBackgroundTaskQueue, createJobQueue, openQueueBackend } from '../../src/queue/index.ts';
import { openStore, recoveriesMax } from '../../src/store/index.ts';
import { startConsumers } from '../../workers/consumers.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startApi, startWorker, type TestProcess } from '../support/processes.ts';

const request = { horizon: 2, preset: 'fast', members: 1, context_length: 8, hidden_size: 4, steps: 20 };
const hasEnded = ({ finished_at }: Job) => finished_at !== null;

/** A service without a worker. */
async function startService() {
  const database: TestDatabase = await createTestDatabase();
  const api: TestProcess = await startApi({ DATABASE_URL: database.url });
  const client = createApiClient(api);
  const { id } = await client.upload(walk(60));
  return {
    database,
    client,
    train: async (settings = {}) => (await client.train({ dataset_id: id, ...request, ...settings })).job.id,
    async stop() {
      await api.kill('SIGTERM');
      await database.drop();
    },
  };
}
type Service = Awaited<ReturnType<typeof startService>>;

describe.concurrent('a job', { timeout: 300_000 }, () => {
  let poisoned: Service;
  let hungry: Service;

  beforeAll(async () => {
    poisoned = await startService();
    hungry = await startService();
  });
  afterAll(() => Promise.all([poisoned.stop(), hungry.stop()]));

  test('that always kills its worker fails with its cause, and other jobs go on', async () => {
    const { client, database, train } = poisoned;
    const poison = await train();
    let isStopping = false;
    const environment = { DATABASE_URL: database.url, GATECAST_FAULT_POINT: `claimed@${poison}` };
    const worker = async () => {
      while (!isStopping) {
        const run = await startWorker(environment);
        const stop = setInterval(() => isStopping && void run.kill('SIGTERM'), 200);
        await run.ended;
        clearInterval(stop);
      }
    };
    // Two, which are started again whenever they end: on a slow machine a start takes as long as a silence
    // after which a job is lost.
    const workers = Promise.all([worker(), worker()]);
    try {
      await sleep(3_000);
      const other = await client.pollJob(await train(), hasEnded, 60_000);
      expect(other.status).toBe('succeeded');
      const job = await client.pollJob(poison, hasEnded, 250_000);
      expect(job).toMatchObject({ status: 'failed', error: { code: 'worker_lost' } });
      expect(job.attempt).toBe(recoveriesMax + 1);
      expect(job.error!.detail).toMatch(/lost \d+ times in a row/);
      expect((await client.pollJob(await train(), hasEnded, 60_000)).status).toBe('succeeded');
    } finally {
      isStopping = true;
      await workers;
    }
  });

  test('whose thread is hung, or dies of memory, does not take the worker with it', async () => {
    const { client, database, train } = hungry;
    const store = await openStore(database.url);
    const backend = await openQueueBackend({ databaseUrl: database.url, redisUrl: null });
    const [queue, backgroundTasks] = [createJobQueue(backend), createBackgroundTaskQueue(backend)];
    const faulty = new Piscina({
      filename: new URL('../support/faulty-thread.ts', import.meta.url).href,
      resourceLimits: { maxOldGenerationSizeMb: 48 },
      concurrentTasksPerWorker: 1,
    });
    const sound = new Piscina({
      filename: codeOf('src/processes/compute-thread.ts', process.env),
      maxThreads: 1,
    });
    /** Behaviour of the threads of the next jobs. */
    const next = ['hang', 'devour', 'train'];
    const run = (name: string, job: Supervised<object>, signal: AbortSignal) => {
      const what = next.shift() ?? 'train';
      const threads = what === 'train' ? sound : faulty;
      return threads.run(job, {
        name: what === 'train' ? name : what,
        transferList: [job.channel.port],
        signal,
      });
    };
    const jobs = {
      train: (job: Supervised<object>, signal: AbortSignal) => run('train', job, signal),
      backtest: (job: Supervised<object>, signal: AbortSignal) => run('backtest', job, signal),
    };
    const stopping = new AbortController();
    const registry = createRegistry({ process: 'worker', kernel: 'native' });
    const consumers = startConsumers({
      ...{ store, backend, queue, backgroundTasks, kernel: null, concurrency: 1, tenantRunningMax: null },
      ...{ workerId: 'test', log: pino({ level: 'silent' }), stopping: stopping.signal },
      metrics: createJobMetrics(registry, jobKinds),
      taskMetrics: createTaskMetrics(registry),
      send: () => Promise.reject(new Error('no webhooks here')),
      threads: { numeric: jobs, symbols: jobs },
      startThread: async () => {},
      calls: {} as Parameters<typeof startConsumers>[0]['calls'], // no schedules here
      tellsTrainedUntil: async () => true,
      limits: { secondsMax: null, silentSecondsMax: 20 }, // a thread that loads its code is silent too
    });

    // The first attempt hangs, the second dies of memory.
    const failed = await client.pollJob(await train(), hasEnded, 120_000);
    expect(failed).toMatchObject({ status: 'failed', attempt: 2, error: { code: 'job_out_of_memory' } });
    expect((await client.pollJob(await train(), hasEnded, 60_000)).status).toBe('succeeded');
    stopping.abort();
    await consumers.close();
    await Promise.all([faulty.destroy(), sound.destroy(), queue.close(), backgroundTasks.close()]);
    await Promise.all([backend.close(), store.close()]);
  });
});
