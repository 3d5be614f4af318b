import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retention } from '../../../src/contracts/ports/retention.ts';
import {
  type DatasetHeader,
  longestOf,
  oneShotQuerySchema,
  type SeriesData,
} from '../../../src/contracts/schemas/index.ts';
import { openStore } from '../../../src/store/index.ts';
import { query } from '../../embedded-postgres/processes.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let service: TestApp;
/** Jobs that were read with their places in the queue. */
let placesRead = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({}, database, {
    changed: (store) => ({
      ...store,
      jobs: {
        ...store.jobs,
        get(...given) {
          placesRead++;
          return store.jobs.get(...given);
        },
      },
    }),
  });
  service.startWorker();
});
afterAll(() => service.stop());

const wave = (length: number) => Array.from({ length }, (_, i) => 100 + 10 * Math.sin(i / 3));
const oneShot = (payload: object) => service.app.inject({ method: 'POST', url: '/v1/forecasts', payload });
const train = (payload: object) => oneShot({ method: 'train', ...payload });

test('a small model is trained on the series of the call, and kept; a call that waits does not count the queue', async () => {
  placesRead = 0;
  const answer = await train({ series: [{ values: wave(60) }], horizon: 12 });
  expect(placesRead).toBe(0);
  expect(answer.statusCode, answer.body).toBe(200);
  const forecast = answer.json();
  expect(forecast).toMatchObject({ method: 'trained', horizon: 12, request: { history: 'stored' } });
  expect(forecast.request).not.toHaveProperty('choice');
  expect(forecast.forecasts[0].times).toEqual(Array.from({ length: 12 }, (_, h) => 60 + h));
  expect(answer.headers.location).toBe(`/v1/forecasts/${forecast.id}`);

  const models = (await service.app.inject('/v1/models?tag=one-shot')).json();
  expect(models.data[0]).toMatchObject({ id: forecast.model_id, status: 'ready' });
  const model = (await service.app.inject(`/v1/models/${forecast.model_id}`)).json();
  expect(model.spec).toMatchObject({ preset: 'fast' });
});

test('`store: false` keeps the model and not the forecast; the model stays while it is used', async () => {
  const listed = async () => (await service.app.inject('/v1/forecasts?limit=500')).json().data.length;
  const before = await listed();
  const answers = [
    await train({ series: [{ values: wave(60) }], horizon: 4, store: false }),
    await train({ series: [{ values: wave(60) }], horizon: 4, store: false }),
  ];
  for (const answer of answers) {
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.json()).toMatchObject({ id: null, method: 'trained', horizon: 4 });
  }
  expect(await listed()).toBe(before);
  const [used, unused] = answers.map((answer) => answer.json().model_id as string);
  const status = async (id: string) => (await service.app.inject(`/v1/models/${id}`)).statusCode;
  expect([await status(used), await status(unused)]).toEqual([200, 200]);
  const again = { method: 'POST', url: `/v1/models/${used}/forecasts`, payload: { store: false } } as const;
  expect((await service.app.inject(again)).json().forecasts).toEqual(answers[0].json().forecasts);

  const days = retention.oneShotDays + 1;
  const ids = `('${used}', '${unused}')`;
  await query(
    database.url,
    `UPDATE models SET created_at = created_at - interval '${days} days' WHERE id IN ${ids}`,
  );
  await query(
    database.url,
    `UPDATE datasets SET created_at = datasets.created_at - interval '${days} days' FROM models
     WHERE models.dataset_id = datasets.id AND models.id IN ${ids}`,
  );
  await query(database.url, `UPDATE model_uses SET used_on = used_on - ${days} WHERE model_id = '${unused}'`);
  const store = await openStore(database.url);
  await store.cleaner.clean();
  await store.close();
  expect([await status(used), await status(unused)]).toEqual([200, 404]);
});

