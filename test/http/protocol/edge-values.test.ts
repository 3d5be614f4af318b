import { once } from 'node:events';
import { METHODS } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/contracts/schemas/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
let service: TestApp;
let datasetId: string;
let modelId: string;
let jobId: string;

beforeAll(async () => {
  service = await startApp({ apiKey: root });
  const headers = { authorization: `Bearer ${root}` };
  const dataset = await service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets', payload: dailyCsv(60) },
    headers: { ...headers, 'content-type': 'text/csv' },
  });
  datasetId = dataset.json().id;
  const training = await call('POST', '/v1/models', { dataset_id: datasetId, horizon: 2 });
  [modelId, jobId] = [training.json().model.id, training.json().job.id];
});
afterAll(() => service.stop());

const call = (method: 'GET' | 'POST', url: string, payload?: object, more: Record<string, string> = {}) =>
  service.app.inject({ method, url, payload, headers: { authorization: `Bearer ${root}`, ...more } });

const forged = (list: string, key: unknown) => Buffer.from(JSON.stringify([list, key])).toString('base64url');

test('a forged cursor is refused or gives a page of the tenant, whatever its key', async () => {
  const lists: [string, string][] = [
    ...['datasets', 'models', 'jobs', 'webhooks', 'schedules', 'backtests', 'forecasts', 'keys'].map(
      (list): [string, string] => [list, `/v1/${list}`],
    ),
    ['aliases', '/v1/aliases'],
    ['fleets', '/v1/fleets'],
    ['embeds', '/v1/embeds'],
    ['series', `/v1/datasets/${datasetId}/series`],
    ['versions', `/v1/datasets/${datasetId}/versions`],
    ['points', `/v1/datasets/${datasetId}/series/y`],
    ['logs', `/v1/jobs/${jobId}/logs`],
  ];
  const keys = [0, -1, 2 ** 31, 3e9, -3e9, Number.MAX_SAFE_INTEGER, 1e300, 'x', '\0', '\ud800', true, [], {}];
  for (const [list, url] of lists) {
    for (const key of keys) {
      const { statusCode, body } = await call('GET', `${url}?cursor=${forged(list, key)}`);
      expect([200, 422], `${url} ${JSON.stringify(key)}: ${body}`).toContain(statusCode);
    }
  }
  const beyond = await call('GET', `/v1/datasets/${datasetId}/series?cursor=${forged('series', 3e9)}`);
  expect(beyond.json().code).toBe('cursor_invalid');
});

test('an id of the last event that no event can have is after all of them', async () => {
  await call('POST', `/v1/jobs/${jobId}/cancel`);
  for (const [id, status] of [
    ['1', 200],
    ['2147483648', 204],
    ['9007199254740991', 204],
    ['9007199254740992', 422],
    ['1e9999', 422],
    ['-1', 422],
  ] as const) {
    const path = `/v1/jobs/${jobId}/events`;
    const { statusCode, body } = await call('GET', path, undefined, { 'last-event-id': id });
    expect(statusCode, `${id} ${body}`).toBe(status);
  }
});

test('a time of expiry in the year 10000 is refused, and lists stay readable', async () => {
  for (const expires_at of ['9999-12-31T23:59:59-01:00', '9999-12-31T23:59:59.9999-00:01']) {
    for (const [url, body] of [
      ['/v1/keys', { expires_at }],
      [`/v1/models/${modelId}/embeds`, { expires_at }],
    ] as const) {
      const answer = await call('POST', url, body);
      expect(answer.json(), url).toMatchObject({ status: 422, code: 'request_invalid' });
      expect(answer.json().detail).toContain('9999-12-31T23:59:59Z');
    }
  }
  const last = await call('POST', '/v1/keys', { expires_at: '9999-12-31T23:59:59Z' });
  expect([last.statusCode, last.json().key.expires_at]).toEqual([201, '9999-12-31T23:59:59.000Z']);
  expect((await call('GET', '/v1/keys')).statusCode).toBe(200);
});

test('a quantile or level at the edge of its range has a path or is refused', async () => {
  const series = [{ id: 'a', start: '2024-01-01', values: [1, 2, 3, 4, 5] }];
  for (const [options, status] of [
    [{ levels: [99.999999] }, 200],
    [{ levels: [99.9999999] }, 422],
    [{ levels: [99.99999999999999] }, 422],
    [{ levels: [1] }, 200],
    [{ quantiles: [5e-324, 0.5, 0.9999999999999999] }, 200],
  ] as const) {
    const answer = await call('POST', '/v1/forecasts', { series, horizon: 2, ...options });
    expect(answer.statusCode, answer.body).toBe(status);
    if (status === 422) expect(answer.json().detail).toContain('from 1 to 99.999999');
    else expect(answer.body).not.toContain('null,null');
  }
  const anomalies = await call('POST', `/v1/models/${modelId}/anomalies`, { level: 99.99999999999999 });
  expect(anomalies.json()).toMatchObject({ status: 422, code: 'request_invalid' });
});

