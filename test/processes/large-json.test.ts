import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startApi, type TestProcess } from '../support/processes.ts';

const pointsCount = 3_000_000;

let database: TestDatabase;
let api: TestProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startApi({ DATABASE_URL: database.url });
});
afterAll(async () => {
  await api.kill('SIGTERM');
  await database.drop();
});

/** About fifty megabytes of JSON. */
function largeBody(): Buffer {
  const series = Array.from({ length: 30 }, (_, s) => {
    const values = Array.from({ length: pointsCount / 30 }, (_, i) => (100 + s + (i % 977) / 7).toFixed(12));
    return `{"id":"s${s}","start":0,"values":[${values.join(',')}]}`;
  });
  return Buffer.from(`{"frequency":"1","series":[${series.join(',')}]}`);
}

/** Duration in milliseconds of each health check while something else runs. */
async function healthDuring(work: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) {
    const began = performance.now();
    await (await fetch(`${api.url}/healthz`)).text();
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await over;
  return times;
}

test('a large JSON upload does not delay other calls', async () => {
  const body = largeBody();
  const headers = { 'content-type': 'application/json' };
  const began = performance.now();
  const upload = fetch(`${api.url}/v1/datasets`, { method: 'POST', headers, body });
  const checks = await healthDuring(upload);
  const took = performance.now() - began;
  const answer = await upload;
  expect(answer.status, await answer.clone().text()).toBe(201);
  expect(await answer.json()).toMatchObject({ series_count: 30, point_count: pointsCount });
  // Parsing in the thread that answers the checks would block it for most of that time.
  expect(checks.length).toBeGreaterThan(10);
  expect(Math.max(...checks), `of ${took} ms`).toBeLessThan(took / 4);
});
