import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../../../src/contracts/schemas/jobs/job.ts';
import { type JobLogLine, jobEventSchema } from '../../../src/contracts/schemas/jobs/job-event.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { ApiDocument } from '../../support/document.ts';
import { readEvents } from '../../support/event-stream.ts';
import { soonMs } from '../../support/soon.ts';

let service: TestApp;
let url: string;
let datasetId: string;
/** Runs once, after the next read of a job and before its caller has the row. */
let afterRead: (() => Promise<unknown>) | null = null;

beforeAll(async () => {
  service = await startApp({}, undefined, {
    changed: (store) => ({
      ...store,
      jobs: {
        ...store.jobs,
        async get(tenant, jobId) {
          const job = await store.jobs.get(tenant, jobId);
          const run = afterRead;
          afterRead = null;
          await run?.();
          return job;
        },
      },
    }),
  });
  url = await service.app.listen({ host: '127.0.0.1', port: 0 });
  datasetId = (await upload(service.app, dailyCsv(120))).json().id;
});
afterAll(() => service.stop());

const post = (path: string, payload?: object) => service.app.inject({ method: 'POST', url: path, payload });
const read = async (path: string) => (await service.app.inject(path)).json();

async function queued(settings: object = {}): Promise<Job> {
  const payload = { dataset_id: datasetId, horizon: 5, preset: 'fast', steps: 20, ...settings };
  return (await post('/v1/models', payload)).json().job;
}

describe('without a worker', () => {
  test('a job links to its events and logs, and has no ETA while nothing of its kind has succeeded', async () => {
    const job = await queued();
    expect(job.links).toMatchObject({ events: `/v1/jobs/${job.id}/events`, logs: `/v1/jobs/${job.id}/logs` });
    expect(job).toMatchObject({ status: 'queued', eta_seconds: null });
    await post(`/v1/jobs/${job.id}/cancel`);
  });

  test('the document describes what the stream sends', async () => {
    const document = await read('/openapi.json');
    const operation = document.paths['/v1/jobs/{job_id}/events'].get;
    const { contentSchema } = operation.responses['200'].content['text/event-stream'].schema;
    const faultsOf = (value: unknown) => new ApiDocument(document).faultsAgainst(contentSchema.$ref, value);
    const job = await queued();
    await post(`/v1/jobs/${job.id}/cancel`);
    const events = await readEvents(`${url}/v1/jobs/${job.id}/events`);
    expect(events.map(({ event }) => event)).toEqual(['queued', 'cancelled']);
    for (const { data } of events) expect(faultsOf(data)).toEqual([]);
    expect(faultsOf({ ...events[0]!.data, type: 'other' })).not.toEqual([]);
  });

  test('If-None-Match is answered with 304 until the job changes', async () => {
    const job = await queued();
    const first = await service.app.inject(`/v1/jobs/${job.id}`);
    const headers = { 'if-none-match': `"other", ${first.headers.etag}` };
    const same = await service.app.inject({ url: `/v1/jobs/${job.id}`, headers });
    expect([same.statusCode, same.body, same.headers.etag]).toEqual([304, '', first.headers.etag]);
    await post(`/v1/jobs/${job.id}/cancel`);
    const changed = await service.app.inject({ url: `/v1/jobs/${job.id}`, headers });
    expect([changed.statusCode, changed.json().status]).toEqual([200, 'cancelled']);
  });

  test('a call that waits is answered as soon as the job ends', async () => {
    const job = await queued();
    const startedAt = Date.now();
    const waiting = read(`/v1/jobs/${job.id}?wait=30`);
    setTimeout(() => post(`/v1/jobs/${job.id}/cancel`), 200);
    expect((await waiting).status).toBe('cancelled');
    expect(Date.now() - startedAt).toBeLessThan(soonMs);
    expect((await read(`/v1/jobs/${job.id}?wait=30`)).status).toBe('cancelled'); // has ended: at once
    expect(Date.now() - startedAt).toBeLessThan(soonMs);
  });

  test('a call that waits misses no change that comes while it reads the job', async () => {
    const job = await queued();
    const startedAt = Date.now();
    afterRead = async () => {
      await post(`/v1/jobs/${job.id}/cancel`);
      await sleep(500); // the notification has come
    };
    expect((await read(`/v1/jobs/${job.id}?wait=30`)).status).toBe('cancelled');
    expect(Date.now() - startedAt).toBeLessThan(soonMs);
  });

  test('a waiting call gets a response when its time is over', async () => {
    const job = await queued();
    const startedAt = Date.now();
    const { etag } = (await service.app.inject(`/v1/jobs/${job.id}`)).headers;
    const headers = { 'if-none-match': String(etag) };
    const answer = await service.app.inject({ url: `/v1/jobs/${job.id}?wait=1`, headers });
    expect(answer.statusCode).toBe(304);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_000);
    await post(`/v1/jobs/${job.id}/cancel`);
  });

  test('a wait over the limit and an invalid event id are refused by name', async () => {
    const job = await queued();
    const wait = await service.app.inject(`/v1/jobs/${job.id}?wait=${limits.waitSecondsMax + 1}`);
    expect([wait.statusCode, wait.json().errors[0].path]).toEqual([422, '?wait']);
    const headers = { 'last-event-id': 'x' };
    const stream = await service.app.inject({ url: `/v1/jobs/${job.id}/events`, headers });
    expect([stream.statusCode, stream.json().code]).toEqual([422, 'request_invalid']);
    await post(`/v1/jobs/${job.id}/cancel`);
  });

  test('calls of a tenant that wait are bounded: as many stay free for others', async () => {
    const job = await queued();
    const waitingMax = Math.ceil(limits.jobWatchersMax / 2);
    const refused: string[] = [];
    const waiting = Array.from({ length: waitingMax + 3 }, async () => {
      const answer = await read(`/v1/jobs/${job.id}?wait=30`);
      if (answer.code === 'watchers_too_many') refused.push(answer.detail);
      return answer;
    });
    await expect.poll(() => refused).toHaveLength(3);
    expect(refused[0]).toContain(
      `lets ${limits.jobWatchersMax} wait, and of a tenant at most as many as are free`,
    );
    await post(`/v1/jobs/${job.id}/cancel`);
    const answered = (await Promise.all(waiting)).filter(({ status }) => status === 'cancelled');
    expect(answered).toHaveLength(waitingMax);
  });

  test('a job of another tenant or none has no events and no logs', async () => {
    const id = `job_${'0'.repeat(32)}`;
    for (const path of [`/v1/jobs/${id}/events`, `/v1/jobs/${id}/logs`]) {
      expect((await service.app.inject(path)).json().code).toBe('job_not_found');
    }
    expect((await post(`/v1/jobs/${id}/retry`)).json().code).toBe('job_not_found');
  });
});