test('records, `timestamps` with a `freq`, and a table are the same series', async () => {
  const values = wave(40);
  const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
  const bodies = [
    { records: values.map((y, i) => ({ unique_id: 'a', ds: day(i), y })) },
    { series: [{ id: 'a', timestamps: values.map((_, i) => day(i)), values }] },
    { series: [{ id: 'a', start: day(0), freq: 'D', values }] },
  ];
  const medians = [];
  for (const body of bodies) {
    const answer = await train({ ...body, horizon: 3, levels: [50] });
    expect(answer.statusCode, answer.body).toBe(200);
    const [one] = answer.json().forecasts;
    expect(one).toMatchObject({ series_id: 'a', times: [day(40), day(41), day(42)] });
    medians.push(one.median);
  }
  const table = await service.app.inject({
    method: 'POST',
    url: '/v1/forecasts?method=train&horizon=3&levels=50,90&quantiles=0.25&samples=2',
    headers: { 'content-type': 'text/csv', accept: 'text/csv' },
    payload: `unique_id,ds,y\n${values.map((y, i) => `a,${day(i)},${y}`).join('\n')}\n`,
  });
  expect(table.statusCode, table.body).toBe(200);
  const [header, first] = table.body.split('\n').map((line) => line.split(','));
  expect(header.join()).toBe(
    'series_id,time,mean,median,q0.25,lower50,upper50,lower90,upper90,sample0,sample1',
  );
  expect(first.slice(0, 2)).toEqual(['a', day(40)]);
  for (const median of medians) expect(median[0]).toBe(Number(first[3]));
});

test('lists of columns in a query may have names in quotes', () => {
  const read = (query: Record<string, string>) => oneShotQuerySchema.safeParse(query).data;
  const list = 'promo, "price, net"," a ""b"""';
  for (const option of ['covariates_past', 'covariates_future'] as const)
    expect(read({ [option]: list })?.[option]).toEqual(['promo', 'price, net', ' a "b"']);
  expect(read({ aggregate: 'high:max, "price, net":mean,sum' })?.aggregate).toEqual({
    high: 'max',
    'price, net': 'mean',
    '*': 'sum',
  });
  expect(read({ aggregate: '"a ""b: c""":first' })?.aggregate).toEqual({ 'a "b: c"': 'first' });
  expect(read({ aggregate: 'sum' })?.aggregate).toBe('sum');
  for (const aggregate of ['', ',', 'high:max,', 'a:sum,,b:max', ':sum', '"a,b:sum', '"a,b"', 'a:total'])
    expect(oneShotQuerySchema.safeParse({ aggregate }).success, aggregate).toBe(false);
});

test('faults of a table are at the query, and those of derived covariates where they come from', async () => {
  const placeOf = async (options: string, payload = dailyCsv(9)) => {
    const url = `/v1/forecasts/file?${options}`;
    const headers = { 'content-type': 'application/octet-stream' };
    const answer = await service.app.inject({ method: 'POST', url, headers, payload });
    return answer.json().errors[0].path;
  };
  expect(await placeOf('horizon=3&covariates_future=promoo')).toBe('?covariates_future');
  expect(await placeOf('horizon=3&covariates_past=promoo')).toBe('?covariates_past');
  expect(await placeOf('horizon=3&time_features=hour_of_day')).toBe('?time_features');
  expect(await placeOf('horizon=9&method=train')).toBe('?horizon');
  expect(await placeOf('horizon=2&method=train&season_length=7')).toBe('?season_length');
  const body = {
    series: [{ values: wave(20) }],
    future_covariates: [{ covariates: { promoo: [1, 1] } }],
  };
  expect((await oneShot({ ...body, horizon: 2 })).json().errors[0].path).toBe('/future_covariates');
});

test('a named model forecasts series that it never saw, and nothing is trained', async () => {
  const model = await service.trained(dailyCsv(60), { horizon: 5 });
  const before = (await service.app.inject('/v1/jobs')).json().data.length;
  const body = {
    model: model.id,
    horizon: 4,
    series: [{ id: 'new', start: '2030-01-01', values: wave(40) }],
  };
  const answer = await oneShot(body);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json()).toMatchObject({ model_id: model.id, request: { history: 'inline' } });
  expect(answer.json().forecasts[0].times[0]).toBe('2030-02-10');
  const csv = await service.app.inject({
    method: 'POST',
    url: `/v1/forecasts?horizon=4&model=${model.id}`,
    headers: { 'content-type': 'text/csv' },
    payload: dailyCsv(60),
  });
  expect(csv.statusCode, csv.body).toBe(200);
  expect((await service.app.inject('/v1/jobs')).json().data).toHaveLength(before);
  expect((await oneShot({ ...body, horizon: 6 })).json().code).toBe('horizon_too_long');
  const stating = (freq: string) => oneShot({ ...body, series: [{ ...body.series[0], freq }] });
  expect((await stating('D')).statusCode).toBe(200);
  expect((await stating('W')).json()).toMatchObject({
    ...{ status: 422, code: 'request_invalid', errors: [{ path: '/series/0/freq' }] },
  });
});

