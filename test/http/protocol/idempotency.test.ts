import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import accepts from '@fastify/accepts';
import { fastify, type InjectOptions } from 'fastify';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { idempotencyBytesMax } from '../../../src/contracts/ports/index.ts';
import { datasetInSchema } from '../../../src/contracts/schemas/index.ts';
import { idempotencyPlugin } from '../../../src/http/plugins/idempotency.ts';
import { createStore, openDatabase } from '../../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase, waitsForThisSession } from '../../support/postgres.ts';

let database: TestDatabase;
let service: TestApp;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({}, database);
});
afterAll(() => service.stop());

const json = (key: string, url: string, payload: object, headers: Record<string, string> = {}) =>
  service.app.inject({ method: 'POST', url, payload, headers: { 'idempotency-key': key, ...headers } });
const csv = (key: string, payload: string | Buffer, more: Partial<InjectOptions> = {}) =>
  service.app.inject({
    method: 'POST',
    url: '/v1/datasets',
    payload,
    ...more,
    headers: { 'content-type': 'text/csv', 'idempotency-key': key, ...more.headers },
  });
const count = async () => (await service.app.inject('/v1/datasets?limit=500')).json().data.length;

test('a repeated call with the same key runs once and gets the same response', async () => {
  const body = { name: 'once', series: [{ values: [1, 2, 3] }] };
  const first = await json('a', '/v1/datasets', body);
  const before = await count();
  const second = await json('a', '/v1/datasets', { series: [{ values: [1, 2, 3] }], name: 'once' });
  expect([second.statusCode, second.body]).toEqual([first.statusCode, first.body]);
  expect(second.headers.location).toBe(first.headers.location);
  expect(second.headers['content-type']).toBe(first.headers['content-type']);
  expect(first.headers).not.toHaveProperty('idempotency-replayed');
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect(await count()).toBe(before);
});

/** Names in another order, as JSON that some other program writes. */
const series = [{ id: 'a', values: [1, 2, 3, 4], covariates: { price: [1, 2, 3, 4], rain: [0, 0, 1, 0] } }];
const reordered = [
  { covariates: { rain: [0, 0, 1, 0], price: [1, 2, 3, 4] }, values: [1, 2, 3, 4], id: 'a' },
];

