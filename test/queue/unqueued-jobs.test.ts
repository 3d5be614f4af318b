import { expect, onTestFinished, test, vi } from 'vitest';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { startApi } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis } from '../support/redis.ts';

const trainings = 12;
const minuteMs = 60_000;

test.skipIf(!redisIsInstalled)(
  'trainings that are started while Redis is away are one line a minute, and one when they are queued again',
  { timeout: 180_000 },
  async () => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const redis = await startTestRedis();
    onTestFinished(redis.stop);
    const api = await startApi({ DATABASE_URL: database.url, REDIS_URL: redis.url, LOG_LEVEL: 'info' });
    onTestFinished(() => api.kill('SIGKILL'));
    const client = createApiClient(api);
    const { id } = await client.upload(walk(100));
    const train = () => client.train({ dataset_id: id, horizon: 2, preset: 'fast', steps: 1 });
    const told = (message: string): Record<string, unknown>[] =>
      api
        .output()
        .split('\n')
        .filter((line) => line.includes(`"msg":"${message}"`))
        .map((line) => JSON.parse(line));

    await redis.kill();
    const from = performance.now();
    for (let i = 0; i < trainings; i++) await train();
    const minutes = Math.floor((performance.now() - from) / minuteMs);
    const lost = 'jobs not queued: the reconciler will queue them';
    await vi.waitFor(() => expect(told(lost)).not.toEqual([]), { timeout: 120_000 });
    expect(told(lost).length).toBeLessThanOrEqual(1 + minutes);
    expect(told(lost)[0]).toMatchObject({
      level: 40,
      jobs: 1,
      job_id: expect.stringMatching(/^job_/),
      request_id: expect.any(String),
      err: { stack: expect.any(String) },
    });

    await redis.start();
    const isQueuedAgain = async () => {
      await train();
      expect(told('jobs are queued again')).toHaveLength(1);
    };
    await vi.waitFor(isQueuedAgain, { timeout: 120_000, interval: 200 });
    expect(told('jobs are queued again')[0]).toMatchObject({ level: 30, seconds: expect.any(Number) });
    expect(Number(told('jobs are queued again')[0].jobs)).toBeGreaterThanOrEqual(trainings);
  },
);
