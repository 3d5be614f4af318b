import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient, walk } from '../support/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startApi, startWorker, type TestProcess } from '../support/processes.ts';
import { type NetworkProxy, postgresSocket, postgresThrough, startProxy } from '../support/proxy.ts';

/** Length of the outage: 25 heartbeats, and two tries of everything else. */
const cutMs = 12_000;
const scrapeEveryMs = 2_000;
/** A training that goes on after the outage. */
const long = { horizon: 4, preset: 'fast', members: 1, context_length: 64, hidden_size: 96, steps: 60_000 };
const againMsMax = 60_000;

let database: TestDatabase;
let proxy: NetworkProxy;
let api: TestProcess;
let worker: TestProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startProxy(postgresSocket(database.url));
  const environment = { DATABASE_URL: postgresThrough(proxy, database.url), LOG_LEVEL: 'info' };
  [api, worker] = await Promise.all([startApi(environment), startWorker(environment)]);
});
afterAll(async () => {
  await Promise.all([api.kill('SIGKILL'), worker.kill('SIGKILL')]);
  await proxy.close();
  await database.drop();
});

interface Line {
  level: number;
  msg: string;
  err?: { stack: string };
}

function linesSince({ output }: TestProcess, from: number): Line[] {
  const lines = output().slice(from).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg !== 'answered');
}

test('an outage of PostgreSQL is a line with a stack of each part, and one when it works again', async () => {
  const client = createApiClient(api);
  const { id } = await client.upload(walk(400));
  const { job } = await client.train({ dataset_id: id, ...long });
  await client.pollJob(job.id, ({ progress }) => (progress?.step ?? 0) > 0, 60_000);
  const [ofApi, ofWorker] = [api.output().length, worker.output().length];

  proxy.cut();
  for (const until = Date.now() + cutMs; Date.now() < until; await sleep(scrapeEveryMs))
    await Promise.all(['/metrics', '/readyz'].map(async (path) => (await fetch(api.url + path)).text()));
  const failing = [linesSince(api, ofApi), linesSince(worker, ofWorker)];
  proxy.restore();

  for (const lines of failing) {
    const messages = lines.map(({ msg }) => msg);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages).toEqual([...new Set(messages)]);
    expect(messages.length).toBeLessThan(7);
    for (const { level, err } of lines) expect([level, typeof err?.stack]).toEqual([40, 'string']);
  }
  const heartbeats = 'heartbeats could not be written; tried again';
  expect(failing[1].map(({ msg }) => msg)).toContain(heartbeats);
  const isTold = (process: TestProcess, from: number, message: string) =>
    expect
      .poll(() => linesSince(process, from), { timeout: againMsMax })
      .toContainEqual(expect.objectContaining({ level: 30, msg: message, seconds: expect.any(Number) }));
  await isTold(worker, ofWorker, 'heartbeats are written again');
  await isTold(worker, ofWorker, 'background tasks are queued again');
  await expect.poll(async () => (await fetch(`${api.url}/readyz`)).status, { timeout: againMsMax }).toBe(200);
  await fetch(`${api.url}/metrics`);
  await isTold(api, ofApi, 'the process is ready again');
  await isTold(api, ofApi, 'all figures of /metrics are read again');

  // The log of the job has no line about them: each would be a write that fails, and a line about that.
  const { data } = (await (await fetch(`${api.url}/v1/jobs/${job.id}/logs`)).json()) as {
    data: { message: string }[];
  };
  expect(data.map(({ message }) => message).join()).not.toContain('heartbeat');
  await fetch(`${api.url}/v1/jobs/${job.id}/cancel`, { method: 'POST' });
});
