import { afterAll, beforeAll, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp, upload } from '../support/app.ts';

let it: TestApp;

beforeAll(async () => {
  it = await startApp();
});
afterAll(() => it.stop());

test('health and readiness', async () => {
  expect((await it.app.inject('/healthz')).json()).toEqual({ status: 'ok', version: '0.0.0-test' });
  const ready = await it.app.inject('/readyz');
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', parts: ['database', 'queue'] }]);
});

test('metrics count requests by route and jobs by status', async () => {
  const dataset = (await upload(it.app, dailyCsv(60))).json();
  await it.app.inject({ method: 'POST', url: '/v1/models', payload: { dataset_id: dataset.id, horizon: 5 } });
  await it.app.inject(`/v1/datasets/${dataset.id}`);
  const { headers, body } = await it.app.inject('/metrics');
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain(
    'gatecast_http_request_duration_seconds_count{method="GET",route="/v1/datasets/:dataset_id",status="200"} 1',
  );
  expect(body).toContain('gatecast_jobs{status="queued"} 1');
  expect(body).toContain('process_cpu_seconds_total');
});

test('without its database the service is alive, not ready, and says so in problems that may be retried', async () => {
  await it.loseDatabase();
  expect((await it.app.inject('/healthz')).statusCode).toBe(200);
  const ready = await it.app.inject('/readyz');
  expect(ready.statusCode).toBe(503);
  expect(ready.json()).toMatchObject({ code: 'database_unavailable', retryable: true });
  expect(ready.json().errors.map(({ message }: { message: string }) => message)).toContain(
    'the database does not answer',
  );
  const list = await it.app.inject('/v1/datasets');
  expect(list.statusCode).toBe(503);
  expect(list.headers['retry-after']).toBeDefined();
  expect(list.json().code).toBe('database_unavailable');
  expect(list.body).not.toMatch(/postgres|ECONN|127\.0\.0\.1|\/tmp/i);
  expect((await it.app.inject('/metrics')).statusCode).toBe(200);
});
