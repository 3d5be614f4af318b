import { afterAll, beforeAll, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { stopRefills } from '../../support/rate-clock.ts';

const apiKey = 'a-first-key-of-32-characters-or-more';
const admin = { 'x-api-key': apiKey };
const perMinute = 60;
let service: TestApp;
let url: string;
let etag: string;

const ask = (headers: object, path = url, method: 'GET' | 'HEAD' = 'GET') =>
  service.app.inject({ method, url: path, headers: { ...headers, 'if-none-match': etag } });

async function keyOf(settings: object): Promise<{ 'x-api-key': string }> {
  const payload = { name: 'a key', ...settings };
  const made = await service.app.inject({ method: 'POST', url: '/v1/keys', headers: admin, payload });
  return { 'x-api-key': made.json().secret };
}

/** The tag is kept after this: the next poll is answered before the handler. */
async function keep(): Promise<void> {
  expect((await ask(admin)).statusCode).toBe(304);
}

beforeAll(async () => {
  service = await startApp({ apiKey, rateLimitPerMinute: perMinute });
  const headers = { ...admin, 'content-type': 'text/csv' };
  const upload = { method: 'POST', url: '/v1/datasets', headers, payload: dailyCsv(120) } as const;
  const dataset_id = (await service.app.inject(upload)).json().id;
  const payload = { dataset_id, horizon: 5, preset: 'fast', steps: 20 };
  const trained = await service.app.inject({ method: 'POST', url: '/v1/models', headers: admin, payload });
  url = `/v1/jobs/${trained.json().job.id}`;
  etag = String((await service.app.inject({ url, headers: admin })).headers.etag);
});
afterAll(() => service.stop());

test('a known tag is answered like any other 304: with the same headers, a line of the log and its metrics', async () => {
  const route = 'method="GET",route="/v1/jobs/:job_id",status="304"';
  const counted = async () => {
    const { body } = await service.app.inject({ url: '/metrics', headers: admin });
    expect(body).toContain('gatecast_http_requests_in_flight 0');
    return Number(
      body.split(`gatecast_http_request_duration_seconds_count{${route}} `)[1]?.split('\n')[0] ?? 0,
    );
  };
  await keep();
  const before = await counted();
  await keep();
  const early = await ask(admin);
  const handled = await ask(admin, `${url}?wait=0`);
  expect(early.statusCode).toBe(304);
  expect(early.body).toBe('');
  const ofAnswer = ({ headers }: typeof early) =>
    Object.entries(headers).filter(([name]) => !['x-request-id', 'date', 'ratelimit'].includes(name));
  expect(ofAnswer(early)).toEqual(ofAnswer(handled));
  expect(early.headers.etag).toBe(etag);
  expect(await counted()).toBe(before + 3);
  expect(service.logs).toContainEqual(
    expect.objectContaining({
      ...{ msg: 'answered', request_id: early.headers['x-request-id'], method: 'GET', url, status: 304 },
      ...{ tenant: 'default', key_id: 'GATECAST_API_KEY' },
    }),
  );
  expect((await ask(admin, url, 'HEAD')).statusCode).toBe(304);
});

test('the tag is weak; a list of tags, a strong tag and `*` are known too; another tag gets the job', async () => {
  await keep();
  expect(etag).toMatch(/^W\/"/);
  for (const known of [`"another", ${etag}`, etag.slice('W/'.length), '*'])
    expect(
      (await service.app.inject({ url, headers: { ...admin, 'if-none-match': known } })).statusCode,
    ).toBe(304);
  const other = await service.app.inject({ url, headers: { ...admin, 'if-none-match': '"another"' } });
  expect(other.json().id).toBe(url.split('/').at(-1));
});

test('a known tag is no permission', async () => {
  const foreign = await keyOf({ tenant: 'rival', scopes: ['read'] });
  const writer = await keyOf({ scopes: ['write'] });
  await keep();
  expect((await ask({})).statusCode).toBe(401);
  expect((await ask({ 'x-api-key': 'not-a-key' })).statusCode).toBe(401);
  expect((await ask(writer)).statusCode).toBe(403);
  expect((await ask(foreign)).statusCode).toBe(404);
  expect(
    (await ask({ ...admin, host: 'elsewhere.example', origin: 'https://elsewhere.example' })).statusCode,
  ).toBeLessThan(400); // with a key, and from a page of the same host
  expect((await ask({ ...admin, origin: 'https://elsewhere.example' })).statusCode).toBe(403);
});

test('each answer to a known tag takes from the rate of its key', async () => {
  stopRefills();
  const reader = await keyOf({ scopes: ['read'] });
  const left = ({ headers }: Awaited<ReturnType<typeof ask>>) =>
    Number(/r=(\d+)/.exec(String(headers.ratelimit))?.[1]);
  expect(left(await ask(reader))).toBe(perMinute - 1);
  expect(left(await ask(reader))).toBe(perMinute - 2);
  for (let i = 2; i < perMinute; i++) expect((await ask(reader)).statusCode).toBe(304);
  const refused = await ask(reader);
  expect(refused.statusCode).toBe(429);
  expect(refused.headers['retry-after']).toBeDefined();
});
