import { Piscina } from 'piscina';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type NumericForecast, numericForecastSchema } from '../../../src/contracts/schemas/index.ts';
import { csvOfForecast, linesOf, withEmptyCells } from '../../../src/contracts/values/index.ts';
import { jsonInlineBytesMax } from '../../../src/json-size.ts';
import type { Store } from '../../../src/store/index.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { watchJson } from '../../support/watched-json.ts';

let service: TestApp;
let dataset: string;
let model: string;
/** A stored forecast waits for this before it is written. */
let storing = Promise.resolve();

const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const seriesOf = (id: string, length = 150) => ({
  id,
  times: Array.from({ length }, (_, i) => day(i)),
  values: Array.from({ length }, (_, i) => 100 + 10 * Math.sin(i / 3) + (i % 7)),
});
const some = ['a', 'b', 'c'].map((id) => seriesOf(id));

const heldUp = (store: Store): Store => ({
  ...store,
  forecasts: {
    ...store.forecasts,
    async saveInstant(...call) {
      await storing;
      return store.forecasts.saveInstant(...call);
    },
  },
});

beforeAll(async () => {
  service = await startApp({ memoryBytesMax: 8 * 1024 ** 2 }, undefined, { changed: heldUp });
  service.startWorker();
  dataset = (await post('/v1/datasets', { series: some })).json().id;
  const created = await post('/v1/models', { dataset_id: dataset, horizon: 30, preset: 'fast', steps: 5 });
  await service.ended(created.json().job.id);
  model = created.json().model.id;
});
afterAll(() => service.stop());
afterEach(() => vi.restoreAllMocks());

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  service.app.inject({ method: 'POST', url, payload, headers });

/** Numbers in the lists of a message. */
function numbersOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || ArrayBuffer.isView(message)) return 0;
  if (!Array.isArray(message)) return Object.values(message).reduce((sum, one) => sum + numbersOf(one), 0);
  return message.reduce((sum, one) => sum + (typeof one === 'number' ? 1 : numbersOf(one)), 0);
}

/** Watches what threads send to the main thread. */
function watchThreads() {
  const seen = { tasks: 0, numbersMax: 0 };
  const { run } = Piscina.prototype;
  vi.spyOn(Piscina.prototype, 'run').mockImplementation(async function (this: Piscina, ...call) {
    seen.tasks++;
    const answer = await run.apply(this, call);
    seen.numbersMax = Math.max(seen.numbersMax, numbersOf(answer));
    return answer;
  });
  return seen;
}

const accepted = ['application/json', 'text/csv', 'application/x-ndjson'];
const large = { levels: [80], quantiles: [0.1, 0.5], samples: 300 };
const calls = (): [string, string, object][] => [
  ['inline', '/v1/forecasts', { ...large, horizon: 30, series: some }],
  ['one series', '/v1/forecasts', { ...large, horizon: 100, series: [some[0]] }],
  ['explained', '/v1/forecasts', { ...large, horizon: 30, series: some, explain: true, fitted: true }],
  ['kept', '/v1/forecasts', { ...large, horizon: 30, series: some, store: true }],
  ['stored series', '/v1/forecasts', { ...large, horizon: 30, dataset_id: dataset }],
  ['by a model', '/v1/forecasts', { ...large, horizon: 30, series: some, model }],
  ['of a model', `/v1/models/${model}/forecasts`, large],
  ['of a model, kept, explained', `/v1/models/${model}/forecasts`, { ...large, explain: true }],
  ['of a model, inline', `/v1/models/${model}/forecasts`, { ...large, series: some, store: false }],
];

test('the numbers of a large forecast do not pass through the main thread, which writes no long text', async () => {
  for (const [name, url, body] of calls())
    for (const accept of accepted) {
      const json = watchJson();
      const threads = watchThreads();
      const answer = await post(url, body, { accept });
      const of = `${name} as ${accept}`;
      expect(answer.statusCode, `${of}: ${answer.body.slice(0, 300)}`).toBe(200);
      expect(answer.body.length, of).toBeGreaterThan(2 * jsonInlineBytesMax);
      expect(threads.numbersMax, of).toBeLessThan(500);
      expect(json.written, of).toBeLessThan(jsonInlineBytesMax);
      vi.restoreAllMocks();
    }
});

test('an answer has the same bytes whoever writes it', async () => {
  const bad = { id: 'x,"y"\nz', times: [day(0)], values: [null] };
  for (const [name, url, body] of calls())
    for (const series of [undefined, [...some, bad]]) {
      const asked = series === undefined || !('series' in body) ? body : { ...body, series };
      const [json, csv, lines] = await Promise.all(
        accepted.map((accept) => post(url, { ...asked, samples: 2, store: false }, { accept })),
      );
      const made: NumericForecast = json.json();
      expect(csv.body, name).toBe(csvOfForecast(made, 'mark'));
      const asObject = (text: string) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
      expect(asObject(lines.body), name).toEqual([...made.forecasts, ...made.errors]);
      expect(lines.body, name).toBe(linesOf(asObject(lines.body)));
      const isPlain = url !== '/v1/forecasts' && !('explain' in body);
      if (!isPlain) expect(json.body, name).toBe(JSON.stringify(numericForecastSchema.encode(made)));
    }
});

test('rows of CSV get the column of errors afterwards, also where cells have line breaks', () => {
  const forecast = (series_id: string) => ({
    ...{ series_id, times: [1, 2], mean: [1, 2], median: [1, 2], quantiles: {}, intervals: {} },
  });
  const request = { quantiles: [], levels: [], samples: 0 };
  const forecasts = [forecast('a'), forecast('"\n,é'), forecast('\n')];
  const problem = { code: 'series_empty', detail: 'x' };
  const whole = csvOfForecast({ forecasts, errors: [{ series_id: 'b', problem }], request }, 'keep');
  const plain = csvOfForecast({ forecasts, errors: [], request }, 'keep');
  const rows = plain.slice(plain.indexOf('\n') + 1);
  const longer = Buffer.from(withEmptyCells(Buffer.from(rows))).toString();
  expect(whole.slice(whole.indexOf('\n') + 1)).toBe(`${longer}b,,,,series_empty: x\n`);
});

test('a call reserves the memory of its answer before it computes, and gives it back', async () => {
  const body = { ...large, horizon: 100, series: some };
  const { promise, resolve } = Promise.withResolvers<void>();
  storing = promise;
  const first = post('/v1/forecasts', { ...body, store: true });
  const threads = watchThreads();
  // The first call has its answer, which waits to be stored.
  await vi.waitUntil(() => threads.tasks > 0, { timeout: 120_000 });
  const before = threads.tasks;
  for (const [url, payload] of [
    ['/v1/forecasts', body],
    ['/v1/forecasts', { ...large, samples: 900, horizon: 30, dataset_id: dataset }],
    ['/v1/forecasts', { ...large, samples: 900, horizon: 30, series: some, model }],
    [`/v1/models/${model}/forecasts`, { ...large, samples: 900 }],
  ] as const)
    for (const accept of accepted) {
      const second = await post(url, payload, { accept });
      expect(second.statusCode, `${url} ${accept}`).toBe(503);
      expect(second.json()).toMatchObject({ code: 'overloaded', retryable: true });
      expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
    }
  expect(threads.tasks).toBe(before);
  resolve();
  expect((await first).statusCode).toBe(200);
  for (let n = 0; n < 3; n++) expect((await post('/v1/forecasts', body)).statusCode).toBe(200);
});
