import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Key } from '../../../src/contracts/schemas/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, expire, type TestDatabase } from '../../support/postgres.ts';
import { soonMs } from '../../support/soon.ts';

const dayMs = 86_400_000;
const root = 'a-key-of-more-than-thirty-two-characters';
let database: TestDatabase;
let service: TestApp;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({ apiKey: root }, database);
  url = await service.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => service.stop());

const call = (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object, key = root) =>
  service.app.inject({ method, url: path, payload, headers: { authorization: `Bearer ${key}` } });
const created = async (body: object) => (await call('POST', '/v1/keys', body)).json();

test('a key is refused once it has expired, and one in the past is not created', async () => {
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const { key, secret } = await created({ expires_at: later });
  expect(key.expires_at).toBe(later);
  expect((await call('POST', '/v1/keys', { expires_at: '2020-01-01T00:00:00Z' })).statusCode).toBe(422);
  const status = async () => (await call('GET', '/v1/jobs', undefined, secret)).statusCode;
  expect(await status()).toBe(200);
  await expire(database, 'api_keys', key.id);
  await expect.poll(status).toBe(401); // not before the cached key is read again
});

test('a key says when it was used last', async () => {
  const { key, secret } = await created({});
  expect(key).toMatchObject({ expires_at: null, last_used_at: null });
  await call('GET', '/v1/jobs', undefined, secret);
  for (;;) {
    const { last_used_at } = (await call('GET', `/v1/keys/${key.id}`)).json();
    if (last_used_at === null) continue; // it is written beside the call
    expect(Math.abs(Date.parse(last_used_at) - Date.now())).toBeLessThan(60_000);
    return;
  }
});

test('a rotation gives a new secret with the same rights, and the old one is valid for the overlap', async () => {
  const { key, secret } = await created({ name: 'till', scopes: ['read'], tenant: 'acme' });
  const path = `/v1/keys/${key.id}/rotate`;
  const rotated = await call('POST', path, { overlap_seconds: 3_600 });
  expect(rotated.statusCode, rotated.body).toBe(201);
  const next = rotated.json();
  expect(next.key).toMatchObject({ name: 'till', scopes: ['read'], tenant: 'acme', expires_at: null });
  for (const one of [secret, next.secret])
    expect((await call('GET', '/v1/jobs', undefined, one)).statusCode).toBe(200);
  const old = (await call('GET', `/v1/keys/${key.id}`)).json();
  expect(Date.parse(old.expires_at) - Date.now()).toBeGreaterThan(3_000_000);
  await call('POST', path, { overlap_seconds: 0 });
  expect((await call('GET', '/v1/jobs', undefined, secret)).statusCode).toBe(401);
  expect((await call('POST', path, {})).json().code).toBe('key_not_found');
  expect((await call('POST', path, {}, next.secret)).json().code).toBe('scope_missing');
});

test('a key that replaces a temporary one lives as long, unless the call says otherwise', async () => {
  const { key } = await created({ expires_at: new Date(Date.now() + dayMs).toISOString() });
  const rotate = async (body: object) => {
    const answer = await call('POST', `/v1/keys/${key.id}/rotate`, body);
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json().key;
  };
  const next = await rotate({});
  const lifeOf = ({ created_at, expires_at }: Key) => Date.parse(expires_at!) - Date.parse(created_at);
  expect(Math.abs(lifeOf(next) - lifeOf(key))).toBeLessThan(soonMs); // of a day
  const short = await rotate({ overlap_seconds: 60 });
  expect(lifeOf(short)).toBeGreaterThan(dayMs - soonMs);
  expect(lifeOf(await rotate({}))).toBeGreaterThan(dayMs - soonMs); // the old one ends in a minute by now
  expect((await rotate({ expires_at: null })).expires_at).toBeNull();
  const at = '2099-01-01T00:00:00.000Z';
  expect((await rotate({ expires_at: at })).expires_at).toBe(at);
  const past = await call('POST', `/v1/keys/${key.id}/rotate`, { expires_at: '2020-01-01T00:00:00Z' });
  expect([past.statusCode, past.json().errors[0].path]).toEqual([422, '/expires_at']);
});

test('a repeated rotation gives a key with the life of the first one', async () => {
  const { key } = await created({});
  const admin = await created({
    scopes: ['admin'],
    expires_at: new Date(Date.now() + 7 * dayMs).toISOString(),
  });
  const rotate = (body: object, by = root) => call('POST', `/v1/keys/${key.id}/rotate`, body, by);
  for (const overlap_seconds of [3_600, 60, 7_200])
    expect((await rotate({ overlap_seconds })).json().key.expires_at).toBeNull();
  const old = (await call('GET', `/v1/keys/${key.id}`)).json();
  expect(Date.parse(old.expires_at) - Date.now()).toBeLessThanOrEqual(60_000);
  // The key had no end, so a key that expires replaces it only by a shorter one that it asks for.
  expect((await rotate({}, admin.secret)).statusCode).toBe(422);
  const { expires_at } = admin.key;
  expect((await rotate({ expires_at }, admin.secret)).json().key.expires_at).toBe(expires_at);
});

