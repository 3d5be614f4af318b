import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { startTraceCollector, type TraceCollector } from '../support/trace-collector.ts';

const msMax = 60_000;
const values = Array.from({ length: 80 }, (_, i) => 100 + 10 * Math.sin(i / 5) + (i % 7));
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callerSpan = '00f067aa0ba902b7';

let database: TestDatabase;
let collector: TraceCollector;
let api: TestProcess;
let worker: TestProcess;
let jobId: string;

beforeAll(async () => {
  [database, collector] = await Promise.all([createTestDatabase(), startTraceCollector()]);
  const environment = {
    DATABASE_URL: database.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
  [api, worker] = await Promise.all([
    startApi(environment),
    startWorker({ ...environment, GATECAST_WORKER_PORT: '0' }),
  ]);
  const client = createApiClient(api);
  const { id } = await client.upload(values);
  const answer = await fetch(`${api.url}/v1/models`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${callerSpan}-01` },
    body: JSON.stringify({ dataset_id: id, horizon: 3, preset: 'fast', steps: 20 }),
  });
  jobId = ((await answer.json()) as { job: { id: string } }).job.id;
  await client.pollJob(jobId, ({ finished_at }) => finished_at !== null, msMax);
});
afterAll(async () => {
  await Promise.all([api.kill('SIGTERM'), worker.kill('SIGTERM')]);
  collector.close();
  await database.drop();
});

/** Address of the worker's port, from its log. The log may arrive later than the message that the worker is ready. */
async function addressOf({ output }: TestProcess): Promise<string> {
  const found = () => /"url":"(http:[^"]+)"/.exec(output())?.[1];
  await expect.poll(found, { timeout: msMax / 2 }).toBeDefined();
  return found()!;
}

test('one trace leads from the request through the queue into the worker', async () => {
  const named = (name: string) =>
    collector.spans.find((span) => span.traceId === traceId && span.name === name);
  // Each process sends its spans when it likes.
  for (const name of ['POST /v1/models', 'enqueue', 'prepare', 'run', 'publish', 'job train'])
    await expect.poll(() => named(name), { message: name, timeout: msMax / 2 }).toBeDefined();
  const request = named('POST /v1/models');
  expect(request).toMatchObject({ service: 'gatecast-api', parentSpanId: callerSpan });
  expect(request?.attributes).toMatchObject({ 'http.route': '/v1/models', 'http.response.status_code': 202 });
  expect(named('enqueue')).toMatchObject({ service: 'gatecast-api', parentSpanId: request?.spanId });
  const job = named('job train');
  expect(job).toMatchObject({ service: 'gatecast-worker', parentSpanId: request?.spanId });
  expect(job?.attributes).toMatchObject({ 'gatecast.job.id': jobId, 'gatecast.job.outcome': 'succeeded' });
  for (const part of ['prepare', 'run', 'publish'])
    expect(named(part), part).toMatchObject({ service: 'gatecast-worker', parentSpanId: job?.spanId });
  expect(worker.output()).toContain(`"trace_id":"${traceId}"`);
  const linesOfJob = worker
    .output()
    .split('\n')
    .filter((line) => line.includes(`"job_id":"${jobId}"`));
  expect(linesOfJob.length).toBeGreaterThan(0);
  for (const line of linesOfJob) expect(JSON.parse(line)).toMatchObject({ tenant: 'default' });
  // Probes and polls of other callers are not in the caller's trace.
  expect(collector.spans.some(({ name }) => name.includes('/readyz'))).toBe(false);
});

test('a refused upload whose sender does not finish is one span, and no line of the log', {
  timeout: msMax,
}, async () => {
  const { host, hostname, port } = new URL(api.url);
  const sender = connect(Number(port), hostname);
  sender.on('error', () => {});
  sender.write(
    `POST /v1/datasets HTTP/1.1\r\nHost: ${host}\r\nContent-Type: image/png\r\nContent-Length: 1000000\r\n\r\na,b\n`,
  );
  sender.resume();
  await once(sender, 'close'); // by the service, which waits for the rest of the body for a while
  const spans = () =>
    collector.spans.filter(({ attributes }) => attributes['http.response.status_code'] === 415);
  await expect.poll(spans, { timeout: msMax / 2 }).toHaveLength(1);
  // The line of a later call: those before it have been read.
  await fetch(`${api.url}/v1/later`, { method: 'POST' });
  await expect.poll(() => api.output(), { timeout: msMax / 2 }).toContain('"/v1/later"');
  expect(api.output()).not.toContain('the export of traces has a fault');
});

test('the metrics of the API count forecasts, cache lookups and refusals', async () => {
  const { subject } = await createApiClient(api).job(jobId);
  const forecast = (model: string) =>
    fetch(`${api.url}/v1/models/${model}/forecasts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  expect([(await forecast(subject.id)).status, (await forecast(subject.id)).status]).toEqual([200, 200]);
  expect((await forecast('nobody')).status).toBe(404);
  // A call is counted when it has ended, and its caller may have the answer before.
  let text = '';
  await expect
    .poll(async () => (text = await (await fetch(`${api.url}/metrics`)).text()), { timeout: msMax / 2 })
    .toMatch(/^gatecast_http_requests_in_flight 0$/m);
  expect(text).toMatch(/^gatecast_forecast_duration_seconds_count\{from="model"\} 2$/m);
  expect(text).toMatch(/^gatecast_http_rejections_total\{code="model_not_found"\} 1$/m);
  for (const cache of ['models', 'weights', 'series'])
    for (const result of ['hit', 'miss'])
      expect(text).toMatch(
        new RegExp(`^gatecast_cache_lookups_total\\{cache="${cache}",result="${result}"\\} [1-9]`, 'm'),
      );
  expect(text).toMatch(/^gatecast_process_info\{process="api"\} 1$/m);
});

test('spans carry no values of series and no query text', () => {
  const sent = JSON.stringify(collector.spans);
  expect(sent).not.toMatch(/select |insert |104\.|"values"/i);
});

test('the metrics of a worker with a key need the key, on loopback too; its probes do not', async () => {
  const key = 'k'.repeat(64);
  const locked = await startWorker({
    ...{ DATABASE_URL: database.url, GATECAST_WORKER_PORT: '0', GATECAST_API_KEY: key },
  });
  const url = await addressOf(locked);
  const status = async (path: string, headers: Record<string, string> = {}) =>
    (await fetch(`${url}${path}`, { headers })).status;
  expect([await status('/healthz'), await status('/metrics')]).toEqual([200, 401]);
  expect(await status('/metrics', { authorization: `Bearer ${'x'.repeat(64)}` })).toBe(401);
  expect(await status('/metrics', { authorization: `Bearer ${key}` })).toBe(200);
  await locked.kill('SIGTERM');
});

test('a worker with a port answers probes, and its metrics count its jobs', async () => {
  const url = await addressOf(worker);
  const get = async (path: string) => {
    const answer = await fetch(`${url}${path}`);
    return { status: answer.status, text: await answer.text() };
  };
  expect(await get('/healthz')).toEqual({ status: 200, text: '{"status":"ok"}' });
  expect(await get('/readyz')).toEqual({ status: 200, text: '{"status":"ready","parts":["database"]}' });
  expect((await get('/v1/jobs')).status).toBe(404);
  const { text } = await get('/metrics');
  expect(text).toMatch(/^gatecast_process_info\{process="worker"\} 1$/m);
  expect(text).toMatch(/^gatecast_ready\{part="database"\} 1$/m);
  expect(text).toMatch(/^gatecast_job_wait_seconds_count\{kind="train"\} 1$/m);
  expect(text).toMatch(/^gatecast_job_run_seconds_count\{kind="train",outcome="succeeded"\} 1$/m);
  expect(text).toMatch(/^gatecast_jobs_running\{kind="train"\} 0$/m);
  expect(Number(/^gatecast_training_steps_total (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
});
