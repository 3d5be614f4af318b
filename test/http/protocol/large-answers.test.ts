/** The rule: no operation parses or writes more than 64 KB of JSON in the main thread, whatever is stored. */
import type { InjectOptions } from 'fastify';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { jsonInlineBytesMax } from '../../../src/json-size.ts';
import { startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { watchJson } from '../../support/watched-json.ts';

const seriesCount = 150;
/** Many calls with large answers, on a busy machine. */
const callsMsMax = 240_000;
const idOf = (i: number) => `${i} ${'x'.repeat(150)}`;
const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);

let service: TestApp;
let ids: Record<string, string>;

/** A table of some series. A model is trained on one of them only, because that is faster. */
const table = (first: number, count: number, days: number) =>
  Array.from({ length: count }, (_, s) =>
    Array.from(
      { length: days },
      (_, i) => `${idOf(first + s)},${day(i)},${100 + first + s + 10 * Math.sin(i / 3) + (i % 7)}\n`,
    ).join(''),
  ).join('');
const header = 'unique_id,ds,y\n';

beforeAll(async () => {
  const database = await createTestDatabase();
  service = await startApp({ uploadBytesMax: 64 * 1024 * 1024 }, database);
  service.startWorker();
  const dataset = (await upload(service.app, header + table(0, 1, 40))).json();
  const settings = { dataset_id: dataset.id, horizon: 7, preset: 'fast', hidden_size: 8, steps: 5 };
  const { model, job } = await made('/v1/models', settings);
  expect(await service.ended(job.id)).toMatchObject({ status: 'succeeded' });
  const { backtest, job: tested } = await made('/v1/backtests', { model_id: model.id, windows: 1 });
  expect(await service.ended(tested.id)).toMatchObject({ status: 'succeeded' });
  await service.stopWorker();
  await enlarged(database.url);
  await append(dataset.id, header + table(1, seriesCount - 1, 40));
  const forecast = await made(`/v1/models/${model.id}/forecasts`, {});
  // The observations since, for the accuracy.
  const later = Array.from({ length: seriesCount }, (_, s) => `${idOf(s)},${day(40)},100\n`).join('');
  await append(dataset.id, header + later);
  ids = {
    dataset_id: dataset.id,
    model_id: model.id,
    job_id: job.id,
    backtest_id: backtest.id,
    forecast_id: forecast.id,
    series_id: encodeURIComponent(idOf(0)),
    version: '1',
  };
});
afterAll(() => service.stop());
afterEach(() => vi.restoreAllMocks());

async function append(id: string, payload: string) {
  const url = `/v1/datasets/${id}/observations?new_series=allow`;
  const headers = { 'content-type': 'text/csv' };
  const answer = await service.app.inject({ method: 'POST', url, headers, payload });
  expect(answer.statusCode, answer.body).toBe(200);
}

/** Gives the report and the windows of the backtest the size that those of many series have. */
async function enlarged(url: string) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`
    UPDATE backtests SET report = jsonb_set(report, '{series}', (
      SELECT jsonb_agg(one) FROM jsonb_array_elements(report -> 'series') AS one, generate_series(1, ${seriesCount})))`);
  await client.query(`
    INSERT INTO backtest_windows (backtest_id, tenant_id, position, told)
    SELECT backtest_id, tenant_id, position + n, told FROM backtest_windows, generate_series(1, ${seriesCount}) AS n`);
  await client.end();
}

async function made(url: string, payload: object) {
  const answer = await service.app.inject({ method: 'POST', url, payload });
  expect(answer.statusCode, answer.body.slice(0, 500)).toBeLessThan(300);
  return answer.json();
}

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; schema: { maximum?: number } }[];
  responses: Record<string, { content?: Record<string, unknown> }>;
}

/** Sends a call, and tells whether it parsed or wrote much JSON in this thread. */
async function watched(call: InjectOptions) {
  const largest = watchJson();
  const answer = await service.app.inject(call);
  const { parsed, written } = largest;
  vi.restoreAllMocks();
  return { answer, isLarge: Math.max(parsed, written) > jsonInlineBytesMax, parsed, written };
}

