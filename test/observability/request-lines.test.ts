import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';

/** With characters that an address encodes. */
const apiKey = `ops/key+2026=${'k'.repeat(32)}`;
const admin = { authorization: `Bearer ${apiKey}` };

let service: TestApp;

beforeAll(async () => {
  service = await startApp({ apiKey });
});
afterAll(() => service.stop());

/** The lines of a call. */
async function linesOf(url: string, headers: Record<string, string> = {}) {
  const answer = await service.app.inject({ url, headers });
  return service.logs.filter((line) => line.request_id === answer.headers['x-request-id']);
}

const decoded = (text: string) => text.replace(/%[2-7][0-9a-f]/gi, decodeURIComponent);
const everyCharacter = (text: string) =>
  [...text].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');

test.each([
  ['as it is', apiKey],
  ['encoded', encodeURIComponent(apiKey)],
  ['encoded wholly', everyCharacter(apiKey)],
])('the first admin key in an address is not logged: %s', async (_, written) => {
  for (const url of [`/v1/models?limit=5&name=${written}`, `/v1/models/${written.replaceAll('/', '%2F')}`]) {
    const text = JSON.stringify(await linesOf(url, admin));
    expect(text).toContain('/v1/models');
    expect(text).toContain('[secret]');
    expect(decoded(text)).not.toContain('k'.repeat(8));
  }
});

test('a key at the place where a long address is cut is not logged in part', async () => {
  const url = `/v1/models?name=${'a'.repeat(470)}${encodeURIComponent(apiKey)}`;
  expect(JSON.stringify(await linesOf(url, admin))).not.toContain('ops');
});

test('values of parameters that are named like a secret are not logged, others are', async () => {
  const [line] = await linesOf('/v1/models?limit=5&api_key=mistyped&X-Access-Token=b%zz&limit=6', admin);
  expect(line.url).toBe('/v1/models?limit=5&api_key=[secret]&X-Access-Token=[secret]&limit=6');
});

test('secrets that are the names of parameters and fields, or those of webhooks, are not logged', async () => {
  const made = `gck_${'x'.repeat(43)}`;
  const signing = `whsec_${'y'.repeat(32)}=`;
  const call = { method: 'POST', url: '/v1/models', headers: admin } as const;
  const body = await service.app.inject({ ...call, payload: { [made]: 1, [apiKey]: 2, [signing]: 3 } });
  expect(body.statusCode).toBe(422);
  const lines = [
    ...service.logs.filter((line) => line.request_id === body.headers['x-request-id']),
    ...(await linesOf(`/v1/models?${made}`, admin)),
    ...(await linesOf(`/v1/models?token%3D${made}=1&${signing}=2`, admin)),
    ...(await linesOf(`/v1/models?x=${signing}`, admin)),
  ];
  const text = decoded(JSON.stringify(lines));
  expect(text).toContain('"places":["/[secret]"');
  for (const part of ['x', 'y', 'k']) expect(text).not.toContain(part.repeat(8));
});

test('encoded characters stay as they are where there is no secret', async () => {
  const url = '/v1/models?name=%EB%A7%A4%EC%B6%9C%20a%zz';
  expect((await linesOf(url, admin))[0].url).toBe(url);
});

test('a refused key leaves one line, with the address of the client', async () => {
  expect(await linesOf('/v1/models', { authorization: 'Bearer wrong' })).toMatchObject([
    {
      ...{ msg: 'answered', level: 30, method: 'GET', url: '/v1/models', status: 401, code: 'unauthorized' },
      ...{ remote_address: '127.0.0.1', detail: expect.stringContaining('The API key is not valid') },
    },
  ]);
});

test('a refused call of a known caller leaves one line, with the tenant and the reason', async () => {
  const lines = await linesOf('/v1/models/nothing', admin);
  expect(lines).toMatchObject([
    {
      ...{
        msg: 'answered',
        level: 30,
        url: '/v1/models/nothing',
        tenant: 'default',
        code: 'model_not_found',
      },
      detail: expect.stringContaining('nothing'),
    },
  ]);
  expect(lines[0]).not.toHaveProperty('remote_address');
});

test('a scrape without a key leaves a line with its method and address', async () => {
  expect(await linesOf('/metrics')).toMatchObject([
    { msg: 'answered', level: 30, method: 'GET', url: '/metrics', status: 401, code: 'unauthorized' },
  ]);
  expect((await linesOf('/metrics', admin)).map(({ level }) => level)).toEqual([20]);
});

test('an address that no router takes leaves a line too', async () => {
  expect(await linesOf('/v1/models/%zz')).toMatchObject([
    { msg: 'answered', level: 30, method: 'GET', url: '/v1/models/%zz', status: 400, code: 'url_malformed' },
  ]);
});

test('an id of a request that is a key is neither logged nor sent back', async () => {
  for (const key of [`gck_${'a'.repeat(40)}`, 'k'.repeat(32)]) {
    const headers = { authorization: `Bearer ${key}`, 'x-request-id': key };
    const answer = await service.app.inject({ url: '/v1/models', headers });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(service.logs)).not.toContain(key);
  }
  const words = `Basic ${'w'.repeat(30)}`;
  for (const headers of [{ 'x-api-key': 'k'.repeat(32) }, { authorization: words }]) {
    const id = Object.values(headers)[0].split(' ').at(-1)!;
    const answer = await service.app.inject({
      url: '/v1/models',
      headers: { ...headers, 'x-request-id': id },
    });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('an id of a request that is a part of the key comes back: it does not tell what the key contains', async () => {
  for (const id of ['mine-7', 'r', 'Bearer', ...[1, 7, 31].map((length) => apiKey.slice(0, length))]) {
    const answer = await service.app.inject({ url: '/v1/models', headers: { ...admin, 'x-request-id': id } });
    expect(answer.headers['x-request-id']).toBe(id);
  }
});

const json = { 'content-type': 'application/json' };
const mark = 'PRIVATE77';

test.each<[string, string, object | string, object]>([
  [
    'a number',
    '/v1/forecasts',
    { series: [{ values: [1, 2, mark] }], horizon: 3 },
    { places: ['/series/0/values/2'] },
  ],
  ['an address', '/v1/webhooks', { url: `http://user:${mark}@127.0.0.1:9/${mark}` }, { places: ['/url'] }],
  ['a cell', '/v1/datasets/file', `time,value\n2020-01-01,1\n2020-01-02,${mark}\n`, { places: ['line 3'] }],
  ['a time', '/v1/datasets/file', `time,value\n2020-01-01,1\n${mark},2\n`, {}],
  ['a name', '/v1/keys', { name: mark.repeat(200), scopes: ['read'] }, { places: ['/name'] }],
  ['a scope', '/v1/keys', { name: 'x', scopes: [mark] }, { places: ['/scopes/0'] }],
  ['an expression', '/v1/schedules', { model_id: `mdl_${'0'.repeat(32)}`, cron: mark }, {}],
  ['no JSON', '/v1/models', `{"name": ${mark}`, {}],
])(
  'a refused body leaves its code and places in the log, and not what it says: %s',
  async (_, url, payload, expected) => {
    const isTable = url.endsWith('/file');
    const headers = { ...admin, ...(isTable ? { 'content-type': 'text/csv' } : json) };
    const answer = await service.app.inject({ method: 'POST', url, headers, payload });
    expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    const lines = service.logs.filter((line) => line.request_id === answer.headers['x-request-id']);
    expect(lines).toMatchObject([{ msg: 'answered', code: answer.json().code, ...expected }]);
    expect(JSON.stringify(lines)).not.toContain(mark);
  },
);
