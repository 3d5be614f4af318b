import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ReadOptions } from '../../../src/contracts/ports/index.ts';
import { newId } from '../../../src/contracts/schemas/primitives/ids.ts';
import { currentCall } from '../../../src/sharing/index.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
/** Called before the store reads observations. */
let beforeRead = async (_options: ReadOptions) => {};

beforeAll(async () => {
  service = await startApp({}, undefined, {
    changed: (store) => ({
      ...store,
      datasets: {
        ...store.datasets,
        async read(tenant, id, options = {}) {
          await beforeRead(options);
          return store.datasets.read(tenant, id, options);
        },
      },
    }),
  });
  service.startWorker();
});
afterAll(() => service.stop());

const long = `unique_id,"ds",y,price
a,2024-01-01,1,10
a,2024-01-02,2,20
b,2024-01-01,7,70
`;

const uploaded = async (csv: string, query: Record<string, string> = {}) =>
  (await upload(service.app, csv, query)).json().id as string;
const add = (id: string, payload: object, query: Record<string, string> = {}) =>
  service.app.inject({ method: 'POST', url: `/v1/datasets/${id}/observations`, query, payload });
const addCsv = (id: string, payload: string, query: Record<string, string> = {}) =>
  service.app.inject({
    method: 'POST',
    url: `/v1/datasets/${id}/observations`,
    query,
    headers: { 'content-type': 'text/csv' },
    payload,
  });
/** The counts of an answer. */
const counts = ({ version, added, replaced }: Record<string, unknown>) => ({ version, added, replaced });
const newSeries = { new_series: 'allow' };
const table = async (id: string) => (await service.app.inject(`/v1/datasets/${id}/export`)).body;

test('observations are added and replaced by time, and the same body twice changes nothing', async () => {
  const id = await uploaded(long);
  const body = {
    series: [
      { id: 'a', times: ['2024-01-03', '2024-01-02'], values: [3, 2.5] },
      { id: 'c', start: '2024-01-01', values: [9, null], covariates: { price: [90, 91] } },
    ],
  };
  const answer = await add(id, body, newSeries);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json()).toMatchObject({ version: 2, added: 3, replaced: 1, new_series: ['c'] });
  expect(counts((await add(id, body)).json())).toEqual({ version: 2, added: 0, replaced: 0 });
  expect(await table(id)).toBe(`unique_id,"ds",y,price
a,2024-01-01,1,10
a,2024-01-02,2.5,20
a,2024-01-03,3,
b,2024-01-01,7,70
c,2024-01-01,9,90
c,2024-01-02,,91
`);
  expect((await service.app.inject(`/v1/datasets/${id}`)).json()).toMatchObject({
    version: 2,
    series_count: 3,
    point_count: 6,
    missing_count: 0, // the last row of `c` is a known-future row
    end: '2024-01-03',
    frequency: { step: 'P1D' },
  });
  expect((await service.app.inject(`/v1/datasets/${id}/versions`)).json()).toMatchObject({
    data: [
      { version: 2, change: 'observations', added: 3, replaced: 1 },
      { version: 1, change: 'upload', added: 3, replaced: 0 },
    ],
    next_cursor: null,
  });
});

test('a null makes a stored value missing; an empty cell of a table leaves it', async () => {
  const id = await uploaded(long);
  const csv = await addCsv(id, 'unique_id,ds,y,price\na,2024-01-01,,11\na,2024-01-05,,\nb,2024-01-02,8,\n');
  expect(csv.json()).toMatchObject({ version: 2, added: 2, replaced: 1 });
  const json = await add(id, { series: [{ id: 'a', times: ['2024-01-02'], values: [null] }] });
  expect(json.json()).toMatchObject({ version: 3, added: 0, replaced: 1 });
  expect(await table(id)).toBe(`unique_id,"ds",y,price
a,2024-01-01,1,11
a,2024-01-02,,20
a,2024-01-05,,
b,2024-01-01,7,70
b,2024-01-02,8,
`);
});

test('a table without ids goes to the only series, whatever the layout of the upload was', async () => {
  const wide = await uploaded('date,y\n2024-01-01,1\n2024-01-02,2\n');
  expect((await addCsv(wide, 'date,y\n2024-01-03,3\n')).json()).toMatchObject({ added: 1 });
  const prices = await uploaded('date,open,close\n2024-01-02,1,2\n2024-01-03,2,3\n', { name: 'spx' });
  expect((await addCsv(prices, 'date,open,close\n2024-01-04,3,4\n')).json()).toMatchObject({ added: 1 });
  expect((await add(prices, { series: [{ start: '2024-01-05', values: [5] }] })).json().added).toBe(1);
  expect(await table(prices)).toBe(`unique_id,"ds",close,open
spx,2024-01-02,2,1
spx,2024-01-03,3,2
spx,2024-01-04,4,3
spx,2024-01-05,5,
`);
  const unknown = await addCsv(prices, 'date,open,close,volume\n2024-01-08,3,4,5\n');
  expect(unknown.json()).toMatchObject({ code: 'column_unknown', errors: [{ path: '?covariates' }] });
});

