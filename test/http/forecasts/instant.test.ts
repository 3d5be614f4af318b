import { parquetWriteBuffer } from 'hyparquet-writer';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InstantForecast } from '../../../src/contracts/schemas/index.ts';
import { newId } from '../../../src/contracts/schemas/primitives/ids.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { openDatabase } from '../../../src/store/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { ApiDocument } from '../../support/document.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

const adminKey = 'a-key-of-more-than-thirty-two-characters';
let database: TestDatabase;
let service: TestApp;
let document: ApiDocument;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startApp({ apiKey: adminKey }, database);
  document = new ApiDocument((await service.app.inject('/openapi.json')).json());
});
afterAll(() => service.stop());

const wave = (length: number, season = 12) =>
  Array.from({ length }, (_, i) => 100 + 10 * Math.sin((2 * Math.PI * i) / season) + ((i * 7) % 5) / 5);
const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const authorization = `Bearer ${adminKey}`;

type Headers = Record<string, string>;
const read = (url: string, headers: Headers = {}, method: 'GET' | 'DELETE' = 'GET') =>
  service.app.inject({ method, url, headers: { authorization, ...headers } });
const oneShot = (payload: object, headers: Headers = {}) =>
  service.app.inject({
    method: 'POST',
    url: '/v1/forecasts',
    payload,
    headers: { authorization, ...headers },
  });
const table = (query: string, payload: string | Buffer, headers: Headers = {}) =>
  service.app.inject({
    method: 'POST',
    url: `/v1/forecasts?${query}`,
    payload,
    headers: { authorization, 'content-type': 'text/csv', ...headers },
  });

async function answered(payload: object): Promise<InstantForecast> {
  const answer = await oneShot(payload);
  expect(answer.statusCode, answer.body).toBe(200);
  const operation = document.operations.find(({ id }) => id === 'createOneShotForecast')!;
  expect(document.faultsOf(operation, answer)).toEqual([]);
  return answer.json();
}

/** Number of rows of each table, and the bytes that are counted: each change of them has a row for a while. */
async function rows(): Promise<Record<string, number>> {
  const db = openDatabase(database.url, { poolMax: 1 });
  try {
    const tables = await sql<{ name: string }>`
      SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`.execute(db);
    const counts = tables.rows.map(async ({ name }) => {
      const counted = await sql<{ n: number }>`SELECT count(*)::integer AS n FROM ${sql.table(name)}`.execute(
        db,
      );
      return [name, counted.rows[0].n] as const;
    });
    const bytes = await sql<{
      n: number;
    }>`SELECT coalesce(sum(bytes), 0)::integer AS n FROM usage_changes`.execute(db);
    return { ...Object.fromEntries(await Promise.all(counts)), usage_changes: bytes.rows[0].n };
  } finally {
    await db.destroy();
  }
}

test('values in, forecast out: no method is named, and nothing is stored', async () => {
  const before = await rows();
  const answer = await oneShot({ series: [{ values: wave(60) }], horizon: 12 });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.headers.location).toBeUndefined();
  const forecast: InstantForecast = answer.json();
  expect(forecast).toMatchObject({
    ...{
      id: null,
      method: 'instant',
      model_id: null,
      dataset_id: null,
      horizon: 12,
      errors: [],
      warnings: [],
    },
    request: {
      ...{ method: 'instant', history: 'inline', levels: [80, 95], samples: 0, seed: 1, as_of: null },
      ...{
        fitted: false,
        explain: false,
        covariates: null,
        bounds: { lower: null, upper: null, integer: false },
      },
    },
  });
  expect(Date.now() - Date.parse(forecast.created_at)).toBeLessThan(60_000);
  const [one] = forecast.forecasts;
  expect(one).toMatchObject({ series_id: 'series_0', season_length: 12 });
  expect(one.times).toEqual(Array.from({ length: 12 }, (_, h) => 60 + h));
  expect(Object.keys(one.quantiles)).toHaveLength(9);
  expect(one.median[3]).toBeGreaterThan(105); // the crest of the wave
  expect(one.median[9]).toBeLessThan(95);
  expect(await rows()).toEqual(before);
});

