import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { InjectOptions } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readArguments } from '../../../scripts/keys/arguments.ts';
import { callerOf } from '../../../src/http/plugins/failed-keys.ts';
import { CallerRates } from '../../../src/http/rate-limits/caller-rates.ts';
import { RateLimiter } from '../../../src/http/rate-limits/rate-limiter.ts';
import { startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase, expire, type TestDatabase } from '../../support/postgres.ts';
import { stopRefills } from '../../support/rate-clock.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
const rateLimitPerMinute = 300;
let database: TestDatabase;
let service: TestApp;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({ apiKey: root, rateLimitPerMinute }, database);
});
afterAll(() => service.stop());

const call = (secret: string, request: InjectOptions) =>
  service.app.inject({ ...request, headers: { ...request.headers, authorization: `Bearer ${secret}` } });

async function created(body: object, by = root): Promise<{ id: string; secret: string }> {
  const answer = await call(by, { method: 'POST', url: '/v1/keys', payload: body });
  expect(answer.statusCode, answer.body).toBe(201);
  expect(answer.headers.location).toBe(`/v1/keys/${answer.json().key.id}`);
  expect(answer.headers['cache-control']).toBe('no-store');
  return { id: answer.json().key.id, secret: answer.json().secret };
}

test('a key is created, read without its secret, listed, used, and refused once it is deleted', async () => {
  const { id, secret } = await created({ name: 'nightly', scopes: ['read', 'write'] });
  expect(secret).toMatch(/^gck_[\w-]{43}$/);
  const key = await call(root, { url: `/v1/keys/${id}` });
  expect(key.json()).toMatchObject({ id, name: 'nightly', tenant: 'default', hint: secret.slice(0, 8) });
  expect(key.body).not.toContain(secret);
  const page = (await call(root, { url: '/v1/keys' })).json();
  expect(page.data[0]).toEqual(key.json());

  expect((await call(secret, { url: '/v1/datasets' })).statusCode).toBe(200);
  expect((await call(root, { method: 'DELETE', url: `/v1/keys/${id}` })).statusCode).toBe(204);
  expect((await call(secret, { url: '/v1/datasets' })).json().code).toBe('unauthorized');
  expect((await call(root, { url: `/v1/keys/${id}` })).json().code).toBe('key_not_found');
});

test('a key is limited to its scopes, and a refusal names the required scope', async () => {
  const reader = await created({ scopes: ['read'] });
  expect((await call(reader.secret, { url: '/v1/datasets' })).statusCode).toBe(200);
  const refused = await call(reader.secret, { method: 'POST', url: '/v1/models', payload: {} });
  expect(refused.statusCode).toBe(403);
  expect(refused.json()).toMatchObject({ code: 'scope_missing', retryable: false });
  expect(refused.json().detail).toContain('`write`');
  expect(refused.headers['www-authenticate']).toContain('scope="write"');
  const writer = await created({ scopes: ['write'] });
  expect((await call(writer.secret, { url: '/v1/datasets' })).json().code).toBe('scope_missing');
  expect((await call(writer.secret, { url: '/v1/keys' })).json().code).toBe('scope_missing');
  expect((await call(writer.secret, { url: '/metrics' })).json().code).toBe('scope_missing');
  const admin = await created({ scopes: ['admin'] });
  for (const url of ['/v1/keys', '/v1/jobs', '/metrics'])
    expect((await call(admin.secret, { url })).statusCode, url).toBe(200);
});

test('a tenant cannot see the resources of another tenant', async () => {
  const acme = await created({ tenant: 'acme', scopes: ['read', 'write'] });
  const csv = 'date,y\n2024-01-01,1\n2024-01-02,2\n';
  const headers = { authorization: `Bearer ${acme.secret}`, 'content-type': 'text/csv' };
  const dataset = await service.app.inject({ method: 'POST', url: '/v1/datasets', headers, payload: csv });
  expect(dataset.statusCode).toBe(201);
  const url = `/v1/datasets/${dataset.json().id}`;
  expect((await call(acme.secret, { url })).statusCode).toBe(200);
  expect((await call(root, { url })).json().code).toBe('dataset_not_found');
  expect((await call(root, { url: '/v1/datasets' })).json().data).toEqual([]);
});