test('the time of a forecast counts by its source, and that of a call which waits for a training does not', async () => {
  const counts = async () => {
    const metrics = (await service.app.inject('/metrics')).body;
    const lines = metrics.matchAll(/^gatecast_forecast_duration_seconds_count\{from="(\w+)"\} (\d+)$/gm);
    return Object.fromEntries(Array.from(lines, ([, from, count]) => [from, Number(count)]));
  };
  const before = await counts();
  const series = [{ values: wave(60) }];
  const { model_id: model } = (await train({ series, horizon: 4, store: false })).json();
  const { dataset_id } = (await service.app.inject(`/v1/models/${model}`)).json();
  for (const payload of [
    { series, horizon: 4, model },
    { dataset_id, horizon: 4 },
    { series, horizon: 4 },
  ])
    expect((await oneShot({ ...payload, store: false })).statusCode).toBe(200);
  await expect.poll(counts).toEqual({
    ...before,
    model: before.model + 1,
    dataset: before.dataset + 1,
    request: before.request + 1,
  });
});

test('a timeout of 0: 202 with the job, which continues', async () => {
  const answer = await train({ series: [{ values: wave(60) }], horizon: 5, timeout_seconds: 0 });
  expect(answer.statusCode, answer.body).toBe(202);
  const { model, job } = answer.json();
  expect(answer.headers.location).toBe(`/v1/jobs/${job.id}`);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect((await service.ended(job.id)).status).toBe('succeeded');
  const url = `/v1/models/${model.id}/forecasts`;
  expect((await service.app.inject({ method: 'POST', url, payload: {} })).statusCode).toBe(200);
});

test('an impossible request is refused with what would be accepted, and stores nothing', async () => {
  const stored = async () => (await service.app.inject('/v1/datasets?limit=500')).json().data.length;
  const before = await stored();
  const short = await train({ series: [{ values: [1, 2, 3, 4, 5] }], horizon: 12 });
  expect([short.statusCode, short.json().code]).toEqual([422, 'series_too_short']);
  expect(short.json().detail).toMatch(/5 points.*needs 28/);
  const empty = await train({ series: [{ values: wave(60) }, { values: [null] }], horizon: 2 });
  expect([empty.statusCode, empty.json().code]).toEqual([422, 'series_empty']);
  const both = await oneShot({ series: [{ values: wave(9) }], records: [{ ds: 1, y: 2 }], horizon: 2 });
  expect(both.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/series' }] });
  expect((await oneShot({ horizon: 2 })).json()).toMatchObject({ errors: [{ path: '/series' }] });
  const steps = [
    { values: wave(9), start: '2024-01-01', freq: 'D' },
    { values: wave(9), start: '2024-01-01', freq: 'W-SUN' },
  ];
  expect((await oneShot({ series: steps, horizon: 1 })).json().detail).toContain('P1D, P1W');
  const future = await oneShot({ series: [{ values: wave(60) }], horizon: 2, future_covariates: {} });
  expect(future.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/future_covariates' }] });
  const query = await service.app.inject({
    method: 'POST',
    url: '/v1/forecasts',
    headers: { 'content-type': 'text/csv' },
    payload: dailyCsv(60),
  });
  expect(query.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '?horizon' }] });
  const beside = await service.app.inject({
    method: 'POST',
    url: '/v1/forecasts?horizon=3&formulas=keep',
    payload: { series: [{ values: [1, 2, 3] }], horizon: 3 },
  });
  expect(beside.json()).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '?horizon', accepted: 'beside a JSON body only formulas' }],
  });
  expect(await stored()).toBe(before);
});

