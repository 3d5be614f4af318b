import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { FailedKeys } from '../../../src/http/plugins/failed-keys.ts';
import { UnknownKeys } from '../../../src/http/plugins/unknown-keys.ts';
import { RequestMessage } from '../../../src/http/request-message.ts';
import { ApiKeys, newSecret } from '../../../src/http/routing/api-keys.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { stopRefills } from '../../support/rate-clock.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
let service: TestApp;
let url: URL;

beforeAll(async () => {
  service = await startApp({ apiKey: root });
  url = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }));
});
afterAll(() => service.stop());

const withKey = { authorization: `Bearer ${root}` };
/** Sends an address as it is: clients shorten `..` themselves. */
async function raw(path: string, headers: Record<string, string> = {}): Promise<string> {
  const socket = connect(Number(url.port), url.hostname);
  const lines = Object.entries({ host: 'localhost', connection: 'close', ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`GET ${path} HTTP/1.1\r\n${head}\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

describe('headers for browsers', () => {
  test('every answer has them: data, errors, pages, streams and what is not found', async () => {
    const paths = ['/healthz', '/v1/datasets', '/openapi.json', '/docs/', '/problems', '/none', '/v1/none'];
    for (const path of paths) {
      const { headers } = await service.app.inject({ url: path, headers: withKey });
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      });
    }
    expect((await service.app.inject('/v1/datasets')).headers['x-content-type-options']).toBe('nosniff');
  });

  test('pages run scripts of the service only; those of Gatecast have nothing inline', async () => {
    const problems = await service.app.inject('/problems/internal');
    expect(problems.headers['content-security-policy']).toContain("script-src 'self'; style-src 'self';");
    expect(problems.body).not.toMatch(/<style|style=|<script(?! src)/);
    const docs = await service.app.inject('/docs/');
    expect(docs.headers['content-security-policy']).toContain("script-src 'self';");
    expect(docs.body).not.toMatch(/<script(?![^>]* src=)[^>]*>[^<]/);
    const style = await service.app.inject('/problems.css');
    expect([style.statusCode, style.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
  });

  test('answers about data are not kept by shared caches, and errors by none', async () => {
    const list = await service.app.inject({ url: '/v1/datasets', headers: withKey });
    expect(list.headers['cache-control']).toBe('private, no-cache');
    expect((await service.app.inject('/v1/datasets')).headers['cache-control']).toBe('no-store');
    for (const address of ['/%76%31/datasets', 'http://localhost/v1/datasets'])
      expect(await raw(address, withKey), address).toMatch(
        /^HTTP\/1.1 200[\s\S]*\r\ncache-control: private, no-cache\r/i,
      );
  });
});

describe('addresses', () => {
  test('no address is a 500, whatever its dots, slashes and length', async () => {
    for (const path of [
      '/docs/static/../x',
      '/docs/static/../../package.json',
      '/docs/static/..%2f..%2fpackage.json',
      '/docs/static/%2e%2e/%2e%2e/package.json',
      '/docs/static/..\\..\\package.json',
      '/docs/static/%00',
      '/v1%2Fdatasets',
      '/docs%2fstatic%2findex.html',
      `/${'a'.repeat(15_000)}`,
      `/v1/models/${'a'.repeat(15_000)}/forecsts`,
      `/${'a/'.repeat(7_500)}`,
    ]) {
      const [status] = /(?<=^HTTP\/1.1 )\d+/.exec(await raw(path))!;
      expect(['400', '404'], `${path.slice(0, 60)}: ${status}`).toContain(status);
    }
  });

  test('a misspelt route is suggested, also around a long id', async () => {
    const answer = (path: string) => service.app.inject({ url: path, headers: withKey });
    expect((await answer('/v1/dataset')).json().detail).toContain('did you mean /v1/datasets?');
    expect((await answer('/v1/models/mdl_1/forecsts')).json().detail).toContain('/v1/models/mdl_1/forecasts');
    expect((await answer('/v1/xyzzy')).json().detail).toContain('GET /openapi.json');
  });

  test('a long address is cut in the answer and in the log', async () => {
    const answer = await service.app.inject({ url: `/v1/${'b'.repeat(12_000)}`, headers: withKey });
    expect(answer.body.length).toBeLessThan(2_000);
    const logged = service.logs.filter((line) => JSON.stringify(line).includes('bbbb'));
    expect(logged.length).toBeGreaterThan(0);
    for (const line of logged) expect(JSON.stringify(line).length).toBeLessThan(2_000);
  });
});

test('short chunks of a body are joined, whatever is done with it', async () => {
  const { server } = service.app;
  const message = new Promise((resolve) => server.once('request', resolve));
  await raw('/healthz');
  expect(await message).toBeInstanceOf(RequestMessage);
});

test('a connection that was answered with 4xx because of its bytes is closed by the service', async () => {
  const socket = connect({ port: Number(url.port), host: url.hostname, allowHalfOpen: true });
  socket.write('NO HTTP\r\n\r\n');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  await new Promise((resolve) => socket.once('end', resolve));
  // The client does not close its side.
  while ((await promisify(service.app.server.getConnections.bind(service.app.server))()) !== 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answer).toContain('HTTP/1.1 400');
  socket.destroy();
});

test('requests before broken bytes on a connection get their answers first', async () => {
  const socket = connect(Number(url.port), url.hostname);
  const head = `Host: ${url.host}\r\n\r\n`;
  socket.write(`GET /healthz HTTP/1.1\r\n${head}GET /nope HTTP/1.1\r\n${head}NO HTTP\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  expect(answer.match(/(?<=HTTP\/1\.1 )\d{3}/g)).toEqual(['200', '404', '400']);
});

test.each([
  ['a call without a key', '', /^HTTP\/1\.1 401/],
  ['a body of a length that is refused', `Authorization: Bearer ${root}\r\n`, /^HTTP\/1\.1 413/],
])('%s is refused before its sender is asked for the body', async (_, key, refused) => {
  const socket = connect(Number(url.port), url.hostname);
  socket.write(
    `POST /v1/datasets HTTP/1.1\r\nHost: ${url.host}\r\n${key}Content-Type: text/csv\r\nExpect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n`,
  );
  const [answer] = await once(socket, 'data');
  socket.destroy();
  expect(answer.toString()).toMatch(refused);
});

test('a sender that waits is asked for the body that a route reads', async () => {
  const socket = connect(Number(url.port), url.hostname);
  const body = 'date,value\n2024-01-01,1\n2024-01-02,2\n';
  socket.write(
    `POST /v1/datasets?dry_run=true HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${root}\r\nContent-Type: text/csv\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  const [asked] = await once(socket, 'data');
  expect(asked.toString()).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  socket.write(body);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200/);
});

describe('keys', () => {
  test('wrong keys are slowed down after some; the right key and calls without a key are not', async () => {
    const held = Promise.withResolvers<void>();
    const pausesMs: number[] = [];
    const { slowDown } = FailedKeys.prototype;
    const spy = vi.spyOn(FailedKeys.prototype, 'slowDown').mockImplementation(async function (
      this: FailedKeys,
      address,
    ) {
      const began = performance.now();
      const isRefused = await slowDown.call(this, address);
      pausesMs.push(performance.now() - began);
      await held.promise; // until the other calls are answered, however slow the machine is
      return isRefused;
    });
    onTestFinished(() => {
      held.resolve();
      spy.mockRestore();
    });
    const wrong = (i: number) => ({ authorization: `Bearer gck_${String(i).padStart(43, 'x')}` });
    const tried = Array.from({ length: 40 }, (_, i) =>
      service.app.inject({ url: '/v1/datasets', headers: wrong(i) }).then(({ statusCode }) => statusCode),
    );
    await expect.poll(() => spy.mock.calls.length).toBe(40);
    expect((await service.app.inject({ url: '/v1/datasets', headers: withKey })).statusCode).toBe(200);
    expect((await service.app.inject('/v1/datasets')).statusCode).toBe(401);
    expect(spy).toHaveBeenCalledTimes(40);
    held.resolve();
    expect(await Promise.all(tried)).toEqual(Array(40).fill(401));
    const [least, most] = [Math.min(...pausesMs), Math.max(...pausesMs)];
    expect(least).toBeLessThan(900);
    expect(most).toBeGreaterThan(900); // of the second by which an answer is held back
  });

  test('beyond 200 held back at a time, wrong keys are answered at once with 429', async () => {
    stopRefills();
    const failed = new FailedKeys();
    const free = await Promise.all(Array.from({ length: 30 }, () => failed.slowDown('192.0.2.1')));
    expect(free).toEqual(Array(30).fill(false));
    const heldBack = Array.from({ length: 200 }, () => failed.slowDown('192.0.2.1'));
    expect(await failed.slowDown('192.0.2.1')).toBe(true);
    expect(await Promise.all(heldBack)).toEqual(Array(200).fill(false));
    const spy = vi.spyOn(FailedKeys.prototype, 'slowDown').mockResolvedValue(true);
    const lookups = vi.spyOn(UnknownKeys.prototype, 'read');
    const headers = { authorization: `Bearer gck_${'y'.repeat(43)}` };
    const refused = await service.app.inject({ url: '/v1/datasets', headers });
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, expect.anything()]);
    expect(lookups).toHaveBeenCalledTimes(1);
    for (const one of [spy, lookups]) one.mockRestore();
  });

  test('wrong keys that are looked up delay neither a key that was seen valid nor a new one of another address', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const [known, fresh] = [newSecret(), newSecret()];
    const { promise: end, resolve: endLookups } = Promise.withResolvers<null>();
    let running = 0;
    const unknownKeys = new UnknownKeys();
    const keys = new ApiKeys(
      null,
      {
        expiresInMs: async () => null,
        async identify(digest) {
          const right = [known, fresh].find((one) => one.digest.equals(digest));
          if (right === undefined) {
            running++;
            return end;
          }
          return { identity: { keyId: `key_${right.hint}`, tenant: 'acme', scopes: [] }, expiresInMs: null };
        },
      },
      (address, work) => unknownKeys.read(address, work),
    );
    const flooding = '192.0.2.1';
    expect(await keys.identify(known.secret, flooding)).not.toBeNull();
    const flood = Array.from({ length: 503 }, () => keys.identify(newSecret().secret, flooding));
    expect(running).toBe(3);
    await expect(keys.identify(newSecret().secret, flooding)).rejects.toMatchObject({ code: 'rate_limited' });
    await vi.advanceTimersByTimeAsync(4_900);
    expect(await keys.identify(fresh.secret, '192.0.2.2')).not.toBeNull();
    const waiting = Promise.allSettled(flood.slice(3));
    await vi.advanceTimersByTimeAsync(200); // the cache has no key any more
    for (const one of await waiting) expect(one).toMatchObject({ reason: { code: 'rate_limited' } });
    const again = Array.from({ length: 100 }, () => keys.identify(newSecret().secret, flooding));
    expect(await keys.identify(known.secret, flooding)).not.toBeNull();
    expect(running).toBe(3);
    endLookups(null);
    expect(await Promise.all([...flood.slice(0, 3), ...again])).toEqual(Array(103).fill(null));
  });

  test('the log names the tenant and the id of the key', async () => {
    await service.app.inject({ url: '/v1/jobs', headers: withKey });
    const line = service.logs.find(({ msg, url }) => msg === 'answered' && url === '/v1/jobs');
    expect(line).toMatchObject({ tenant: 'default', key_id: 'GATECAST_API_KEY' });
  });

  test('metrics are for an admin of the service, not of a tenant', async () => {
    const created = await service.app.inject({
      ...{ method: 'POST', url: '/v1/keys', headers: withKey },
      payload: { tenant: 'acme', scopes: ['admin'] },
    });
    const headers = { authorization: `Bearer ${created.json().secret}` };
    expect((await service.app.inject('/metrics')).statusCode).toBe(401);
    expect((await service.app.inject({ url: '/metrics', headers })).json().code).toBe('tenant_forbidden');
    expect((await service.app.inject({ url: '/metrics', headers: withKey })).statusCode).toBe(200);
    const open = await startApp({ apiKey: root, metricsOpen: true });
    expect((await open.app.inject('/metrics')).statusCode).toBe(200);
    await open.stop();
  });
});

test('`H` in a cron expression becomes a number that stays', async () => {
  const open = await startApp();
  open.startWorker();
  const model = await open.trained(dailyCsv(60), { horizon: 2, steps: 1 });
  const created = await open.app.inject({
    ...{ method: 'POST', url: '/v1/schedules' },
    payload: { kind: 'forecast', model_id: model.id, cron: 'H H * * *' },
  });
  expect(created.statusCode, created.body).toBe(201);
  const { id, cron, next_run_at } = created.json();
  expect(cron).toMatch(/^\d+ \d+ \* \* \*$/);
  const again = (await open.app.inject(`/v1/schedules/${id}`)).json();
  expect([again.cron, again.next_run_at]).toEqual([cron, next_run_at]);
  const changed = await open.app.inject({
    ...{ method: 'PATCH', url: `/v1/schedules/${id}` },
    payload: { cron: 'H H * * *' },
  });
  expect(changed.json().cron).toBe(cron);
  expect((await upload(open.app, dailyCsv(10))).statusCode).toBe(201);
  await open.stop();
});