test('an admin of a tenant creates and reads keys of this tenant only', async () => {
  const acme = await created({ tenant: 'acme', scopes: ['admin'] });
  const own = await created({ scopes: ['read'] }, acme.secret);
  expect((await call(acme.secret, { url: `/v1/keys/${own.id}` })).json().tenant).toBe('acme');
  const foreign = await created({ scopes: ['read'] });
  for (const method of ['GET', 'DELETE'] as const)
    expect((await call(acme.secret, { method, url: `/v1/keys/${foreign.id}` })).statusCode).toBe(404);
  const refused = await call(acme.secret, {
    method: 'POST',
    url: '/v1/keys',
    payload: { tenant: 'default' },
  });
  expect(refused.statusCode).toBe(403);
  expect(refused.json()).toMatchObject({ code: 'tenant_forbidden', errors: [{ path: '/tenant' }] });
  expect((await call(acme.secret, { url: '/v1/keys?tenant=default' })).json().code).toBe('tenant_forbidden');
  const seen = (await call(acme.secret, { url: '/v1/keys' })).json().data;
  expect(new Set(seen.map(({ tenant }: { tenant: string }) => tenant))).toEqual(new Set(['acme']));
  expect((await call(root, { url: '/v1/keys?tenant=acme' })).json().data).toEqual(seen);
});

test('no secret is stored, and none is in the log', async () => {
  const { secret } = await created({});
  await call(secret, { url: '/v1/datasets' });
  expect(JSON.stringify(service.logs)).not.toContain(secret);
  expect(JSON.stringify(service.logs)).not.toContain(root);
});

test('responses have the number of remaining requests, and a request over the limit is a 429 with Retry-After', async () => {
  stopRefills();
  const { secret } = await created({ scopes: ['read'] });
  const first = await call(secret, { url: '/v1/datasets' });
  expect(first.headers['ratelimit-policy']).toBe(
    `"key";q=${rateLimitPerMinute};w=60, "tenant";q=${10 * rateLimitPerMinute};w=60`,
  );
  expect(first.headers.ratelimit).toBe(`"key";r=${rateLimitPerMinute - 1};t=1`);
  let last = first;
  for (let i = 0; i < 2 * rateLimitPerMinute && last.statusCode === 200; i++)
    last = await call(secret, { url: '/v1/jobs' });
  expect(last.statusCode).toBe(429);
  expect(last.json()).toMatchObject({ code: 'rate_limited', retryable: true });
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  expect((await call(root, { url: '/v1/jobs' })).statusCode).toBe(200);
});

test('a bucket refills at an even rate, up to its capacity', () => {
  const limiter = new RateLimiter(60);
  for (let i = 0; i < 60; i++) expect(limiter.take('a', 0).allowed).toBe(true);
  expect(limiter.take('a', 0)).toEqual({ allowed: false, remaining: 0, resetSeconds: 1 });
  expect(limiter.take('b', 0).allowed).toBe(true);
  expect(limiter.take('a', 2_000)).toMatchObject({ allowed: true, remaining: 1 });
  expect(limiter.take('a', 3_600_000)).toMatchObject({ allowed: true, remaining: 59 });
});

test('the keys of a tenant share a limit, however many are made', async () => {
  stopRefills();
  const own = await startApp({ apiKey: root, rateLimitPerMinute: 5 }, { ...database, drop: async () => {} });
  const use = (secret: string, request: InjectOptions = { url: '/v1/keys?limit=1' }) =>
    own.app.inject({ ...request, headers: { authorization: `Bearer ${secret}` } });
  const secrets: string[] = [(await created({ tenant: 'many', scopes: ['admin'] })).secret];
  const count = { answered: 0, refused: 0 };
  for (let turn = 0; turn < 15; turn++) {
    const secret = secrets.at(-1)!;
    const made = await use(secret, { method: 'POST', url: '/v1/keys', payload: { scopes: ['admin'] } });
    if (made.statusCode === 201) secrets.push(made.json().secret);
    for (let i = 0; i < 5; i++) count[(await use(secret)).statusCode === 200 ? 'answered' : 'refused']++;
  }
  expect(secrets.length - 1 + count.answered).toBe(50);
  expect(secrets.length).toBeGreaterThan(9);
  const refused = await use(secrets.at(-1)!);
  expect(refused.json()).toMatchObject({
    code: 'rate_limited',
    detail: expect.stringContaining('together may make 50'),
  });
  expect(refused.headers.ratelimit).toMatch(/^"tenant";r=0;t=\d+$/);
  expect((await use((await created({ tenant: 'another', scopes: ['admin'] })).secret)).statusCode).toBe(200);
  expect((await use(root)).statusCode).toBe(200);
  await own.stop();
});