test('many observations, in the middle and at the end: all of them are there, in order', async () => {
  const rows = Array.from({ length: 9_000 }, (_, i) => `${2 * i},${i}`);
  const id = await uploaded(`index,y\n${rows.join('\n')}\n`);
  const odd = Array.from({ length: 3_000 }, (_, i) => 5_001 + 2 * i);
  const body = { series: [{ times: [...odd, 20_000, 0], values: [...odd, 7, -1] }] };
  const allowed = { off_grid: 'allow', distant_times: 'allow' };
  expect((await add(id, body, allowed)).json()).toMatchObject({ version: 2, added: 3_001, replaced: 1 });
  const lines = (await table(id))
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const times = lines.map(([, time]) => Number(time));
  expect(times).toHaveLength(12_001);
  expect(times.every((time, i) => i === 0 || time > times[i - 1])).toBe(true);
  expect(lines.find(([, time]) => time === '5001')?.[2]).toBe('5001');
  expect([lines[0][2], lines.at(-1)?.[2]]).toEqual(['-1', '7']);
  const page = (await service.app.inject(`/v1/datasets/${id}/series/y?from=19990&limit=50`)).json();
  expect(page.times.at(-1)).toBe(20_000);
});

test('times of day keep to the zone of the dataset, also on the day of a clock change', async () => {
  const hours = Array.from(
    { length: 48 },
    (_, i) => `${new Date(Date.UTC(2024, 10, 2, 4 + i)).toISOString()},${i}`,
  );
  const id = await uploaded(`ds,y\n${hours.join('\n')}\n`, { time_zone: 'America/New_York' });
  const wall = await addCsv(id, 'ds,y\n2024-11-03 00:30,1\n2024-11-03 03:30,2\n', { off_grid: 'allow' });
  expect(wall.statusCode, wall.body).toBe(200);
  const twice = {
    series: [{ times: ['2024-11-03T01:30:00-04:00', '2024-11-03T01:30:00-05:00'], values: [1, 2] }],
  };
  expect((await add(id, twice, { off_grid: 'allow' })).json()).toMatchObject({ added: 2, replaced: 0 });
  const { times } = (
    await service.app.inject(`/v1/datasets/${id}/series/y?from=2024-11-03T00:00:00-04:00`)
  ).json();
  // A date stands for midnight at its start, in the zone of the dataset.
  expect((await service.app.inject(`/v1/datasets/${id}/series/y?from=2024-11-03`)).json().times).toEqual(
    times,
  );
  const until = (await service.app.inject(`/v1/datasets/${id}/series/y?to=2024-11-03`)).json().times;
  expect([until.length, until.at(-1)]).toEqual([25, '2024-11-03T00:00:00-04:00']);
  const half = times.filter((time: string) => time.includes(':30:'));
  expect(half).toEqual([
    '2024-11-03T00:30:00-04:00',
    '2024-11-03T01:30:00-04:00',
    '2024-11-03T01:30:00-05:00',
    '2024-11-03T03:30:00-05:00',
  ]);
});

test('an invalid observation is refused with its path, and changes nothing', async () => {
  const id = await uploaded(long);
  const at = '/series/0';
  for (const [series, path] of [
    [{ id: 'a', values: [1] }, at],
    [{ id: 'a', times: ['yesterday'], values: [1] }, `${at}/times/0`],
    [{ id: 'a', times: ['2024-01-01'], values: [1], covariates: { size: [1] } }, `${at}/covariates/size`],
  ] as const) {
    const answer = await add(id, { series: [series] });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, path]);
  }
  const twice = { series: [{ id: 'a', times: ['2024-01-09', '2024-01-09'], values: [1, 2] }] };
  expect((await add(id, twice)).json().code).toBe('time_duplicate');
  const integers = await addCsv(id, 'unique_id,ds,y\na,1,2\na,2,3\n');
  expect(integers.json()).toMatchObject({ code: 'cell_invalid', errors: [{ line: 2 }, { line: 3 }] });
  expect((await add(newId('dataset'), { series: [{ start: 1, values: [1] }] })).json().code).toBe(
    'dataset_not_found',
  );
  expect((await service.app.inject(`/v1/datasets/${id}`)).json().version).toBe(1);
  expect(await table(id)).toBe(long);
});

