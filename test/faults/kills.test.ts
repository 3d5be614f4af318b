import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/index.ts';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { holdTrainings } from '../support/postgres.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { soonMs } from '../support/soon.ts';

const jobMsMax = 90_000;
/** Promises of the project: another worker continues within this time, and repeats at most this much work. */
const takeoverMsMax = 20_000;
const workLostSecondsMax = 10;

/** Short, because the scores of all methods are no part of what is shown here. */
const values = walk(600);
/** Settings of a training of a second or more. */
const request = {
  horizon: 10,
  cell: 'gru',
  context_length: 96,
  hidden_size: 64,
  members: 1,
  preset: 'fast',
  learning_rate: 1e-4, // slow enough that early stopping does not trigger
  steps: 200,
  seed: 11,
  validation: { windows: 0 }, // no card is read
};
const isUnderWay = ({ progress }: Job) => progress !== null && progress.step >= 50;
const hasEnded = (job: Job) => job.finished_at !== null;

/** SHA-256 and speed of an undisturbed run. Every other run has to end with the same bytes. */
let undisturbed: { sha256: string; stepsPerSecond: number };

/** Processes that the tests kill and replace. A start costs two seconds of CPU time. Their PostgreSQL is their own,
 *  because a test kills it. */
let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
let api: TestProcess;
let worker: TestProcess | null = null;
let environment: Environment;
let datasetId: string;
const client = createApiClient({
  get url() {
    return api.url;
  },
});

interface Run {
  jobId: string;
  modelId: string;
}

/** Starts a training, on the worker that is there. */
async function startRun(settings = {}): Promise<Run> {
  worker ??= await startWorker(environment);
  const { model, job } = await client.train({ dataset_id: datasetId, ...request, ...settings });
  return { jobId: job.id, modelId: model.id };
}

/** Starts a training that cannot end before `release`. @returns the training under way */
async function runUnderWay(): Promise<{ run: Run; before: Job; release(): Promise<void> }> {
  const release = await holdTrainings(server.url);
  onTestFinished(release);
  const run = await startRun();
  return { run, before: await client.pollJob(run.jobId, isUnderWay, jobMsMax), release };
}

/** Ends the worker, and no other one is there. */
async function endWorker(signal: NodeJS.Signals): Promise<void> {
  const ending = worker!;
  worker = null;
  await ending.kill(signal);
}

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatecast-kill-'));
  server = await startEmbeddedPostgres({ dataDir }); // its supervisor restarts it
  environment = { DATABASE_URL: server.url };
  api = await startApi(environment);
  datasetId = (await client.upload(values)).id;
  const run = await startRun();
  const job = await client.pollJob(run.jobId, hasEnded, jobMsMax);
  expect(job.error).toBeNull();
  const { weights, card } = await client.model(run.modelId);
  undisturbed = { sha256: weights!.sha256, stepsPerSecond: card!.training.steps / card!.training.seconds };
  return async () => {
    await Promise.all([api.kill('SIGTERM'), worker?.kill('SIGTERM')]);
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
});

/** Follows the job to its end and checks the promises. @param before the job at the time of the kill */
async function expectSameEnd(run: Run, before: Job): Promise<void> {
  let fellBackBy = 0;
  let highest = before.progress!.step;
  const job = await client.pollJob(run.jobId, hasEnded, jobMsMax, ({ progress }) => {
    if (progress?.phase !== 'training') return;
    fellBackBy = Math.max(fellBackBy, highest - progress.step);
    highest = Math.max(highest, progress.step);
  });
  const output = worker?.output().slice(-3_000);
  expect(job, output).toMatchObject({ status: 'succeeded', error: null });
  // Work is lost in seconds, and seen in steps. Neither run has one speed: other tests use the same cores. The faster
  // speed is that of the steps that were lost, or closer to it; the slower one would count a pause of
  // the machine as lost work.
  const stepsPerSecond = Math.max(
    undisturbed.stepsPerSecond,
    before.progress!.step / before.progress!.elapsed_seconds,
  );
  expect(fellBackBy / stepsPerSecond).toBeLessThanOrEqual(workLostSecondsMax);
  expect((await client.model(run.modelId)).weights!.sha256).toBe(undisturbed.sha256);
}

describe('a training continues, and ends with the bytes of an undisturbed run,', () => {
  test('when PostgreSQL and the API are killed', async () => {
    const { run, before } = await runUnderWay();
    process.kill(server.postmasterPid, 'SIGKILL'); // the training may end: the lock that holds it back is gone
    await api.kill('SIGKILL');
    api = await startApi(environment);
    await expectSameEnd(run, before);
  });

  test('when its worker is asked to end: another one takes over at once', async () => {
    const { run, before, release } = await runUnderWay();
    const asked = Date.now();
    await endWorker('SIGTERM');
    expect(Date.now() - asked).toBeLessThan(soonMs);
    expect((await client.job(run.jobId)).status).toBe('queued');
    await release();
    worker = await startWorker(environment);
    const taken = await client.pollJob(
      run.jobId,
      ({ attempt, started_at }) => attempt === 2 && started_at !== null,
      soonMs,
    );
    expect(taken.progress!.step).toBeGreaterThanOrEqual(before.progress!.step);
    await expectSameEnd(run, before);
  });

  // test/faults/paused.test.ts has the same with the queue on Redis, for a worker that is paused.
  test('when its worker is killed', async () => {
    const { run, before, release } = await runUnderWay();
    await endWorker('SIGKILL');
    const killedAt = Date.now();
    await release();
    worker = await startWorker(environment);
    await client.pollJob(run.jobId, ({ attempt }) => attempt === 2, takeoverMsMax);
    console.info(`taken over ${((Date.now() - killedAt) / 1000).toFixed(1)} s after the kill`);
    await expectSameEnd(run, before);
  });
});

describe('cancelling', () => {
  test('ends a running job soon and a queued one at once', async () => {
    const run = await startRun({ steps: 20_000 }); // it is under way until it is cancelled
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
  });

  test('does not wait for the end of a step, which takes half a minute', async () => {
    const run = await startRun({ hidden_size: 512, context_length: 512, batch_size: 128 });
    await client.pollJob(run.jobId, ({ status }) => status === 'running', jobMsMax);
    await sleep(2_000);
    const asked = Date.now();
    await client.cancel(run.jobId);
    const job = await client.pollJob(run.jobId, hasEnded, soonMs / 2);
    expect(Date.now() - asked).toBeLessThan(soonMs / 2);
    expect(job.status).toBe('cancelled');
  });
});

test('GATECAST_KERNEL chooses the kernel, and a missing one is refused by name', async () => {
  await expect(startWorker({ ...environment, GATECAST_KERNEL: 'abacus' })).rejects.toThrow(
    /GATECAST_KERNEL: There is no kernel "abacus" here; available: .*reference/,
  );
  await expect(startApi({ ...environment, GATECAST_KERNEL: 'abacus' })).rejects.toThrow('GATECAST_KERNEL');
  await worker?.kill('SIGTERM'); // it would take the job
  worker = await startWorker({ ...environment, GATECAST_KERNEL: 'reference' });
  // Plain TypeScript is slow, and the kernel is named whatever the size.
  const run = await startRun({ hidden_size: 8, context_length: 16, steps: 3 });
  await client.pollJob(run.jobId, hasEnded, jobMsMax);
  expect((await client.model(run.modelId)).card!.training.kernel).toBe('reference');
});
