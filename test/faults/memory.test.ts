import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createMemoryBudget } from '../../src/sharing/index.ts';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { workbookOf } from '../support/files/workbook.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
const MiB = 1024 ** 2;
let service: TestApp;
let url: URL;
let other: string;

beforeAll(async () => {
  service = await startApp({ apiKey: root, uploadBytesMax: 16 * MiB, memoryBytesMax: 4 * MiB });
  url = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }));
  const key = await service.app.inject({
    ...{ method: 'POST', url: '/v1/keys', headers: { authorization: `Bearer ${root}` } },
    payload: { tenant: 'other', scopes: ['read', 'write'] },
  });
  other = key.json().secret;
});
afterAll(() => service.stop());

/** Sends the beginning of an upload and keeps the rest back. */
async function held(bytes: number, key = root): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname);
  const head = `POST /v1/datasets HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\ncontent-type: text/csv\r\n`;
  socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
  const rows = Buffer.from(dailyCsv(Math.ceil(bytes / 18)));
  socket.write(`${rows.length.toString(16)}\r\n`);
  socket.write(rows);
  socket.write('\r\n');
  socket.resume();
  await new Promise((resolve) => setTimeout(resolve, 300));
  return socket;
}

const upload = (csv: string, { key = root, packed = false } = {}) =>
  service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets', payload: packed ? gzipSync(csv) : csv },
    headers: {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
    },
  });

const get = (path: string) => service.app.inject({ url: path, headers: { authorization: `Bearer ${root}` } });

/** Repeats a call until it is answered as expected: the service sees sockets after a while. */
async function until(status: number, call: () => ReturnType<typeof upload>) {
  for (;;) {
    const answer = await call();
    if (answer.statusCode === status) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('calls beyond the memory of those in flight get 503 with Retry-After, and pass when it is free', async () => {
  const csv = dailyCsv(100_000);
  const sockets = [await held(MiB), await held(MiB, other)];
  /** An upload beside the held ones. One that was refused itself, because this upload was first, is sent again. */
  const beside = async (packed: boolean) => {
    for (const [i, key] of [root, other].entries())
      if (sockets[i].bytesRead > 0) sockets[i] = await held(MiB, key);
    return upload(csv, { packed });
  };
  for (const packed of [false, true]) {
    const refused = await until(503, () => beside(packed));
    expect(refused.json()).toMatchObject({ code: 'overloaded', retryable: true });
    expect(refused.json().detail).toContain('memory');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  }
  for (const socket of sockets) socket.destroy();
  await until(201, () => upload(csv));
  for (let call = 0; call < 5; call++) expect((await upload(csv, { packed: true })).statusCode).toBe(201);
});

test('what a workbook decompresses to counts as memory of its call', async () => {
  const cell = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const header = `<row r="1">${cell('A1', 'year')}${cell('B1', 'y')}</row>`;
  const rows = Array.from(
    { length: 20 },
    (_, i) =>
      `<row r="${i + 2}"><c r="A${i + 2}"><v>${1990 + i}</v></c><c r="B${i + 2}"><v>${i}</v></c></row>`,
  );
  const payload = workbookOf(header + rows.join('') + ' '.repeat(2 * MiB));
  const send = () =>
    service.app.inject({
      ...{ method: 'POST', url: '/v1/datasets', payload },
      headers: { authorization: `Bearer ${root}`, 'content-type': 'application/octet-stream' },
    });
  const socket = await held(MiB, other);
  const refused = await until(503, send);
  expect(refused.json()).toMatchObject({ code: 'overloaded', detail: expect.stringContaining('memory') });
  socket.destroy();
  await until(201, send);
});

test('small bodies count while they arrive', async () => {
  const start = Buffer.from(`{"series":[{"values":[${'1,'.repeat(29_000)}`);
  const head = `POST /v1/datasets HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${root}\r\ncontent-type: application/json\r\n`;
  const answers: string[] = [];
  const sockets = Array.from({ length: 20 }, () => {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('data', (answer) => answers.push(answer.toString()));
    socket.on('error', () => {}); // the service closes in the middle of a body
    socket.write(`${head}content-length: 60000\r\n\r\n`);
    socket.write(start);
    return socket;
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  const most = Math.floor((0.125 * 4 * MiB) / (4 * start.length)); // the share of a tenant for small bodies
  await expect.poll(() => answers.length).toBeGreaterThanOrEqual(sockets.length - most);
  expect(answers[0]).toMatch(/^HTTP\/1.1 503 [\s\S]*memory/);
  for (const socket of sockets) socket.destroy();
  await until(201, () => upload(dailyCsv(20_000)));
});

test('a call that is alone is served whatever the budget', async () => {
  expect((await until(201, () => upload(dailyCsv(300_000)))).statusCode).toBe(201);
});

test('an answer that is read slowly counts until it is sent', async () => {
  const dataset = (await until(201, () => upload(dailyCsv(60_000)))).json();
  const { data } = (await get(`/v1/datasets/${dataset.id}/series`)).json();
  const path = `/v1/datasets/${dataset.id}/series/${data[0].id}?limit=50000`;
  expect((await get(path)).rawPayload.length).toBeGreaterThan(0.9 * MiB);
  const socket = connect(Number(url.port), url.hostname).pause();
  const request = `GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${root}\r\n\r\n`;
  const refused = await until(503, async () => {
    socket.write(request.repeat(8)); // the system takes the first ones
    // A call beside them would take the memory that one of them is refused.
    await new Promise((resolve) => setTimeout(resolve, 500));
    return get(path);
  });
  expect(refused.json().detail).toContain('memory');
  socket.destroy();
  await until(200, () => get(path));
});

test('one tenant leaves memory for others, and what ends gives its memory back', () => {
  const budget = createMemoryBudget(100);
  const [first, second, foreign] = [budget.reserve('a'), budget.reserve('a'), budget.reserve('b')];
  first.add(50);
  second.add(25);
  expect(() => second.add(1)).toThrow('of the tenant');
  foreign.add(25);
  expect(() => foreign.add(1)).toThrow('in flight');
  first.release();
  first.add(99); // its call has ended
  expect(budget.bytes).toBe(50);
  second.release();
  foreign.add(200);
  foreign.release();
  expect(budget.bytes).toBe(0);
});
