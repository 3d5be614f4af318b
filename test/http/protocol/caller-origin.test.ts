import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

const key = 'a-key-of-more-than-thirty-two-characters';
const csv = 'date,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n';
let service: TestApp;

const send = (headers: Record<string, string>, url = '/v1/datasets') =>
  service.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'text/csv', ...headers },
    payload: csv,
  });
const read = (url: string, headers: Record<string, string>) => service.app.inject({ url, headers });
const datasets = async () => (await service.app.inject('/v1/datasets')).json().data.length;

describe('without a key', () => {
  beforeAll(async () => {
    service = await startApp({ corsOrigins: ['https://board.example'], allowedHosts: ['forecasts.lan'] });
  });
  afterAll(() => service.stop());

  test('only names of loopback and of the setting are answered, on every route', async () => {
    for (const url of ['/healthz', '/readyz', '/metrics', '/docs/', '/openapi.json', '/v1/datasets', '/none'])
      for (const host of [
        'evil.example',
        'evil.example:8080',
        '127.0.0.1.evil.example',
        'localhost.evil.example',
      ])
        expect((await read(url, { host })).json(), `${url} ${host}`).toMatchObject({
          ...{ status: 421, code: 'host_refused', detail: expect.stringContaining(host) },
        });
    for (const host of ['localhost', 'LOCALHOST:8080', 'localhost.', '127.0.0.1:80', '127.8.0.1', '[::1]:9'])
      expect((await read('/v1/datasets', { host })).statusCode, host).toBe(200);
    for (const host of ['forecasts.lan', 'Forecasts.LAN:8080'])
      expect((await read('/v1/datasets', { host })).statusCode, host).toBe(200);
  });

  test('the address at which a call arrives is answered, as probes and scrapes name it', async () => {
    await service.app.listen({ host: '127.0.0.1', port: 0 });
    const { server } = service.app;
    const { port } = server.address() as AddressInfo;
    for (const [local, name] of [
      ['10.1.2.3', '10.1.2.3:8080'],
      ['::ffff:10.1.2.3', '10.1.2.3:8080'],
      ['fd00::1', '[fd00::1]:8080'],
    ]) {
      const arrive = (socket: Socket) => Object.defineProperty(socket, 'localAddress', { value: local });
      server.prependListener('connection', arrive);
      for (const path of ['/healthz', '/readyz', '/metrics', '/v1/datasets']) {
        const statusOf = async (host: string) => {
          const request = get({ port, path, headers: { host }, agent: false });
          const [answer] = (await once(request, 'response')) as [IncomingMessage];
          return answer.resume().statusCode;
        };
        expect(await statusOf(name), `${name} ${path}`).toBe(200);
        for (const other of ['10.1.2.4:8080', '10.1.2.3.evil.example', 'evil.example', '[fd00::2]'])
          expect(await statusOf(other), `${other} at ${local} ${path}`).toBe(421);
      }
      server.off('connection', arrive);
    }
  });

  test('a page of another origin cannot create, read or stream anything', async () => {
    const before = await datasets();
    for (const headers of [
      { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      { origin: 'http://localhost:3000', host: 'localhost:8080', 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ] as Record<string, string>[]) {
      const answer = await send(headers);
      expect(answer.json(), JSON.stringify(headers)).toMatchObject({ status: 403, code: 'origin_refused' });
    }
    expect(await datasets()).toBe(before);
    const image = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    expect((await read('/v1/datasets', image)).json().code).toBe('origin_refused');
    const frame = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'iframe',
    };
    expect((await read('/docs/', frame)).json().code).toBe('origin_refused');
  });

  test('pages of the service, allowed origins, links and programs may call', async () => {
    for (const headers of [
      {},
      { host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' },
      { host: 'forecasts.lan', origin: 'https://forecasts.lan' },
      { host: 'forecasts.lan:443', origin: 'https://forecasts.lan' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://board.example', 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[])
      expect((await send(headers)).statusCode, JSON.stringify(headers)).toBe(201);
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await read('/docs/', link)).statusCode).toBe(200);
  });
});

describe('with a key', () => {
  test('names are checked where the setting lists some', async () => {
    const headers = { host: 'forecasts.example', authorization: `Bearer ${key}` };
    service = await startApp({ apiKey: key });
    expect((await read('/v1/datasets', headers)).statusCode).toBe(200);
    await service.stop();
    service = await startApp({ apiKey: key, allowedHosts: ['other.example'] });
    expect((await read('/v1/datasets', headers)).json().code).toBe('host_refused');
    await service.stop();
  });
});
