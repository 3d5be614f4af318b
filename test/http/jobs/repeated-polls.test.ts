import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { stopRefills } from '../../support/rate-clock.ts';
import { soonMs } from '../../support/soon.ts';

const apiKey = 'a-first-key-of-32-characters-or-more';
const admin = { 'x-api-key': apiKey };
const perMinute = 60;
let service: TestApp;
let address: URL;
let jobId: string;
let path: string;

async function call(method: 'GET' | 'POST', url: string, payload?: object | string, headers: object = {}) {
  const answer = await service.app.inject({ method, url, headers: { ...admin, ...headers }, payload });
  expect(answer.statusCode).toBeLessThan(300);
  return answer;
}
const tag = async () => String((await call('GET', path)).headers.etag);

/** Calls on one connection. */
function oneConnection() {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return (headers: Record<string, string>) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(new URL(path, address), { agent, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer));
      });
      asked.once('error', reject).end();
    });
}

/** Whether each request since was answered as a repeated one. */
function watchRepeats() {
  const answers = vi.spyOn(service.app.repeatedCalls!, 'answers');
  onTestFinished(() => answers.mockRestore());
  return () => answers.mock.results.map(({ value }) => value);
}

async function keyOf(settings: object): Promise<{ id: string; headers: { 'x-api-key': string } }> {
  const { key, secret } = (await call('POST', '/v1/keys', { name: 'a key', ...settings })).json();
  return { id: key.id, headers: { 'x-api-key': secret } };
}

beforeAll(async () => {
  service = await startApp({ apiKey, rateLimitPerMinute: perMinute });
  address = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }));
  const dataset = await call('POST', '/v1/datasets', dailyCsv(120), { 'content-type': 'text/csv' });
  const body = { dataset_id: dataset.json().id, horizon: 5, preset: 'fast', steps: 20 };
  jobId = (await call('POST', '/v1/models', body)).json().job.id;
  path = `/v1/jobs/${jobId}`;
});
afterAll(() => service.stop());

test('a repeated poll has the headers, the line of the log and the metrics of the first one', async () => {
  stopRefills();
  const reader = await keyOf({ scopes: ['read'] });
  const counted = async () => {
    const { body } = await call('GET', '/metrics');
    expect(body).toContain('gatecast_http_requests_in_flight 0');
    const route = 'method="GET",route="/v1/jobs/:job_id",status="304"';
    return Number(body.split(`duration_seconds_count{${route}} `)[1]?.split('\n')[0] ?? 0);
  };
  const before = await counted();
  const repeats = watchRepeats();
  const poll = oneConnection();
  const headers = { ...reader.headers, 'if-none-match': await tag() };
  const answers = [await poll(headers), await poll(headers), await poll(headers), await poll(headers)];
  expect(repeats().at(-1)).toBe(true);
  expect(repeats()[0]).toBe(false);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([304, 304, 304, 304]);
  const own = /^(x-request-id|date|ratelimit)$/i;
  const shared = ({ rawHeaders }: IncomingMessage) =>
    rawHeaders.filter((_, i) => !own.test(rawHeaders[i - (i % 2)]));
  for (const answer of answers) expect(shared(answer)).toEqual(shared(answers[0]));
  expect(answers.map(({ headers }) => /r=(\d+)/.exec(String(headers.ratelimit))?.[1])).toEqual([
    '59',
    '58',
    '57',
    '56',
  ]);
  expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(4);
  await vi.waitFor(async () => expect(await counted()).toBe(before + 4), soonMs);
  const lineOf = ({ headers }: IncomingMessage) =>
    service.logs.find((line) => line.request_id === headers['x-request-id'] && line.msg === 'answered');
  const varying = { request_id: '', time: 0, milliseconds: 0 };
  for (const answer of answers)
    expect({ ...lineOf(answer), ...varying }).toEqual({ ...lineOf(answers[0]), ...varying });
  expect(Object.keys(lineOf(answers[3]) ?? {})).toEqual(Object.keys(lineOf(answers[0]) ?? {}));
});

test('the rate of the key ends repeated polls too', async () => {
  stopRefills();
  const reader = await keyOf({ scopes: ['read'] });
  const poll = oneConnection();
  const headers = { ...reader.headers, 'if-none-match': await tag() };
  for (let i = 0; i < perMinute; i++) expect((await poll(headers)).statusCode).toBe(304);
  const refused = await poll(headers);
  expect(refused.statusCode).toBe(429);
  expect(refused.headers['retry-after']).toBeDefined();
});

