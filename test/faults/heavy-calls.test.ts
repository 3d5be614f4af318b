import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRng, selectKernel } from '../../src/engine/index.ts';
import { readTar } from '../../src/http/routes/models/tar.ts';
import { createSymbolNetwork } from '../../src/sequences/index.ts';
import { encodeSymbolWeights } from '../../src/sequences/network/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { writeTar } from '../support/files/tar.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const root = 'a-key-of-more-than-thirty-two-characters';
let database: TestDatabase;
let service: TestApp;
let url: string;
let model: string;
let other: string;
/** Requests that came through a connection. */
let received = 0;

/** The bundle of a model of symbols with another network: the largest that is allowed, with weights at random. */
function enlarged(bundle: Buffer): Buffer {
  const files = readTar(bundle).map(({ name, bytes }) => ({ name, bytes }));
  const [readme, description, small] = files;
  const json = JSON.parse(description.bytes.toString());
  const { spec } = json.model;
  Object.assign(spec, { cell: 'lstm', layers: 4, hidden_size: 512 });
  const kernel = selectKernel();
  const network = createSymbolNetwork({ kernel, spec, batchMax: 1, stepsMax: 1, rng: createRng(1) });
  const weights = encodeSymbolWeights(network, spec, json.dataset.vocabulary);
  json.weights = { bytes: weights.bytes.byteLength, sha256: weights.sha256 };
  const bytes = Buffer.from(JSON.stringify(json));
  return writeTar([readme, { ...description, bytes }, { ...small, bytes: weights.bytes }], new Date(0));
}

/** A body of 100 bytes asks for minutes of the network. */
beforeAll(async () => {
  database = await createTestDatabase();
  const settings = { apiKey: root, uploadBytesMax: 64 * 1024 * 1024 };
  service = await startApp(settings, { url: database.url, drop: async () => {} });
  url = await service.app.listen({ host: '127.0.0.1', port: 0 });
  service.app.server.on('request', () => received++);
  const headers = { authorization: `Bearer ${root}` };
  const dataset = await service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets', query: { kind: 'symbols', unit: 'word', split: 'none' } },
    ...{
      headers: { ...headers, 'content-type': 'text/plain' },
      payload: 'the cat sat on the mat '.repeat(200),
    },
  });
  expect(dataset.statusCode, dataset.body).toBe(201);
  const training = await service.app.inject({
    ...{ method: 'POST', url: '/v1/models', headers },
    payload: { dataset_id: dataset.json().id, cell: 'lstm', hidden_size: 4, steps: 1 },
  });
  expect(training.statusCode, training.body).toBe(202);
  service.startWorker();
  await service.ended(training.json().job.id, headers);
  const { rawPayload } = await service.app.inject({
    url: `/v1/models/${training.json().model.id}/bundle`,
    headers,
  });
  const imported = await service.app.inject({
    ...{ method: 'POST', url: '/v1/models/import', payload: enlarged(rawPayload) },
    headers: { ...headers, 'content-type': 'application/x-tar' },
  });
  expect(imported.statusCode, imported.body).toBe(201);
  model = imported.json().id;
  const key = await service.app.inject({
    ...{ method: 'POST', url: '/v1/keys', headers },
    payload: { tenant: 'other', scopes: ['read', 'write'] },
  });
  other = key.json().secret;
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

const post = (
  path: string,
  body: object,
  { key = root, signal }: { key?: string; signal?: AbortSignal } = {},
) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
const forecast = (body: object, options = {}) => post(`/v1/models/${model}/forecasts`, body, options);
/** Lines of calls whose callers hung up. */
const abandoned = () => service.logs.filter(({ code }) => code === 'call_abandoned');
/** Resolves when so many more calls have arrived, and most of their work has begun or waits. */
async function arrived(count: number, before: number): Promise<void> {
  await expect.poll(() => received - before).toBe(count);
  await new Promise((resolve) => setTimeout(resolve, 300));
}
/** Some ten seconds of a thread. */
const heavy = { context: 'the cat', length: 1_000, beams: 1, samples: 19 };
const light = { series: [{ id: 'a', start: '2024-01-01', values: [1, 2, 3, 4, 5, 6] }], horizon: 2 };

test('work beyond the budget is refused, with what fits', async () => {
  const answer = await forecast({ ...heavy, samples: 50 });
  expect(answer.status).toBe(422);
  const problem = (await answer.json()) as { code: string; detail: string };
  expect(problem.code).toBe('forecast_too_large');
  const [, most] = /at most (\d+) symbols in a call/.exec(problem.detail)!;
  expect(Number(most)).toBeGreaterThan(2 + 20 * 1_000);
  expect(Number(most)).toBeLessThan(2 + 51 * 1_000);
});

test('heavy calls of one tenant leave a thread to others, and end when their callers hang up', async () => {
  const callers = Array.from({ length: 4 }, () => new AbortController());
  let answered = 0;
  const before = received;
  const calls = callers.map(({ signal }) =>
    forecast(heavy, { signal }).then(
      () => answered++,
      () => 'gone',
    ),
  );
  await arrived(callers.length, before);
  for (let call = 0; call < 3; call++) {
    const answer = await post('/v1/forecasts', light, { key: other });
    expect(answer.status).toBe(200);
  }
  expect(answered).toBe(0);
  for (const caller of callers) caller.abort();
  expect(await Promise.all(calls)).toEqual(['gone', 'gone', 'gone', 'gone']);
  expect((await forecast({ context: 'the', length: 1 })).status).toBe(200);
  await expect.poll(abandoned).toHaveLength(callers.length);
});

test('instant forecasts end when their callers hang up, whether they run or wait', async () => {
  service.logs.length = 0;
  const values = Array.from({ length: 40 }, (_, t) => 10 + (t % 7));
  const explained = { series: [{ values }], horizon: 1_000, explain: true }; // some ten seconds of a thread
  const callers = Array.from({ length: 5 }, () => new AbortController());
  const before = received;
  const calls = callers.map(({ signal }) =>
    post('/v1/forecasts', explained, { signal }).then(
      ({ status }) => status,
      () => 'gone',
    ),
  );
  await arrived(callers.length, before);
  for (const caller of callers) caller.abort();
  expect(await Promise.all(calls)).toEqual(callers.map(() => 'gone'));
  await expect.poll(abandoned).toHaveLength(callers.length);
});

test('a computation ends at the deadline, and the next one is served', async () => {
  const strict = await startApp(
    { apiKey: root },
    { url: database.url, drop: async () => {} },
    { forecastMsMax: 1_500 },
  );
  const headers = { authorization: `Bearer ${root}` };
  const request = { method: 'POST', url: `/v1/models/${model}/forecasts`, headers } as const;
  const late = await strict.app.inject({ ...request, payload: heavy });
  expect(late.json()).toMatchObject({ status: 503, code: 'computation_too_slow', retryable: true });
  expect(late.headers['retry-after']).toBeDefined();
  // A thread has to start in place of the one that was ended, which takes as long as the machine is slow.
  const next = async () =>
    (await strict.app.inject({ ...request, url: '/v1/forecasts', payload: light })).statusCode;
  await expect.poll(next).toBe(200);
  await strict.stop();
});
