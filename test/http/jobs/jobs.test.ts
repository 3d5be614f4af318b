import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Job } from '../../../src/contracts/schemas/jobs/job.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let datasetId: string;
let model: Model;
let job: Job;

/** No worker takes the jobs until the last test: they stay queued. */
beforeAll(async () => {
  service = await startApp();
  datasetId = (await upload(service.app, dailyCsv(60))).json().id;
  ({ model, job } = await create({ 'x-request-id': 'order-7' }));
});
afterAll(() => service.stop());

async function create(headers: Record<string, string> = {}): Promise<{ model: Model; job: Job }> {
  const payload = { dataset_id: datasetId, horizon: 5, preset: 'fast', steps: 5 };
  return (await service.app.inject({ method: 'POST', url: '/v1/models', headers, payload })).json();
}

const post = (url: string, payload?: object) => service.app.inject({ method: 'POST', url, payload });

test('a queued job has a position and is in the queue', async () => {
  const read = (await service.app.inject(`/v1/jobs/${job.id}`)).json();
  expect(read).toMatchObject({ status: 'queued', queue_position: 1, progress: null, error: null });
  expect(read.links).toMatchObject({ self: `/v1/jobs/${job.id}`, subject: `/v1/models/${model.id}` });
  expect(await service.queue.missing('train', [job.id])).toEqual([]);
});

test('the queue counts what waits and runs, by kind', async () => {
  const queue = (await service.app.inject('/v1/queue')).json();
  expect(queue).toMatchObject({
    workers: 0,
    live_workers: [],
    kinds: [
      { kind: 'train', running: 0 },
      { kind: 'backtest', queued: 0 },
    ],
  });
  expect(queue.kinds[0].queued).toBeGreaterThan(0);
  expect(queue.kinds[0].oldest_seconds).toBeGreaterThan(0);
  expect(queue.kinds[1].oldest_seconds).toBeNull();
});

test('jobs are listed by status, in pages that end', async () => {
  const second = await create();
  const first = (await service.app.inject('/v1/jobs?status=queued&limit=1')).json();
  expect(first.data.map(({ id }: Job) => id)).toEqual([second.job.id]);
  const rest = (
    await service.app.inject(`/v1/jobs?status=queued&limit=1&cursor=${first.next_cursor}`)
  ).json();
  expect(rest.data.map(({ id }: Job) => id)).toEqual([job.id]);
  expect(rest.next_cursor).toBeNull();
  expect((await service.app.inject('/v1/jobs?status=failed')).json().data).toEqual([]);
});

test('a model whose job has not ended is not ready: 409 with the job', async () => {
  for (const request of [
    post(`/v1/models/${model.id}/forecasts`, {}),
    service.app.inject(`/v1/models/${model.id}/weights`),
  ]) {
    const answer = await request;
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'model_not_ready', retryable: true });
    expect(answer.headers['retry-after']).toBeDefined();
  }
  const answer = await post(`/v1/models/${model.id}/forecasts`, {});
  expect(answer.headers.location).toBe(`/v1/jobs/${job.id}`);
});

test('a dataset or a model that a job uses is not deleted', async () => {
  const dataset = await service.app.inject({ method: 'DELETE', url: `/v1/datasets/${datasetId}` });
  expect([dataset.statusCode, dataset.json().code]).toEqual([409, 'dataset_in_use']);
  const used = await service.app.inject({ method: 'DELETE', url: `/v1/models/${model.id}` });
  expect([used.statusCode, used.json().code]).toEqual([409, 'model_in_use']);
});

test('a queued job is cancelled at once and leaves the queue; a second cancel changes nothing', async () => {
  const { model, job } = await create();
  const answer = await post(`/v1/jobs/${job.id}/cancel`);
  expect(answer.statusCode).toBe(202);
  expect(answer.json()).toMatchObject({ status: 'cancelled', finished_at: expect.any(String) });
  expect(await service.queue.missing('train', [job.id])).toEqual([job.id]);
  expect((await service.app.inject(`/v1/models/${model.id}`)).json().status).toBe('cancelled');
  const forecast = await post(`/v1/models/${model.id}/forecasts`, {});
  expect([forecast.statusCode, forecast.json().code]).toEqual([409, 'model_failed']);
  const again = await post(`/v1/jobs/${job.id}/cancel`);
  expect([again.statusCode, again.json()]).toEqual([202, answer.json()]);
});

test('retries that cannot be queued are one line of the log, with the lines of other jobs', async () => {
  const { job } = await create();
  const told = (message: string) => service.logs.filter(({ msg }) => msg === message);
  const requeue = vi.spyOn(service.queue, 'requeue').mockRejectedValue(new Error('the queue is away'));
  for (let retries = 0; retries < 2; retries++) {
    await post(`/v1/jobs/${job.id}/cancel`);
    expect((await post(`/v1/jobs/${job.id}/retry`)).statusCode).toBe(202);
  }
  expect(told('jobs not queued: the reconciler will queue them')).toMatchObject([
    { level: 40, jobs: 1, job_id: job.id, err: { message: 'the queue is away' } },
  ]);
  requeue.mockRestore();
  await create();
  expect(told('jobs are queued again')).toMatchObject([{ jobs: 2 }]);
  await post(`/v1/jobs/${job.id}/cancel`); // no entry of the queue is for it
});

test('the request id appears in the log of the worker; an ended job is not cancelled', async () => {
  service.startWorker();
  expect((await service.ended(job.id)).status).toBe('succeeded');
  const late = await post(`/v1/jobs/${job.id}/cancel`);
  expect([late.statusCode, late.json().code]).toEqual([409, 'job_finished']);
  const lines = service.logs.filter(({ request_id }) => request_id === 'order-7');
  expect(lines.some(({ url }) => url === '/v1/models')).toBe(true);
  expect(lines.some(({ job_id }) => job_id === job.id)).toBe(true);
});

test('a request id that could harm a log is replaced', async () => {
  for (const given of ['a b', '"x"', 'x'.repeat(129), '']) {
    const answer = await service.app.inject({ url: '/healthz', headers: { 'x-request-id': given } });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  }
  const answer = await service.app.inject({ url: '/v1/nothing', headers: { 'x-request-id': 'ab-12' } });
  expect(answer.headers['x-request-id']).toBe('ab-12');
});

test('a dataset that no job uses is deleted with its models', async () => {
  const page = (await service.app.inject('/v1/jobs')).json();
  for (const { id } of page.data) await service.ended(id);
  expect((await service.app.inject({ method: 'DELETE', url: `/v1/datasets/${datasetId}` })).statusCode).toBe(
    204,
  );
  expect((await service.app.inject(`/v1/models/${model.id}`)).statusCode).toBe(404);
  expect((await service.app.inject(`/v1/datasets/${datasetId}`)).json().code).toBe('dataset_not_found');
});