test('a deleted key is refused at once, and another head on the connection is looked at as a whole', async () => {
  stopRefills();
  const reader = await keyOf({ scopes: ['read'] });
  const poll = oneConnection();
  const headers = { ...reader.headers, 'if-none-match': await tag() };
  const repeats = watchRepeats();
  for (let i = 0; i < 3; i++) expect((await poll(headers)).statusCode).toBe(304);
  expect(repeats().at(-1)).toBe(true);
  expect((await poll({ ...headers, origin: 'https://elsewhere.example' })).statusCode).toBe(403);
  expect((await poll({ 'if-none-match': headers['if-none-match'] })).statusCode).toBe(401);
  expect((await poll({ ...headers, 'x-api-key': headers['x-api-key'].replace(/.$/, '!') })).statusCode).toBe(
    401,
  );
  expect((await poll({ ...headers, 'if-none-match': '"other"' })).statusCode).toBe(200);
  expect((await poll(headers)).statusCode).toBe(304);
  await service.app.inject({ method: 'DELETE', url: `/v1/keys/${reader.id}`, headers: admin });
  expect((await poll(headers)).statusCode).toBe(401);
});

test('a deleted key is refused on each of the connections that used it first at the same time', async () => {
  const reader = await keyOf({ scopes: ['read'] });
  const headers = { ...reader.headers, 'if-none-match': await tag() };
  const polls = Array.from({ length: 4 }, oneConnection);
  for (let i = 0; i < 3; i++) {
    const answers = await Promise.all(polls.map((poll) => poll(headers)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([304, 304, 304, 304]);
  }
  await service.app.inject({ method: 'DELETE', url: `/v1/keys/${reader.id}`, headers: admin });
  const answers = await Promise.all(polls.map((poll) => poll(headers)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401]);
});

test('a poll with long headers is not kept', async () => {
  const poll = oneConnection();
  const headers = { ...admin, 'if-none-match': await tag(), 'x-long': 'x'.repeat(4_000) };
  const repeats = watchRepeats();
  for (let i = 0; i < 3; i++) expect((await poll(headers)).statusCode).toBe(304);
  expect(repeats()).toEqual([false, false, false]);
});

test('requests that arrive together are answered in turn', async () => {
  const reader = await keyOf({ scopes: ['read'] });
  const head = `GET ${path} HTTP/1.1\r\nhost: ${address.host}\r\nx-api-key: ${reader.headers['x-api-key']}\r\nif-none-match: ${await tag()}\r\n\r\n`;
  const socket = connect(Number(address.port), address.hostname);
  onTestFinished(() => void socket.destroy());
  let received = '';
  socket.setEncoding('utf8').on('data', (text) => {
    received += text;
  });
  const answered = () => received.split('HTTP/1.1 304').length - 1;
  for (const count of [1, 1, 10]) {
    const before = answered();
    socket.write(head.repeat(count));
    await vi.waitFor(() => expect(answered()).toBe(before + count), soonMs);
  }
  expect(new Set(received.match(/x-request-id: \S+/g)).size).toBe(12);
});

test('a job that has changed is sent', async () => {
  stopRefills();
  const poll = oneConnection();
  const known = await tag();
  const headers = { ...admin, 'if-none-match': known };
  const repeats = watchRepeats();
  for (let i = 0; i < 3; i++) expect((await poll(headers)).statusCode).toBe(304);
  expect(repeats().at(-1)).toBe(true);
  await call('POST', `${path}/cancel`);
  const changed = await poll(headers);
  expect(changed.statusCode).toBe(200);
  expect(changed.headers.etag).not.toBe(known);
});

test('the rate of all keys of a tenant ends repeated polls too, like other calls', async () => {
  stopRefills();
  const last = await keyOf({ scopes: ['read'] }); // later calls of this test may not make one
  const readers = await Promise.all(Array.from({ length: 12 }, () => keyOf({ scopes: ['read'] })));
  const known = await tag();
  const repeats = watchRepeats();
  const statuses: (number | undefined)[] = [];
  for (const { headers } of readers) {
    const poll = oneConnection();
    for (let i = 0; i < perMinute; i++)
      statuses.push((await poll({ ...headers, 'if-none-match': known })).statusCode);
  }
  const answered = statuses.filter((status) => status === 304).length;
  expect(answered).toBeGreaterThan(5 * perMinute); // the calls of the tests before take from it too
  expect(answered).toBeLessThanOrEqual(10 * perMinute);
  expect(repeats().filter(Boolean).length).toBeGreaterThan(4 * perMinute);
  expect((await oneConnection()(last.headers)).statusCode).toBe(429);
});
