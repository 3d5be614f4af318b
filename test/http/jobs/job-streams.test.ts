import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobEvent } from '../../../src/contracts/schemas/index.ts';
import type { Job } from '../../../src/contracts/schemas/jobs/job.ts';
import { JobStreams, joinHead } from '../../../src/http/routes/jobs/job-streams.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { claimed, sampleResult } from '../../store/samples.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { readEvents } from '../../support/event-stream.ts';
import { createTestDatabase } from '../../support/postgres.ts';

const listeners = 200;
const checkpoints = 250;

let service: TestApp;
let url: string;
let worker: Store;
let datasetId: string;

beforeAll(async () => {
  const database = await createTestDatabase();
  service = await startApp({}, database);
  url = await service.app.listen({ host: '127.0.0.1', port: 0 });
  worker = await openStore(database.url, { poolMax: 2 });
  datasetId = (await upload(service.app, dailyCsv(120))).json().id;
});
afterAll(async () => {
  await worker.close();
  await service.stop();
});

async function queued(): Promise<Job> {
  const payload = { dataset_id: datasetId, horizon: 5, preset: 'fast', steps: 20 };
  return (await service.app.inject({ method: 'POST', url: '/v1/models', payload })).json().job;
}

const checkpoint = (step: number) => ({ step, bytes: Uint8Array.of(step % 256) });

test('200 clients of a job get every event once and in order, whenever they join', async () => {
  const job = await queued();
  const address = `${url}/v1/jobs/${job.id}/events`;
  const early = Array.from({ length: listeners }, () => readEvents(address));
  const claim = await claimed(worker, job.id);
  for (let step = 1; step <= checkpoints; step++) await worker.leases.saveCheckpoint(claim, checkpoint(step));
  const late = [0, 1, 30, checkpoints, checkpoints + 1].map(async (lastEventId) => ({
    lastEventId,
    events: await readEvents(address, { lastEventId }),
  }));
  await worker.leases.saveCheckpoint(claim, checkpoint(checkpoints + 1));
  await worker.leases.succeed(claim, sampleResult());

  const all = await readEvents(address);
  expect(all.map(({ id }) => id)).toEqual(Array.from({ length: checkpoints + 4 }, (_, i) => i + 1));
  expect(all.at(-1)?.event).toBe('succeeded');
  for (const events of await Promise.all(early)) expect(events).toEqual(all);
  for (const { lastEventId, events } of await Promise.all(late))
    expect(events).toEqual(all.slice(lastEventId));
});

test.each([63, 64, 65, 200])('the stream of a job with %i events ends', async (count) => {
  const job = await queued();
  const claim = await claimed(worker, job.id);
  for (let step = 1; step <= count - 3; step++) await worker.leases.saveCheckpoint(claim, checkpoint(step));
  await worker.leases.succeed(claim, sampleResult());
  const address = `${url}/v1/jobs/${job.id}/events`;
  expect((await readEvents(address)).at(-1)).toMatchObject({ id: count, event: 'succeeded' });
  expect((await readEvents(address, { lastEventId: Math.max(0, count - 64) })).at(-1)?.id).toBe(count);
});

/** A response to a client that takes nothing but what `take` gives it. */
function stalledResponse() {
  const held: (() => void)[] = [];
  const hold = (done: () => void) => void held.push(done);
  const socket = new Duplex({
    read() {},
    write: (_chunk, _encoding, done) => hold(done),
    writev: (_chunks, done) => hold(done),
  });
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.assignSocket(socket as Socket);
  const take = async () => {
    while (held.length > 0) {
      for (const done of held.splice(0)) done();
      await new Promise(setImmediate);
    }
  };
  return { response, take };
}