test('a key that is made with a key that expires does not outlive it', async () => {
  const end = new Date(Date.now() + 3_600_000).toISOString();
  const sooner = new Date(Date.now() + 1_800_000).toISOString();
  const maker = await created({ scopes: ['admin'], expires_at: end });
  const make = (path: string, body: object) => call('POST', path, body, maker.secret);
  expect((await make('/v1/keys', {})).json().key.expires_at).toBe(end);
  expect((await make('/v1/keys', { expires_at: sooner })).json().key.expires_at).toBe(sooner);
  const later = await make('/v1/keys', { expires_at: '2099-01-01T00:00:00Z' });
  expect([later.statusCode, later.json().errors]).toEqual([
    422,
    [
      expect.objectContaining({
        path: '/expires_at',
        message: `the calling key expires at ${end}, and a key that it makes may not live longer`,
      }),
    ],
  ]);
  const own = await make(`/v1/keys/${maker.key.id}/rotate`, {});
  expect(own.json().key.expires_at).toBe(end);
  const { key: lasting } = await created({});
  const rotate = (body: object) => make(`/v1/keys/${lasting.id}/rotate`, body);
  for (const body of [{}, { expires_at: null }, { expires_at: '2099-01-01T00:00:00Z' }])
    expect((await rotate(body)).statusCode).toBe(422);
  expect((await call('GET', `/v1/keys/${lasting.id}`)).json().expires_at).toBeNull();
  expect((await rotate({ expires_at: end })).json().key.expires_at).toBe(end);
  const admin = await created({ scopes: ['admin'] });
  expect((await call('POST', '/v1/keys', {}, admin.secret)).json().key.expires_at).toBeNull();
});

test.each([null, new Date(Date.now() + 7 * dayMs).toISOString()])(
  'a key that repeats its own rotation gets a key with its life, which ends at %s',
  async (end) => {
    const { key, secret } = await created({ scopes: ['admin'], ...(end && { expires_at: end }) });
    const rotate = async (body: object) =>
      (await call('POST', `/v1/keys/${key.id}/rotate`, body, secret)).json();
    for (const body of [{}, {}, { expires_at: end }]) expect((await rotate(body)).key?.expires_at).toBe(end);
    if (end !== null) expect((await rotate({ expires_at: null })).code).toBe('request_invalid');
    // Other keys that it makes end with the overlap.
    const { expires_at } = (await call('GET', `/v1/keys/${key.id}`)).json();
    expect((await call('POST', '/v1/keys', {}, secret)).json().key.expires_at).toBe(expires_at);
  },
);

test('a key that lives to the end of all times is replaced by one that does', async () => {
  const { key } = await created({ expires_at: '9999-12-31T23:59:59Z' });
  const rotated = await call('POST', `/v1/keys/${key.id}/rotate`, {});
  expect(rotated.json().key.expires_at).toMatch(/^9999-12-31T23:59:59/);
});

/** The job of a training that no worker takes, and a call that waits for it for a minute. */
async function waitingCall(secret: string) {
  const headers = { authorization: `Bearer ${secret}` };
  const dataset = await service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets', payload: dailyCsv(60) },
    headers: { ...headers, 'content-type': 'text/csv' },
  });
  const training = await call('POST', '/v1/models', { dataset_id: dataset.json().id, horizon: 2 }, secret);
  const began = Date.now();
  const answer = fetch(`${url}/v1/jobs/${training.json().job.id}?wait=60`, { headers });
  return { began, answer };
}

const ends: [string, object, (id: string) => Promise<unknown>][] = [
  ['is deleted', {}, (id) => call('DELETE', `/v1/keys/${id}`)],
  [
    'is rotated without an overlap',
    {},
    (id) => call('POST', `/v1/keys/${id}/rotate`, { overlap_seconds: 0 }),
  ],
  ['is rotated with an overlap', {}, (id) => call('POST', `/v1/keys/${id}/rotate`, { overlap_seconds: 1 })],
];
test.each(ends)('a call that waits for a job ends when its key %s', async (_how, body, end) => {
  const { key, secret } = await created(body);
  const { began, answer } = await waitingCall(secret);
  await new Promise((resolve) => setTimeout(resolve, 300)); // it waits by now
  await end(key.id);
  const response = await answer;
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: 'unauthorized' });
  expect(response.headers.get('www-authenticate')).toContain('Bearer');
  expect(Date.now() - began).toBeLessThan(45_000); // of the 60 seconds that it would wait
});

test('a call that waits for a job ends when its key expires', async () => {
  const soon = new Date(Date.now() + 20_000).toISOString();
  const { secret } = await created({ expires_at: soon });
  const { answer } = await waitingCall(secret);
  expect((await answer).status).toBe(401);
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(soon) - 500);
  expect(Date.now()).toBeLessThan(Date.parse(soon) + 30_000);
});

test('the open stream of a deleted key ends', async () => {
  const { key, secret } = await created({});
  const headers = { authorization: `Bearer ${secret}` };
  const dataset = await service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets', payload: dailyCsv(60) },
    headers: { ...headers, 'content-type': 'text/csv' },
  });
  const training = await call('POST', '/v1/models', { dataset_id: dataset.json().id, horizon: 2 }, secret);
  const stream = await fetch(`${url}/v1/jobs/${training.json().job.id}/events`, { headers });
  const reader = stream.body!.getReader();
  await reader.read();
  expect((await call('DELETE', `/v1/keys/${key.id}`)).statusCode).toBe(204);
  const rest = async () => {
    for (;;) if ((await reader.read()).done) return 'ended';
  };
  expect(['ended', 'aborted']).toContain(await rest().catch(() => 'aborted'));
});
