import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import { createRng } from '../../src/engine/index.ts';
import { createApiClient } from '../support/api-client.ts';
import { createTestDatabase, holdTrainings, type TestDatabase } from '../support/postgres.ts';
import { startApi, startWorker, type TestProcess } from '../support/processes.ts';

const jobMsMax = 150_000;
const hasEnded = (job: Job) => job.finished_at !== null;

let database: TestDatabase;
let api: TestProcess;
let worker: TestProcess;
let db: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  db = new pg.Client(database.url);
  await db.connect();
  api = await startApi({ DATABASE_URL: database.url });
  worker = await startWorker({ DATABASE_URL: database.url });
});
afterAll(async () => {
  await Promise.all([api.kill('SIGTERM'), worker.kill('SIGTERM')]);
  await db.end();
  await database.drop();
});

test('a training of symbols whose worker is killed continues in another, and ends with the same bytes', async () => {
  const client = createApiClient(api);
  const rng = createRng(5);
  const words = ['the', 'whale', 'ship', 'sea', 'and', 'of', 'captain'];
  const text = Array.from({ length: 5_000 }, () => words[rng.int(words.length)]).join(' ');
  const answer = await fetch(`${api.url}/v1/datasets?split=none`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: text,
  });
  const { id: dataset_id } = (await answer.json()) as { id: string };
  // Slow enough that early stopping does not trigger.
  const request = { dataset_id, hidden_size: 64, steps: 400, learning_rate: 1e-4, seed: 3 };

  const first = await client.train(request);
  const undisturbed = await client.pollJob(first.job.id, hasEnded, jobMsMax);
  expect(undisturbed.error).toBeNull();

  const release = await holdTrainings(database.url);
  onTestFinished(release);
  const second = await client.train(request);
  const stepOfCheckpoint = async (): Promise<number> => {
    const { rows } = await db.query('SELECT step FROM job_checkpoints WHERE job_id = $1', [second.job.id]);
    return rows[0]?.step ?? 0;
  };
  await expect.poll(stepOfCheckpoint, { timeout: jobMsMax, interval: 20 }).toBeGreaterThan(0);
  await worker.kill('SIGKILL');
  const saved = await stepOfCheckpoint();
  // The next attempt shows the progress of this one until it has its own.
  const { progress: before } = await client.job(second.job.id);
  worker = await startWorker({ DATABASE_URL: database.url });
  const steps: number[] = [];
  const isTrained = ({ attempt, progress }: Job) => {
    const isItsOwn = progress !== null && progress.elapsed_seconds !== before?.elapsed_seconds;
    if (attempt === 2 && isItsOwn && progress.phase !== 'preparing') steps.push(progress.step);
    return steps.at(-1) === request.steps;
  };
  await client.pollJob(second.job.id, isTrained, jobMsMax);
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(saved); // it continued from the checkpoint
  await release();
  const resumed = await client.pollJob(second.job.id, hasEnded, jobMsMax);
  expect(resumed, worker.output().slice(-2_000)).toMatchObject({ status: 'succeeded', attempt: 2 });
  const [a, b] = [await client.model(first.model.id), await client.model(second.model.id)];
  expect(b.weights!.sha256).toBe(a.weights!.sha256);
});
