import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { ApiDocument, addressOf, type Resources } from '../../support/document.ts';
import { createResources, resourceOptions } from '../../support/resources.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const page = 'https://dashboard.example';
let service: TestApp;
let document: ApiDocument;
let resources: Resources;

beforeAll(async () => {
  service = await startApp({ corsOrigins: [page] }, undefined, resourceOptions);
  service.startWorker();
  resources = await createResources(service);
  await service.stopWorker();
  document = new ApiDocument((await service.app.inject('/openapi.json')).json());
});
afterAll(() => service.stop());

/** Whether a path of the document matches a URL. `/v1/models/import` also matches the path of a model
 *  with the id `import`. */
const fits = (path: string, url: string) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(url);
const paths = () => Map.groupBy(document.operations, ({ path }) => path);

test('an unsupported method is a 405 that names the supported ones, and OPTIONS lists them', async () => {
  for (const [path, operations] of paths()) {
    const url = addressOf(operations[0], resources);
    const has = new Set<string>(
      document.operations.filter(({ path }) => fits(path, url)).map(({ method }) => method),
    );
    const allowed = [...has, ...(has.has('GET') ? ['HEAD'] : [])].sort();
    for (const method of methods.filter((method) => !has.has(method))) {
      const answer = await service.app.inject({ method, url });
      expect(answer.statusCode, `${method} ${path}`).toBe(405);
      expect(answer.json().code).toBe('method_not_allowed');
      expect(answer.headers.allow).toBe([...allowed, 'OPTIONS'].join(', '));
    }
    const options = await service.app.inject({ method: 'OPTIONS', url });
    expect([options.statusCode, options.body], path).toEqual([204, '']);
    expect(options.headers.allow).toBe([...allowed, 'OPTIONS'].join(', '));
  }
});

test('HEAD answers as GET does, without the body', async () => {
  for (const operation of document.operations.filter(({ method }) => method === 'GET')) {
    const url = addressOf(operation, resources);
    const [get, head] = [await service.app.inject(url), await service.app.inject({ method: 'HEAD', url })];
    expect([head.statusCode, head.body], operation.id).toEqual([get.statusCode, '']);
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
  }
});

test('long responses are compressed if the caller accepts it', async () => {
  const dataset = (await upload(service.app, dailyCsv(800))).json();
  const url = `/v1/datasets/${dataset.id}/series/y`;
  const plain = await service.app.inject(url);
  expect(plain.headers).not.toHaveProperty('content-encoding');
  for (const [accepted, encoding, unpack] of [
    ['gzip', 'gzip', gunzipSync],
    ['br, gzip', 'br', brotliDecompressSync],
  ] as const) {
    const answer = await service.app.inject({ url, headers: { 'accept-encoding': accepted } });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(String(answer.headers.vary).toLowerCase()).toContain('accept-encoding');
    expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    expect(unpack(answer.rawPayload).toString()).toBe(plain.body);
  }
  const headers = { 'accept-encoding': 'gzip' };
  expect((await service.app.inject({ url: '/healthz', headers })).headers).not.toHaveProperty(
    'content-encoding',
  );
  const bytes = ['weights', 'onnx', 'bundle'].map((name) => `/v1/models/${resources.model_id}/${name}`);
  for (const url of [...bytes, `/v1/jobs/${resources.job_id}/events`]) {
    const answer = await service.app.inject({ url, headers });
    expect(answer.statusCode, url).toBe(200);
    expect(answer.headers, url).not.toHaveProperty('content-encoding');
  }
  const preferred = { 'accept-encoding': 'br;q=0.1, gzip' };
  expect((await service.app.inject({ url, headers: preferred })).headers['content-encoding']).toBe('gzip');
  const refused = { 'accept-encoding': 'br;q=0, gzip;q=0' };
  const unpacked = await service.app.inject({ url, headers: refused });
  expect(unpacked.headers).not.toHaveProperty('content-encoding');
  expect(unpacked.headers.vary).toContain('accept-encoding');
});

test('a compressed response is stored uncompressed for its idempotency key', async () => {
  const payload = { levels: Array.from({ length: 20 }, (_, i) => 50 + 2 * i) };
  const call = (headers: Record<string, string>) =>
    service.app.inject({
      method: 'POST',
      url: `/v1/models/${resources.model_id}/forecasts`,
      payload,
      headers: { 'idempotency-key': 'packed', ...headers },
    });
  const packed = await call({ 'accept-encoding': 'gzip' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect((await call({})).body).toBe(gunzipSync(packed.rawPayload).toString());
});

test('a page of an allowed origin may call and read the response headers; other pages may not', async () => {
  const preflight = (origin: string, url = '/v1/models') =>
    service.app.inject({
      method: 'OPTIONS',
      url,
      headers: { origin, 'access-control-request-method': 'POST' },
    });
  const allowed = await preflight(page);
  expect(allowed.statusCode).toBe(204);
  expect(allowed.headers).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-allow-methods': 'GET, HEAD, POST',
  });
  expect(allowed.headers['access-control-allow-headers']).toContain('Idempotency-Key');
  const call = await service.app.inject({ url: '/v1/models', headers: { origin: page } });
  expect(call.headers['access-control-allow-origin']).toBe(page);
  expect(call.headers['access-control-expose-headers']).toContain('X-Request-Id');
  expect(call.headers.vary).toContain('Origin');
  for (const answer of [
    await preflight('https://other.example'),
    await service.app.inject({ url: '/v1/models', headers: { origin: 'https://other.example' } }),
  ])
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  expect((await preflight(page, '/v1/nothing')).statusCode).toBe(404);
});

test('`Vary` of a forecast names `Origin` too, also when its response is replayed', async () => {
  service.startWorker();
  const model = await service.trained(dailyCsv(80), { horizon: 2 });
  const forecast = () =>
    service.app.inject({
      method: 'POST',
      url: `/v1/models/${model.id}/forecasts`,
      payload: {},
      headers: { origin: page, 'idempotency-key': 'vary' },
    });
  const [sent, replayed] = [await forecast(), await forecast()];
  expect(replayed.headers['idempotency-replayed']).toBe('true');
  const stored = await service.app.inject({
    url: sent.headers.location as string,
    headers: { origin: page },
  });
  for (const { headers } of [sent, replayed, stored])
    expect(String(headers.vary).toLowerCase().split(', ').sort()).toEqual([
      'accept',
      'accept-encoding',
      'origin',
    ]);
  await service.stopWorker();
});

test('without a setting, pages of no origin may call', async () => {
  const closed = await startApp();
  const answer = await closed.app.inject({ url: '/v1/models', headers: { origin: page } });
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  await closed.stop();
});

test('a harmless request id of the caller is kept, any other is replaced', async () => {
  const idOf = async (id: string) =>
    (await service.app.inject({ url: '/v1/nothing', headers: { 'x-request-id': id } })).headers[
      'x-request-id'
    ];
  expect(await idOf('order-17')).toBe('order-17');
  expect(await idOf('two words')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await idOf('x'.repeat(129))).toMatch(/^[0-9a-f-]{36}$/);
});
