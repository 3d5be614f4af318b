import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Piscina } from 'piscina';
import { codeOf } from '../../src/built-code.ts';
import type { Forecaster, JobQueue, Supervised } from '../../src/contracts/ports/index.ts';
import { type Job, jobKinds } from '../../src/contracts/schemas/jobs/job.ts';
import type { Model } from '../../src/contracts/schemas/models/model.ts';
import type { Fleet } from '../../src/contracts/schemas/operations/fleet.ts';
import { tellsTrainedUntil } from '../../src/forecasting/ensemble/weights-file.ts';
import { createForecaster } from '../../src/forecasting/serving/forecaster.ts';
import { buildApp } from '../../src/http/app.ts';
import type { AppSettings } from '../../src/http/routing/deps.ts';
import { createJobMetrics, createRegistry, createTaskMetrics } from '../../src/observability/index.ts';
import { appServices } from '../../src/processes/main/app-services.ts';
import { createBackgroundTaskQueue, createJobQueue, openQueueBackend } from '../../src/queue/index.ts';
import { callerGraceMs, createFairGate, sharedPool } from '../../src/sharing/index.ts';
import { openJobFeed, openStore, type Store } from '../../src/store/index.ts';
import { createWebhookSender } from '../../src/webhooks/index.ts';
import { startConsumers } from '../../workers/consumers.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** Bounds of what never ends: no test depends on how fast the machine is. */
const [jobMsMax, fleetMsMax] = [150_000, 300_000];
/** As in the service. Without it each task would start a thread of its own, and load its code again. */
const threadIdleMs = 60_000;

export interface TestApp {
  app: FastifyInstance;
  queue: JobQueue;
  store: Store;
  forecaster: Forecaster;
  /** Log lines of the API and the worker. */
  logs: Record<string, unknown>[];
  /** Starts a worker in this process: it takes jobs from the queue and runs them. */
  startWorker(): void;
  /** Stops the worker. Resolves when the running jobs have ended. */
  stopWorker(): Promise<void>;
  /** Polls a job over HTTP until it has ended. */
  ended(jobId: string, headers?: Record<string, string>): Promise<Job>;
  /** Uploads a table, trains a model and waits until it is ready. */
  trained(csv: string, settings: Record<string, unknown>): Promise<Model>;
  stop(): Promise<void>;
}

/** Starts the API with its real parts, on a new database. Each test file starts one. */
export async function startApp(
  settings: Partial<AppSettings> = {},
  own?: Pick<TestDatabase, 'url' | 'drop'>,
  options: {
    webhookAllow?: string[];
    forecastMsMax?: number;
    tenantQueuedMax?: number;
    secretKeys?: string[];
    changed?(store: Store): Store;
  } = {},
): Promise<TestApp> {
  const database = own ?? (await createTestDatabase());
  const logs: TestApp['logs'] = [];
  const log = pino({ level: 'debug' }, linesInto(logs));
  const opened = await openStore(database.url, {
    applicationName: 'gatecast-test',
    lockMsMax: 60_000, // tests hold locks until others wait for them, however slow the machine is
    secretKeys: options.secretKeys,
    tenantBytesMax: settings.tenantBytesMax,
    tenantPointsMax: settings.tenantPointsMax,
    tenantQueuedMax: options.tenantQueuedMax,
  });
  const store = options.changed?.(opened) ?? opened;
  const feed = openJobFeed(database.url, { log });
  const backend = await openQueueBackend({ databaseUrl: database.url, redisUrl: null });
  const queue = createJobQueue(backend);
  const backgroundTasks = createBackgroundTaskQueue(backend);
  const sender = createWebhookSender({ allow: options.webhookAllow ?? [], version: 'test' });
  const threads = takeComputeThreads();
  const sharedThreads = sharedPool(
    threads,
    createFairGate({
      ...{ slots: 3, slotsPerTenant: 2, slotsSpare: 1, waitingMax: 1_000, waitingPerTenantMax: 500 },
      ...{ msMax: options.forecastMsMax ?? 60_000, graceMs: callerGraceMs, subject: 'forecasts' },
    }),
  );
  const forecaster = createForecaster(sharedThreads, null);
  const services = appServices({
    ...{ store, forecaster, threads: sharedThreads, pngThreads: sharedThreads, kernel: null },
  });
  const registry = createRegistry({ process: 'api', kernel: 'native' });
  const metrics = createJobMetrics(registry, jobKinds);
  const taskMetrics = createTaskMetrics(registry);
  const app = await buildApp({
    log,
    store,
    feed,
    queue,
    backgroundTasks,
    webhookTargets: sender,
    startThreads() {},
    registry,
    ...services,
    settings: {
      apiKey: null,
      rateLimitPerMinute: null,
      corsOrigins: [],
      allowedHosts: [],
      tenantPointsMax: null,
      tenantBytesMax: null,
      uploadBytesMax: 1024 * 1024,
      memoryBytesMax: 1024 * 1024 * 1024,
      metricsOpen: false,
      dashboard: null,
      stopGraceMs: 20_000,
      version: '0.0.0-test',
      isTraced: false,
      ...settings,
    },
  });
  const runJob = (name: string, job: Supervised<object>, signal: AbortSignal) =>
    threads.run(job, { name, transferList: [job.channel.port], signal });
  const stopping = new AbortController();
  let worker: { close(): Promise<void> } | null = null;

  const ended: TestApp['ended'] = async (jobId, headers = {}) => {
    for (const until = Date.now() + jobMsMax; Date.now() < until; ) {
      const job: Job = (await app.inject({ url: `/v1/jobs/${jobId}`, headers })).json();
      if (job.finished_at !== null) return job;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`job ${jobId} did not end within ${jobMsMax} ms`);
  };

  return {
    ...{ app, queue, store, forecaster },
    logs,
    startWorker() {
      worker = startConsumers({
        store,
        backend,
        queue,
        backgroundTasks,
        send: sender.send,
        threads: {
          numeric: {
            train: (job, signal) => runJob('train', job, signal),
            backtest: (job, signal) => runJob('backtest', job, signal),
          },
          symbols: {
            train: (job, signal) => runJob('trainSymbols', job, signal),
            backtest: (job, signal) => runJob('backtestSymbols', job, signal),
          },
        },
        startThread: async () => {},
        calls: services.calls.numeric,
        metrics,
        taskMetrics,
        tellsTrainedUntil: async (weights) => tellsTrainedUntil(weights),
        kernel: null,
        concurrency: 1,
        tenantRunningMax: null,
        limits: { secondsMax: null, silentSecondsMax: 600 },
        workerId: 'test',
        log,
        stopping: stopping.signal,
      });
    },
    async stopWorker() {
      await worker?.close();
      worker = null;
    },
    ended,
    async trained(csv, settings) {
      const dataset = (await upload(app, csv)).json();
      const payload = { dataset_id: dataset.id, preset: 'fast', steps: 20, ...settings };
      const created = await app.inject({ method: 'POST', url: '/v1/models', payload });
      const job = await ended(created.json().job.id);
      if (job.status !== 'succeeded') throw new Error(`training ${job.status}: ${job.error?.detail}`);
      return (await app.inject(job.links.subject)).json();
    },
    async stop() {
      stopping.abort();
      await worker?.close();
      await app.close();
      await threads.release();
      await queue.close();
      await backgroundTasks.close();
      await backend.close();
      await feed.close();
      await store.close();
      await database.drop();
    },
  };
}