test('a forecast of business days leaves out weekends', async () => {
  const series = [{ start: '2024-01-01', freq: 'B', values: wave(20, 7) }];
  const { forecasts } = await answered({ series, horizon: 3 });
  expect(forecasts[0].times).toEqual(['2024-01-29', '2024-01-30', '2024-01-31']);
});

test('records, `timestamps` with a `freq`, a CSV table and a Parquet file give the same forecast', async () => {
  const values = wave(60, 7);
  const bodies = [
    { records: values.map((y, i) => ({ unique_id: 'a', ds: day(i), y })) },
    { series: [{ id: 'a', timestamps: values.map((_, i) => day(i)), values }] },
    { series: [{ id: 'a', start: day(0), freq: 'D', values }] },
  ];
  const options = { horizon: 3, levels: [50], quantiles: [0.25], samples: 2 };
  const made = await Promise.all(bodies.map((body) => answered({ ...body, ...options })));
  const query = 'horizon=3&levels=50&quantiles=0.25&samples=2';
  const csv = `unique_id,ds,y\n${values.map((y, i) => `a,${day(i)},${y}`).join('\n')}\n`;
  const parquet = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'unique_id', data: values.map(() => 'a'), type: 'STRING' },
        { name: 'ds', data: values.map((_, i) => day(i)), type: 'STRING' },
        { name: 'y', data: values, type: 'DOUBLE' },
      ],
    }),
  );
  for (const answer of [
    await table(query, csv),
    await table(query, parquet, { 'content-type': 'application/vnd.apache.parquet' }),
  ]) {
    expect(answer.statusCode, answer.body).toBe(200);
    made.push(answer.json());
  }
  for (const { method, forecasts } of made) {
    expect(method).toBe('instant');
    expect(forecasts).toEqual(made[0].forecasts);
  }
  expect(made[0].forecasts[0]).toMatchObject({ times: [day(60), day(61), day(62)], season_length: 7 });
});

test('CSV and newline-delimited JSON come without an id as well', async () => {
  const body = {
    series: [{ id: 'a', start: day(0), values: wave(40) }],
    horizon: 2,
    levels: [80],
    quantiles: [0.5],
  };
  const csv = await oneShot(body, { accept: 'text/csv' });
  expect(csv.headers['content-type']).toContain('text/csv');
  expect(csv.body.split('\n')[0]).toBe('series_id,time,mean,median,q0.5,lower80,upper80');
  expect(csv.body.split('\n')[1]).toMatch(new RegExp(`^a,${day(40)},`));
  const lines = await oneShot(body, { accept: 'application/x-ndjson' });
  expect(JSON.parse(lines.body.split('\n')[0])).toMatchObject({ series_id: 'a', season_length: 1 });
});

