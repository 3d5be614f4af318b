import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJsonScanner } from '../../src/bodies/index.ts';
import { limits } from '../../src/contracts/schemas/index.ts';
import { readTar } from '../../src/http/routes/models/tar.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { writeTar } from '../support/files/tar.ts';

let service: TestApp;
let calls: { method: 'POST' | 'PUT' | 'PATCH'; url: string }[];

beforeAll(async () => {
  service = await startApp({ uploadBytesMax: 16 * 1024 * 1024 });
  const { paths } = (await service.app.inject('/openapi.json')).json() as {
    paths: Record<string, Record<string, { requestBody?: { content: object } }>>;
  };
  calls = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { requestBody }]) => requestBody !== undefined && 'application/json' in requestBody.content)
      .map(([method]) => ({
        method: method.toUpperCase() as 'POST',
        url: path.replaceAll(/\{\w+\}/g, 'x'),
      })),
  );
});
afterAll(() => service.stop());

const send = (call: (typeof calls)[number], payload: Buffer, headers: Record<string, string> = {}) =>
  service.app.inject({ ...call, payload, headers: { 'content-type': 'application/json', ...headers } });

/** A long body is read in the same way by all calls. Only the limits of uploads differ. */
const urlsOfLong = ['/v1/datasets', '/v1/datasets/x/observations', '/v1/models'];

test('every call with JSON refuses brackets in brackets, also in gzip, whatever the size', async () => {
  expect(calls.length).toBeGreaterThan(15);
  const urls = calls.map(({ url }) => url);
  expect(urls).toEqual(expect.arrayContaining(urlsOfLong));
  for (const call of calls)
    for (const size of urlsOfLong.includes(call.url) ? [100, 10_000, 200_000] : [100, 10_000])
      for (const text of ['['.repeat(size), '{"a":'.repeat(size)]) {
        const where = `${call.method} ${call.url} ${size} ${text[0]}`;
        const plain = (await send(call, Buffer.from(text))).json();
        expect(plain, where).toMatchObject({ status: 422, code: 'json_too_complex' });
        expect(plain.detail).toContain(`${limits.jsonDepthMax} levels, at byte`);
        const packed = await send(call, gzipSync(text), { 'content-encoding': 'gzip' });
        expect(packed.json().code, where).toBe('json_too_complex');
      }
});

test('every call with JSON refuses an object with too many keys', async () => {
  const keys = Array.from({ length: 2_000 }, (_, i) => `"k${i}":1`).join(',');
  for (const call of calls) {
    const { code, detail } = (await send(call, Buffer.from(`{${keys}}`))).json();
    expect([call.url, code]).toEqual([call.url, 'json_too_complex']);
    expect(detail).toContain('1000 keys in one object');
  }
});

test('a call is refused before its body is complete', async () => {
  const url = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(url.port), url.hostname);
  const head = `POST /v1/models HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n`;
  // A chunk of a body that never ends.
  socket.write(`${head}transfer-encoding: chunked\r\n\r\n3e8\r\n${'['.repeat(1_000)}\r\n`);
  let answer = '';
  for await (const chunk of socket) {
    answer += chunk;
    if (answer.includes('json_too_complex')) break;
  }
  expect(answer).toContain('HTTP/1.1 422');
  socket.destroy();
});

test('the description in a bundle has the same bounds', async () => {
  const { app } = service;
  service.startWorker();
  const model = await service.trained(dailyCsv(60), { horizon: 2, steps: 1 });
  const { rawPayload } = await app.inject(`/v1/models/${model.id}/bundle`);
  const bodies = [
    ['['.repeat(10_000), 'levels'],
    [' '.repeat(limits.bundleDescriptionBytesMax + 1), 'bytes'],
  ];
  for (const [text, reason] of bodies) {
    const files = readTar(rawPayload).map((file) =>
      file.name === 'bundle.json' ? { ...file, bytes: Buffer.from(text) } : file,
    );
    const answer = await app.inject({
      ...{ method: 'POST', url: '/v1/models/import', payload: gzipSync(writeTar(files, new Date(0))) },
      headers: { 'content-type': 'application/x-tar', 'content-encoding': 'gzip' },
    });
    expect(answer.json()).toMatchObject({ code: 'bundle_invalid', detail: expect.stringContaining(reason) });
  }
});

test('brackets and colons in texts do not count, and bytes may be cut anywhere', () => {
  const text = JSON.stringify({ a: '[[{"::\\', 'b"[[:': ['\\"[[[', { c: '{{{{' }], 'é[': 1 });
  const bytes = Buffer.from(text);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const scan = createJsonScanner({ depthMax: 3, keysPerObjectMax: 3, partsMax: 7 });
    scan(bytes.subarray(0, cut));
    scan(bytes.subarray(cut));
  }
  expect(() => createJsonScanner({ depthMax: 2, keysPerObjectMax: 9, partsMax: 9 })(bytes)).toThrow('levels');
  expect(() => createJsonScanner({ depthMax: 9, keysPerObjectMax: 2, partsMax: 9 })(bytes)).toThrow('keys');
  expect(() => createJsonScanner({ depthMax: 9, keysPerObjectMax: 9, partsMax: 6 })(bytes)).toThrow(
    'objects',
  );
});