test('the digest of a body is that of what was sent, without defaults, and the order of names makes no difference', async () => {
  const db = openDatabase(database.url, { poolMax: 1 });
  onTestFinished(() => db.destroy());
  const first = await json('sorted', '/v1/datasets', { series });
  const text = '{"series":[{"covariates":{"price":[1,2,3,4],"rain":[0,0,1,0]},"id":"a","values":[1,2,3,4]}]}';
  const digest = createHash('sha256').update(`POST /v1/datasets\n${text}`).digest();
  const stored = await sql`SELECT digest FROM idempotency_keys WHERE key = 'sorted'`.execute(db);
  expect(stored.rows).toEqual([{ digest }]);
  const second = await json('sorted', '/v1/datasets', { series: reordered });
  expect([second.body, second.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
  // A body that is validated before the others, since its type is found in it.
  for (const headers of [{}, { 'content-type': 'application/octet-stream' }]) {
    const payload = JSON.stringify({ series });
    const third = await service.app.inject({
      ...{ method: 'POST', url: '/v1/datasets', payload },
      headers: { 'idempotency-key': 'sorted', ...headers },
    });
    expect([third.body, third.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
  }
});

test('a key that version 0.1.0 stored, with the digest of the validated body, is that of its repetition', async () => {
  const db = openDatabase(database.url, { poolMax: 1 });
  onTestFinished(() => db.destroy());
  const body = { series, name: 'stored' };
  const first = await json('stored', '/v1/datasets', body);
  const validated = JSON.stringify(datasetInSchema.parse(body));
  const digest = createHash('sha256').update(`POST /v1/datasets\n${validated}`).digest();
  await sql`UPDATE idempotency_keys SET digest = ${digest} WHERE key = 'stored'`.execute(db);
  const second = await json('stored', '/v1/datasets', body);
  expect([second.body, second.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
  expect((await json('stored', '/v1/datasets', { ...body, name: 'other' })).json().code).toBe(
    'idempotency_key_reused',
  );
});

test('a key that was used for another body, address or query is refused', async () => {
  const body = { series: [{ values: [1, 2, 3] }] };
  expect((await json('b', '/v1/datasets', body)).statusCode).toBe(201);
  for (const [url, payload] of [
    ['/v1/datasets', { series: [{ values: [1, 2, 4] }] }],
    ['/v1/models', { dataset_id: `ds_${'0'.repeat(32)}`, horizon: 3 }],
  ] as const) {
    const answer = await json('b', url, payload);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'idempotency_key_reused',
      errors: [{ path: 'Idempotency-Key' }],
    });
  }
});

test('a repeated table is compared while it is read, compressed or not', async () => {
  const table = dailyCsv(40);
  const first = await csv('c', table);
  expect(first.statusCode).toBe(201);
  const before = await count();
  const packed = { headers: { 'content-encoding': 'gzip' } };
  for (const again of [await csv('c', table), await csv('c', gzipSync(table), packed)]) {
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
  }
  expect((await csv('c', `${table}2030-01-01,1\n`)).json().code).toBe('idempotency_key_reused');
  expect((await csv('c', table, { query: { name: 'other' } })).json().code).toBe('idempotency_key_reused');
  expect(await count()).toBe(before);
});

test('a repeated call starts one training', async () => {
  const dataset = (await csv('d-data', dailyCsv(100))).json();
  const first = await json('d', '/v1/models', { dataset_id: dataset.id, horizon: 5 });
  const second = await json('d', '/v1/models', { dataset_id: dataset.id, horizon: 5 });
  expect(second.statusCode).toBe(202);
  expect(second.json().job.id).toBe(first.json().job.id);
  expect(second.headers['retry-after']).toBe(first.headers['retry-after']);
});

test('a repeated call makes one forecast and gets it in the requested format', async () => {
  service.startWorker();
  const model = await service.trained(dailyCsv(80), { horizon: 2 });
  const call = () => json('g', `/v1/models/${model.id}/forecasts`, {}, { accept: 'text/csv' });
  const [first, second] = [await call(), await call()];
  expect(first.headers['content-type']).toMatch(/^text\/csv/);
  expect([second.body, second.headers['content-type'], second.headers.location]).toEqual([
    first.body,
    first.headers['content-type'],
    first.headers.location,
  ]);
  const other = await json('g', `/v1/models/${model.id}/forecasts`, {}, { accept: '*/*' });
  expect(other.json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  expect((await service.app.inject('/v1/forecasts')).json().data).toHaveLength(1);
  await service.stopWorker();
});

test('a call that fails while its training goes on trains once, and one whose training ended trains again', async () => {
  const models = async () => (await service.app.inject('/v1/models?tag=one-shot')).json().data;
  const { length: before } = await models();
  const body = {
    series: [{ values: Array.from({ length: 60 }, (_, i) => i % 7) }],
    horizon: 3,
    method: 'train',
  };
  const call = () => json('h', '/v1/forecasts', { ...body, timeout_seconds: 60 });
  const first = call();
  await expect.poll(models).toHaveLength(before + 1);
  const operator = new pg.Client(database.superuserUrl);
  await operator.connect();
  onTestFinished(() => operator.end());
  await operator.query('BEGIN; LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
  const cut = `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE ${waitsForThisSession}`;
  await expect.poll(async () => (await operator.query(cut)).rowCount).toBeGreaterThan(0);
  expect((await first).statusCode).toBe(503);
  await operator.query('ROLLBACK');
  const second = await call();
  const [model] = await models();
  expect([second.statusCode, second.headers['idempotency-replayed']], second.body).toEqual([202, 'true']);
  expect(second.json().model.id).toBe(model.id);
  expect(await models()).toHaveLength(before + 1);

  const third = json('i', '/v1/forecasts', body);
  await expect.poll(models).toHaveLength(before + 2);
  await service.app.inject({ method: 'POST', url: `/v1/jobs/${(await models())[0].job_id}/cancel` });
  expect((await third).json()).toMatchObject({ code: 'model_failed' });
  const again = json('i', '/v1/forecasts', body);
  await expect.poll(models).toHaveLength(before + 3);
  await service.app.inject({ method: 'POST', url: `/v1/jobs/${(await models())[0].job_id}/cancel` });
  expect((await again).json()).toMatchObject({ code: 'model_failed' });
});

test('while the first call runs, a second one gets a retryable 409', async () => {
  const table = dailyCsv(3_000);
  const answers = await Promise.all([csv('e', table), csv('e', table), csv('e', table)]);
  const statuses = answers.map(({ statusCode }) => statusCode);
  expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(1);
  for (const answer of answers.filter(({ statusCode }) => statusCode !== 201))
    expect(answer.json()).toMatchObject({ code: 'idempotency_key_in_use', retryable: true });
  const created = answers.filter(({ statusCode }) => statusCode === 201).map((answer) => answer.json().id);
  expect(new Set(created).size).toBe(1);
  expect((await csv('e', table)).json().id).toBe(created[0]);
});

test('a failed call frees its key for a corrected request', async () => {
  const refused = await csv('f', 'date,y\n2024-01-01,x\n');
  expect(refused.statusCode).toBe(422);
  expect((await csv('f', dailyCsv(20))).statusCode).toBe(201);
});

test('an invalid key is refused, and calls that create nothing ignore keys', async () => {
  const long = await json('x'.repeat(256), '/v1/datasets', { series: [{ values: [1] }] });
  expect(long.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: 'Idempotency-Key' }] });
  const read = { url: '/v1/datasets', headers: { 'idempotency-key': 'a' } };
  expect((await service.app.inject(read)).statusCode).toBe(200);
});

test('the key of a process without a heartbeat is taken over; old keys expire', async () => {
  const db = openDatabase(database.url);
  const store = createStore(db).idempotency;
  const answer = { status: 201, headers: { location: '/v1/x' }, body: Buffer.from('{}') };
  expect(await store.reserve('t', 'k', 'first')).toEqual({ state: 'reserved' });
  expect(await store.reserve('t', 'k', 'second')).toEqual({ state: 'running' });
  expect(await store.reserve('other', 'k', 'second')).toEqual({ state: 'reserved' });
  await sql`UPDATE idempotency_keys SET renewed_at = now() - interval '1 hour'`.execute(db);
  await store.renew(['first']);
  expect(await store.reserve('t', 'k', 'second')).toEqual({ state: 'running' });
  await sql`UPDATE idempotency_keys SET renewed_at = now() - interval '1 hour'`.execute(db);
  expect(await store.reserve('t', 'k', 'second')).toEqual({ state: 'reserved' });
  await store.keep('t', 'k', 'first', Buffer.from('late'), answer);
  await store.release('t', 'k', 'first', false);
  await store.keep('t', 'k', 'second', Buffer.from('digest'), answer);
  await store.release('t', 'k', 'second', false); // it did not hear that its work was committed
  expect(await store.reserve('t', 'k', 'third')).toMatchObject({ state: 'answered', answer });
  await sql`UPDATE idempotency_keys SET created_at = now() - interval '2 days'`.execute(db);
  expect(await store.reserve('t', 'k', 'third')).toEqual({ state: 'reserved' });
  await db.destroy();
});

/** Lets the database refuse to release a key, until the trigger is dropped. */
async function refuseReleaseOf(key: string, db: ReturnType<typeof openDatabase>): Promise<void> {
  await sql`
    CREATE OR REPLACE FUNCTION refuse_release() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'not now'; END $$`.execute(db);
  await sql`
    CREATE OR REPLACE TRIGGER refuse_release BEFORE DELETE ON idempotency_keys
    FOR EACH ROW WHEN (old.key = ${sql.lit(key)}) EXECUTE FUNCTION refuse_release()`.execute(db);
}

test('a key that could not be released is free as soon as the database takes writes again', async () => {
  const db = openDatabase(database.url);
  await refuseReleaseOf('back', db);
  expect((await csv('back', 'date,y\n2024-01-01,x\n')).statusCode).toBe(422);
  // As if other processes had renewed it: it is not free because it is old.
  await sql`UPDATE idempotency_keys SET renewed_at = now() + interval '1 hour' WHERE key = 'back'`.execute(
    db,
  );
  expect((await csv('back', dailyCsv(20))).json().code).toBe('idempotency_key_in_use');
  await sql`DROP TRIGGER refuse_release ON idempotency_keys`.execute(db);
  await expect.poll(async () => (await csv('back', dailyCsv(20))).statusCode).toBe(201);
  await db.destroy();
});

test('a key that could not be released is free after a while, also while other calls hold keys', async () => {
  const db = openDatabase(database.url);
  await refuseReleaseOf('left', db);
  expect((await csv('left', 'date,y\n2024-01-01,x\n')).statusCode).toBe(422);
  expect((await csv('left', dailyCsv(20))).json().code).toBe('idempotency_key_in_use');

  const other = await db.transaction().execute(async (trx) => {
    await sql`LOCK TABLE datasets IN EXCLUSIVE MODE`.execute(trx);
    const running = (async () => csv('running', dailyCsv(20)))();
    const renewed = async () => {
      const { rows } = await sql<{ isRenewed: boolean }>`
        SELECT renewed_at > now() - interval '1 minute' AS "isRenewed" FROM idempotency_keys WHERE key = 'running'`.execute(
        trx,
      );
      return rows[0]?.isRenewed;
    };
    await expect.poll(renewed).toBe(true);
    await sql`UPDATE idempotency_keys SET renewed_at = now() - interval '1 hour' WHERE status IS NULL`.execute(
      db,
    );
    await expect.poll(renewed).toBe(true);
    return { running };
  });
  expect((await csv('left', dailyCsv(20))).statusCode).toBe(201);
  expect((await other.running).statusCode).toBe(201);
  await db.destroy();
});

test('of a tenant with more bytes of answers than are kept, the oldest are deleted', async () => {
  const db = openDatabase(database.url);
  const bytes = 4 * 1024 * 1024;
  const keptAnswers = idempotencyBytesMax / bytes;
  const insert = (first: number, tenants: string[]) =>
    sql`
      INSERT INTO idempotency_keys (tenant_id, key, holder, created_at, digest, status, headers, body)
      SELECT tenant, 'old-' || n, 'h', now() - make_interval(secs => n), 'd', 201, '{}', convert_to(repeat('x', ${bytes}::integer), 'UTF8')
      FROM generate_series(${first}::integer, ${keptAnswers + 3}::integer) AS n, unnest(${tenants}::text[]) AS tenant`.execute(
      db,
    );
  await insert(1, ['default']);
  await insert(keptAnswers + 1, ['other']);
  const left = async (tenant: string) => {
    const { rows } = await sql<{ key: string }>`
      SELECT key FROM idempotency_keys WHERE tenant_id = ${tenant} AND key LIKE 'old-%' ORDER BY created_at DESC`.execute(
      db,
    );
    return rows.map(({ key }) => key);
  };
  const small = await json('small', '/v1/datasets', { series: [{ values: [1, 2, 3] }] });
  expect(small.statusCode).toBe(201);
  expect(await left('default')).toHaveLength(keptAnswers + 3); // so little is added that nobody looks
  const values = Array.from({ length: 60 }, (_, t) => 10 + Math.sin(t));
  const series = Array.from({ length: 40 }, (_, n) => ({ id: `s${n}`, values }));
  const large = await json('large', '/v1/forecasts', { series, horizon: 200 });
  expect([large.statusCode, large.body.length > 1024 * 1024]).toEqual([200, true]);
  // The answers of this test are the newest, so that one less of the old ones is kept.
  const newest = Array.from({ length: keptAnswers - 1 }, (_, n) => `old-${n + 1}`);
  await expect.poll(() => left('default')).toEqual(newest); // the call does not wait for it
  expect(await left('other')).toHaveLength(3);

  await insert(keptAnswers + 1, ['default']);
  await createStore(db).idempotency.bound('default', 1); // a process that does not know what others have added
  expect(await left('default')).toHaveLength(newest.length);
  await db.destroy();
});

test('a streamed body that outlives its answer is passed on to its end; no answer waits for the deletion of others', async () => {
  const db = openDatabase(database.url, { poolMax: 1 });
  onTestFinished(() => db.destroy());
  const app = fastify();
  onTestFinished(() => app.close());
  app.setSerializerCompiler(() => JSON.stringify); // its schemas are those of zod
  app.decorateRequest('tenant', 'default');
  app.addContentTypeParser('text/plain', (_request, payload, done) => done(null, payload));
  await app.register(accepts);
  const bound = () => new Promise<void>(() => {}); // as on a database that is very slow
  await app.register(idempotencyPlugin, { store: { ...createStore(db).idempotency, bound } });
  let body = Readable.from([]);
  app.post('/v1/early', { config: { idempotent: true } }, async (request) => {
    body = request.body as Readable;
    return 'early';
  });
  const payload = new Readable({ read() {} });
  payload.push('one ');
  const headers = { 'content-type': 'text/plain', 'idempotency-key': 'early' };
  expect((await app.inject({ method: 'POST', url: '/v1/early', headers, payload })).body).toBe('early');
  payload.push('two');
  payload.push(null);
  expect(await text(body)).toBe('one two');
});

test('a repeated call gets the headers that the first answer had beside its body', async () => {
  const db = openDatabase(database.url, { poolMax: 1 });
  const app = fastify();
  onTestFinished(async () => {
    await app.close();
    await db.destroy();
  });
  app.setSerializerCompiler(() => JSON.stringify); // its schemas are those of zod
  app.decorateRequest('tenant', 'acme');
  await app.register(accepts);
  await app.register(idempotencyPlugin, { store: createStore(db).idempotency });
  const meant = { location: '/v1/forecasts/1', 'next-cursor': 'more', 'cache-control': 'no-store' };
  app.post('/v1/page', { config: { idempotent: true } }, async (_request, reply) =>
    reply.headers(meant).type('text/csv').send('a,b'),
  );
  const headers = { 'idempotency-key': 'page' };
  for (const replayed of [undefined, 'true']) {
    const answer = await app.inject({ method: 'POST', url: '/v1/page', headers });
    expect(answer.headers).toMatchObject(meant);
    expect([answer.body, answer.headers['idempotency-replayed']]).toEqual(['a,b', replayed]);
  }
});
