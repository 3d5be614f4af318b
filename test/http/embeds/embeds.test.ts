import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstTenant } from '../../../src/contracts/schemas/index.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import type { embedCreatedSchema } from '../../../src/contracts/schemas/operations/embed.ts';
import { newSecret } from '../../../src/http/routing/api-keys.ts';
import { createStore, openDatabase } from '../../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase, expire, type TestDatabase } from '../../support/postgres.ts';
import { stopRefills } from '../../support/rate-clock.ts';
import { soonMs } from '../../support/soon.ts';

const firstKey = 'a-key-of-more-than-thirty-two-characters';
const page = 'https://blog.example.org';
type Created = ReturnType<(typeof embedCreatedSchema)['parse']>;

let database: TestDatabase;
let service: TestApp;
let model: Model;
let other: Model;
let strangerKey: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const open = await startApp({}, { ...database, drop: async () => {} });
  open.startWorker();
  const settings = { horizon: 3, steps: 5, members: 1 };
  model = await open.trained(dailyCsv(80), settings);
  other = await open.trained(dailyCsv(80), settings);
  for (const { id } of [model, other])
    await open.app.inject({ method: 'POST', url: `/v1/models/${id}/forecasts`, payload: {} });
  await open.stop();
  service = await startApp({ apiKey: firstKey, rateLimitPerMinute: 1_000 }, database);
  const db = openDatabase(database.url);
  const { secret, hint, digest } = newSecret();
  const scopes: ('read' | 'write')[] = ['read', 'write'];
  await createStore(db).keys.create({ tenant: 'stranger', name: null, scopes, hint, digest });
  strangerKey = secret;
  await db.destroy();
});
afterAll(() => service.stop());

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, key = firstKey) =>
  service.app.inject({ method, url, payload, headers: { authorization: `Bearer ${key}` } });
/** A call without a key, as a page of another origin makes it. */
const open = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' = 'GET') =>
  service.app.inject({ method, url, headers });
const fromPage = { origin: page, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };

async function created(reference: string, body: object = {}): Promise<Created> {
  const answer = await call('POST', `/v1/models/${reference}/embeds`, body);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}

test('the link of an embed shows the picture and the numbers without a key', async () => {
  const answer = await call('POST', `/v1/models/${model.id}/embeds`, { name: 'README' });
  const { embed, token, svg, png, json }: Created = answer.json();
  expect(answer.headers).toMatchObject({ location: `/v1/embeds/${embed.id}`, 'cache-control': 'no-store' });
  expect(token).toMatch(/^gce_[\w-]{43}$/);
  expect(embed).toMatchObject({ model: model.id, name: 'README', series: null, hint: token.slice(0, 8) });
  const types = { [svg]: 'image/svg+xml', [png]: 'image/png', [json]: 'application/json; charset=utf-8' };
  for (const [url, type] of Object.entries(types)) {
    const shown = await open(url);
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, type]);
    expect(shown.headers['cache-control']).toBe('public, max-age=60');
    const known = await open(url, { 'if-none-match': String(shown.headers.etag) });
    expect([known.statusCode, known.body, known.headers['cache-control']]).toEqual([
      304,
      '',
      'public, max-age=60',
    ]);
    expect((await open(`${url}&history=5`)).statusCode).toBe(200);
  }
  expect((await open(json)).json()).toMatchObject({ model_id: model.id, series_id: 'y' });
});

test('only the SHA-256 of a token is stored, and a token is in no list, log and error', async () => {
  const { embed, token, svg } = await created(model.id);
  await open(svg);
  await open(`${svg}&width=x`);
  await open(`/v1/nowhere?token=${token}`);
  await open(`/v1/models?%74oken=${token}`);
  await open(`/v1/models?Token=${token}`);
  for (const url of ['/v1/embeds', `/v1/embeds/${embed.id}`])
    expect((await call('GET', url)).body).not.toContain(token);
  expect((await open(`${svg}&width=x`)).body).not.toContain(token);
  expect(service.logs.some(({ url }) => String(url).endsWith('/latest.svg'))).toBe(true);
  expect(JSON.stringify(service.logs)).not.toContain(token);
  const db = openDatabase(database.url);
  const rows = await db.selectFrom('embeds').selectAll().execute();
  await db.destroy();
  expect(JSON.stringify(rows)).not.toContain(token.slice(8));
  expect(rows.every(({ digest }) => digest.byteLength === 32)).toBe(true);
});

