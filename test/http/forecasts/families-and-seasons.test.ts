import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp, upload } from '../../support/app.ts';

let service: TestApp;

beforeAll(async () => {
  service = await startApp();
  service.startWorker();
});
afterAll(() => service.stop());

/** A trend with a season of 12, and noise that is the same in each run. */
const monthly = (length: number) =>
  Array.from({ length }, (_, i) => 200 + i + 30 * Math.sin((2 * Math.PI * i) / 12) + ((i * 7_919) % 13) - 6);
const oneShot = (payload: object) => service.app.inject({ method: 'POST', url: '/v1/forecasts', payload });
const table = (query: string, length = 72) =>
  service.app.inject({
    method: 'POST',
    url: `/v1/forecasts?${query}`,
    headers: { 'content-type': 'text/csv' },
    payload: `t,y\n${monthly(length)
      .map((y, i) => `${i},${y}`)
      .join('\n')}\n`,
  });
const specOf = async (modelId: string) => (await service.app.inject(`/v1/models/${modelId}`)).json().spec;

test('an instant forecast has the season that the call names', async () => {
  const series = [{ values: monthly(72) }];
  const seasonal = await oneShot({ series, horizon: 12, season_length: 12 });
  expect(seasonal.statusCode, seasonal.body).toBe(200);
  const [one] = seasonal.json().forecasts;
  expect(one.season_length).toBe(12);
  expect(seasonal.json().request.season_lengths).toEqual([12]);
  expect(Math.max(...one.median) - Math.min(...one.median)).toBeGreaterThan(40);

  const flat = (await oneShot({ series, horizon: 12, season_length: 1 })).json();
  expect(flat.forecasts[0].season_length).toBe(1);
  const found = (await oneShot({ series, horizon: 12 })).json();
  expect(found.request.season_lengths).toBeNull();

  const mean = (await oneShot({ series, horizon: 12, season_length: [12, 1] })).json().forecasts[0].median;
  for (const [h, median] of one.median.entries())
    expect(mean[h]).toBeCloseTo((median + flat.forecasts[0].median[h]) / 2, 6);
  expect((await table('horizon=12&season_length=12')).json().forecasts[0].median).toEqual(one.median);
  expect((await table('horizon=12&season_length=12,1')).json().forecasts[0].median).toEqual(mean);
});

test('a season that the history is too short for is said', async () => {
  const answer = await oneShot({ series: [{ values: monthly(20) }], horizon: 3, season_length: 12 });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json().forecasts[0].warnings.join()).toMatch(/season of 12 needs 24 observations.*20 are/);
});

test('a training has the family and the season that the call names', async () => {
  const series = [{ values: monthly(72) }];
  const answer = await oneShot({ series, horizon: 6, method: 'train', family: 'prices', season_length: 12 });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(await specOf(answer.json().model_id)).toMatchObject({ family: 'prices', season_length: 12 });
  const listed = await table('horizon=6&method=train&family=short&season_length=7,12');
  expect(listed.statusCode, listed.body).toBe(200);
  const spec = await specOf(listed.json().model_id);
  expect(spec).toMatchObject({ family: 'short', season_length: 12, season_lengths: [7, 12] });
});

test('POST /v1/models takes a season, also as a list, and a scratch training keeps it', async () => {
  const csv = `t,y\n${monthly(72)
    .map((y, i) => `${i},${y}`)
    .join('\n')}\n`;
  const one = await service.trained(csv, { horizon: 6, season_length: 6, family: 'seasonal' });
  expect(one.spec).toMatchObject({ family: 'seasonal', season_length: 6 });
  const listed = await service.trained(csv, { horizon: 6, season_length: [5, 12] });
  expect(listed.spec).toMatchObject({ season_length: 12 });
  const again = await service.app.inject({
    method: 'POST',
    url: `/v1/models/${listed.id}/retrain`,
    payload: { mode: 'scratch' },
  });
  await service.ended(again.json().job.id);
  expect(await specOf(again.json().model.id)).toMatchObject({ season_length: 12, season_lengths: [5, 12] });
});

test('every impossible family or season is refused with its place and what is accepted', async () => {
  const series = [{ values: monthly(72) }];
  const faultOf = async (body: object) => {
    const answer = await oneShot({ series, horizon: 3, ...body });
    expect(answer.statusCode, answer.body).toBe(422);
    const { code, detail, errors } = answer.json();
    return { code, path: errors[0].path, text: `${detail} ${errors[0].message} ${errors[0].accepted}` };
  };
  const cases: [object, string, RegExp][] = [
    [{ season_length: 0 }, '/season_length', /is 0; accepted: at least 1/],
    [{ season_length: 1.5 }, '/season_length', /is 1.5/],
    [{ season_length: 3_000 }, '/season_length', /is 3000; accepted: at most 2048/],
    [{ season_length: 'weekly' }, '/season_length', /`weekly`; accepted: .*integer.*list|`weekly`.*number/],
    [{ season_length: [] }, '/season_length', /no items/],
    [{ season_length: [7, -1] }, '/season_length/1', /is -1/],
    [{ season_length: [7, 7] }, '/season_length', /each season once/],
    [{ season_length: 12, model: 'production' }, '/season_length', /without `model`/],
    [{ family: 'short', model: 'production' }, '/family', /`model` names an existing one/],
    [{ family: 'short' }, '/family', /`short`; accepted: `method` `train` or `auto`/],
    [{ family: 'shor', method: 'train' }, '/family', /did you mean `short`/],
    [{ season_length: 50, method: 'train' }, '/season_length', /72 points.*needs 103.*at most 34/],
  ];
  for (const [body, path, text] of cases) {
    const fault = await faultOf(body);
    expect(fault.path, JSON.stringify(body)).toBe(path);
    expect(fault.text, JSON.stringify(body)).toMatch(text);
  }
  for (const [query, path] of [
    ['horizon=3&family=short', '?family'],
    ['horizon=3&season_length=12&model=production', '?season_length'],
    ['horizon=3&season_length=twelve', '?season_length'],
    ['horizon=3&season_length=0', '?season_length[0]'],
  ]) {
    const answer = await table(query);
    expect(answer.statusCode, answer.body).toBe(422);
    expect(answer.json().errors[0].path, answer.body).toBe(path);
  }
  const dataset = (await upload(service.app, 't,y\n1,2\n2,3\n3,4\n4,5\n5,6\n6,7\n7,8\n8,9\n9,10\n')).json();
  const train = (body: object) =>
    service.app.inject({ method: 'POST', url: '/v1/models', payload: { dataset_id: dataset.id, ...body } });
  const unfit = await train({ horizon: 1, season_length: 12, context_length: 6 });
  expect(unfit.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/season_length' }] });
  expect((await train({ horizon: 2, season_length: 4 })).json()).toMatchObject({
    code: 'series_too_short',
    errors: [{ path: '/season_length', accepted: expect.stringContaining('at most 3') }],
  });
});