describe('options', () => {
  test('`as_of`: later observations change nothing', async () => {
    const values = wave(60);
    const until = day(39);
    const past = await answered({ series: [{ start: day(0), values: values.slice(0, 40) }], horizon: 4 });
    const later = await answered({ series: [{ start: day(0), values }], horizon: 4, as_of: until });
    expect(later.request.as_of).toBe(until);
    expect(later.forecasts[0].times[0]).toBe(day(40));
    expect(later.forecasts[0].median).toEqual(past.forecasts[0].median);
    const wrong = await oneShot({ series: [{ values }], horizon: 2, as_of: '2024-01-01' });
    expect(wrong.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/as_of' }] });
  });

  test('`fitted`: one-step medians of the last observations', async () => {
    const values = wave(120);
    const [{ fitted }] = (await answered({ series: [{ values }], horizon: 2, fitted: true })).forecasts;
    expect(fitted!.values).toEqual(values.slice(-limits.fittedStepsMax));
    for (const [i, median] of fitted!.median.entries())
      expect(Math.abs(median! - fitted!.values[i]!)).toBeLessThan(8);
  });

  test('`samples` and `seed`: paths that repeat with the seed', async () => {
    const body = { series: [{ values: wave(60) }], horizon: 3, num_samples: 5 };
    const { request, forecasts } = await answered(body);
    expect(request.samples).toBe(5);
    expect(forecasts[0].samples).toHaveLength(5);
    expect((await answered(body)).forecasts).toEqual(forecasts);
    expect((await answered({ ...body, seed: 9 })).forecasts[0].samples).not.toEqual(forecasts[0].samples);
  });

  test('`levels` and `quantiles`: any values, in order', async () => {
    const body = {
      series: [{ values: wave(60) }],
      horizon: 2,
      levels: [99, 50, 50],
      quantiles: [0.999, 0.001],
    };
    const { request, forecasts } = await answered(body);
    expect(request).toMatchObject({ levels: [50, 99], quantiles: [0.001, 0.999] });
    const [{ quantiles, intervals, median }] = forecasts;
    const ordered = [quantiles['0.001'], intervals['99'].lower, intervals['50'].lower, median];
    ordered.push(intervals['50'].upper, intervals['99'].upper, quantiles['0.999']);
    for (let k = 1; k < ordered.length; k++) expect(ordered[k][1]).toBeGreaterThan(ordered[k - 1][1]);
  });

  test('`bounds`: no number leaves them, and counts are whole', async () => {
    const bounds = { lower: 0, upper: 104, integer: true };
    const { request, forecasts } = await answered({ series: [{ values: wave(60) }], horizon: 12, bounds });
    expect(request.bounds).toEqual(bounds);
    const [{ median, quantiles, intervals, warnings }] = forecasts;
    for (const path of [median, ...Object.values(quantiles), intervals['95'].upper])
      for (const value of path) expect(Number.isInteger(value) && value <= 104).toBe(true);
    expect(warnings.join(' ')).toContain('outside the bounds');
  });

  test('a horizon up to the limit, and one beyond it', async () => {
    const series = [{ values: wave(60) }];
    const { forecasts } = await answered({ series, horizon: limits.horizonMax });
    expect(forecasts[0].median).toHaveLength(limits.horizonMax);
    expect(forecasts[0].warnings.join(' ')).toContain('extrapolation');
    const long = await oneShot({ series, horizon: limits.horizonMax + 1 });
    expect([long.statusCode, long.json().code]).toEqual([422, 'horizon_too_long']);
  });

  test('`explain`: weights of the statistical forecasts, and contributions that sum to the median', async () => {
    const series = [{ id: 'a', start: day(0), values: wave(60) }];
    const { request, forecasts } = await answered({ series, horizon: 4, explain: true });
    expect(request.explain).toBe(true);
    const [{ median, explanation }] = forecasts;
    const [part] = explanation!.parts;
    if (part.method !== 'network') throw new Error(part.method);
    expect(part.contributions[0]).toMatchObject({ source: 'lag', lag: 1, time: day(59) });
    for (const [h, value] of median.entries()) {
      expect(explanation!.forecast[h]).toBeCloseTo(value, 3);
      expect(part.members.reduce((sum, { weights }) => sum + weights[h], 0)).toBeCloseTo(1, 4);
      const total = part.contributions.reduce((sum, { values }) => sum + values[h], part.baseline[h]);
      expect(total).toBeCloseTo(part.median[h], 1);
      expect(part.weighted_mean[h] + part.correction[h]).toBeCloseTo(part.median[h], 6);
    }
    const plain = await answered({ series, horizon: 4 });
    expect(plain.forecasts[0].explanation).toBeUndefined();
  });

  test('more contributions than the bound are refused with the bound', async () => {
    const series = Array.from({ length: 10 }, () => ({ values: wave(60) }));
    const answer = await oneShot({ series, horizon: 300, explain: true });
    expect(answer.json()).toMatchObject({
      code: 'explanation_too_large',
      errors: [{ path: '/explain', accepted: expect.stringContaining('fewer series') }],
    });
  });

  test('calendars: closed days are not forecast', async () => {
    const days = Array.from({ length: 90 }, (_, i) => day(i)).filter(
      (date) => ![0, 6].includes(new Date(date).getUTCDay()),
    );
    const series = [{ times: days, values: wave(days.length) }];
    const { forecasts } = await answered({ series, horizon: 10 });
    for (const time of forecasts[0].times) expect([0, 6]).not.toContain(new Date(time).getUTCDay());
  });
});

describe('covariates', () => {
  const promotion = (i: number) => (i % 9 === 4 ? 1 : 0);
  const values = wave(90).map((value, i) => value + 30 * promotion(i));
  const series = [
    {
      start: day(0),
      values,
      covariates: { promotion: values.map((_, i) => promotion(i)), visitors: values.map((y) => 2 * y) },
      static: { region: 'coast' },
    },
  ];

  test('that are known in advance move the forecast', async () => {
    const given = Array.from({ length: 9 }, (_, h) => promotion(90 + h));
    const future_covariates = [{ covariates: { promotion: given } }];
    const { forecasts, request } = await answered({ series, horizon: 9, future_covariates });
    expect(request.covariates).toMatchObject({ future: ['promotion'] });
    expect(forecasts[0].future_covariates).toEqual({ promotion: given });
    const at = given.indexOf(1);
    const none = [{ covariates: { promotion: given.map(() => 0) } }];
    const without = await answered({ series, horizon: 9, future_covariates: none });
    expect(forecasts[0].median[at] - without.forecasts[0].median[at]).toBeGreaterThan(25);
  });

  test('that continue over the horizon in a table are read from its rows', async () => {
    const lines = Array.from(
      { length: 99 },
      (_, i) => `${day(i)},${i < 90 ? values[i] : ''},${promotion(i)}`,
    );
    const csv = `date,sold,promotion\n${lines.join('\n')}\n`;
    const answer = await table('horizon=9&target=sold&covariates_future=promotion', csv);
    expect(answer.statusCode, answer.body).toBe(200);
    const [{ median, times }] = answer.json().forecasts;
    expect(times[0]).toBe(day(90));
    expect(median[Array.from({ length: 9 }, (_, h) => promotion(90 + h)).indexOf(1)]).toBeGreaterThan(115);
  });

  test('of the past, and attributes, are named in a warning', async () => {
    const covariates = { past: ['visitors'], static: ['region'] };
    const { forecasts } = await answered({ series, horizon: 2, covariates });
    expect(forecasts[0].warnings).toEqual([
      '`visitors` is not used: an instant forecast reads covariates that are known in advance.',
      '`region` is not used: an instant forecast reads covariates that are known in advance.',
    ]);
  });

  test('without values for each step are refused, and so are unknown names', async () => {
    const missing = await oneShot({ series, horizon: 2, covariates: { future: ['promotion'] } });
    expect([missing.statusCode, missing.json().code]).toEqual([422, 'all_series_failed']);
    expect(missing.json().detail).toContain('lacks the covariate `promotion`');
    const unknown = await oneShot({
      series,
      horizon: 1,
      future_covariates: [{ covariates: { promo: [1] } }],
    });
    expect(unknown.json().code).toBe('covariate_unknown');
  });

  test('that the service computes from the times', async () => {
    const { forecasts } = await answered({
      series,
      horizon: 2,
      covariates: { time_features: ['day_of_week'] },
    });
    expect(Object.keys(forecasts[0].future_covariates!)).toEqual(['day_of_week_sin', 'day_of_week_cos']);
  });
});

describe('data that are hard to forecast', () => {
  const odd: Record<string, (number | null)[]> = {
    'one point': [5],
    'two points': [5, 8],
    'a constant': new Array(40).fill(7),
    'all missing but one': [null, null, null, 3, null, null],
    tiny: wave(40).map((value) => value * 1e-32),
    huge: wave(40).map((value) => value * 1e28),
    negative: wave(40).map((value) => -value),
    zeros: new Array(40).fill(0),
    counts: Array.from({ length: 40 }, (_, i) => (i % 6 === 0 ? 2 : 0)),
  };

  test('has finite numbers and a fan in one call, and a series without values fails alone', async () => {
    const series = Object.entries(odd).map(([id, values]) => ({ id, values }));
    const { forecasts, errors } = await answered({
      series: [...series, { id: 'nothing', values: [null, null] }],
      horizon: 24,
      samples: 2,
    });
    expect(forecasts.map(({ series_id }) => series_id)).toEqual(Object.keys(odd));
    expect(errors).toMatchObject([{ series_id: 'nothing', problem: { code: 'series_empty' } }]);
    for (const { series_id, mean, quantiles, intervals, samples } of forecasts) {
      const numbers = [
        mean,
        ...Object.values(quantiles),
        ...samples!,
        intervals['95'].lower,
        intervals['95'].upper,
      ];
      expect(numbers.flat().every(Number.isFinite), series_id).toBe(true);
      const isNegative = odd[series_id].some((value) => value !== null && value < 0);
      if (!isNegative) expect(Math.min(...numbers.flat()), series_id).toBeGreaterThanOrEqual(0);
    }
    for (const { intervals, warnings } of forecasts.slice(0, 2)) {
      expect(intervals['95'].upper[0] - intervals['95'].lower[0]).toBeGreaterThan(2);
      expect(warnings.join(' ')).toContain('is a guess');
    }
  });

  test('a call without any observation is refused', async () => {
    const answer = await oneShot({ series: [{ values: [null, null] }], horizon: 2 });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'all_series_failed']);
    expect(answer.json().detail).toContain('only missing values');
  });

  test('warnings about the data are in the answer, because no dataset keeps them', async () => {
    const { warnings } = await answered({ series: [{ values: [1, null, 2, 3] }], horizon: 2 });
    expect(warnings).toMatchObject([{ code: 'values_missing' }]);
  });

  test('a thousand series are answered in one call; one more, and too many numbers, are refused', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ id: `s${i}`, values: wave(20 + (i % 7)) }));
    const { forecasts } = await answered({ series: many(limits.forecastSeriesMax), horizon: 2 });
    expect(forecasts.map(({ series_id }) => series_id)).toEqual(
      many(limits.forecastSeriesMax).map(({ id }) => id),
    );
    const records = many(limits.forecastSeriesMax + 1).flatMap(({ id }) => [{ unique_id: id, ds: 1, y: 1 }]);
    expect((await oneShot({ records, horizon: 2 })).json().code).toBe('series_too_many');
    const large = await oneShot({ series: many(100), horizon: 1_000, samples: 1_000 });
    expect(large.json().code).toBe('forecast_too_large');
  });
});