test('a token opens nothing but the latest forecast of its model', async () => {
  const { token } = await created(model.id);
  const list = await service.app.inject('/openapi.json');
  const paths = Object.entries(list.json().paths as Record<string, Record<string, object>>);
  const calls = paths.flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method })));
  const opened: string[] = [];
  let caller = 0;
  for (const { path, method } of calls) {
    if (!path.startsWith('/v1/')) continue;
    const url = path.replace('{model_id}', model.id).replaceAll(/\{\w+\}/g, 'x');
    const payload = method === 'get' || method === 'delete' ? undefined : {};
    for (const headers of [{}, { authorization: `Bearer ${token}` }, { 'x-api-key': token }]) {
      const query = Object.keys(headers).length === 0 ? `?token=${token}` : '';
      const answer = await service.app.inject({
        method: method.toUpperCase() as 'GET',
        url: url + query,
        payload,
        headers,
        remoteAddress: `10.0.${caller >> 8}.${caller++ & 255}`, // wrong keys of one address are slowed down
      });
      if (answer.statusCode !== 401) opened.push(`${method} ${path}`);
    }
  }
  expect(opened).toEqual(
    ['', '.svg', '.png'].map((end) => `get /v1/models/{model_id}/forecasts/latest${end}`),
  );
  const wrong = [
    `/v1/models/${other.id}/forecasts/latest?token=${token}`,
    `/v1/models/${model.id}/forecasts/latest?token=${token}x`,
    `/v1/models/${model.id}/forecasts/latest?token=`,
    `/v1/models/${model.id}/forecasts/latest?token=${token}&token=${token}`,
    `/v1/models/${model.id}/forecasts/latest`,
  ];
  for (const url of wrong) expect((await open(url)).statusCode, url).toBe(401);
});

test('a wrong token is refused even beside a valid key', async () => {
  const answer = await call('GET', `/v1/models/${model.id}/forecasts/latest?token=gce_wrong`);
  expect([answer.statusCode, answer.json().code]).toEqual([401, 'unauthorized']);
  expect(answer.headers['cache-control']).toBe('no-store');
});

test('a revoked token is refused at once, and an expired one', async () => {
  const { embed, svg } = await created(model.id);
  expect((await open(svg)).statusCode).toBe(200);
  expect((await call('DELETE', `/v1/embeds/${embed.id}`)).statusCode).toBe(204);
  expect((await open(svg)).statusCode).toBe(401);
  expect((await call('DELETE', `/v1/embeds/${embed.id}`)).json().code).toBe('embed_not_found');

  const soon = await created(model.id, { expires_at: new Date(Date.now() + 3_600_000).toISOString() });
  expect((await open(soon.svg)).statusCode).toBe(200);
  await expire(database, 'embeds', soon.embed.id);
  await expect
    .poll(async () => (await open(soon.svg)).statusCode, { timeout: 120_000, interval: 200 })
    .toBe(401);
  const past = await call('POST', `/v1/models/${model.id}/embeds`, { expires_at: '2020-01-01T00:00:00Z' });
  expect(past.statusCode).toBe(422);
});

test('an embed of one series shows no other', async () => {
  const { json } = await created(model.id, { series: 'y' });
  expect((await open(json)).json()).toMatchObject({ series_id: 'y' });
  expect((await open(`${json}&series=y`)).statusCode).toBe(200);
  expect((await open(`${json}&series=z`)).statusCode).toBe(401);
  // Nor does it name another one, where the alias has moved to a model without the series.
  const values = Array.from({ length: 40 }, (_, i) => 5 + (i % 7));
  const series = [{ id: 'inline', start: '2024-01-01', values }];
  const forecast = await call('POST', `/v1/models/${other.id}/forecasts`, { series });
  expect(forecast.statusCode, forecast.body).toBe(200);
  await call('PUT', '/v1/aliases/moved', { model_id: other.id });
  const { json: absent } = await created('moved', { series: 'inline' });
  await call('PUT', '/v1/aliases/moved', { model_id: model.id });
  const refused = (await open(absent)).json();
  expect([refused.code, refused.detail.includes('`y`')]).toEqual(['series_not_found', false]);
});

test('an embed of a series that neither the dataset nor the forecasts have is refused', async () => {
  for (const [series, hint] of [
    ['Y', 'did you mean "y"?'],
    ['nope', 'lists them'],
  ]) {
    const answer = await call('POST', `/v1/models/${model.id}/embeds`, { series });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'series_not_found']);
    expect(answer.json().detail).toContain(hint);
  }
});

test('an embed of an alias follows the alias, and ends with it', async () => {
  await call('PUT', '/v1/aliases/live', { model_id: model.id });
  const { embed, json } = await created('live');
  expect(embed.model).toBe('live');
  expect((await open(json)).json().model_id).toBe(model.id);
  await call('PUT', '/v1/aliases/live', { model_id: other.id });
  expect((await open(json)).json().model_id).toBe(other.id);
  expect((await open(json.replace('live', other.id))).statusCode).toBe(401);
  await call('DELETE', '/v1/aliases/live');
  expect((await call('GET', `/v1/embeds/${embed.id}`)).statusCode).toBe(404);
});