test('concurrent calls lose no observations', async () => {
  const id = await uploaded('date,y\n2024-01-01,1\n2024-01-02,2\n');
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      add(
        id,
        {
          series: [
            { id: 'y', start: `2024-01-${String(i + 3).padStart(2, '0')}`, values: [i] },
            { id: `new${i}`, start: '2024-01-01', values: [1] },
          ],
        },
        { new_series: 'allow', distant_times: 'allow' },
      ),
    ),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(200));
  const dataset = (await service.app.inject(`/v1/datasets/${id}`)).json();
  expect(dataset).toMatchObject({ version: 9, point_count: 2 + 16, series_count: 9 });
});

test('a forecast starts after the added observations, has their version, and is scored against later ones', async () => {
  const model = await service.trained(dailyCsv(120), { horizon: 7 });
  const rows = dailyCsv(130).trim().split('\n');
  const addRows = (from: number, to: number) =>
    addCsv(model.dataset_id, [rows[0], ...rows.slice(1 + from, 1 + to)].join('\n'));
  const url = `/v1/models/${model.id}/forecasts`;
  await addRows(120, 122);
  const forecast = (await service.app.inject({ method: 'POST', url, payload: {} })).json();
  expect(forecast).toMatchObject({ dataset_version: 2 });
  expect(forecast.forecasts[0].times[0]).toBe('2024-05-02');
  expect((await service.app.inject(`/v1/models/${model.id}`)).json().dataset_version).toBe(1);

  const accuracy = `/v1/forecasts/${forecast.id}/accuracy`;
  expect((await service.app.inject(accuracy)).json()).toMatchObject({
    forecast_id: forecast.id,
    horizon: 7,
    known_steps: 0,
    metrics: null,
    series: [{ series_id: 'y', known_steps: 0, metrics: null }],
  });
  await addRows(122, 126);
  const scored = (await service.app.inject(accuracy)).json();
  expect(scored).toMatchObject({ known_steps: 4, dataset_version: 3, series: [{ known_steps: 4 }] });
  const known = rows.slice(123, 127).map((row) => Number(row.split(',')[1]));
  const { median, quantiles, intervals } = forecast.forecasts[0];
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  const smape = mean(
    known.map((y, h) => (200 * Math.abs(y - median[h])) / (Math.abs(y) + Math.abs(median[h]))),
  );
  expect(scored.metrics.smape).toBeCloseTo(smape, 8);
  const losses = known.flatMap((y, h) =>
    Object.entries<number[]>(quantiles).map(([p, path]) =>
      Math.max(Number(p) * (y - path[h]), (Number(p) - 1) * (y - path[h])),
    ),
  );
  const wql = (2 * losses.reduce((a, b) => a + b)) / known.reduce((a, b) => a + b) / 9;
  expect(scored.metrics.wql).toBeCloseTo(wql, 8);
  const inside = known.filter((y, h) => y >= intervals['80'].lower[h] && y <= intervals['80'].upper[h]);
  expect(scored.metrics.coverage).toEqual({ '0.8': inside.length / 4, '0.95': expect.any(Number) });
  expect(scored.metrics.mase).toBeGreaterThan(0);
  expect(scored.series[0].metrics).toEqual(scored.metrics);
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test('old times are not compared with stored ones once the caller has gone', async () => {
  const hours = Array.from({ length: 1_100 }, (_, i) => new Date(i * 3_600_000).toISOString());
  const id = await uploaded(`time,y\n${hours.map((time, i) => `${time},${i}`).join('\n')}\n`);
  const caller = new AbortController();
  const read: ('last' | 'part')[] = [];
  beforeRead = async ({ tailPoints }) => {
    read.push(tailPoints === undefined ? 'part' : 'last');
    caller.abort();
    await expect.poll(() => currentCall().signal?.aborted).toBe(true);
  };
  onTestFinished(() => {
    beforeRead = async () => {};
  });
  const url = await service.app.listen({ host: '127.0.0.1', port: 0 });
  const body = JSON.stringify({ series: [{ id: 'y', times: ['1970-01-02T00:30:00Z'], values: [1] }] });
  const headers = { 'content-type': 'application/json' };
  const sent = fetch(`${url}/v1/datasets/${id}/observations`, {
    ...{ method: 'POST', headers, body, signal: caller.signal },
  });
  await expect(sent).rejects.toThrow();
  await expect.poll(() => service.logs.some(({ code }) => code === 'call_abandoned')).toBe(true);
  expect(read).toEqual(['last']);
});