describe('with a worker', () => {
  beforeAll(() => service.startWorker());

  test('the stream has all events of a job, and resumes after the last event that a client received', async () => {
    const job = await queued({ steps: 300 });
    const events = await readEvents(`${url}/v1/jobs/${job.id}/events`);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
    expect(events[0]).toMatchObject({ event: 'queued', data: { status: 'queued', attempt: 0 } });
    expect(events[1]).toMatchObject({ event: 'started', data: { status: 'running', attempt: 1 } });
    expect(events.at(-1)).toMatchObject({ event: 'succeeded', data: { progress: { fraction: 1 } } });
    expect(events.map(({ event }) => event)).toContain('progress');
    for (const { data } of events) jobEventSchema.parse(data);

    const rest = await readEvents(`${url}/v1/jobs/${job.id}/events`, { lastEventId: 1 });
    expect(rest).toEqual(events.slice(1));
    const headers = { 'last-event-id': String(events.length) };
    expect((await service.app.inject({ url: `/v1/jobs/${job.id}/events`, headers })).statusCode).toBe(204);
  });

  test('progress is reported at most once a second', async () => {
    const { data } = await read('/v1/jobs?status=succeeded');
    const events = await readEvents(`${url}/v1/jobs/${data[0].id}/events`);
    const times = events
      .filter(({ event }) => event === 'progress')
      .map(({ data }) => Date.parse(data.created_at));
    for (const [i, time] of times.slice(1).entries()) expect(time - times[i]).toBeGreaterThanOrEqual(999);
  });

  test('the handler of a job writes its main lines into the log of the job, in pages', async () => {
    const job = (await read('/v1/jobs?status=succeeded')).data[0];
    await expect
      .poll(async () => (await read(`/v1/jobs/${job.id}/logs`)).data.at(-1)?.message, { timeout: soonMs })
      .toBe('training succeeded');
    const { data } = await read(`/v1/jobs/${job.id}/logs`);
    expect(data[0]).toMatchObject({
      message: 'training starts',
      level: 'info',
      attempt: 1,
      fields: { from_step: 0 },
    });
    const first = await read(`/v1/jobs/${job.id}/logs?limit=1`);
    const second = await read(`/v1/jobs/${job.id}/logs?limit=1&cursor=${first.next_cursor}`);
    expect([...first.data, ...second.data]).toEqual(data.slice(0, 2));
  });

  test('a running job is not retried; a cancelled job continues from its last checkpoint under the same id', async () => {
    const job = await queued({ steps: 50_000 });
    await readEvents(`${url}/v1/jobs/${job.id}/events`, { enough: ({ event }) => event === 'checkpoint' });
    const early = await post(`/v1/jobs/${job.id}/retry`);
    expect([early.statusCode, early.json().code]).toEqual([409, 'job_not_retryable']);
    await post(`/v1/jobs/${job.id}/cancel`);
    await service.ended(job.id);

    const answer = await post(`/v1/jobs/${job.id}/retry`);
    expect(answer.statusCode).toBe(202);
    expect(answer.headers.location).toBe(`/v1/jobs/${job.id}`);
    expect(answer.json()).toMatchObject({
      id: job.id,
      cancel_requested: false,
      finished_at: null,
      error: null,
    });
    expect((await read(job.links.subject)).status).toBe('training');
    const events = await readEvents(`${url}/v1/jobs/${job.id}/events`, {
      enough: ({ event, data }) => event === 'started' && data.attempt === 2,
    });
    const types = events
      .map(({ event }) => event)
      .filter((type) => type !== 'progress' && type !== 'checkpoint');
    expect(types).toEqual(['queued', 'started', 'cancel_requested', 'cancelled', 'queued', 'started']);
    const starts = async (): Promise<JobLogLine[]> => {
      const { data } = await read(`/v1/jobs/${job.id}/logs`);
      return data.filter(({ message }: JobLogLine) => message === 'training starts');
    };
    await expect.poll(async () => (await starts()).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect((await starts())[1].fields.from_step).toBeGreaterThan(0);
    await post(`/v1/jobs/${job.id}/cancel`);
    await service.ended(job.id);
  });

  test('a queued job estimates its end from the durations of earlier jobs', async () => {
    const long = await queued({ steps: 50_000 });
    await readEvents(`${url}/v1/jobs/${long.id}/events`, { enough: ({ event }) => event === 'started' });
    const next = await queued();
    const last = await queued();
    const [a, b] = [await read(next.links.self), await read(last.links.self)];
    expect([a.queue_position, b.queue_position]).toEqual([1, 2]);
    expect(a.eta_seconds).toBeGreaterThan(0);
    expect(b.eta_seconds).toBeGreaterThan(a.eta_seconds);
    for (const job of [last, next, long]) await post(`/v1/jobs/${job.id}/cancel`);
    await service.ended(long.id);
  });

  test('when the service stops, streams end and waiting calls are answered', async () => {
    const job = await queued({ steps: 50_000 });
    const stream = readEvents(`${url}/v1/jobs/${job.id}/events`);
    const waiting = fetch(`${url}/v1/jobs/${job.id}?wait=30`).then(
      (response) => response.json() as Promise<Job>,
    );
    await expect.poll(async () => (await read(job.links.self)).progress !== null).toBe(true);
    await post(`/v1/jobs/${job.id}/cancel`);
    const startedAt = Date.now();
    await service.app.close();
    expect(Date.now() - startedAt).toBeLessThan(soonMs);
    expect((await stream).length).toBeGreaterThan(0);
    expect((await waiting).id).toBe(job.id);
  });
});
