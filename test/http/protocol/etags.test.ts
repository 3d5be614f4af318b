import { afterAll, beforeAll, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let datasetId: string;

beforeAll(async () => {
  service = await startApp();
  datasetId = (await upload(service.app, dailyCsv(60))).json().id;
});
afterAll(() => service.stop());

const read = (url: string, etag?: unknown, headers: Record<string, string> = {}) =>
  service.app.inject({
    url,
    headers: { ...headers, ...(etag === undefined ? {} : { 'if-none-match': String(etag) }) },
  });

test('every GET has a tag, and answers 304 to a caller that knows it, until the answer changes', async () => {
  const urls = [
    '/v1/datasets',
    `/v1/datasets/${datasetId}`,
    `/v1/datasets/${datasetId}/series`,
    `/v1/datasets/${datasetId}/series/y`,
    `/v1/datasets/${datasetId}/versions`,
    `/v1/datasets/${datasetId}/export`,
    `/v1/datasets/${datasetId}/export?format=parquet`,
    '/v1/models',
    '/v1/jobs',
    '/v1/forecasts',
    '/v1/backtests',
    '/v1/schedules',
    '/openapi.json',
  ];
  const tags = new Map<string, unknown>();
  for (const url of urls) {
    const first = await read(url);
    expect([first.statusCode, first.headers.etag], url).toEqual([200, expect.stringMatching(/^W\/"[^"]+"$/)]);
    tags.set(url, first.headers.etag);
    for (const known of [first.headers.etag, `"other", ${first.headers.etag}`, '*']) {
      const same = await read(url, known);
      expect([same.statusCode, same.body, same.headers.etag], url).toEqual([304, '', first.headers.etag]);
      expect(same.headers['content-type']).toBeUndefined();
    }
    expect((await read(url, '"other"')).statusCode).toBe(200);
  }
  await service.app.inject({ method: 'PATCH', url: `/v1/datasets/${datasetId}`, payload: { name: 'new' } });
  await service.app.inject({ method: 'DELETE', url: `/v1/datasets/${datasetId}/observations?to=2024-01-02` });
  for (const url of urls.slice(0, 7)) expect((await read(url, tags.get(url))).statusCode, url).toBe(200);
});

test('the tag does not depend on the compression, and HEAD has it too', async () => {
  const url = `/v1/datasets/${datasetId}/series/y`;
  const plain = await read(url);
  const packed = await read(url, undefined, { 'accept-encoding': 'gzip' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.headers.etag).toBe(plain.headers.etag);
  expect((await read(url, plain.headers.etag, { 'accept-encoding': 'gzip' })).statusCode).toBe(304);
  const head = await service.app.inject({ method: 'HEAD', url });
  expect(head.headers.etag).toBe(plain.headers.etag);
});

test('errors and probes have no tag', async () => {
  const missing = await read('/v1/datasets/ds_00000000000000000000000000000000', '*');
  expect([missing.statusCode, missing.headers.etag]).toEqual([404, undefined]);
  expect((await read('/healthz', '*')).statusCode).toBe(200);
});
