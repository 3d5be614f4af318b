import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { newSecret } from '../../../src/http/routing/api-keys.ts';
import { createStore, openDatabase } from '../../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { symbolCalls } from '../../support/symbols.ts';

const firstKey = 'a-key-of-more-than-thirty-two-characters';
const script = '<script>alert("1")</script>';
let service: TestApp;
let model: Model;
/** A model of two series, one of which has a name that is markup. */
let shop: Model;
let letters: { id: string };
let strangerKey: string;
let writeOnlyKey: string;
/** Whether the last read of observations has left the covariates out. */
let hasLeftOut: boolean | undefined;

beforeAll(async () => {
  const database = await createTestDatabase();
  const open = await startApp({}, { ...database, drop: async () => {} });
  open.startWorker();
  model = await open.trained(dailyCsv(120), {
    name: 'Sales & <b>more</b>',
    horizon: 5,
    steps: 5,
    members: 1,
  });
  shop = await open.trained(twoSeries(), { horizon: 3, steps: 5, members: 1 });
  const symbols = symbolCalls(open);
  letters = await symbols.trained(await symbols.lines('abcabcabcabc\nabcabcabc\n'), { steps: 5 });
  await open.stop();
  service = await startApp({ apiKey: firstKey }, database, {
    changed: (store) => ({
      ...store,
      datasets: {
        ...store.datasets,
        read(tenant, id, options) {
          hasLeftOut = options?.leavesOutCovariates;
          return store.datasets.read(tenant, id, options);
        },
      },
    }),
  });
  const db = openDatabase(database.url);
  const { keys } = createStore(db);
  const keyOf = async (tenant: string, scopes: ('read' | 'write')[]) => {
    const { secret, hint, digest } = newSecret();
    await keys.create({ tenant, name: null, scopes, hint, digest });
    return secret;
  };
  strangerKey = await keyOf('stranger', ['read']);
  writeOnlyKey = await keyOf('default', ['write']);
  await db.destroy();
});
afterAll(() => service.stop());

function twoSeries(): string {
  const day = (i: number) => new Date(Date.parse('2024-01-01') + i * 86_400_000).toISOString().slice(0, 10);
  const quoted = script.replaceAll('"', '""');
  const rows = [...Array(80).keys()].flatMap((i) => [
    `"${quoted}",${day(i)},${100 + (i % 7)}`,
    `other,${day(i)},${10 + (i % 7)}`,
  ]);
  return `series_id,date,value\n${rows.join('\n')}\n`;
}

const call = (
  method: 'GET' | 'POST' | 'DELETE' | 'PATCH',
  url: string,
  { key = firstKey, payload, headers = {} }: { key?: string | null; payload?: object; headers?: object } = {},
) =>
  service.app.inject({
    method,
    url,
    payload,
    headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
  });
const latest = (end: string, options = {}, of = model.id) =>
  call('GET', `/v1/models/${of}/forecasts/latest${end}`, options);
const forecast = (of: string, body: object = {}) =>
  call('POST', `/v1/models/${of}/forecasts`, { payload: body });

test('a model without a stored forecast is a 404 that says what to do', async () => {
  for (const end of ['', '.svg', '.png']) {
    const answer = await latest(end);
    expect([answer.statusCode, answer.json().code], end).toEqual([404, 'model_without_forecast']);
    expect(answer.json().detail).toContain(`POST /v1/models/${model.id}/forecasts`);
  }
  expect((await forecast(model.id)).statusCode).toBe(200);
  expect((await forecast(shop.id)).statusCode).toBe(200);
});

test('the latest forecast has the end of the history, the median and the intervals', async () => {
  const answer = (await latest('?history=10')).json();
  expect(hasLeftOut).toBe(true);
  expect(answer).toMatchObject({ model_id: model.id, series_id: 'y', series_count: 1, time_kind: 'date' });
  expect(answer.history.times).toHaveLength(10);
  expect(answer.history.times.at(-1)).toBe('2024-04-29');
  expect(answer.times[0]).toBe('2024-04-30');
  expect(answer.since).toEqual({ times: [], values: [] });
  expect(answer.bands.map(({ level }: { level: number }) => level)).toEqual([95, 80, 60]);
  for (const { lower, upper } of answer.bands)
    for (const [i, median] of answer.median.entries())
      expect(lower[i] <= median && median <= upper[i]).toBe(true);
  expect((await latest('')).json().history.times).toHaveLength(40);
  expect((await latest('?history=0')).json().history).toEqual({ times: [], values: [] });
});

