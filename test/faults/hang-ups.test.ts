import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dailyCsv, startApp, type TestApp } from '../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
let database: TestDatabase;
let service: TestApp;
let url: URL;
let large: string;
/** Responses to the requests of a test that came through a connection. */
let responses: ServerResponse[] = [];
/** A session that locks tables. */
let locking: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp(
    { memoryBytesMax: 256 * 1024, apiKey: root },
    { ...database, drop: async () => {} },
  );
  url = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }));
  service.app.server.on('request', (_request, response) => responses.push(response));
  const dataset = (await post('/v1/datasets', dailyCsv(12_000))).json();
  const { data } = (await get(`/v1/datasets/${dataset.id}/series`)).json();
  large = `/v1/datasets/${dataset.id}/series/${data[0].id}?limit=12000`;
  locking = new pg.Client(database.url);
  await locking.connect();
});
beforeEach(() => {
  responses = [];
});
afterAll(async () => {
  await locking.end();
  await service.stop();
  await database.drop();
});

const authorization = `Bearer ${root}`;
const get = (path: string) => service.app.inject({ url: path, headers: { authorization } });
const post = (path: string, payload: object | string) =>
  service.app.inject({
    ...{ method: 'POST', url: path, payload },
    headers: { authorization, ...(typeof payload === 'string' ? { 'content-type': 'text/csv' } : {}) },
  });

/** Locks a table, so that every read of it waits, while `work` runs. */
async function locked(table: string, work: () => Promise<void>): Promise<void> {
  await locking.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  try {
    await work();
  } finally {
    await locking.query('COMMIT');
  }
}

async function waitingReads(): Promise<number> {
  const { rows } = await locking.query(
    `SELECT count(*)::integer AS count FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database
      WHERE datname = current_database())`,
  );
  return rows[0].count;
}

function connections(): Promise<number> {
  return new Promise((resolve) => service.app.server.getConnections((_, count) => resolve(count)));
}

/** Sends requests whose callers hang up while their keys are looked up, and waits until the
 *  service has done with them. */
async function abandon(request: string): Promise<void> {
  for (let call = 0; call < 2; call++) {
    const { secret } = (await post('/v1/keys', { scopes: ['read', 'write'] })).json(); // no process knows it yet
    await locked('api_keys', async () => {
      const socket = connect(Number(url.port), url.hostname);
      socket.write(request.replace('\r\n', `\r\nhost: localhost\r\nauthorization: Bearer ${secret}\r\n`));
      await expect.poll(waitingReads).toBeGreaterThan(0);
      socket.destroy();
      await expect.poll(connections).toBe(0);
    });
  }
  await expect.poll(() => responses.map(({ writableEnded }) => writableEnded)).toEqual([true, true]);
}

test('a caller that goes away while its key is looked up holds no memory', async () => {
  await abandon(`GET ${large} HTTP/1.1\r\n\r\n`);
  expect((await get(large)).statusCode).toBe(200);
});

test('a call ends whose caller goes away with its body while its key is looked up', async () => {
  const body = '{"dataset_id":"ds_0"}';
  const head = `content-type: application/json\r\ncontent-length: ${body.length}`;
  await abandon(`POST /v1/models HTTP/1.1\r\n${head}\r\n\r\n${body}`);
});

test('a call that waits for its training ends when its caller has gone', async () => {
  const values = Array.from({ length: 60 }, (_, i) => i % 7);
  const body = JSON.stringify({ series: [{ values }], horizon: 2, method: 'train', timeout_seconds: 100 });
  const socket = connect(Number(url.port), url.hostname);
  socket.write(
    `POST /v1/forecasts HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(async () => (await get('/v1/queue')).json().kinds[0].queued).toBe(1);
  expect(responses[0].writableEnded).toBe(false);
  socket.destroy();
  await expect.poll(() => responses[0].writableEnded).toBe(true);
});

test('small answers behind one that nobody reads count as memory too', async () => {
  const socket = connect(Number(url.port), url.hostname).pause();
  const request = (path: string) =>
    `GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n\r\n`;
  const [first, behind] = [8, 8];
  // The documents are more than the buffers of sockets take. Five pages are more than the tenant's part of the budget.
  socket.write(
    request('/openapi.json').repeat(first) + request(large.replace('12000', '2000')).repeat(behind),
  );
  await expect.poll(() => responses.length).toBe(first + behind);
  await expect.poll(() => responses.every((response) => response.writableEnded)).toBe(true);
  let text = '';
  socket.on('data', (part) => {
    text += part;
  });
  socket.resume();
  const statuses = () => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  await expect.poll(() => statuses().length).toBe(first + behind);
  socket.destroy();
  const ofPages = statuses().slice(first);
  expect(new Set(ofPages)).toEqual(new Set([200, 503]));
  expect(text).toContain('"code":"overloaded"');
});
