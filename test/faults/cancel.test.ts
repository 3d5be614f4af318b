import { expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { startApi, startWorker } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';
import { soonMs } from '../support/soon.ts';

const hasEnded = ({ finished_at }: Job) => finished_at !== null;
/** A step of this network takes seconds in native code. */
const slowStep = { horizon: 2, preset: 'fast', members: 1, hidden_size: 512, context_length: 512, steps: 20 };

test.skipIf(!redisIsInstalled)(
  'another API than the one that began them cancels jobs, while native code computes and Redis is away',
  async () => {
    const database = await createTestDatabase();
    const redis = await startTestRedis();
    const environment = { DATABASE_URL: database.url, REDIS_URL: redis.url };
    const [one, other] = [await startApi(environment), await startApi(environment)];
    const worker = await startWorker(environment);
    onTestFinished(async () => {
      await Promise.all([one, other, worker].map((process) => process.kill('SIGKILL')));
      await redis.stop();
      await database.drop();
    });
    const [client, elsewhere] = [createApiClient(one), createApiClient(other)];
    const { id: dataset_id } = await client.upload(walk(1_500));
    const running = (await client.train({ dataset_id, ...slowStep })).job.id;
    const queued = (await client.train({ dataset_id, ...slowStep })).job.id;
    await client.pollJob(running, ({ progress }) => progress?.phase === 'training', 120_000);
    await redis.kill();

    await elsewhere.cancel(queued);
    expect((await client.job(queued)).status).toBe('cancelled');
    const asked = Date.now();
    await elsewhere.cancel(running);
    const job = await client.pollJob(running, hasEnded, soonMs);
    expect(job.status).toBe('cancelled');
    expect(Date.now() - asked).toBeLessThan(soonMs);
    await redis.start();
    const next = await client.train({ dataset_id, ...slowStep, hidden_size: 4, context_length: 8 });
    expect((await client.pollJob(next.job.id, hasEnded, 60_000)).status).toBe('succeeded');
  },
  180_000,
);