test('reads: every GET of the document, in every format, with the largest page', {
  timeout: callsMsMax,
}, async () => {
  const document = (await service.app.inject('/openapi.json')).json();
  const reads = Object.entries<Record<string, Operation>>(document.paths).filter(
    ([, { get }]) => get?.operationId !== undefined,
  );
  const found: string[] = [];
  const large = new Set<string>();
  for (const [path, { get }] of reads) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const { operationId, parameters = [], responses } = get;
    if (operationId === 'streamJobEvents' || !names.every((name) => name in ids)) continue;
    const url = path.replace(/\{(\w+)\}/g, (_, name) => ids[name]);
    const query: Record<string, string> = {};
    for (const { name, in: place, schema } of parameters)
      if (place === 'query' && (name === 'limit' || name === 'recent')) query[name] = String(schema.maximum);
    for (const accept of Object.keys(responses['200']?.content ?? {})) {
      const { answer, isLarge, parsed, written } = await watched({ url, query, headers: { accept } });
      if (answer.statusCode === 200 && answer.rawPayload.length > jsonInlineBytesMax)
        large.add(`${operationId} ${accept}`);
      if (isLarge) found.push(`${operationId} ${accept}: parsed ${parsed}, wrote ${written}`);
    }
  }
  expect(found).toEqual([]);
  expect([...large]).toEqual(
    expect.arrayContaining([
      'listSeries application/json',
      'getForecast application/json',
      'getForecast text/csv',
      'getForecast application/x-ndjson',
      'getBacktest application/json',
      'listBacktestWindows application/json',
    ]),
  );
});

test('forecasts with an idempotency key are written once, in a thread, and repeated from the store', {
  timeout: callsMsMax,
}, async () => {
  const forModel = `/v1/models/${ids.model_id}/forecasts`;
  const [json, csv, lines] = ['application/json', 'text/csv', 'application/x-ndjson'];
  const ofData = { dataset_id: ids.dataset_id, horizon: 7 };
  const calls: [string, object, string[]][] = [
    [forModel, {}, [json, csv, lines]],
    [forModel, { store: false }, [json]],
    ['/v1/forecasts', ofData, [json, csv]],
    ['/v1/forecasts', { ...ofData, store: true }, [json, lines]],
    ['/v1/forecasts', { ...ofData, horizon: 2, store: true, explain: true }, [json]],
  ];
  const found: string[] = [];
  for (const [n, [url, payload, types]] of calls.entries())
    for (const accept of types) {
      const headers = { accept, 'idempotency-key': `${n} ${accept}`.replaceAll(/[^\w]/g, '-') };
      const first = await watched({ method: 'POST', url, payload, headers });
      expect(first.answer.statusCode, first.answer.body.slice(0, 500)).toBe(200);
      expect(first.answer.rawPayload.length).toBeGreaterThan(jsonInlineBytesMax);
      const again = await watched({ method: 'POST', url, payload, headers });
      expect(again.answer.headers['idempotency-replayed']).toBe('true');
      expect(again.answer.rawPayload.equals(first.answer.rawPayload)).toBe(true);
      expect(again.answer.headers['content-type']).toBe(first.answer.headers['content-type']);
      for (const { isLarge, parsed, written } of [first, again])
        if (isLarge) found.push(`${url} ${JSON.stringify(payload)} ${accept}: ${parsed}, ${written}`);
    }
  expect(found).toEqual([]);
});

test('a large stored forecast has the same numbers in each format, and its tag differs by format', async () => {
  const url = `/v1/forecasts/${ids.forecast_id}`;
  const [json, csv, lines] = await Promise.all(
    ['application/json', 'text/csv', 'application/x-ndjson'].map((accept) =>
      service.app.inject({ url, headers: { accept } }),
    ),
  );
  const { forecasts } = json.json();
  expect(forecasts).toHaveLength(seriesCount);
  expect(
    lines.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(forecasts);
  expect(csv.body.split('\n')[1]).toContain(`,${day(40)},${forecasts[0].mean[0]},${forecasts[0].median[0]},`);
  expect(new Set([json, csv, lines].map(({ headers }) => headers.etag)).size).toBe(3);
  const known = await service.app.inject({ url, headers: { 'if-none-match': String(json.headers.etag) } });
  expect(known.statusCode).toBe(304);
  const scored = await service.app.inject(`${url}/accuracy`);
  const accuracy = scored.json();
  expect([accuracy.known_steps, accuracy.series.length]).toEqual([seriesCount, seriesCount]);
});
