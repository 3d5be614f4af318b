import { createHmac } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createClient, type GatecastClient } from '../../clients/typescript/src/client.ts';
import { answered, GatecastError, HttpError } from '../../clients/typescript/src/errors.ts';
import { waitForJob } from '../../clients/typescript/src/jobs.ts';
import { items } from '../../clients/typescript/src/pages.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const key = 'a-key-of-more-than-thirty-two-characters';
let service: TestApp;
let client: GatecastClient;
const values = Array.from({ length: 120 }, (_, i) => 100 + 10 * Math.sin(i / 5) + (i % 7));

beforeAll(async () => {
  service = await startApp({ apiKey: key }, undefined, { webhookAllow: ['127.0.0.1/32'] });
  const url = await service.app.listen({ port: 0 });
  client = createClient({ url, key });
});
afterAll(() => service.stop());

/** A server on a free port, and a client of it. */
async function serve(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, stub: createClient({ url: `http://127.0.0.1:${port}` }) };
}

async function startTraining() {
  const dataset = await answered(
    client.POST('/v1/datasets', { body: { name: 'wave', series: [{ start: '2024-01-01', values }] } }),
  );
  return answered(
    client.POST('/v1/models', {
      body: { dataset_id: dataset.id, horizon: 3, preset: 'fast', steps: 20, validation: { windows: 2 } },
    }),
  );
}

test('an upload, a training, the wait for it and a forecast are four calls', async () => {
  service.startWorker();
  const { model, job } = await startTraining();
  const seen: string[] = [];
  const ended = await waitForJob(client, job.id, {
    pollMs: 50,
    onProgress: ({ status }) => seen.push(status),
  });
  expect(ended.status).toBe('succeeded');
  expect(seen.at(-1)).toBe('succeeded');
  const forecast = await answered(
    client.POST('/v1/models/{model_id}/forecasts', {
      params: { path: { model_id: model.id } },
      body: { levels: [80] },
    }),
  );
  if (typeof forecast === 'string' || !('forecasts' in forecast)) throw new Error('a table, or of symbols');
  expect(forecast.forecasts[0].times).toEqual(['2024-04-30', '2024-05-01', '2024-05-02']);
  expect(Object.keys(forecast.forecasts[0].intervals)).toEqual(['80']);
});

test('symbols: upload, training, an explained forecast, the memory and a trace', async () => {
  const body = { kind: 'symbols' as const, sequences: [{ text: 'TRIANGLE' }, { text: 'INTEGRAL' }] };
  const dataset = await answered(client.POST('/v1/datasets', { body }));
  const { model, job } = await answered(
    client.POST('/v1/models', { body: { dataset_id: dataset.id, preset: 'fast', steps: 300 } }),
  );
  expect((await waitForJob(client, job.id)).status).toBe('succeeded');
  const params = { path: { model_id: model.id } };

  const forecast = await answered(
    client.POST('/v1/models/{model_id}/forecasts', { params, body: { context: 'TRI', explain: true } }),
  );
  if (typeof forecast === 'string' || !('next' in forecast)) throw new Error('a forecast of series');
  expect(forecast.next[0].symbol).toBe('A');
  expect(forecast.explanation!.contributions.map(({ symbol }) => symbol)).toEqual(['T', 'R', 'I']);

  const memory = await answered(client.GET('/v1/models/{model_id}/memory', { params }));
  expect(memory.look_back!.sentence).toMatch(/symbols?; 80 % of the forecast/);

  const trace = await answered(
    client.POST('/v1/models/{model_id}/trace', { params, body: { context: 'TRI' } }),
  );
  if (!('symbols' in trace)) throw new Error('a trace of a series');
  expect(trace.symbols).toEqual([null, 'T', 'R', 'I']);
});