describe('`auto`', () => {
  /** Noise, and then a last window that repeats the last value: no forecast is better than that. */
  const still = Array.from({ length: 40 }, (_, i) => (i < 33 ? ((i * 7) % 11) + i : 20));
  const auto = (payload: object) => oneShot({ method: 'auto', horizon: 4, ...payload });

  test('is instant where the instant forecast was not worse than a plain one, and says so', async () => {
    const before = (await service.app.inject('/v1/jobs?limit=500')).json().data.length;
    const answer = await auto({
      series: [{ values: new Array(40).fill(7) }, { id: 'short', values: [1, 2] }],
    });
    expect(answer.statusCode, answer.body).toBe(200);
    const { method, request, forecasts } = answer.json();
    expect([method, request.method, request.choice.method]).toEqual(['instant', 'auto', 'instant']);
    expect(Object.keys(request.choice.errors)).toEqual(['instant', 'naive', 'theta']);
    expect(request.choice.reason).toContain('On the last observations of 1 series');
    expect(forecasts).toHaveLength(2);
    expect((await service.app.inject('/v1/jobs?limit=500')).json().data).toHaveLength(before);
  });

  test('follows the errors', async () => {
    for (const period of [3, 8, 17]) {
      const values = Array.from({ length: 40 }, (_, i) => 50 + i + 10 * Math.sin((2 * Math.PI * i) / period));
      const answer = await auto({ series: [{ values }], timeout_seconds: 0 });
      const { method, errors } = answer.json().choice ?? answer.json().request.choice;
      const { instant, ...plain } = errors;
      const isBest = instant <= 1.005 * Math.min(...(Object.values(plain) as number[]));
      expect([method, answer.statusCode], `period ${period}`).toEqual(
        isBest ? ['instant', 200] : ['train', 202],
      );
    }
  });

  test('trains where a plain forecast was better, and says so in the stored forecast', async () => {
    const answer = await auto({ series: [{ values: still }] });
    expect(answer.statusCode, answer.body).toBe(200);
    const forecast = answer.json();
    expect(forecast).toMatchObject({ method: 'trained', request: { choice: { method: 'train' } } });
    const { errors, reason } = forecast.request.choice;
    expect(errors.naive).toBe(0);
    expect(errors.instant).toBeGreaterThan(0);
    expect(reason).toContain('the best baseline, naive, is 0');
    expect((await service.app.inject(answer.headers.location as string)).json()).toEqual(forecast);
  });

  test('says so in the answer to a call that does not wait, and a key repeats that', async () => {
    const call = () =>
      service.app.inject({
        method: 'POST',
        url: '/v1/forecasts',
        headers: { 'idempotency-key': 'auto' },
        payload: { method: 'auto', horizon: 4, series: [{ values: still }], timeout_seconds: 0 },
      });
    const answer = await call();
    expect(answer.statusCode, answer.body).toBe(202);
    expect(answer.json().choice).toMatchObject({ method: 'train', errors: { naive: 0 } });
    const again = (await call()).json();
    expect([again.job.id, again.choice]).toEqual([answer.json().job.id, answer.json().choice]);
    expect((await service.ended(answer.json().job.id)).status).toBe('succeeded');
  });

  test('trains for what an instant forecast cannot give', async () => {
    const rising = Array.from({ length: 40 }, (_, i) => 2 * i + 5);
    const series = [{ values: rising, covariates: { visitors: rising } }];
    const read = await auto({ series, covariates: { past: ['visitors'] } });
    expect(read.json()).toMatchObject({ method: 'trained', request: { choice: { errors: null } } });
    expect(read.json().request.choice.reason).toContain('`visitors`');
  });

  test('explains the forecast of the method that it takes', async () => {
    const level = new Array(40).fill(7);
    const explained = async (values: number[]) => {
      const answer = await auto({ series: [{ values }], explain: true });
      expect(answer.statusCode, answer.body).toBe(200);
      return [answer.json().method, Object.keys(answer.json().forecasts[0].explanation)];
    };
    expect(await explained(level)).toEqual(['instant', expect.arrayContaining(['parts', 'summary'])]);
    expect(await explained(still)).toEqual(['trained', expect.arrayContaining(['explains', 'baseline'])]);
  });

  test('refuses series without observations as the method does that it takes', async () => {
    const empty = { id: 'empty', values: new Array(40).fill(null) };
    const none = await auto({ series: [empty] });
    expect([none.statusCode, none.json().code]).toEqual([422, 'all_series_failed']);
    const one = await auto({ series: [{ values: still }, empty] });
    expect([one.statusCode, one.json().code]).toEqual([422, 'series_empty']);
    const early = await auto({ series: [{ start: '2024-01-01', values: still }], as_of: '2020-01-01' });
    expect([early.statusCode, early.json().code]).toEqual([422, 'all_series_failed']);
    expect(early.json().detail).toMatch(/`as_of` .* is before the first observation.*from 2024-01-01 to /);
  });

  test('is instant where the series are too short to train, from a table as well', async () => {
    const answer = await service.app.inject({
      method: 'POST',
      url: '/v1/forecasts?method=auto&horizon=5',
      headers: { 'content-type': 'text/csv' },
      payload: dailyCsv(13),
    });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json().request.choice).toMatchObject({ method: 'instant', errors: null });
    expect(answer.json().request.choice.reason).toContain('14 observations');
  });

  test.each([
    [
      'most values are missing',
      { values: still.map((y, i) => (i % 4 === 0 ? y : null)) },
      {},
      '12 observations',
    ],
    ['the named season is too long', { values: still }, { season_length: 24 }, '52 points'],
  ])('is instant where %s, and a training would fail', async (_, series, settings, reason) => {
    const answer = await auto({ series: [series], ...settings });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json().request.choice).toMatchObject({ method: 'instant', errors: null });
    expect(answer.json().request.choice.reason).toContain(reason);
    const trained = await train({ series: [series], horizon: 4, ...settings });
    expect([trained.statusCode, trained.json().code]).toEqual([422, 'series_too_short']);
    expect(trained.headers.location).toBeUndefined(); // no job has begun
  });

  test('counts days that a table lacks as rows of a named season', async () => {
    const days = dailyCsv(40).split('\n');
    const gaps = days.filter((_, i) => i < 5 || i % 10 !== 5).join('\n');
    const refused = await service.app.inject({
      method: 'POST',
      url: '/v1/forecasts?horizon=4&method=train&season_length=19',
      headers: { 'content-type': 'text/csv' },
      payload: gaps,
    });
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'series_too_short']);
    expect(refused.json().errors[0].message).toContain('40 points');
  });

  test('compares where a season fits into the rows, some of which have no value', async () => {
    const gaps = new Array(40).fill(7).map((y, i) => (i % 10 === 5 ? null : y));
    const answer = await auto({ series: [{ values: gaps }], season_length: 18 });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json().request.choice.errors).not.toBeNull();
  });
});