describe('a stored forecast', () => {
  const body = { series: [{ id: 'a', start: day(0), values: wave(40) }], horizon: 3, store: true };

  test('is one row, which is read, listed, converted and deleted', async () => {
    const before = await rows();
    const answer = await oneShot(body);
    expect(answer.statusCode, answer.body).toBe(200);
    const forecast: InstantForecast = answer.json();
    expect(forecast.id).toMatch(/^fc_[0-9a-f]{32}$/);
    expect(answer.headers.location).toBe(`/v1/forecasts/${forecast.id}`);
    const stored = await rows();
    expect(stored.usage_changes).toBeGreaterThan(before.usage_changes);
    expect({ ...stored, usage_changes: 0 }).toEqual({
      ...before,
      forecasts: before.forecasts + 1,
      usage_changes: 0,
    });

    const url = `/v1/forecasts/${forecast.id}`;
    const again = await read(url);
    expect(again.json()).toEqual(forecast);
    const operation = document.operations.find(({ id }) => id === 'getForecast')!;
    expect(document.faultsOf(operation, again)).toEqual([]);
    expect((await read(url, { accept: 'text/csv' })).body).toContain(`a,${day(40)},`);

    const page = await read('/v1/forecasts?limit=1');
    const { forecasts: _, errors: __, warnings: ___, next_cursor: ____, ...head } = forecast;
    expect(page.json().data).toEqual([{ ...head, series_count: 1 }]);
    const list = document.operations.find(({ id }) => id === 'listForecasts')!;
    expect(document.faultsOf(list, page)).toEqual([]);
    expect((await read(`/v1/forecasts?model_id=${newId('model')}`)).json().data).toEqual([]);

    expect((await read(url, {}, 'DELETE')).statusCode).toBe(204);
    expect((await read(url)).json().code).toBe('forecast_not_found');
    expect(await rows()).toEqual(before);
  });

  test('has no accuracy, because its series are not stored', async () => {
    const { id } = (await oneShot(body)).json();
    const answer = await read(`/v1/forecasts/${id}/accuracy`);
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'forecast_without_dataset']);
  });

  test('is asked for beside a table by the query', async () => {
    const answer = await table('horizon=3&method=instant&store=true', dailyCsv(40));
    expect(answer.statusCode, answer.body).toBe(200);
    expect((await read(answer.headers.location as string)).json()).toEqual(answer.json());
  });

  test('belongs to its tenant', async () => {
    const made = await service.app.inject({
      method: 'POST',
      url: '/v1/keys',
      headers: { authorization },
      payload: { tenant: 'other', scopes: ['read', 'write'] },
    });
    const other = { authorization: `Bearer ${made.json().secret}` };
    const mine: InstantForecast = (await oneShot(body)).json();
    const theirs: InstantForecast = (await oneShot(body, other)).json();
    expect((await read(`/v1/forecasts/${mine.id}`, other)).json().code).toBe('forecast_not_found');
    expect((await read(`/v1/forecasts/${mine.id}`, other, 'DELETE')).statusCode).toBe(404);
    expect((await read('/v1/forecasts', other)).json().data).toMatchObject([{ id: theirs.id }]);
    expect((await read(`/v1/forecasts/${theirs.id}`)).json().code).toBe('forecast_not_found');
  });
});

