import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/index.ts';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';
import { soonMs } from '../support/soon.ts';

const jobMsMax = 90_000;
/** Promises of the project: another worker continues within this time, and repeats at most this much work. */
const takeoverMsMax = 20_000;
const workLostSecondsMax = 10;

/** Short, because a backtest of all methods is no part of what is shown here. */
const values = walk(600);
/** Settings of a training of two to four seconds. */
const request = {
  horizon: 10,
  cell: 'gru',
  context_length: 96,
  hidden_size: 64,
  members: 1,
  preset: 'fast',
  learning_rate: 1e-4, // slow enough that early stopping does not trigger
  steps: 160,
  seed: 11,
};
const isUnderWay = ({ progress }: Job) =>
  progress !== null && progress.phase === 'training' && progress.step >= 50;
const hasEnded = (job: Job) => job.finished_at !== null;

/** SHA-256 and speed of an undisturbed run. Every other run has to end with the same bytes. */
let undisturbed: { sha256: string; stepsPerSecond: number };

/** A service whose processes the tests kill and replace. A start costs two seconds of CPU time. */
interface Service {
  environment: Environment;
  /** The one that was started last. */
  api: TestProcess;
  worker: TestProcess | null;
  datasetId: string;
  end(): Promise<void>;
}
/** Its PostgreSQL is its own, because a test kills it. */
let service: Service;
let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;

async function startService(environment: Environment): Promise<Service> {
  const started: Service = {
    environment,
    api: await startApi(environment),
    worker: null,
    datasetId: '',
    async end() {
      await Promise.all([started.api.kill('SIGTERM'), started.worker?.kill('SIGTERM')]);
    },
  };
  started.datasetId = (await clientOf(started).upload(values)).id;
  return started;
}

const clientOf = ({ api }: Pick<Service, 'api'>) => createApiClient(api);

interface Run {
  service: Service;
  worker: TestProcess;
  jobId: string;
  modelId: string;
}

/** Starts a training, on the worker that is there. */
async function startRun(settings = {}, on = service): Promise<Run> {
  on.worker ??= await startWorker(on.environment);
  const { model, job } = await clientOf(on).train({ dataset_id: on.datasetId, ...request, ...settings });
  return { service: on, worker: on.worker, jobId: job.id, modelId: model.id };
}

/** Ends the worker of a run, and no other one is there. */
async function endWorker(run: Run, signal: NodeJS.Signals): Promise<void> {
  run.service.worker = null;
  await run.worker.kill(signal);
}

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-kill-'));
  server = await startEmbeddedPostgres({ dataDir }); // its supervisor restarts it
  service = await startService({ DATABASE_URL: server.url });
  const run = await startRun();
  const job = await clientOf(service).pollJob(run.jobId, hasEnded, jobMsMax);
  expect(job.error).toBeNull();
  const { weights, card } = await clientOf(service).model(run.modelId);
  undisturbed = { sha256: weights!.sha256, stepsPerSecond: card!.training.steps / card!.training.seconds };
  return async () => {
    await service.end();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}, 180_000);

/** Follows the job to its end and checks the promises. @param before the job at the time of the kill */
async function expectSameEnd(run: Run, before: Job): Promise<void> {
  const client = clientOf(run.service);
  let fellBackBy = 0;
  let highest = before.progress!.step;
  const job = await client.pollJob(run.jobId, hasEnded, jobMsMax, ({ progress }) => {
    if (progress?.phase !== 'training') return;
    fellBackBy = Math.max(fellBackBy, highest - progress.step);
    highest = Math.max(highest, progress.step);
  });
  const output = run.service.worker?.output().slice(-3_000);
  expect(job, output).toMatchObject({ status: 'succeeded', error: null });
  // Work is lost in seconds, and seen in steps. Neither run has one speed: other tests use the same cores. The faster speed is
  // that of the steps that were lost, or closer to it; the slower one would count a pause of the machine as lost work.
  const stepsPerSecond = Math.max(
    undisturbed.stepsPerSecond,
    before.progress!.step / before.progress!.elapsed_seconds,
  );
  expect(fellBackBy / stepsPerSecond).toBeLessThanOrEqual(workLostSecondsMax);
  expect((await client.model(run.modelId)).weights!.sha256).toBe(undisturbed.sha256);
}

/** Kills the worker of a training. Another one has to take over in time. */
async function expectTakeover(on: Service, queue: string): Promise<void> {
  const run = await startRun({}, on);
  const before = await clientOf(on).pollJob(run.jobId, isUnderWay, jobMsMax);
  await endWorker(run, 'SIGKILL');
  const killedAt = Date.now();
  on.worker = await startWorker(on.environment);
  await clientOf(on).pollJob(run.jobId, ({ attempt }) => attempt === 2, takeoverMsMax);
  console.info(
    `taken over ${((Date.now() - killedAt) / 1000).toFixed(1)} s after the kill (queue on ${queue})`,
  );
  await expectSameEnd(run, before);
}