test('covariates are typed from the upload to the forecast', async () => {
  const promotion = values.map((_, i) => (i % 4 === 0 ? 1 : 0));
  const series = [{ start: '2024-01-01', values, covariates: { promotion }, static: { region: 'coast' } }];
  const dataset = await answered(client.POST('/v1/datasets', { body: { series } }));
  const covariates = { future: ['promotion'], static: ['region'] };
  const body = { dataset_id: dataset.id, horizon: 3, steps: 5, covariates, bounds: { lower: 0 } };
  const { model, job } = await answered(client.POST('/v1/models', { body }));
  await waitForJob(client, job.id, { pollMs: 50 });
  const forecast = await answered(
    client.POST('/v1/models/{model_id}/forecasts', {
      params: { path: { model_id: model.id } },
      body: { future_covariates: [{ covariates: { promotion: [1, 0, null] } }] },
    }),
  );
  if (typeof forecast === 'string' || !('forecasts' in forecast)) throw new Error('a table, or of symbols');
  const used: (number | null)[] | undefined = forecast.forecasts[0].future_covariates?.promotion;
  expect(used).toEqual([1, 0, null]);
  expect('bounds' in model.spec ? model.spec.bounds?.lower : null).toBe(0);
});

test('upload, train, wait, forecast, and a signed webhook about the job', async () => {
  const receiver = await startReceiver();
  const webhook = await answered(
    client.POST('/v1/webhooks', { body: { url: receiver.url, events: ['model.ready', 'anomaly.detected'] } }),
  );
  const { model, job } = await startTraining();
  expect((await waitForJob(client, job.id, { pollMs: 50 })).status).toBe('succeeded');
  const path = { model_id: model.id };
  const forecast = await answered(
    client.POST('/v1/models/{model_id}/forecasts', { params: { path }, body: {} }),
  );
  if (typeof forecast === 'string' || !('forecasts' in forecast)) throw new Error('a table, or of symbols');
  expect(forecast.forecasts[0].times).toHaveLength(3);

  await answered(client.PATCH('/v1/models/{model_id}', { params: { path }, body: { anomaly_level: 99 } }));
  const added = { series: [{ times: ['2024-04-30'], values: [900] }] };
  await answered(
    client.POST('/v1/datasets/{dataset_id}/observations', {
      params: { path: { dataset_id: model.dataset_id } },
      body: added,
    }),
  );
  await expect.poll(() => receiver.received.length).toBe(2);
  // As the libraries of Standard Webhooks do it.
  const secret = Buffer.from(webhook.secret.replace('whsec_', ''), 'base64');
  const messages = receiver.received.map(({ headers, body }) => {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const signature = createHmac('sha256', secret).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    return JSON.parse(body);
  });
  const ofType = (wanted: string) => messages.find(({ type }) => type === wanted);
  expect([ofType('model.ready'), ofType('anomaly.detected')]).toMatchObject([
    { type: 'model.ready', data: { model_id: model.id, job: { id: job.id, status: 'succeeded' } } },
    { type: 'anomaly.detected', data: { anomalies: [{ time: '2024-04-30', value: 900 }] } },
  ]);
  await answered(
    client.DELETE('/v1/webhooks/{webhook_id}', { params: { path: { webhook_id: webhook.id } } }),
  );
  await receiver.close();
});

test('items of a list are read across its pages', async () => {
  const names = ['p1', 'p2', 'p3'];
  for (const name of names)
    await answered(client.POST('/v1/datasets', { body: { name, series: [{ values: [1, 2] }] } }));
  const found: string[] = [];
  let pages = 0;
  for await (const { name } of items((cursor) => {
    pages++;
    return answered(client.GET('/v1/datasets', { params: { query: { limit: 2, cursor } } }));
  }))
    found.push(name);
  expect(found.slice(0, 3)).toEqual(['p3', 'p2', 'p1']);
  expect(pages).toBe(Math.ceil(found.length / 2));
});

test('a refusal is an error with a typed code, its faults and the id of the request', async () => {
  const body = { dataset_id: `ds_${'0'.repeat(32)}`, horizon: 3 };
  const error = await answered(client.POST('/v1/models', { body })).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(GatecastError);
  expect(error).toMatchObject({ code: 'dataset_not_found', status: 404, retryable: false });
  expect(error.requestId).toMatch(/^[\w-]+$/);
  const stranger = createClient({ url: client.url });
  await expect(answered(stranger.GET('/v1/jobs'))).rejects.toThrow(/^unauthorized: /);
  await expect(waitForJob(client, `job_${'0'.repeat(32)}`)).rejects.toThrow(/^job_not_found: /);
});

test('the same call with the same key is made once', async () => {
  const call = () =>
    client.POST('/v1/datasets', {
      params: { header: { 'Idempotency-Key': 'client-1' } },
      body: { series: [{ values: [1, 2, 3] }] },
    });
  expect((await answered(call())).id).toBe((await answered(call())).id);
});