test('an SVG has a title, a description in words, and colours for both themes', async () => {
  const answer = await latest('.svg');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('image/svg+xml');
  expect(answer.headers['cache-control']).toBe('private, no-cache');
  expect(answer.body).toContain('role="img"');
  expect(answer.body).toContain(
    '<title id="gatecast-title">Forecast of Sales &amp; &lt;b&gt;more&lt;/b&gt;</title>',
  );
  expect(answer.body).toMatch(
    /<desc id="gatecast-desc">The last observed value before the forecast is \S+ at 29 Apr 2024\. The forecast for 4 May 2024 has the median \S+ and the 80 % interval from \S+ to \S+\.<\/desc>/,
  );
  expect(answer.body).toContain('@media (prefers-color-scheme:dark)');
  for (const theme of ['light', 'dark']) {
    const one = await latest(`.svg?theme=${theme}`);
    expect(one.body).not.toContain('@media');
    expect(one.body.includes('#0d1117')).toBe(theme === 'dark');
  }
});

test('the size is that of the call, within bounds', async () => {
  const svg = await latest('.svg?width=500&height=200');
  expect(svg.body).toContain('width="500" height="200" viewBox="0 0 500 200"');
  for (const query of [
    'width=10',
    'width=5000',
    'height=1',
    'height=9999',
    'theme=blue',
    'history=-1',
    'x=1',
  ]) {
    const answer = await latest(`.svg?${query}`);
    expect([answer.statusCode, answer.json().code], query).toEqual([422, 'request_invalid']);
  }
  expect((await latest('.png?scale=9')).statusCode).toBe(422);
});

test('a PNG has the signature and the size that was asked for', async () => {
  for (const [query, size] of [
    ['', [800, 400]],
    ['?width=300&height=150&theme=dark', [300, 150]],
    ['?width=300&height=150&scale=2', [600, 300]],
  ] as const) {
    const answer = await latest(`.png${query}`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/png']);
    const bytes = answer.rawPayload;
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual(size);
    expect(bytes.byteLength).toBeGreaterThan(2_000); // letters and lines are on it
  }
});

test('a name of a series that is markup stays text, and a picture may run nothing', async () => {
  const answer = await latest('.svg', {}, shop.id);
  expect(answer.body).not.toContain('<script');
  expect(answer.body).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  expect(answer.headers['content-security-policy']).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
  );
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
});

test('the series is chosen by its id, also in an older forecast; an unknown one is refused', async () => {
  expect((await latest('', {}, shop.id)).json()).toMatchObject({ series_id: script, series_count: 2 });
  expect((await latest('?series=other', {}, shop.id)).json()).toMatchObject({ series_id: 'other' });
  await forecast(shop.id, { series_ids: [script] });
  expect((await latest('?series=other', {}, shop.id)).json()).toMatchObject({ series_id: 'other' });
  const answer = await latest('.svg?series=nothing', {}, shop.id);
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'series_not_found']);
  expect(answer.json().detail).toContain('`other`');
});

test('a caller that knows the picture gets 304, until the forecast or the data change', async () => {
  for (const end of ['', '.svg', '.png']) {
    const { headers } = await latest(end);
    const known = { headers: { 'if-none-match': String(headers.etag) } };
    const same = await latest(end, known);
    expect([same.statusCode, same.body, same.headers.etag], end).toEqual([304, '', headers.etag]);
    expect(same.headers['content-type']).toBeUndefined();
    const other = await latest(`${end}?history=7`, known);
    expect(other.statusCode).toBe(200);
  }
  const { headers } = await latest('.svg');
  const { dataset_id } = model;
  const series = [{ id: 'y', times: ['2024-04-30'], values: [123] }];
  await call('POST', `/v1/datasets/${dataset_id}/observations`, { payload: { series } });
  const known = { headers: { 'if-none-match': String(headers.etag) } };
  expect((await latest('.svg', known)).statusCode).toBe(200);
  expect((await latest('')).json().since).toEqual({ times: ['2024-04-30'], values: [123] });
});

test('another tenant and a key without the scope `read` see nothing', async () => {
  for (const end of ['', '.svg', '.png']) {
    expect((await latest(end, { key: null })).statusCode).toBe(401);
    expect((await latest(end, { key: writeOnlyKey })).statusCode).toBe(403);
    const answer = await latest(end, { key: strangerKey });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'model_not_found']);
  }
});

test('a forecast of series of the call has no history', async () => {
  const values = [...Array(40).keys()].map((i) => 100 + (i % 7));
  const times = values.map((_, i) => new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10));
  await forecast(model.id, { series: [{ id: 'inline', times, values }] });
  const answer = (await latest('')).json();
  expect(answer).toMatchObject({ series_id: 'inline', history: { times: [] }, since: { times: [] } });
  expect((await latest('.png')).statusCode).toBe(200);
});

test('a model of symbols gets no embed', async () => {
  const answer = await call('POST', `/v1/models/${letters.id}/embeds`, { payload: {} });
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'model_kind_mismatch']);
});

test('a model of symbols is refused with the call that works', async () => {
  for (const end of ['', '.svg', '.png']) {
    const answer = await latest(end, {}, letters.id);
    expect([answer.statusCode, answer.json().code], end).toEqual([409, 'model_kind_mismatch']);
    expect(answer.json().detail).toContain(`POST /v1/models/${letters.id}/forecasts with a \`context\``);
  }
});
