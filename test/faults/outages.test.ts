import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts';
import { createApiClient, walk } from '../support/api-client.ts';
import { type Environment, startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { type NetworkProxy, postgresSocket, postgresThrough, startProxy } from '../support/proxy.ts';
import { redisIsInstalled, startTestRedis, type TestRedis } from '../support/redis.ts';
import { soonMs } from '../support/soon.ts';

/** Length of a cut of the network. */
const cutMs = 30_000;
const sampleEveryMs = 1_000;
/** Rounds of samples with a training in each first one: each training is work for after the outage. */
const roundsPerTraining = 4;
const jobMsMax = 180_000;
const readyMsMax = 30_000;
/** A refusal takes under a second on an idle machine; without a bound it waits for the outage to end. */
const refusalMsMax = soonMs;
const request = { horizon: 4, preset: 'fast', members: 1, context_length: 32, hidden_size: 32, steps: 150 };
/** A training of so many steps is at work during a whole outage. */
const stepsThatLast = 50_000;
const hasEnded = ({ finished_at }: Job) => finished_at !== null;

interface Sample {
  path: string;
  status: number;
  milliseconds: number;
  retryAfter: string | null;
  detail: string;
}

/** A service whose database and queue are behind proxies, and may be killed. */
class Service {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'gatecast-outage-'));
  #processes: TestProcess[] = [];
  #environment: Environment = {};
  #datasetId = '';
  postgres!: EmbeddedPostgres;
  toPostgres!: NetworkProxy;
  redis: TestRedis | null = null;
  toRedis: NetworkProxy | null = null;
  api!: TestProcess;
  client!: ReturnType<typeof createApiClient>;

  async start(withRedis: boolean): Promise<void> {
    this.postgres = await startEmbeddedPostgres({ dataDir: this.#dataDir });
    this.toPostgres = await startProxy(postgresSocket(this.postgres.url));
    const environment: Environment = { DATABASE_URL: postgresThrough(this.toPostgres, this.postgres.url) };
    if (withRedis) {
      this.redis = await startTestRedis();
      this.toRedis = await startProxy({ port: Number(new URL(this.redis.url).port) });
      environment.REDIS_URL = `redis://127.0.0.1:${this.toRedis.port}`;
    }
    this.api = await startApi(environment);
    this.#environment = environment;
    this.#processes = [this.api];
    await this.startWorker();
    this.client = createApiClient(this.api);
    this.#datasetId = (await this.client.upload(walk(200))).id;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.kill('SIGKILL')));
    await this.redis?.stop();
    await this.postgres.stop();
    await Promise.all([this.toPostgres.close(), this.toRedis?.close()]);
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  async startWorker(): Promise<void> {
    // One core: a training that lasts for a whole outage leaves the other one to the tests beside it.
    this.#processes[1] = await startWorker({ ...this.#environment, GATECAST_TRAINING_CORES: '1' });
  }

  get worker(): TestProcess {
    return this.#processes[1];
  }

  async train(steps = request.steps): Promise<string> {
    return (await this.client.train({ dataset_id: this.#datasetId, ...request, steps })).job.id;
  }

  /** A call as clients make it during an outage. */
  async sample(path: string, body?: object): Promise<Sample> {
    const from = performance.now();
    const response = await fetch(this.api.url + path, {
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
      signal: AbortSignal.timeout(20_000),
    });
    const answer = (await response.json()) as { detail?: string };
    return {
      path,
      status: response.status,
      milliseconds: performance.now() - from,
      retryAfter: response.headers.get('retry-after'),
      detail: answer.detail ?? '',
    };
  }

  /** Parts that the metrics of the API call away. */
  async partsAway(): Promise<string[]> {
    const response = await fetch(`${this.api.url}/metrics`, {
      signal: AbortSignal.timeout(2 * refusalMsMax),
    });
    const text = await response.text();
    return [...text.matchAll(/^gatecast_ready\{part="(\w+)"\} 0$/gm)].map(([, part]) => part);
  }

  /** Samples of reads, trainings and readiness until `until`. */
  async samples(until: number): Promise<Sample[]> {
    const samples: Sample[] = [];
    for (let round = 0; Date.now() < until; round++) {
      samples.push(
        ...(await Promise.all([
          this.sample('/v1/datasets'),
          ...(round % roundsPerTraining === 0
            ? [this.sample('/v1/models', { dataset_id: this.#datasetId, ...request, steps: 1 })]
            : []),
          this.sample('/readyz'),
          this.sample('/healthz'),
        ])),
      );
      await sleep(sampleEveryMs);
    }
    return samples;
  }

  /** The service is ready again by itself, and every acknowledged job succeeds. */
  async expectRecovery(jobs: readonly string[]): Promise<void> {
    const isReady = () => fetch(`${this.api.url}/readyz`).then(({ status }) => status === 200);
    for (const until = Date.now() + readyMsMax; !(await isReady()); await sleep(200))
      if (Date.now() > until) throw new Error(`not ready within ${readyMsMax} ms`);
    // A server that was killed a moment ago may have seemed ready: the next call may still be refused.
    let next: string | null = null;
    for (const until = Date.now() + readyMsMax; next === null; await sleep(200)) {
      next = await this.train().catch((error: unknown) => {
        if (Date.now() > until) throw error;
        return null;
      });
    }
    for (const id of [...jobs, next])
      expect(await this.client.pollJob(id, hasEnded, jobMsMax)).toMatchObject({ status: 'succeeded' });
  }
}

/** Every refusal is a 503 with `Retry-After`, fast; readiness names the missing part. */
function expectRefusals(samples: readonly Sample[], part: string, served: readonly string[]): void {
  const refused = samples.filter(({ status }) => status >= 400);
  expect(refused.length).toBeGreaterThan(0);
  for (const sample of refused) {
    expect(sample).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) });
    expect(sample.milliseconds, sample.path).toBeLessThan(refusalMsMax);
  }
  const readiness = refused.filter(({ path }) => path === '/readyz');
  expect(readiness.length).toBeGreaterThan(0);
  for (const { detail } of readiness) expect(detail).toContain(`the ${part} does not answer`);
  const times = samples.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  expect(times[Math.floor(times.length / 2)]).toBeLessThan(soonMs / 4);
  // No call is refused for the part that it does not need. On a busy machine a few may find no connection
  // to the database in time.
  const isOfDatabase = ({ detail }: Sample) => detail.startsWith('The database does not answer');
  for (const path of served) {
    const calls = samples.filter((sample) => sample.path === path);
    const refusals = calls.filter(({ status }) => status >= 400);
    expect(refusals.filter((sample) => part === 'database' || !isOfDatabase(sample))).toEqual([]);
    expect(refusals.length, path).toBeLessThanOrEqual(Math.max(1, calls.length / 4));
  }
}

describe.concurrent('an outage', { timeout: 400_000 }, () => {
  const onPostgres = new Service();
  const onRedis = new Service();

  beforeAll(async () => {
    await onPostgres.start(false);
    if (redisIsInstalled) await onRedis.start(true);
  });
  afterAll(async () => {
    await onPostgres.stop();
    if (redisIsInstalled) await onRedis.stop();
  });

  test('of PostgreSQL, which has the queue too: killed, then cut off for 30 s', async () => {
    const service = onPostgres;
    const first = await service.train();
    process.kill(service.postgres.postmasterPid, 'SIGKILL');
    await service.expectRecovery([first]);

    const second = await service.train();
    service.toPostgres.cut();
    expect(await service.partsAway()).toContain('database');
    const samples = await service.samples(Date.now() + cutMs);
    service.toPostgres.restore();
    expectRefusals(samples, 'database', ['/healthz']);
    await service.expectRecovery([second]);

    // A worker that stops meanwhile leaves its job to another one.
    const third = await service.train(stepsThatLast);
    await service.client.pollJob(third, ({ progress }) => (progress?.step ?? 0) > 0, jobMsMax);
    service.toPostgres.cut();
    await service.worker.kill('SIGTERM');
    service.toPostgres.restore();
    expect(service.worker.exitCode(), service.worker.output()).toBe(0);
    expect(service.worker.output()).toContain('the job is left to another worker');
    await service.startWorker();
    await service.client.pollJob(third, ({ attempt }) => attempt === 2, jobMsMax);
    expect((await service.client.cancel(third)).status).toBe(202);
    await service.expectRecovery([]);
  });

  test.skipIf(!redisIsInstalled)(
    'of Redis and of PostgreSQL: killed, emptied, cut off for 30 s',
    async () => {
      const service = onRedis;
      const jobs = [await service.train()];
      await service.redis!.kill();
      // The rows are the truth: a training is accepted without the queue.
      jobs.push(await service.train());
      expectRefusals(await service.samples(Date.now() + 3_000), 'queue', [
        '/healthz',
        '/v1/datasets',
        '/v1/models',
      ]);
      await service.redis!.start();
      await service.expectRecovery(jobs);

      const emptied = [await service.train(), await service.train(), await service.train()];
      await service.redis!.flush();
      await service.expectRecovery(emptied);

      const cutOff = [await service.train(), await service.train()];
      service.toRedis!.cut();
      expect(await service.partsAway()).toEqual(['queue']);
      const withoutRedis = await service.samples(Date.now() + cutMs);
      service.toRedis!.restore();
      expectRefusals(withoutRedis, 'queue', ['/healthz', '/v1/datasets', '/v1/models']);
      await service.expectRecovery(cutOff);

      const last = [await service.train(), await service.train()];
      process.kill(service.postgres.postmasterPid, 'SIGKILL');
      await service.expectRecovery(last);
    },
  );
});
