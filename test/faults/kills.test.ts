import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/index.ts';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';
import { soonMs } from '../support/soon.ts';

const jobMsMax = 90_000;
/** Promises of the project: another worker continues within this time, and repeats at most this much work. */
const takeoverMsMax = 20_000;
const workLostSecondsMax = 10;

const values = walk(1_500);
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
let database: TestDatabase;

const runs: Run[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.end()));
});

beforeAll(async () => {
  database = await createTestDatabase();
  const run = await startRun({ DATABASE_URL: database.url });
  const job = await run.client.pollJob(run.jobId, hasEnded, jobMsMax);
  expect(job.error).toBeNull();
  const { weights, card } = await run.client.model(run.modelId);
  undisturbed = { sha256: weights!.sha256, stepsPerSecond: card!.training.steps / card!.training.seconds };
  await runs.pop()!.end();
}, 120_000);
afterAll(() => database.drop());

interface Run {
  api: TestProcess;
  worker: TestProcess;
  client: ReturnType<typeof createApiClient>;
  jobId: string;
  modelId: string;
  end(): Promise<void>;
}

async function startRun(environment: Environment, settings = {}): Promise<Run> {
  const api = await startApi(environment);
  const worker = await startWorker(environment);
  const client = createApiClient(api);
  const dataset = await client.upload(values);
  const { model, job } = await client.train({ dataset_id: dataset.id, ...request, ...settings });
  const run: Run = {
    api,
    worker,
    client,
    jobId: job.id,
    modelId: model.id,
    async end() {
      await Promise.all([run.api.kill('SIGTERM'), run.worker.kill('SIGTERM')]);
    },
  };
  runs.push(run);
  return run;
}

/** Follows the job to its end and checks the promises. @param before the job at the time of the kill */
async function expectSameEnd(run: Run, before: Job): Promise<void> {
  let fellBackBy = 0;
  let highest = before.progress!.step;
  const job = await run.client.pollJob(run.jobId, hasEnded, jobMsMax, ({ progress }) => {
    if (progress?.phase !== 'training') return;
    fellBackBy = Math.max(fellBackBy, highest - progress.step);
    highest = Math.max(highest, progress.step);
  });
  expect(job, run.worker.output().slice(-3_000)).toMatchObject({ status: 'succeeded', error: null });
  // Work is lost in seconds, and seen in steps. Neither run has one speed: other tests use the same cores. The faster speed is
  // that of the steps that were lost, or closer to it; the slower one would count a pause of the machine as lost work.
  const stepsPerSecond = Math.max(
    undisturbed.stepsPerSecond,
    before.progress!.step / before.progress!.elapsed_seconds,
  );
  expect(fellBackBy / stepsPerSecond).toBeLessThanOrEqual(workLostSecondsMax);
  expect((await run.client.model(run.modelId)).weights!.sha256).toBe(undisturbed.sha256);
}

