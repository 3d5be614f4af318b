import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Claim } from '../../../src/contracts/ports/index.ts';
import type { Job, JobProgress } from '../../../src/contracts/schemas/jobs/job.ts';
import { AppError } from '../../../src/errors.ts';
import { JobTags, taggedJobsMax } from '../../../src/http/routes/jobs/job-tags.ts';
import { openJobFeed, openStore, type Store } from '../../../src/store/index.ts';
import { claimed, sampleResult } from '../../store/samples.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const apiKey = 'a-first-key-of-32-characters-or-more';
const admin = { 'x-api-key': apiKey };
let service: TestApp;
let databaseUrl: string;
/** The store of another process: this one learns of its changes from the feed alone. */
let other: Store;
let datasetId: string;

beforeAll(async () => {
  const database = await createTestDatabase();
  databaseUrl = database.url;
  service = await startApp({ apiKey }, database);
  other = await openStore(database.url, { poolMax: 2 });
  const headers = { ...admin, 'content-type': 'text/csv' };
  const upload = { method: 'POST', url: '/v1/datasets', headers, payload: dailyCsv(120) } as const;
  datasetId = (await service.app.inject(upload)).json().id;
});
afterAll(async () => {
  await other.close();
  await service.stop();
});

async function queued(): Promise<Job> {
  const payload = { dataset_id: datasetId, horizon: 5, preset: 'fast', steps: 20 };
  return (await service.app.inject({ method: 'POST', url: '/v1/models', headers: admin, payload })).json()
    .job;
}

/** A feed, and a job whose first event it has received: it would end a tag that is kept. */
async function queuedBefore() {
  const feed = openJobFeed(databaseUrl, { log: { warn: () => {}, info: () => {} } });
  await expect.poll(() => feed.isListening).toBe(true);
  const heard: (string | null)[] = [];
  const leave = feed.onChange((id) => heard.push(id));
  const job = await queued();
  await expect.poll(() => heard).toContain(job.id);
  leave();
  return { feed, job };
}

const poll = (job: Job, etag: string, headers: object = admin) =>
  service.app.inject({ url: `/v1/jobs/${job.id}`, headers: { ...headers, 'if-none-match': etag } });

async function tagOf(job: Job): Promise<string> {
  const answer = await service.app.inject({ url: `/v1/jobs/${job.id}`, headers: admin });
  return String(answer.headers.etag);
}

const progress: JobProgress = {
  ...{ fraction: 0.4, phase: 'training', epoch: 1.5, step: 40, steps: 100 },
  ...{ loss: 0.3, validation_loss: null, elapsed_seconds: 7.5, eta_seconds: 9 },
};