test('a tenant has a bounded number of keys and of aliases, and expired keys make room', async () => {
  const [keysMax, aliasesMax] = [limits.keysMax, limits.aliasesMax];
  try {
    Object.assign(limits, { keysMax: 4, aliasesMax: 2 });
    const made = await Promise.all(
      Array.from({ length: 8 }, () => call('POST', '/v1/keys', { tenant: 'acme' })),
    );
    expect(made.filter(({ statusCode }) => statusCode === 201)).toHaveLength(4);
    const refused = made.find(({ statusCode }) => statusCode === 409)!.json();
    expect(refused).toMatchObject({ code: 'quota_exceeded', values: { used: 4, limit: 4 } });
    const { key } = made.find(({ statusCode }) => statusCode === 201)!.json();
    const rotate = (id: string, overlap_seconds: number) =>
      call('POST', `/v1/keys/${id}/rotate`, { overlap_seconds });
    expect((await rotate(key.id, 60)).statusCode).toBe(409);
    // A key that may have leaked can be replaced at once, again and again.
    let { id } = key;
    for (let times = 0; times < 3; times++) {
      const rotated = await rotate(id, 0);
      expect(rotated.statusCode, rotated.body).toBe(201);
      id = rotated.json().key.id;
    }
    expect((await call('POST', '/v1/keys', { tenant: 'acme' })).statusCode).toBe(409);
    const { data } = (await call('GET', '/v1/keys?tenant=acme')).json();
    expect(data).toHaveLength(4);
    expect(data[0]).toMatchObject({ id, expires_at: null });

    const put = (name: string) =>
      service.app.inject({
        ...{ method: 'PUT', url: `/v1/aliases/${name}`, payload: { model_id: modelId } },
        headers: { authorization: `Bearer ${root}` },
      });
    const statuses = [];
    for (const name of ['a', 'b', 'c', 'a']) statuses.push((await put(name)).statusCode);
    expect(statuses).toEqual([201, 201, 409, 200]);
  } finally {
    Object.assign(limits, { keysMax, aliasesMax });
  }
});

test('connections beyond the bound make the service close idle ones, and the next caller is served', async () => {
  const url = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }));
  const { server } = service.app;
  const before = server.maxConnections;
  expect(before).toBe(limits.connectionsMax);
  server.maxConnections = 5;
  const open = async () => {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const sockets = [];
  for (let i = 0; i < 5; i++) {
    const socket = await open();
    socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(socket, 'data'); // it was served, and is idle now
    sockets.push(socket);
  }
  for (let status = 0; status !== 200; )
    status = await fetch(new URL('/healthz', url)).then(
      (answer) => answer.status,
      () => 0,
    );
  server.maxConnections = before;
  for (const socket of sockets) socket.destroy();
});

async function head(lines: string, method = 'GET'): Promise<string> {
  const { port } = service.app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(`${method} /healthz HTTP/1.1\r\n${lines}connection: close\r\n\r\n`);
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part);
  return Buffer.concat(parts).toString();
}

test('a method of HTTP that no route has is a 405, and an unknown expectation is ignored', async () => {
  for (const method of METHODS.filter((name) => !['CONNECT', 'GET', 'HEAD', 'OPTIONS'].includes(name))) {
    const answer = await head('host: localhost\r\n', method);
    expect(answer, method).toContain('HTTP/1.1 405');
    expect(answer, method).toContain('"code":"method_not_allowed"');
  }
  expect(await head('host: localhost\r\nexpect: 200-ok\r\n')).toContain('HTTP/1.1 200');
});

test('a request without a host, or with two, is refused with a problem', async () => {
  expect(await head('host: localhost\r\n')).toContain('HTTP/1.1 200');
  for (const [lines, count] of [
    ['', 0],
    ['host: localhost\r\nHost: evil.example\r\n', 2],
  ] as const) {
    const answer = await head(lines);
    expect(answer).toContain('HTTP/1.1 400');
    expect(answer).toContain('"code":"request_malformed"');
    expect(answer).toContain(`${count} \`Host\` headers`);
  }
});

test('of the requests in one packet some are served, one is refused, and the connection ends', async () => {
  const { port } = service.app.server.address() as AddressInfo;
  const document = (await call('GET', '/openapi.json')).rawPayload;
  for (const path of ['/docs/json', '/docs/yaml'])
    expect((await call('GET', path)).rawPayload.equals(document), path).toBe(true);
  for (const path of ['/healthz', '/openapi.json']) {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`.repeat(300));
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part); // the service ends it
    const answers = Buffer.concat(parts).toString();
    const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
    expect(statuses.at(-1)).toBe(503);
    expect(statuses.filter((status) => status !== 200)).toHaveLength(1);
    expect(statuses.length).toBeGreaterThan(limits.pipelinedRequestsMax);
    expect(statuses.length).toBeLessThan(100);
    expect(answers).toMatch(/connection: close/i);
    expect(answers).toContain('"code":"overloaded"');
  }
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