describe('a training continues, and ends with the bytes of an undisturbed run,', () => {
  test('when PostgreSQL and the API are killed', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-kill-'));
    const server = await startEmbeddedPostgres({ dataDir }); // its supervisor restarts it
    onTestFinished(async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
    const environment = { DATABASE_URL: server.url };
    const run = await startRun(environment);
    const before = await run.client.pollJob(run.jobId, isUnderWay, jobMsMax);
    process.kill(server.postmasterPid, 'SIGKILL');
    await run.api.kill('SIGKILL');
    run.api = await startApi(environment);
    run.client = createApiClient(run.api);
    await expectSameEnd(run, before);
  }, 120_000);

  test('when its worker is asked to end: another one takes over at once', async () => {
    const environment = { DATABASE_URL: database.url };
    const run = await startRun(environment);
    const before = await run.client.pollJob(run.jobId, isUnderWay, jobMsMax);
    const asked = Date.now();
    await run.worker.kill('SIGTERM');
    expect(Date.now() - asked).toBeLessThan(soonMs);
    expect((await run.client.job(run.jobId)).status).toBe('queued');
    run.worker = await startWorker(environment);
    const taken = await run.client.pollJob(
      run.jobId,
      ({ attempt, status }) => attempt === 2 && status === 'running',
      soonMs,
    );
    expect(taken.progress!.step).toBeGreaterThanOrEqual(before.progress!.step);
    await expectSameEnd(run, before);
  }, 120_000);

  const queues: {
    name: string;
    isInstalled: boolean;
    start(): Promise<{ environment: Environment; stop(): Promise<void> }>;
  }[] = [
    { name: 'PostgreSQL', isInstalled: true, start: async () => ({ environment: {}, stop: async () => {} }) },
    {
      name: 'Redis',
      isInstalled: redisIsInstalled,
      async start() {
        const redis = await startTestRedis();
        return { environment: { REDIS_URL: redis.url }, stop: redis.stop };
      },
    },
  ];
  for (const { name, isInstalled, start } of queues) {
    test.skipIf(!isInstalled)(
      `when its worker is killed, with the queue on ${name}`,
      async () => {
        const queue = await start();
        onTestFinished(queue.stop);
        const environment = { DATABASE_URL: database.url, ...queue.environment };
        const run = await startRun(environment);
        const before = await run.client.pollJob(run.jobId, isUnderWay, jobMsMax);
        await run.worker.kill('SIGKILL');
        const killedAt = Date.now();
        run.worker = await startWorker(environment);
        await run.client.pollJob(run.jobId, ({ attempt }) => attempt === 2, takeoverMsMax);
        console.info(
          `taken over ${((Date.now() - killedAt) / 1000).toFixed(1)} s after the kill (queue on ${name})`,
        );
        await expectSameEnd(run, before);
      },
      120_000,
    );
  }
});

describe('cancelling', () => {
  test('ends a running job soon and a queued one at once', async () => {
    const run = await startRun({ DATABASE_URL: database.url });
    const dataset = (await run.client.model(run.modelId)).dataset_id;
    const queued = await run.client.train({ dataset_id: dataset, ...request });
    await run.client.pollJob(run.jobId, isUnderWay, jobMsMax);
    expect((await run.client.job(queued.job.id)).queue_position).toBe(1);

    await run.client.cancel(queued.job.id);
    expect((await run.client.job(queued.job.id)).status).toBe('cancelled');

    const asked = Date.now();
    await run.client.cancel(run.jobId);
    const job = await run.client.pollJob(run.jobId, hasEnded, soonMs);
    expect(Date.now() - asked).toBeLessThan(soonMs);
    expect(job.status).toBe('cancelled');
    expect((await run.client.model(run.modelId)).status).toBe('cancelled');

    const next = await run.client.train({ dataset_id: dataset, ...request, steps: 5 });
    const { status } = await run.client.pollJob(next.job.id, hasEnded, 30_000);
    expect(status).toBe('succeeded'); // the worker is free again
  }, 180_000);

  test('does not wait for the end of a step, which takes half a minute', async () => {
    const run = await startRun(
      { DATABASE_URL: database.url },
      { hidden_size: 512, context_length: 512, batch_size: 128 },
    );
    await run.client.pollJob(run.jobId, ({ status }) => status === 'running', jobMsMax);
    await sleep(2_000);
    const asked = Date.now();
    await run.client.cancel(run.jobId);
    const job = await run.client.pollJob(run.jobId, hasEnded, soonMs / 2);
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
  const environment = { DATABASE_URL: database.url };
  await expect(startWorker({ ...environment, GATECAST_KERNEL: 'abacus' })).rejects.toThrow(
    /GATECAST_KERNEL: There is no kernel "abacus" here; available: .*reference/,
  );
  await expect(startApi({ ...environment, GATECAST_KERNEL: 'abacus' })).rejects.toThrow('GATECAST_KERNEL');
  // Plain TypeScript is slow, and the kernel is named whatever the size.
  const small = { hidden_size: 8, context_length: 16, steps: 3 };
  const run = await startRun({ ...environment, GATECAST_KERNEL: 'reference' }, small);
  await run.client.pollJob(run.jobId, hasEnded, jobMsMax);
  expect((await run.client.model(run.modelId)).card!.training.kernel).toBe('reference');
}, 180_000);

test('an API on a public address refuses to start without a key', async () => {
  const environment = { DATABASE_URL: database.url, HOST: '0.0.0.0', GATECAST_API_KEY: '' };
  await expect(startApi(environment)).rejects.toThrow('Set GATECAST_API_KEY');
});