test('a training counts observations for its windows, and rows for a named season', () => {
  const header = { target: 'y', covariates: [] as string[] } as DatasetHeader;
  const series = (id: string, values: number[]): SeriesData => ({
    ...{ id, covariates: {}, static: {}, values: Float64Array.from(values) },
    times: Float64Array.from(values, (_, t) => t),
  });
  const gaps = Array.from({ length: 40 }, (_, t) => (t < 4 || t % 10 === 5 ? Number.NaN : t));
  const rare = Array.from({ length: 90 }, (_, t) => (t % 9 === 0 ? t : Number.NaN));
  const longest = (season: number) =>
    longestOf(
      [series('gaps', gaps), series('rare', rare)],
      { target: 'y', horizon: 4, context_length: null, season_lengths: [season] },
      header,
      ({ times }) => 10 + times.length,
    );
  const of = (point_count: number) => ({ id: 'gaps', point_count });
  expect(longest(16)).toEqual({ longest: of(32), longestInRows: of(36) });
  expect(longest(17)).toEqual({ longest: of(32), longestInRows: of(50) });
});

test('several targets: a column beside the target is trained and forecast by its name', async () => {
  const rows = wave(60).map((y, i) => {
    const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
    return `a,${day},${y},${1_000 + 5 * y}`;
  });
  const dataset = (await upload(service.app, `unique_id,ds,y,volume\n${rows.join('\n')}\n`)).json();
  const payload = { dataset_id: dataset.id, horizon: 3, preset: 'fast', steps: 10, target: 'volume' };
  const created = (await service.app.inject({ method: 'POST', url: '/v1/models', payload })).json();
  expect((await service.ended(created.job.id)).status).toBe('succeeded');
  const url = `/v1/models/${created.model.id}/forecasts`;
  const [{ median }] = (await service.app.inject({ method: 'POST', url, payload: {} })).json().forecasts;
  for (const value of median) expect(value).toBeGreaterThan(1_300);

  const ofTable = (header: string, cells: (row: string) => string = (row) => row, option = '') =>
    service.app.inject({
      method: 'POST',
      url: `/v1/forecasts?model=${created.model.id}&horizon=3${option}`,
      headers: { 'content-type': 'text/csv' },
      payload: `${header}\n${rows.map(cells).join('\n')}\n`,
    });
  // The target of the model is read, although `y` is the target of the dataset.
  const sole = (row: string) => row.replace(/^(.*?,.*?),.*?,/, '$1,');
  const tables = [
    await ofTable('unique_id,ds,y,Volume'),
    await ofTable('unique_id,ds,volume', sole),
    await ofTable('unique_id,ds,turned over', sole),
    await ofTable('unique_id,ds,y,amount', undefined, '&target=amount'),
  ];
  for (const answer of tables) {
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json().forecasts[0].median).toEqual(median);
  }
  const refused = await ofTable('unique_id,ds,y,amount');
  expect(refused.json()).toMatchObject({ code: 'value_column_missing' });
  expect(refused.json().detail).toContain('no column is named "volume", the target of the model');
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