test('embeds belong to a tenant', async () => {
  const { embed } = await created(model.id);
  expect((await call('GET', `/v1/embeds/${embed.id}`, undefined, strangerKey)).statusCode).toBe(404);
  expect((await call('DELETE', `/v1/embeds/${embed.id}`, undefined, strangerKey)).statusCode).toBe(404);
  expect((await call('GET', '/v1/embeds', undefined, strangerKey)).json().data).toEqual([]);
  const answer = await call('POST', `/v1/models/${model.id}/embeds`, {}, strangerKey);
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'model_not_found']);
  const listed = (await call('GET', `/v1/embeds?model=${model.id}`)).json().data;
  expect(listed.map(({ id }: { id: string }) => id)).toContain(embed.id);
  expect((await call('GET', `/v1/embeds?model=${other.id}`)).json().data).toEqual([]);
});

test('pages of every origin may show what a token opens, and nothing else', async () => {
  const { svg, json } = await created(model.id);
  for (const url of [svg, json]) {
    const answer = await open(url, fromPage);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  }
  const image = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
  expect((await open(svg, image)).statusCode).toBe(200);
  const path = json.split('?', 1)[0];
  for (const url of [path, '/v1/models', `/v1/models?token=${json.split('=')[1]}`]) {
    const answer = await open(url, { ...fromPage, authorization: `Bearer ${firstKey}` });
    expect([answer.statusCode, answer.headers['access-control-allow-origin']], url).toEqual([403, undefined]);
  }
  // A page reads why a token is refused.
  const refused = await open(`${path}?token=gce_no`, fromPage);
  expect([refused.statusCode, refused.headers['access-control-allow-origin']]).toEqual([401, '*']);
});

test('calls with a token are counted for the embed', async () => {
  stopRefills();
  const { json, embed } = await created(model.id);
  const left = ({ headers }: Awaited<ReturnType<typeof open>>) =>
    Number(/r=(\d+)/.exec(String(headers.ratelimit))![1]);
  const all = await Promise.all([...Array(30)].map(() => open(json)));
  expect(Math.min(...all.map(left))).toBeLessThan(990);
  expect(Math.max(...all.map(left))).toBe(999);
  await expect
    .poll(async () => (await call('GET', `/v1/embeds/${embed.id}`)).json().last_used_at, { timeout: soonMs })
    .not.toBeNull();
});

test('a new embed gives no new limit: those of a tenant have twice the limit of a key together', async () => {
  stopRefills();
  const perMinute = 20;
  const limited = await startApp(
    { apiKey: firstKey, rateLimitPerMinute: perMinute },
    { ...database, drop: async () => {} },
  );
  const left = ({ headers }: Awaited<ReturnType<typeof open>>) =>
    String(headers.ratelimit).split(';').slice(0, 2);
  let shown = 0;
  for (let turn = 0; turn < 5; turn++) {
    const { embed, json } = await created(model.id);
    for (let i = 0; i < perMinute; i++) if ((await limited.app.inject(json)).statusCode === 200) shown++;
    await call('DELETE', `/v1/embeds/${embed.id}`);
  }
  expect(shown).toBe(2 * perMinute);
  const { json } = await created(model.id);
  const refused = await limited.app.inject(json);
  expect(refused.json()).toMatchObject({
    code: 'rate_limited',
    detail: expect.stringContaining('embeds of the tenant'),
  });
  expect([refused.statusCode, ...left(refused)]).toEqual([429, '"embeds"', 'r=0']);
  expect(refused.headers['ratelimit-policy']).toBe(
    `"key";q=${perMinute};w=60, "embeds";q=${2 * perMinute};w=60`,
  );
  const headers = { authorization: `Bearer ${strangerKey}` };
  expect((await limited.app.inject({ url: '/v1/models', headers })).statusCode).toBe(200);
  await limited.stop();
});

test('an embed does not outlive the key that creates it', async () => {
  const end = new Date(Date.now() + 3_600_000).toISOString();
  const scopes = ['read', 'write'];
  const { secret } = (
    await call('POST', '/v1/keys', { scopes, expires_at: end, tenant: firstTenant })
  ).json();
  const create = (body: object) => call('POST', `/v1/models/${model.id}/embeds`, body, secret);
  expect((await create({})).json().embed.expires_at).toBe(end);
  const expires_at = new Date(Date.now() + 60_000).toISOString();
  expect((await create({ expires_at })).json().embed.expires_at).toBe(expires_at);
  const later = await create({ expires_at: new Date(Date.parse(end) + 1_000).toISOString() });
  expect([later.statusCode, later.json().errors[0]]).toMatchObject([
    422,
    { path: '/expires_at', accepted: `at most ${end}` },
  ]);
});
