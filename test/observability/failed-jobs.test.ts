import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { startTraceCollector, type TraceCollector } from '../support/trace-collector.ts';

const long = { horizon: 4, preset: 'fast', members: 1, context_length: 64, hidden_size: 96, steps: 60_000 };
const msMax = 150_000;
const secondsMax = 20;
const failed = 2;

let database: TestDatabase;
let collector: TraceCollector;
let api: TestProcess;
let worker: TestProcess;

beforeAll(async () => {
  [database, collector] = await Promise.all([createTestDatabase(), startTraceCollector()]);
  const environment = { DATABASE_URL: database.url, JOB_SECONDS_MAX: String(secondsMax) };
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' };
  [api, worker] = await Promise.all([
    startApi(environment),
    startWorker({ ...environment, ...traced, GATECAST_WORKER_CONCURRENCY: '2' }),
  ]);
});
afterAll(async () => {
  await Promise.all([api.kill('SIGTERM'), worker.kill('SIGTERM')]);
  collector.close();
  await database.drop();
});

/** Status and error type of the spans of the attempt of a job, by their names. */
async function attemptOf(jobId: string) {
  const job = () => collector.spans.find(({ attributes }) => attributes['gatecast.job.id'] === jobId);
  await expect.poll(job, { timeout: msMax }).toBeDefined();
  const { spanId } = job()!;
  const spans = collector.spans.filter((span) => [span.spanId, span.parentSpanId].includes(spanId));
  return Object.fromEntries(
    spans.map(({ name, status, attributes }) => [name, [status.code ?? 0, attributes['error.type']]]),
  );
}

test('the spans of a job that failed are errors with the code of its problem, those of a cancelled one are not', async () => {
  const client = createApiClient(api);
  const { id } = await client.upload(walk(400));
  const [late, cancelled] = await Promise.all(
    [1, 2].map(async () => (await client.train({ dataset_id: id, ...long })).job.id),
  );
  await client.pollJob(cancelled, ({ progress }) => progress?.phase === 'training', msMax); // its thread runs, and not only its preparation
  await fetch(`${api.url}/v1/jobs/${cancelled}/cancel`, { method: 'POST' });
  expect(await client.pollJob(late, ({ finished_at }) => finished_at !== null, msMax)).toMatchObject({
    error: { code: 'job_timed_out', detail: expect.stringContaining(`longer than ${secondsMax} seconds`) },
  });
  expect(await attemptOf(late)).toMatchObject({
    'job train': [failed, 'job_timed_out'],
    run: [failed, 'job_timed_out'],
    publish: [0, undefined],
  });
  const ended = await client.pollJob(cancelled, ({ finished_at }) => finished_at !== null, msMax);
  expect(ended.status).toBe('cancelled');
  expect(await attemptOf(cancelled)).toMatchObject({ 'job train': [0, undefined], run: [0, undefined] });
});