describe('while the clock stands still, so that no kept tag grows old,', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('each kind of change of a job by another process ends its 304', async () => {
    const job = await queued();
    let claim: Claim;
    const changes: [string, () => Promise<unknown>][] = [
      ['started', async () => (claim = await claimed(other, job.id))],
      ['progress', () => other.leases.heartbeat(claim, progress)],
      ['released', () => other.leases.release(claim)],
      ['started again', async () => (claim = await claimed(other, job.id))],
      ['cancel requested', () => other.jobs.cancel(claim.job.tenant, job.id)],
      ['cancelled', () => other.leases.cancel(claim)],
      ['retried', () => other.jobs.retry(claim.job.tenant, job.id)],
      ['started for the third time', async () => (claim = await claimed(other, job.id))],
      ['failed', () => other.leases.fail(claim, new AppError('internal').toProblem())],
      ['retried again', () => other.jobs.retry(claim.job.tenant, job.id)],
      ['started for the last time', async () => (claim = await claimed(other, job.id))],
      ['succeeded', () => other.leases.succeed(claim, sampleResult())],
    ];
    for (const [name, change] of changes) {
      const etag = await tagOf(job);
      expect((await poll(job, etag)).statusCode, `before: ${name}`).toBe(304);
      expect((await poll(job, etag)).statusCode, `before: ${name}`).toBe(304);
      await change();
      await expect.poll(async () => (await poll(job, etag)).statusCode, { message: name }).toBe(200);
      const changed = await poll(job, etag);
      expect(changed.headers.etag).toBe(await tagOf(job));
    }
    const etag = await tagOf(job);
    expect((await poll(job, etag)).statusCode).toBe(304);
    await other.models.delete(claim!.job.tenant, claim!.model.id);
    await expect.poll(async () => (await poll(job, etag)).statusCode).toBe(404);
  });

  test('a change by this process ends the 304 at once', async () => {
    const job = await queued();
    const etag = await tagOf(job);
    expect((await poll(job, etag)).statusCode).toBe(304);
    await service.app.inject({ method: 'POST', url: `/v1/jobs/${job.id}/cancel`, headers: admin });
    expect((await poll(job, etag)).json().status).toBe('cancelled');
  });

  test('a tag that one tenant polls answers no other tenant', async () => {
    const payload = { tenant: 'rival', scopes: ['read'] };
    const made = await service.app.inject({ method: 'POST', url: '/v1/keys', headers: admin, payload });
    const rival = { 'x-api-key': made.json().secret };
    const job = await queued();
    const etag = await tagOf(job);
    for (let i = 0; i < 2; i++) {
      expect((await poll(job, etag)).statusCode).toBe(304);
      expect((await poll(job, etag, rival)).statusCode).toBe(404);
    }
  });

  test('without the feed every tag is read', async () => {
    const job = await queued();
    const feed = openJobFeed('postgres://nobody@127.0.0.1:1/none', {
      log: { warn: () => {}, info: () => {} },
    });
    const tags = new JobTags(other.jobs, feed);
    const before = await tags.tagOf('default', job.id);
    expect(await tags.tagOf('default', job.id)).toBe(before);
    await other.jobs.cancel('default', job.id);
    expect(await tags.tagOf('default', job.id)).not.toBe(before);
    expect(tags.size).toBe(0);
    await feed.close();
  });

  test('a tag that is polled is read again before its end, and a poll meanwhile does not wait', async () => {
    const { feed, job } = await queuedBefore();
    const get = vi.fn(other.jobs.get);
    const tags = new JobTags({ get }, feed);
    const tag = await tags.tagOf('default', job.id);
    const later = (ms: number) => vi.advanceTimersByTime(ms);
    expect(tags.keptTagOf('default', job.id)).toBe(tag);
    expect(get).toHaveBeenCalledTimes(1);
    later(900);
    for (let i = 0; i < 3; i++) expect(tags.keptTagOf('default', job.id)).toBe(tag);
    expect(get).toHaveBeenCalledTimes(2);
    await get.mock.results[1].value;
    await sleep(10);
    later(600);
    expect(tags.keptTagOf('default', job.id)).toBe(tag);
    expect(get).toHaveBeenCalledTimes(2);
    later(500);
    expect(tags.keptTagOf('default', job.id)).toBeUndefined();
    await feed.close();
  });

  test('a job that changes while it is read keeps no old tag', async () => {
    const { feed, job } = await queuedBefore();
    /** The reads that have their row, and that the test lets go on. */
    const reads: (() => void)[] = [];
    const slow = {
      get: async (tenant: string, id: string) => {
        const old = await other.jobs.get(tenant, id);
        await new Promise<void>((resolve) => reads.push(resolve));
        return old;
      },
    };
    const tags = new JobTags(slow, feed);
    const first = tags.tagOf('default', job.id);
    await expect.poll(() => reads.length).toBe(1);
    expect(tags.size).toBe(1);
    await other.jobs.cancel('default', job.id);
    await expect.poll(() => tags.size).toBe(0);
    reads[0]();
    const old = await first;
    const second = tags.tagOf('default', job.id);
    await expect.poll(() => reads.length).toBe(2);
    reads[1]();
    expect(await second).not.toBe(old);
    await feed.close();
  });
});

test('the number of kept tags is bounded', async () => {
  const feed = { isListening: true, onChange: () => () => {} };
  // The store is left out: so many real jobs take minutes.
  const tags = new JobTags({ get: async (_, id) => ({ id }) as Job }, feed);
  for (let i = 0; i < taggedJobsMax + 5; i++) await tags.tagOf('default', `job_${i}`);
  expect(tags.size).toBe(taggedJobsMax);
});