export function upload(app: FastifyInstance, csv: string | Buffer, query: Record<string, string> = {}) {
  return app.inject({
    method: 'POST',
    url: '/v1/datasets',
    query,
    headers: { 'content-type': 'text/csv' },
    payload: csv,
  });
}

/** A wide table with one daily series: a slow wave with a weekly pattern. */
export function dailyCsv(days: number, from = '2024-01-01'): string {
  const start = Date.parse(from);
  const rows = Array.from({ length: days }, (_, i) => {
    const date = new Date(start + i * 86_400_000).toISOString().slice(0, 10);
    return `${date},${(100 + 10 * Math.sin(i / 5) + (i % 7)).toFixed(3)}`;
  });
  return `date,y\n${rows.join('\n')}\n`;
}

function linesInto(logs: TestApp['logs']): Writable {
  return new Writable({
    write(line: Buffer, _encoding, done) {
      logs.push(JSON.parse(line.toString()));
      done();
    },
  });
}

/** Polls a fleet over HTTP until none of its models is in training. */
export async function fleetEnded({ app }: Pick<TestApp, 'app'>, id: string): Promise<Fleet> {
  for (const until = Date.now() + fleetMsMax; Date.now() < until; ) {
    const fleet: Fleet = (await app.inject(`/v1/fleets/${id}`)).json();
    if (fleet.status !== 'training') return fleet;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`fleet ${id} did not end within ${fleetMsMax} ms`);
}

/** Compute threads as those of the service. */
interface ComputeThreads extends Pick<Piscina, 'run'> {
  /** Keeps the threads for the next service of this process, unless one is still at work. */
  release(): Promise<void>;
}

/** Threads that no service uses. A new thread needs half a second of CPU time, and compiles its code again. */
const waiting: Piscina[] = [];

function takeComputeThreads(): ComputeThreads {
  const pool =
    waiting.pop() ??
    new Piscina({
      filename: codeOf('src/processes/compute-thread.ts', process.env),
      minThreads: 0,
      maxThreads: 3,
      idleTimeout: threadIdleMs,
    });
  let running = 0;
  return {
    async run(task, options) {
      running++;
      try {
        return await pool.run(task, options);
      } finally {
        running--;
      }
    },
    async release() {
      if (running === 0) waiting.push(pool);
      else await pool.destroy();
    },
  };
}