test('a call that is refused takes from no bucket, and the first key shares none', () => {
  const rates = new CallerRates(3);
  const take = (keyId: string, nowMs = 0) => rates.take({ keyId, tenant: 'acme', scopes: [] }, nowMs);
  for (let i = 0; i < 60; i++) take('key_0'); // the refused ones leave the bucket of the tenant as it is
  for (let key = 1; key < 10; key++)
    for (let i = 0; i < 3; i++) expect(take(`key_${key}`).allowed).toBe(true);
  for (let i = 0; i < 60; i++)
    expect(take('key_10')).toMatchObject({ allowed: false, header: '"tenant";r=0;t=2' });
  for (let i = 0; i < 3; i++) expect(take('GATECAST_API_KEY').allowed).toBe(true);
  expect(take('GATECAST_API_KEY')).toMatchObject({ allowed: false, policy: '"key";q=3;w=60' });
  for (const id of ['emb_1', 'emb_2']) for (let i = 0; i < 3; i++) expect(take(id).allowed).toBe(true);
  expect(take('emb_3')).toMatchObject({ allowed: false, header: '"embeds";r=0;t=10' });
  for (let i = 0; i < 3; i++) expect(take('key_10', 6_000).allowed).toBe(true); // its bucket was never touched
});

test('wrong keys are counted by address, and by network where a caller has all addresses of one', () => {
  const network = '2001:db8:0:7::/64';
  for (const host of ['::1', ':ffff:ffff:ffff:ffff', ':0:0:0:1', '::a:b'])
    expect(callerOf(`2001:db8:0:7${host}`)).toBe(network);
  expect(callerOf('2001:DB8::7:0:0:0:1')).toBe(network);
  expect(callerOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
  expect(callerOf('::1')).toBe('0:0:0:0::/64');
  expect(callerOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(callerOf('192.0.2.1')).toBe('192.0.2.1');
  expect(callerOf('::ffff:192.0.2.1')).not.toBe(callerOf('::ffff:192.0.2.2'));
});

test('the command creates a working key, lists it and revokes it', async () => {
  const keys = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['scripts/keys.ts', ...args], {
      env: { ...process.env, DATABASE_URL: database.url },
    });
  const { stdout } = await keys('create', '--tenant', 'shop', '--scopes', 'read,write', '--name', 'till');
  const secret = stdout.trim();
  expect((await call(secret, { url: '/v1/datasets' })).statusCode).toBe(200);
  const listed = (await keys('list', '--tenant', 'shop')).stdout.trim();
  expect(listed).toMatch(
    /^key_[0-9a-f]{32} {2}shop {2}read,write {2}.* {2}does not expire {2}last used \S+ {2}till$/,
  );
  const { id } = await created({ tenant: 'past' });
  const expired = await expire(database, 'api_keys', id);
  expect((await keys('list', '--tenant', 'past')).stdout).toContain(`  expired ${expired}  never used`);
  await keys('revoke', listed.slice(0, 36));
  expect((await keys('list', '--tenant', 'shop')).stdout.trim()).toBe('');
  await expect(keys('create', '--scopes', 'all')).rejects.toThrow(/expected one of/);
  const usage = { code: 2, stderr: expect.stringContaining('Options stand after the `--`') };
  await expect(keys('paint')).rejects.toMatchObject(usage);
});

test.each(['', 'paint', 'create acme read', 'list shop', 'revoke', 'revoke key_1 more'])(
  'the command answers `%s` with its usage',
  (line) => {
    expect(() => readArguments(line.split(' ').filter(Boolean))).toThrow('Options stand after the `--`');
  },
);

test('the command refuses a database of an older version, and does not migrate it', async () => {
  const older = await createTestDatabase();
  onTestFinished(older.drop);
  const client = new pg.Client(older.url);
  await client.connect();
  onTestFinished(() => client.end());
  const last = 'version = (SELECT max(version) FROM schema_versions)';
  const { rows } = await client.query(`DELETE FROM schema_versions WHERE ${last} RETURNING version`);
  const needed: number = rows[0].version;
  const listed = promisify(execFile)(process.execPath, ['scripts/keys.ts', 'list'], {
    env: { ...process.env, DATABASE_URL: older.url },
  });
  await expect(listed).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      `has schema version ${needed - 1}, made by an older Gatecast; this one needs ${needed}.`,
    ),
  });
  const present = await client.query(`SELECT version FROM schema_versions WHERE ${last}`);
  expect(present.rows).toEqual([{ version: needed - 1 }]);
});

test('without a first key every call is open and uses the tenant `default`', async () => {
  const open = await startApp();
  expect((await upload(open.app, 'date,y\n2024-01-01,1\n2024-01-02,2\n')).statusCode).toBe(201);
  const key = await open.app.inject({ method: 'POST', url: '/v1/keys', payload: {} });
  expect(key.json().key).toMatchObject({ tenant: 'default', scopes: ['read', 'write'] });
  await open.stop();
});