test('an idempotency key repeats the answer, stored or not', async () => {
  const body = { series: [{ values: wave(40) }], horizon: 2 };
  for (const store of [false, true]) {
    const headers = { 'idempotency-key': `instant-${store}` };
    const before = (await rows()).forecasts;
    const first = await oneShot({ ...body, store }, headers);
    const second = await oneShot({ ...body, store }, headers);
    expect([second.statusCode, second.body]).toEqual([200, first.body]);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.headers.location).toBe(first.headers.location);
    expect((await rows()).forecasts).toBe(before + (store ? 1 : 0));
    const other = await oneShot({ ...body, store, horizon: 3 }, headers);
    expect(other.json().code).toBe('idempotency_key_reused');
  }
});

test('`method` and `store` are refused where they have no meaning', async () => {
  const series = [{ values: wave(40) }];
  const wrong = await oneShot({ series, horizon: 2, method: 'instand' });
  expect(wrong.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/method' }] });
  expect(wrong.json().detail).toContain('did you mean `instant`');
  const model = newId('model');
  const both = await oneShot({ series, horizon: 2, model, method: 'instant' });
  expect(both.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/method' }] });
  for (const [query, path] of [
    [`model=${model}&method=auto`, '?method'],
    ['store=maybe', '?store'],
  ]) {
    const answer = await table(`horizon=2&${query}`, dailyCsv(40));
    expect(answer.json(), query).toMatchObject({ code: 'request_invalid', errors: [{ path }] });
  }
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