const endedAt = '2026-01-01T00:00:00Z';
test.each([
  { does: 'goes on', finished_at: null, last: 'progress', first: 64 + 8, all: 1_000 },
  { does: 'has ended', finished_at: endedAt, last: 'succeeded', first: 8, all: 1_000 },
  { does: 'is run again', finished_at: endedAt, last: 'progress', first: 8, all: 1_000 + 64 },
])('a client that takes nothing has few events of a long job that $does read for it', async (job) => {
  const { finished_at, last: lastType, first, all } = job;
  const eventsOf = 1_000;
  let read = 0;
  const between = (after: number, last: number) => {
    const events = Array.from({ length: Math.max(0, last - after) }, (_, i) => ({
      ...{ job_id: 'job_x', sequence: after + 1 + i },
      type: after + 1 + i === eventsOf ? lastType : 'progress',
      ...{ message: 'x'.repeat(3_000), created_at: '2026-01-01T00:00:00Z' },
    }));
    read += events.length;
    return events as unknown as JobEvent[];
  };
  const streams = new JobStreams({
    events: {
      after: async (_tenant, _job, sequence, limit) =>
        between(sequence, Math.min(eventsOf, sequence + limit)),
      newest: async (_tenant, _job, limit) => between(eventsOf - limit, eventsOf),
    },
    feed: { subscribe: () => () => {} },
    onError: (error) => expect.unreachable(String(error)),
  });
  const { response } = stalledResponse();
  streams.open('default', { id: 'job_x', finished_at }, 0, response);
  const turns = () => new Promise((resolve) => setTimeout(resolve, 50));
  await turns();
  expect(read).toBe(first);
  expect(response.writableLength).toBeLessThan(30_000);
  response.destroy();
  await turns();
  expect(read).toBe(first);
  const { response: willing, take } = stalledResponse();
  read = 0;
  streams.open('default', { id: 'job_x', finished_at }, 0, willing);
  await expect.poll(() => take().then(() => read)).toBe(all);
  await turns();
  expect(willing.writableEnded).toBe(lastType === 'succeeded');
  willing.destroy();
});

test('a client that names an event that does not exist yet hides no event from others', async () => {
  const job = await queued();
  const address = `${url}/v1/jobs/${job.id}/events`;
  const ahead = readEvents(address, { lastEventId: 1_000 });
  const events = readEvents(address);
  const claim = await claimed(worker, job.id);
  await worker.leases.saveCheckpoint(claim, checkpoint(1));
  await worker.leases.succeed(claim, sampleResult());
  expect((await events).map(({ event }) => event)).toEqual(['queued', 'started', 'checkpoint', 'succeeded']);
  expect(await ahead).toEqual([]);
});

test('a HEAD of the stream has its headers and ends', async () => {
  const job = await queued();
  const head = await fetch(`${url}/v1/jobs/${job.id}/events`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const leaving = new AbortController();
  const get = await fetch(`${url}/v1/jobs/${job.id}/events`, { signal: leaving.signal });
  expect(get.headers.get('content-type')).toBe(head.headers.get('content-type'));
  expect(get.headers.get('cache-control')).toBe('no-store');
  expect(get.headers.get('x-request-id')).not.toBeNull();
  leaving.abort();
});

test('streams are bounded in number', () => {
  const feed = { subscribe: () => () => {} };
  const streams = new JobStreams({ events: worker.jobEvents, feed, onError: () => {}, streamsMax: 0 });
  expect(() => streams.requireFree('a')).toThrow(
    '0 streams of jobs are open already, 0 of this tenant. A process has 0',
  );
});

test('a tenant may have as many streams as are free, so that others find room', () => {
  const feed = { subscribe: () => () => {} };
  const streams = new JobStreams({ events: worker.jobEvents, feed, onError: () => {}, streamsMax: 8 });
  const responses: ServerResponse[] = [];
  const open = (tenant: string) => {
    streams.requireFree(tenant);
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    responses.push(response);
    streams.open(tenant, { id: 'job_x', finished_at: null }, 0, response);
  };
  const opened = { a: 0, b: 0, c: 0 };
  for (const tenant of ['a', 'b', 'c'] as const)
    try {
      for (;;) {
        open(tenant);
        opened[tenant]++;
      }
    } catch (error) {
      expect(error).toMatchObject({
        code: 'watchers_too_many',
        message: expect.stringContaining('A process has 8, and a tenant at most as many as are free.'),
      });
    }
  expect(opened).toEqual({ a: 4, b: 2, c: 1 });
  for (const response of responses) response.emit('close');
  expect(() => streams.requireFree('a')).not.toThrow();
});

test('the heads of streams are kept as one text each', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  const count = 400;
  const headers = Array.from({ length: 20 }, (_, n) => [`x-header-${n}`, `value ${n}`]);
  const withHead = () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    response.writeHead(200, Object.fromEntries(headers));
    response.write('first');
    return response;
  };
  const responses = Array.from({ length: count }, withHead);
  const heap = () => {
    for (let n = 0; n < 2; n++) collect();
    return process.memoryUsage().heapUsed;
  };
  const before = heap();
  for (const response of responses) joinHead(response);
  expect((before - heap()) / responses.length).toBeGreaterThan(1_000); // a part of a text takes 32 bytes, and 80 are joined
});
