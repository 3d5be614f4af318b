import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { jsonTasksInThreads, namedSchemas } from '../../../src/http/json/index.ts';
import { isLargerThan, jsonInlineBytesMax } from '../../../src/json-size.ts';
import { startApp, type TestApp, upload } from '../../support/app.ts';
import { watchJson } from '../../support/watched-json.ts';

interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
}

let service: TestApp;
let operations: { method: string; url: string; operation: Operation }[];

beforeAll(async () => {
  service = await startApp();
  const document = (await service.app.inject('/openapi.json')).json();
  operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([url, methods]) =>
    Object.entries(methods)
      .filter(([, value]) => value.operationId !== undefined)
      .map(([method, operation]) => ({ method, url, operation })),
  );
});
afterAll(() => service.stop());
afterEach(() => vi.restoreAllMocks());

const ids: Record<string, string> = {
  dataset_id: `ds_${'0'.repeat(32)}`,
  model_id: `mdl_${'0'.repeat(32)}`,
};
const filled = (url: string) => url.replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? 'x');

test('a large body of JSON is parsed and validated in a thread, whatever the operation', async () => {
  const withBody = operations.filter(({ operation }) => operation.requestBody?.content['application/json']);
  expect(withBody.length).toBeGreaterThan(14);
  const payload = JSON.stringify({ unknown_field: 'x'.repeat(2 * jsonInlineBytesMax) });
  for (const { method, url, operation } of withBody) {
    const largest = watchJson();
    const answer = await service.app.inject({
      method: method.toUpperCase() as 'POST',
      url: filled(url),
      headers: { 'content-type': 'application/json' },
      payload,
    });
    expect([400, 404, 422], `${operation.operationId}: ${answer.body}`).toContain(answer.statusCode);
    expect(largest.parsed, operation.operationId).toBeLessThan(jsonInlineBytesMax);
    vi.restoreAllMocks();
    if (answer.statusCode === 422 && answer.json().code === 'request_invalid')
      expect(answer.json().errors.map(({ path }: { path: string }) => path)).toContain('/unknown_field');
  }
});

test('every answer of JSON has a schema that the threads know by name', () => {
  const ofResources = operations.filter(({ url }) => url.startsWith('/v1/'));
  const unnamed = ofResources.flatMap(({ operation }) =>
    Object.entries(operation.responses)
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([status, { content }]) => {
        const schema = content?.['application/json']?.schema;
        if (schema === undefined) return [];
        const name = schema.$ref?.split('/').at(-1);
        return name !== undefined && namedSchemas.has(name)
          ? []
          : [`${operation.operationId} ${status} ${name}`];
      }),
  );
  expect(unnamed).toEqual([]);
});

const dates = (count: number) =>
  Array.from({ length: count }, (_, i) => new Date(Date.UTC(1900, 0, 1 + i)).toISOString().slice(0, 10));

test('a page of many observations is written in a thread, with the same text as a short one', async () => {
  const rows = dates(30_000).map((date, i) => `${date},${i % 7 === 0 ? '' : i / 8},${2 * i}`);
  const { id } = (await upload(service.app, `date,y,x\n${rows.join('\n')}\n`, { target: 'y' })).json();
  const [series] = (await service.app.inject(`/v1/datasets/${id}/series`)).json().data;
  const url = `/v1/datasets/${id}/series/${series.id}`;
  const largest = watchJson();
  const before = jsonTasksInThreads('points');
  const page = await service.app.inject(`${url}?limit=30000`);
  expect(largest).toMatchObject({ written: expect.any(Number) });
  expect(largest.written).toBeLessThan(jsonInlineBytesMax);
  expect(jsonTasksInThreads('points')).toBe(before + 1);
  vi.restoreAllMocks();
  expect(page.headers['content-type']).toBe('application/json; charset=utf-8');
  const { times, values, covariates, next_cursor } = page.json();
  expect([times.length, times[29_999], values.slice(0, 3), covariates.x[29_999], next_cursor]).toEqual([
    30_000,
    dates(30_000)[29_999],
    [null, 0.125, 0.25],
    59_998,
    null,
  ]);
  const short = (await service.app.inject(`${url}?limit=3`)).json();
  expect(Object.keys(short)).toEqual(Object.keys(page.json()));
  expect(short.values).toEqual(values.slice(0, 3));
});

test('a large call for a forecast, its answer and the stored answer are not parsed or written in the main thread', async () => {
  const series = Array.from({ length: 100 }, (_, s) => ({
    id: `s${s}`,
    times: dates(60),
    values: dates(60).map((_, i) => 10 + s + (i % 7)),
  }));
  const payload = JSON.stringify({ horizon: 30, store: true, series });
  expect(payload.length).toBeGreaterThan(jsonInlineBytesMax);
  const call = (accept = 'application/json') =>
    service.app.inject({
      method: 'POST',
      url: '/v1/forecasts',
      headers: { 'content-type': 'application/json', accept },
      payload,
    });
  const largest = watchJson();
  const parsed = [];
  const made = await call();
  parsed.push(largest.parsed);
  const table = await call('text/csv');
  parsed.push(largest.parsed);
  vi.restoreAllMocks();
  expect(made.statusCode, made.body.slice(0, 500)).toBe(200);
  expect(Math.max(...parsed)).toBeLessThan(jsonInlineBytesMax);
  expect(table.body.split('\n')).toHaveLength(1 + 100 * 30 + 1);
  const { id } = made.json();
  const again = watchJson();
  const stored = await service.app.inject(`/v1/forecasts/${id}`);
  expect(Math.max(again.parsed, again.written)).toBeLessThan(jsonInlineBytesMax);
  vi.restoreAllMocks();
  expect(stored.json()).toEqual(made.json());
});

test('large records are read as large series are, and their faults have paths', async () => {
  const records = dates(3_000).map((ds, i) => ({ unique_id: 'a', ds, y: i }));
  const send = (body: object) => service.app.inject({ method: 'POST', url: '/v1/forecasts', payload: body });
  const largest = watchJson();
  vi.restoreAllMocks();
  expect((await send({ horizon: 2, records })).json().forecasts[0].median).toHaveLength(2);
  records[2_500] = { ...records[2_500], y: 'x' as unknown as number };
  expect((await send({ horizon: 2, records })).json()).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '/records/2500/y' }],
  });
  expect(largest.parsed).toBe(0);
});

test('the size of a value is found without walking through all of it', () => {
  const long = Array.from({ length: 100_000 }, (_, i) => i);
  expect(isLargerThan({ long }, jsonInlineBytesMax)).toBe(true);
  expect(isLargerThan({ short: long.slice(0, 100), text: 'x'.repeat(1_000) }, jsonInlineBytesMax)).toBe(
    false,
  );
  expect(isLargerThan({ text: 'x'.repeat(jsonInlineBytesMax) }, jsonInlineBytesMax)).toBe(true);
});