test('an abort ends the waiting, and the job continues', async () => {
  const { job } = await startTraining();
  const stop = new AbortController();
  const waiting = waitForJob(client, job.id, { signal: stop.signal, pollMs: 5_000 });
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect((await service.ended(job.id, { 'x-api-key': key })).status).toBe('succeeded');
});

test('an event makes the client read the job at once; after a broken stream it polls', async () => {
  let looks = 0;
  const { server, stub } = await serve((request, response) => {
    if (request.url?.endsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: progress\ndata: {}\n\n');
      setTimeout(() => response.destroy(), 100);
      return;
    }
    looks++;
    const finished_at = looks > 2 ? '2024-01-01T00:00:00Z' : null;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: 'job_1', finished_at }));
  });
  expect((await waitForJob(stub, 'job_1', { pollMs: 10 })).finished_at).not.toBeNull();
  expect(looks).toBe(3);
  server.close();
});

test('a wait goes on after a 503 and a restart, by the fetch of its client, and ends when the service stays away', async () => {
  const problem = { code: 'database_unavailable', detail: 'away', retryable: true, status: 503 };
  const jobAnswers = [
    () => Response.json(problem, { status: 503 }),
    () => Promise.reject(new TypeError('fetch failed')),
    () => Response.json({ id: 'job_1', finished_at: '2024-01-01T00:00:00Z' }),
  ];
  const asked: string[] = [];
  const own = async (input: unknown) => {
    const { pathname } = new URL((input as Request).url);
    asked.push(pathname.slice(pathname.lastIndexOf('/') + 1));
    if (!pathname.endsWith('/events')) return jobAnswers.shift()!();
    return new Response('event: progress\ndata: {}\n\n', {
      headers: { 'content-type': 'text/event-stream' },
    });
  };
  const stub = createClient({ url: 'http://gatecast.invalid', fetch: own });
  expect((await waitForJob(stub, 'job_1', { pollMs: 1 })).finished_at).not.toBeNull();
  expect(asked).toEqual(['events', 'job_1', 'job_1', 'job_1']);

  const away = createClient({
    url: 'http://gatecast.invalid',
    fetch: () => Promise.reject(new TypeError('away')),
  });
  await expect(waitForJob(away, 'job_1', { pollMs: 1, outageMs: 20 })).rejects.toThrow('away');
});

test('a wait ends with an error of the service that stays, and takes the time that a refusal asks for', async () => {
  const jobAnswers: (() => Response)[] = [];
  let broken = () => Response.json({}, { status: 500 });
  let events = () => new Response(null, { status: 502 });
  const stub = createClient({
    url: 'http://gatecast.invalid',
    fetch: async (input) =>
      (input as Request).url.endsWith('/events') ? events() : (jobAnswers.shift() ?? broken)(),
  });
  const refusal = (status: number, code: string, headers?: Record<string, string>) =>
    Response.json({ code, detail: code, retryable: true, status }, { status, headers });
  broken = () => refusal(500, 'internal');
  await expect(waitForJob(stub, 'job_1', { pollMs: 1, outageMs: 20 })).rejects.toThrow('internal');

  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const stream = () =>
    new Response('event: progress\ndata: {}\n\n', { headers: { 'content-type': 'text/event-stream' } });
  for (const answer of [events, stream]) {
    events = answer;
    jobAnswers.push(
      () => refusal(429, 'rate_limited', { 'retry-after': '30' }),
      () => Response.json({ id: 'job_1', finished_at: '2024-01-01T00:00:00Z' }),
    );
    const waiting = waitForJob(stub, 'job_1', { pollMs: 1 });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(jobAnswers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await waiting).finished_at).not.toBeNull();
  }
});

