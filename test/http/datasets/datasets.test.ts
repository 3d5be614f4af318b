import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../src/contracts/schemas/datasets/dataset.ts';
import { startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;
let datasets: Dataset[];
/** Whether each read of observations has left the covariates out. */
const leftOut: (boolean | undefined)[] = [];

const long = `unique_id,ds,y
a,2024-01-01,1
a,2024-01-02,
a,2024-01-03,3
a/b c,2024-01-01,10
a/b c,2024-01-02,20
a/b c,2024-01-03,30
`;

beforeAll(async () => {
  service = await startApp({}, undefined, {
    changed: (store) => ({
      ...store,
      datasets: {
        ...store.datasets,
        read(tenant, id, options) {
          leftOut.push(options?.leavesOutCovariates);
          return store.datasets.read(tenant, id, options);
        },
      },
    }),
  });
  datasets = [];
  for (const name of ['first', 'second', 'third'])
    datasets.push((await upload(service.app, long, { name })).json());
});
afterAll(() => service.stop());

test('datasets are listed the newest first, page by page', async () => {
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const query: Record<string, string> = { limit: '2', ...(cursor === null ? {} : { cursor }) };
    const page = (await service.app.inject({ url: '/v1/datasets', query })).json();
    names.push(...page.data.map(({ name }: Dataset) => name));
    cursor = page.next_cursor;
  } while (cursor !== null);
  expect(names).toEqual(['third', 'second', 'first']);
});

test('the list of series has the last values if they are asked for', async () => {
  const recent = async (query: string) =>
    (await service.app.inject(`/v1/datasets/${datasets[0].id}/series${query}`))
      .json()
      .data.map((series: { recent?: number[] }) => series.recent);
  expect(await recent('?recent=2')).toEqual([
    [null, 3],
    [20, 30],
  ]);
  expect(await recent('')).toEqual([undefined, undefined]);
  expect((await service.app.inject(`/v1/datasets/${datasets[0].id}/series?recent=101`)).statusCode).toBe(422);
});

test('the last values of a list, and the accuracy of a forecast, are read without covariates', async () => {
  const dataset_id = datasets[1].id;
  const payload = { dataset_id, horizon: 1, as_of: '2024-01-02', store: true };
  const { id } = (await service.app.inject({ method: 'POST', url: '/v1/forecasts', payload })).json();
  leftOut.length = 0;
  const list = await service.app.inject(`/v1/datasets/${dataset_id}/series?recent=1`);
  const scores = await service.app.inject(`/v1/forecasts/${id}/accuracy`);
  expect([list.statusCode, scores.json().known_steps, leftOut]).toEqual([200, 2, [true, true]]);
  await service.app.inject({
    method: 'POST',
    url: '/v1/forecasts',
    payload: { ...payload, as_of: '2023-01-01' },
  });
  expect(leftOut.slice(-2)).toEqual([true, true]); // the first and the last time of each series
});

test('a dry run of an upload has an overview of each series to draw it', async () => {
  const rows = Array.from(
    { length: 1_000 },
    (_, i) => `${new Date(i * 864e5).toISOString().slice(0, 10)},${i === 501 ? 9e6 : i === 703 ? -9e6 : i}`,
  );
  const answer = await upload(service.app, `date,value\n${rows.join('\n')}\n`, { dry_run: 'true' });
  const [{ overview }] = answer.json().preview;
  expect(overview.times).toHaveLength(400);
  expect([overview.times[0], overview.times.at(-1)]).toEqual(['1970-01-01', '1972-09-26']);
  expect([overview.values[0], overview.values.at(-1)]).toEqual([0, 999]);
  // Outliers are drawn wherever they lie.
  expect(overview.values).toEqual(expect.arrayContaining([9e6, -9e6]));
  expect(overview.times).toEqual(overview.times.toSorted());
});

test('the series of a dataset are listed in the order of the upload', async () => {
  const page = (await service.app.inject(`/v1/datasets/${datasets[0].id}/series`)).json();
  expect(page.data).toMatchObject([
    { id: 'a', point_count: 3, missing_count: 1, start: '2024-01-01', end: '2024-01-03' },
    { id: 'a/b c', point_count: 3, missing_count: 0 },
  ]);
});

test('points are read by time and page by page, whatever the id of the series', async () => {
  const url = `/v1/datasets/${datasets[0].id}/series/${encodeURIComponent('a/b c')}`;
  expect((await service.app.inject(url)).json()).toMatchObject({
    id: 'a/b c',
    times: ['2024-01-01', '2024-01-02', '2024-01-03'],
    values: [10, 20, 30],
    next_cursor: null,
  });
  expect((await service.app.inject(`${url}?from=2024-01-02&to=2024-01-02`)).json().values).toEqual([20]);
  const first = (await service.app.inject(`${url}?limit=2`)).json();
  expect(first.values).toEqual([10, 20]);
  expect((await service.app.inject(`${url}?limit=2&cursor=${first.next_cursor}`)).json().values).toEqual([
    30,
  ]);
});

test('a missing value is null', async () => {
  const answer = await service.app.inject(`/v1/datasets/${datasets[0].id}/series/a`);
  expect(answer.json().values).toEqual([1, null, 3]);
});

test('a deleted dataset is gone, and the others are there', async () => {
  const url = `/v1/datasets/${datasets[1].id}`;
  const answer = await service.app.inject({ method: 'DELETE', url });
  expect([answer.statusCode, answer.body]).toEqual([204, '']);
  expect((await service.app.inject(url)).statusCode).toBe(404);
  expect((await service.app.inject(`${url}/series`)).json().code).toBe('dataset_not_found');
  expect((await service.app.inject('/v1/datasets')).json().data).toHaveLength(2);
});
