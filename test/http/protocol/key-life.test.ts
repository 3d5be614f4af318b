import { afterAll, beforeAll, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
let service: TestApp;
let url: string;

beforeAll(async () => {
  service = await startApp({ apiKey: root });
  url = await service.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => service.stop());

const call = (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object, key = root) =>
  service.app.inject({ method, url: path, payload, headers: { authorization: `Bearer ${key}` } });
const created = async (body: object) => (await call('POST', '/v1/keys', body)).json();

test('a key is refused once it has expired, and one in the past is not created', async () => {
  const soon = new Date(Date.now() + 1_500).toISOString();
  const { key, secret } = await created({ expires_at: soon });
  expect(key.expires_at).toBe(soon);
  expect((await call('POST', '/v1/keys', { expires_at: '2020-01-01T00:00:00Z' })).statusCode).toBe(422);
  for (let status = 200; status !== 401; ) {
    status = (await call('GET', '/v1/jobs', undefined, secret)).statusCode;
    if (status === 200) await new Promise((resolve) => setTimeout(resolve, 100));
    else expect(Date.now()).toBeGreaterThan(Date.parse(soon) - 500);
  }
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