test('a wait goes on while a proxy answers for a service that restarts', async () => {
  const page = '<html><head><title>Bad Gateway</title></head></html>';
  const looks: RequestListener[] = [
    ...[502, 503, 504].map(
      (status): RequestListener =>
        (_request, response) =>
          response.writeHead(status, { 'content-type': 'text/html' }).end(page),
    ),
    (_request, response) => response.writeHead(502, { 'content-length': '0' }).end(),
    (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page),
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"id": "job_1"', () => response.destroy());
    },
    (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"id": "job_1", "finished_at": "2024-01-01T00:00:00Z"}'),
  ];
  const { server, stub } = await serve((request, response) => {
    if (request.url!.endsWith('/events')) response.writeHead(502).end(page);
    else looks.shift()!(request, response);
  });
  expect((await waitForJob(stub, 'job_1', { pollMs: 1 })).finished_at).not.toBeNull();
  expect(looks).toEqual([]);
  server.close();
});

test('a table of a dataset names the call for its next series', async () => {
  const cursors = ['more', undefined];
  const { server, stub } = await serve((_request, response) => {
    const cursor = cursors.shift();
    response.writeHead(200, cursor === undefined ? {} : { 'next-cursor': cursor }).end('series_id,time\n');
  });
  const call = { dataset_id: `ds_${'0'.repeat(32)}`, horizon: 2 };
  const seen: (string | null)[] = [];
  const onNextCursor = (cursor: string | null) => void seen.push(cursor);
  for (const _call of ['first', 'last'])
    expect(await stub.forecast(call, { accept: 'text/csv', onNextCursor })).toBe('series_id,time\n');
  expect(seen).toEqual(['more', null]);
  // @ts-expect-error: a caller would take a part for the whole
  void (() => stub.forecast(call, { accept: 'text/csv' }));
  server.close();
});

test('a training that takes longer than the call gives its job, also where a table was asked for', async () => {
  const job = { id: 'job_1', status: 'queued' };
  const answers: RequestListener[] = [
    (_request, response) => response.writeHead(202).end(JSON.stringify({ job })),
    (_request, response) => response.end('series_id,time\n'),
  ];
  const { server, stub } = await serve((request, response) => answers.shift()!(request, response));
  const table = () =>
    stub.forecast({ series: [{ values }], horizon: 2, method: 'train' }, { accept: 'text/csv' });
  expect(await table()).toEqual({ job });
  expect(await table()).toBe('series_id,time\n');
  server.close();
});

test('the page of a proxy is an error with its status, and ends a wait after outageMs', async () => {
  const { server, stub } = await serve((_request, response) =>
    response.writeHead(503, { 'retry-after': '7' }).end('<html></html>'),
  );
  const error = await answered(stub.GET('/v1/jobs')).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(HttpError);
  expect(error).toMatchObject({ status: 503, retryable: true, retryAfterSeconds: 7 });
  await expect(waitForJob(stub, 'job_1', { pollMs: 1, outageMs: 20 })).rejects.toThrow(HttpError);
  server.close();
  const { server: other, stub: lost } = await serve((_request, response) => response.writeHead(404).end());
  await expect(waitForJob(lost, 'job_1')).rejects.toMatchObject({ status: 404, retryable: false });
  other.close();
});

test('an outage begins with the first failed read, however long no event came before', async () => {
  let nowMs = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const looks = [
    () => Response.json({ id: 'job_1', finished_at: null }),
    () => Promise.reject(new TypeError('terminated')),
    () => Response.json({ id: 'job_1', finished_at: '2024-01-01T00:00:00Z' }),
  ];
  const stub = createClient({
    url: 'http://gatecast.invalid',
    fetch: async (input) =>
      (input as Request).url.endsWith('/events') ? new Response(null, { status: 502 }) : looks.shift()!(),
  });
  const onProgress = () => {
    nowMs += 1_000_000;
  };
  const ended = await waitForJob(stub, 'job_1', { pollMs: 1, onProgress }).finally(() => clock.mockRestore());
  expect(ended.finished_at).not.toBeNull();
});

test('a wait leaves a stream that is silent, and a read that is not answered', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let looks = 0;
  const stub = createClient({
    url: 'http://gatecast.invalid',
    fetch: async (input) => {
      const { url, signal } = input as Request;
      if (!url.endsWith('/events') && ++looks > 1)
        return Response.json({ id: 'job_1', finished_at: '2024-01-01T00:00:00Z' });
      return new Promise<Response>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      );
    },
  });
  const waiting = waitForJob(stub, 'job_1');
  await vi.advanceTimersByTimeAsync(60_000);
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  expect((await waiting).finished_at).not.toBeNull();
  expect(looks).toBe(2);
});
