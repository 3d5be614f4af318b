import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import type { FaultPoint } from '../../src/fault-points.ts';
import { walk } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '../support/redis.ts';

const queues = [
  { name: 'PostgreSQL', isInstalled: true },
  { name: 'Redis', isInstalled: redisIsInstalled },
];
const request = { horizon: 2, preset: 'fast', members: 1, context_length: 8, hidden_size: 4, steps: 20 };
const jobMsMax = 120_000;
/** The queues are tested side by side, since keys and locks take seconds to expire. The tests of a queue
 *  depend on each other. */
const [sideBySide, inTurn] = [{ concurrent: true }, { concurrent: false }];

for (const { name, isInstalled } of queues) {
  describe(`with the queue on ${name}`, { ...sideBySide, skip: !isInstalled }, () => {
    let database: TestDatabase;
    let db: pg.Client;
    let redis: TestRedis | null = null;
    let environment: Environment;
    let api: TestProcess;
    let datasetId: string;
    /** A worker that dies after its claim of the job. */
    let diesAfterClaim: { worker: TestProcess; jobId: string };

    beforeAll(async () => {
      database = await createTestDatabase();
      db = new pg.Client(database.url);
      await db.connect();
      redis = name === 'Redis' ? await startTestRedis() : null;
      environment = { DATABASE_URL: database.url, ...(redis === null ? {} : { REDIS_URL: redis.url }) };
      api = await startApi(environment);
      const made = await post(api, '/v1/datasets', {
        series: [{ id: 'A', start: '2024-01-01', values: walk(60) }],
      });
      datasetId = made.id;
    });
    afterAll(async () => {
      await api.kill('SIGTERM');
      await redis?.stop();
      await db.end();
      await database.drop();
    });

    async function post(to: TestProcess, path: string, body: object, key?: string) {
      const headers = {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      let response = await fetch(to.url + path, init);
      // A key of a process that died is free after 15 seconds.
      for (
        const until = Date.now() + jobMsMax;
        response.status === 409 && Date.now() < until;
        await sleep(500)
      )
        response = await fetch(to.url + path, init);
      expect(response.status).toBeLessThan(300);
      // biome-ignore lint/suspicious/noExplicitAny: answers of several calls
      return (await response.json()) as any;
    }
    const train = (to: TestProcess, key: string) =>
      post(to, '/v1/models', { dataset_id: datasetId, ...request }, key);

    async function ended(jobId: string): Promise<Job> {
      for (const until = Date.now() + jobMsMax; Date.now() < until; await sleep(100)) {
        const job = (await (await fetch(`${api.url}/v1/jobs/${jobId}`)).json()) as Job;
        if (job.finished_at !== null) return job;
      }
      throw new Error(`${jobId} did not end in time`);
    }
    const rowsOf = async (statement: string) => (await db.query(statement)).rows;

    /** The API kills itself at the point, while it serves the call. */
    async function killedAt(point: FaultPoint, key: string): Promise<void> {
      const dying = await startApi({ ...environment, GATECAST_FAULT_POINT: point });
      await expect(train(dying, key), point).rejects.toThrow('fetch failed');
      await dying.ended;
    }

    test(
      'each training is there exactly once, wherever the API dies between its row and its answer',
      inTurn,
      async () => {
        // Before the entry in the queue, the queue makes no difference.
        const points: readonly FaultPoint[] =
          name === 'PostgreSQL' ? ['inserted', 'committed', 'queued'] : ['queued'];
        await Promise.all(points.map((point) => killedAt(point, `key ${point}`.replace(' ', '-'))));
        // What was not committed is not there.
        const committed = points.filter((point) => point !== 'inserted').length;
        expect(await rowsOf('SELECT id FROM models')).toHaveLength(committed);
        expect(await rowsOf('SELECT id FROM jobs')).toHaveLength(committed);

        const answers = await Promise.all(points.map((point) => train(api, `key-${point}`)));
        const last = (await train(api, 'worker')).job.id; // for the next test
        diesAfterClaim = {
          jobId: last,
          worker: await startWorker({ ...environment, GATECAST_FAULT_POINT: `claimed@${last}` }),
        };
        const jobs = await Promise.all(answers.map(({ job }) => ended(job.id)));
        expect(jobs.map(({ status, attempt }) => [status, attempt])).toEqual(
          jobs.map(() => ['succeeded', 1]),
        );
        expect(new Set(jobs.map(({ id }) => id)).size).toBe(points.length);
        expect(await rowsOf('SELECT id FROM models')).toHaveLength(points.length + 1);
      },
    );

    test(
      'a job whose worker dies after the claim runs again; one whose worker dies after publishing does not',
      inTurn,
      async () => {
        const { worker, jobId } = diesAfterClaim;
        await worker.ended;
        const second = await startWorker({ ...environment, GATECAST_FAULT_POINT: 'published' });
        await second.ended;
        expect(await ended(jobId)).toMatchObject({ status: 'succeeded', attempt: 2 });
        const third = await startWorker(environment);
        const next = await train(api, 'worker-next');
        expect(await ended(next.job.id)).toMatchObject({ status: 'succeeded', attempt: 1 });
        expect(await ended(jobId)).toMatchObject({ status: 'succeeded', attempt: 2 });
        await third.kill('SIGTERM');
      },
    );

    test(
      'no job is without its model, no model without its job, and none was published twice',
      inTurn,
      async () => {
        const orphans = `
        SELECT models.id FROM models FULL JOIN jobs ON jobs.id = models.job_id
        WHERE models.id IS NULL OR jobs.id IS NULL OR models.status <> 'ready'`;
        expect(await rowsOf(orphans)).toEqual([]);
        const twice = `SELECT job_id FROM job_events WHERE type = 'succeeded' GROUP BY 1 HAVING count(*) > 1`;
        expect(await rowsOf(twice)).toEqual([]);
      },
    );
  });
}