describe('a training continues, and ends with the bytes of an undisturbed run,', () => {
  test('when PostgreSQL and the API are killed', async () => {
    const run = await startRun();
    const before = await clientOf(service).pollJob(run.jobId, isUnderWay, jobMsMax);
    process.kill(server.postmasterPid, 'SIGKILL');
    await service.api.kill('SIGKILL');
    service.api = await startApi(service.environment);
    await expectSameEnd(run, before);
  });

  test('when its worker is asked to end: another one takes over at once', async () => {
    const run = await startRun();
    const client = clientOf(service);
    const before = await client.pollJob(run.jobId, isUnderWay, jobMsMax);
    const asked = Date.now();
    await endWorker(run, 'SIGTERM');
    expect(Date.now() - asked).toBeLessThan(soonMs);
    expect((await client.job(run.jobId)).status).toBe('queued');
    service.worker = await startWorker(service.environment);
    const taken = await client.pollJob(
      run.jobId,
      ({ attempt, status }) => attempt === 2 && status === 'running',
      soonMs,
    );
    expect(taken.progress!.step).toBeGreaterThanOrEqual(before.progress!.step);
    await expectSameEnd(run, before);
  });

  test('when its worker is killed, with the queue on PostgreSQL', () =>
    expectTakeover(service, 'PostgreSQL'));

  test.skipIf(!redisIsInstalled)('when its worker is killed, with the queue on Redis', async () => {
    const redis = await startTestRedis();
    onTestFinished(redis.stop);
    const database = await createTestDatabase();
    onTestFinished(database.drop);
    const other = await startService({ DATABASE_URL: database.url, REDIS_URL: redis.url });
    onTestFinished(other.end);
    await expectTakeover(other, 'Redis');
  });
});

describe('cancelling', () => {
  test('ends a running job soon and a queued one at once', async () => {
    const run = await startRun({ steps: 20_000 }); // it is under way until it is cancelled
    const client = clientOf(service);
    const queued = await startRun();
    await client.pollJob(run.jobId, isUnderWay, jobMsMax);
    expect((await client.job(queued.jobId)).queue_position).toBe(1);

    await client.cancel(queued.jobId);
    expect((await client.job(queued.jobId)).status).toBe('cancelled');

    const asked = Date.now();
    await client.cancel(run.jobId);
    const job = await client.pollJob(run.jobId, hasEnded, soonMs);
    expect(Date.now() - asked).toBeLessThan(soonMs);
    expect(job.status).toBe('cancelled');
    expect((await client.model(run.modelId)).status).toBe('cancelled');

    const next = await startRun({ hidden_size: 8, context_length: 16, steps: 5 });
    const { status } = await client.pollJob(next.jobId, hasEnded, 60_000);
    expect(status).toBe('succeeded'); // the worker is free again
  }, 180_000);

  test('does not wait for the end of a step, which takes half a minute', async () => {
    const run = await startRun({ hidden_size: 512, context_length: 512, batch_size: 128 });
    const client = clientOf(service);
    await client.pollJob(run.jobId, ({ status }) => status === 'running', jobMsMax);
    await sleep(2_000);
    const asked = Date.now();
    await client.cancel(run.jobId);
    const job = await client.pollJob(run.jobId, hasEnded, soonMs / 2);
    expect(Date.now() - asked).toBeLessThan(soonMs / 2);
    expect(job.status).toBe('cancelled');
  }, 180_000);
});

test('an API and a worker without a database refuse to start and say why', async () => {
  const environment = { DATABASE_URL: '' };
  await expect(startApi(environment)).rejects.toThrow('DATABASE_URL is not set');
  await expect(startWorker(environment)).rejects.toThrow('npm start');
});

test('GATECAST_KERNEL chooses the kernel, and a missing one is refused by name', async () => {
  const { environment } = service;
  await expect(startWorker({ ...environment, GATECAST_KERNEL: 'abacus' })).rejects.toThrow(
    /GATECAST_KERNEL: There is no kernel "abacus" here; available: .*reference/,
  );
  await expect(startApi({ ...environment, GATECAST_KERNEL: 'abacus' })).rejects.toThrow('GATECAST_KERNEL');
  await service.worker?.kill('SIGTERM'); // it would take the job
  service.worker = await startWorker({ ...environment, GATECAST_KERNEL: 'reference' });
  // Plain TypeScript is slow, and the kernel is named whatever the size.
  const run = await startRun({ hidden_size: 8, context_length: 16, steps: 3 });
  const client = clientOf(service);
  await client.pollJob(run.jobId, hasEnded, jobMsMax);
  expect((await client.model(run.modelId)).card!.training.kernel).toBe('reference');
}, 180_000);

test('an API on a public address refuses to start without a key', async () => {
  const environment = { DATABASE_URL: server.url, HOST: '0.0.0.0', GATECAST_API_KEY: '' };
  await expect(startApi(environment)).rejects.toThrow('Set GATECAST_API_KEY');
});
