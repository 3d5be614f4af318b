import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase, holdTrainings, type TestDatabase } from '../support/postgres.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '../support/redis.ts';

const request = {
  ...{ horizon: 6, cell: 'gru', context_length: 64, hidden_size: 48, members: 1, preset: 'fast' },
  ...{ learning_rate: 1e-4, steps: 200, seed: 5, validation: { windows: 0 } },
};
const jobMsMax = 120_000;
const takeoverMsMax = 20_000;
const hasEnded = ({ finished_at }: Job) => finished_at !== null;
const queues = [
  { name: 'PostgreSQL', isInstalled: true },
  { name: 'Redis', isInstalled: redisIsInstalled },
];

/** Progress at the pause. */
const pausedAtStep = 60;
/** SHA-256 of the weights of an undisturbed run. They do not depend on the queue. */
let undisturbed: string | null = null;

for (const { name, isInstalled } of queues) {
  describe.skipIf(!isInstalled)(`with the queue on ${name}`, () => {
    let database: TestDatabase;
    let redis: TestRedis | null = null;
    let environment: Environment;
    let api: TestProcess;

    beforeAll(async () => {
      database = await createTestDatabase();
      redis = name === 'Redis' ? await startTestRedis() : null;
      environment = { DATABASE_URL: database.url, ...(redis === null ? {} : { REDIS_URL: redis.url }) };
      api = await startApi(environment);
    });
    afterAll(async () => {
      await api.kill('SIGTERM');
      await redis?.stop();
      await database.drop();
    });

    test('a paused worker loses its job, and cannot write when it wakes up; the bytes are those of an undisturbed run', async () => {
      const client = createApiClient(api);
      const { id: dataset_id } = await client.upload(walk(900));
      const sleeper = await startWorker(environment);
      onTestFinished(() => sleeper.kill('SIGKILL')); // while it is paused it does not end by a SIGTERM
      if (undisturbed === null) {
        const alone = await client.train({ dataset_id, ...request });
        await client.pollJob(alone.job.id, hasEnded, jobMsMax);
        undisturbed = (await client.model(alone.model.id)).weights!.sha256;
      }

      const release = await holdTrainings(database.url);
      onTestFinished(release);
      const { job, model } = await client.train({ dataset_id, ...request });
      await client.pollJob(job.id, ({ progress }) => (progress?.step ?? 0) >= pausedAtStep, jobMsMax);
      process.kill(sleeper.pid, 'SIGSTOP');
      const pausedAt = Date.now();
      await release();
      const other = await startWorker(environment);
      onTestFinished(() => other.kill('SIGKILL'));
      await client.pollJob(job.id, ({ attempt }) => attempt === 2, takeoverMsMax);
      console.info(`taken over ${(Date.now() - pausedAt) / 1_000} s after the pause (queue on ${name})`);
      process.kill(sleeper.pid, 'SIGCONT'); // it writes its progress and a checkpoint at once, and goes on training
      const ended = await client.pollJob(job.id, hasEnded, jobMsMax);
      expect(ended, sleeper.output().slice(-2_000)).toMatchObject({ status: 'succeeded', attempt: 2 });
      await expect.poll(() => sleeper.output()).toContain('another attempt holds the job');

      expect((await client.model(model.id)).weights!.sha256).toBe(undisturbed);
      const db = new pg.Client(database.url);
      await db.connect();
      const { rows } = await db.query(
        `SELECT type, attempt FROM job_events WHERE job_id = $1 AND attempt = 1 AND sequence >
          (SELECT sequence FROM job_events WHERE job_id = $1 AND type = 'started' AND attempt = 2)`,
        [job.id],
      );
      expect(rows).toEqual([]); // no late write
      await db.end();

      // The worker that slept works on.
      await other.kill('SIGTERM');
      const last = await client.train({ dataset_id, ...request, steps: 1 });
      expect((await client.pollJob(last.job.id, hasEnded, jobMsMax)).status).toBe('succeeded');
      await sleeper.kill('SIGTERM');
    });
  });
}
