import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Forecast } from '../../../src/contracts/schemas/forecasts/forecast.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;
let datasetId: string;
let model: Model;
/** Reads of the sizes of series: a call that reads in groups begins with one. */
let sizesRead = 0;

const start = Date.parse('2024-01-01');
const day = (i: number) => new Date(start + i * 86_400_000).toISOString().slice(0, 10);
const days = (from: number, count: number) => Array.from({ length: count }, (_, i) => day(from + i));
const promotion = (i: number): number => ((i * 7) % 5 === 0 ? 1 : 0);
const visitors = (i: number) => 200 + ((i * 37) % 11);
const sold = (i: number) => 20 + (i % 7) + 15 * promotion(i);
const length = 90;

function shop(id: string, region: string, to = length, known = to) {
  const range = Array.from({ length: known }, (_, i) => i);
  return {
    id,
    start: day(0),
    values: range.map((i) => (i < to ? sold(i) : null)),
    covariates: {
      promotion: range.map(promotion),
      visitors: range.map((i) => (i < to ? visitors(i) : null)),
    },
    static: { region, size: id.length },
  };
}

const post = (url: string, payload: object) => service.app.inject({ method: 'POST', url, payload });
const forecast = (payload: object) => post(`/v1/models/${model.id}/forecasts`, payload);

beforeAll(async () => {
  service = await startApp({}, undefined, {
    changed: (store) => ({
      ...store,
      datasets: {
        ...store.datasets,
        countsBefore(...call) {
          sizesRead++;
          return store.datasets.countsBefore(...call);
        },
      },
    }),
  });
  service.startWorker();
  const uploaded = await post('/v1/datasets', { series: [shop('north', 'coast'), shop('south', 'hills')] });
  expect(uploaded.statusCode, uploaded.body).toBe(201);
  datasetId = uploaded.json().id;
  const created = await post('/v1/models', {
    dataset_id: datasetId,
    horizon: 5,
    preset: 'fast',
    steps: 10,
    covariates: { past: ['visitors'], future: ['promotion'], static: ['region', 'size'] },
    bounds: { lower: 0, upper: 30, integer: true },
  });
  expect(created.statusCode, created.body).toBe(202);
  expect((await service.ended(created.json().job.id)).status).toBe('succeeded');
  model = (await service.app.inject(`/v1/models/${created.json().model.id}`)).json();
});
afterAll(() => service.stop());

test('the model has its covariates and bounds', () => {
  expect(model.spec).toMatchObject({
    covariates: { past: ['visitors'], future: ['promotion'], static: ['region', 'size'] },
    bounds: { lower: 0, upper: 30, integer: true },
  });
});

test('known-future covariates come with the call, for each step or by time, for one series or for all', async () => {
  const future = Array.from({ length: 5 }, (_, h) => promotion(length + h));
  const perStep = await forecast({ future_covariates: [{ covariates: { promotion: future } }] });
  expect(perStep.statusCode, perStep.body).toBe(200);
  const { forecasts, errors }: Forecast = perStep.json();
  expect(errors).toEqual([]);
  expect(forecasts.map(({ future_covariates }) => future_covariates)).toEqual([
    { promotion: future },
    { promotion: future },
  ]);

  const byTime = await forecast({
    series_ids: ['south'],
    future_covariates: [
      {
        series_id: 'south',
        times: days(length - 1, 8).reverse(),
        covariates: { promotion: [9, 8, 0, 1, null, 1, 0, 7] },
      },
      { covariates: { promotion: [5, 5, 5, 5, 5] } },
    ],
  });
  expect(byTime.statusCode, byTime.body).toBe(200);
  expect(byTime.json().forecasts[0].future_covariates).toEqual({ promotion: [0, 1, null, 1, 0] });
});

test('a promotion moves the forecast, as it moved the values', async () => {
  // 35 to 41 in a promotion, 20 to 26 without: the upper bound is 30.
  const ask = async (on: number) =>
    (await forecast({ future_covariates: [{ covariates: { promotion: Array(5).fill(on) } }] })).json();
  const [off, on]: Forecast[] = [await ask(0), await ask(1)];
  for (const [i, { median }] of on.forecasts.entries())
    for (const [h, value] of median.entries()) {
      expect(value).toBe(30);
      expect(off.forecasts[i].median[h]).toBeLessThan(28);
    }
});

test('an explanation names covariates, each with what it adds to each step', async () => {
  const answer = await forecast({
    explain: true,
    future_covariates: [{ covariates: { promotion: [0, 0, 0, 1, 0] } }],
  });
  expect(answer.statusCode, answer.body).toBe(200);
  for (const { explanation } of (answer.json() as Forecast).forecasts) {
    const { contributions, baseline, forecast: explained } = explanation!;
    const named = contributions.filter(({ source }) => source === 'covariate');
    expect(named.map(({ name }) => name)).toEqual(['visitors', 'promotion', 'region', 'size']);
    const added = named[1].values;
    // The upper bound of 30 takes a part of the 15 that it is worth.
    expect(added.indexOf(Math.max(...added))).toBe(3);
    expect(added[3] - Math.max(added[0], added[1], added[2], added[4])).toBeGreaterThan(3);
    for (const [h, value] of explained.entries()) {
      const sum = contributions.reduce((total, { values }) => total + values[h], baseline[h]);
      expect(Math.abs(sum - value)).toBeLessThan(0.02); // of a series between 20 and 41
    }
  }
});

test('a call that reads its series in groups has the answer of a call that reads them at once', async () => {
  const promotions = (values: number[]) => ({ covariates: { promotion: values } });
  const forBoth = [{ series_id: 'south', ...promotions([1, 0, 0, 0, 1]) }, promotions([0, 0, 0, 0, 1])];
  const calls = [
    { future_covariates: forBoth, levels: [50, 80], samples: 2, fitted: true },
    { future_covariates: forBoth, series_ids: ['south', 'east', 'north', 'south'], explain: true },
    { as_of: day(60), seed: 5, samples: 1, fitted: true },
    { future_covariates: forBoth.slice(0, 1) },
  ];
  const answers = async () => {
    const found: [number, string][] = [];
    for (const payload of calls)
      for (const accept of ['application/json', 'text/csv', 'application/x-ndjson']) {
        const url = `/v1/models/${model.id}/forecasts`;
        const headers = { accept };
        const body = { ...payload, store: false };
        const answer = await service.app.inject({ method: 'POST', url, payload: body, headers });
        const text = answer.body.replace(/"created_at":"[^"]*"/, '');
        found.push([answer.statusCode, text]);
      }
    return found;
  };
  const atOnce = await answers();
  expect(atOnce.map(([status]) => status)).toEqual(Array(12).fill(200));
  const { heldNumbersMax } = limits;
  sizesRead = 0;
  Object.assign(limits, { heldNumbersMax: 100 });
  try {
    expect(await answers()).toEqual(atOnce);
    const elsewhere = [{ series_id: 'east', ...promotions([0, 0, 0, 0, 0]) }];
    const unknown = await forecast({ future_covariates: elsewhere });
    expect([unknown.statusCode, unknown.json().code]).toEqual([422, 'request_invalid']);
  } finally {
    Object.assign(limits, { heldNumbersMax });
  }
  expect(sizesRead).toBe(calls.length * 3 + 1);
});

test('without covariate values the problem names series, covariate and steps', async () => {
  const none = await forecast({});
  expect([none.statusCode, none.json().code]).toEqual([422, 'all_series_failed']);
  expect(none.json().errors[0].message).toContain(
    'lacks the covariate `promotion` at 5 of 5 steps: 2024-03-31',
  );
  const some = await forecast({
    future_covariates: [
      { series_id: 'north', covariates: { promotion: [0, 0, 0, 0, 0] } },
      { series_id: 'south', times: days(length, 3), covariates: { promotion: [0, 0, 0] } },
    ],
  });
  const { forecasts, errors }: Forecast = some.json();
  expect(forecasts.map(({ series_id }) => series_id)).toEqual(['north']);
  expect(errors).toMatchObject([{ series_id: 'south', problem: { code: 'covariates_missing' } }]);
  expect(errors[0].problem.errors?.[0]).toMatchObject({
    path: '/future_covariates',
    series_id: 'south',
    message: 'lacks the covariate `promotion` at 2 of 5 steps: 2024-04-03, 2024-04-04',
  });
});

test('covariates that do not fit are refused by name', async () => {
  const cases: [object[], string, string, RegExp][] = [
    [
      [{ covariates: { promotoin: [0, 0, 0, 0, 0] } }],
      'covariate_unknown',
      '/future_covariates/0/covariates/promotoin',
      /did you mean `promotion`/,
    ],
    [
      [{ covariates: { visitors: [0, 0, 0, 0, 0] } }],
      'covariate_unknown',
      '/future_covariates/0/covariates/visitors',
      /in advance/,
    ],
    [
      [{ covariates: { promotion: [0, 0] } }],
      'request_invalid',
      '/future_covariates/0/covariates/promotion',
      /has 2 values/,
    ],
    [
      [{ series_id: 'nroth', covariates: { promotion: [0, 0, 0, 0, 0] } }],
      'request_invalid',
      '/future_covariates/0/series_id',
      /did you mean `north`/,
    ],
    [
      [{ times: ['2024-04-01', '2024-04-01'], covariates: { promotion: [0, 1] } }],
      'request_invalid',
      '/future_covariates/0/times/1',
      /twice/,
    ],
    [
      [{ times: ['noon'], covariates: { promotion: [0] } }],
      'request_invalid',
      '/future_covariates/0/times/0',
      /noon/,
    ],
    [
      [{ covariates: { promotion: ['many'] } }],
      'request_invalid',
      '/future_covariates/0/covariates/promotion/0',
      /many/,
    ],
  ];
  for (const [future_covariates, code, path, message] of cases) {
    const answer = await forecast({ future_covariates });
    expect(answer.json(), path).toMatchObject({ status: 422, code });
    const [fault] = answer.json().errors;
    expect(fault.path).toBe(path);
    expect(fault.message).toMatch(message);
    expect(fault.accepted ?? 'said in the message').not.toBe('');
  }
});

test('a model is refused covariates that the dataset does not have, with the nearest name', async () => {
  const ask = (settings: object) => post('/v1/models', { dataset_id: datasetId, horizon: 5, ...settings });
  const cases: [object, string, string, RegExp][] = [
    [
      { covariates: { past: ['visitor'] } },
      'covariate_unknown',
      '/covariates/past/0',
      /did you mean `visitors`/,
    ],
    [
      { covariates: { future: ['visitors', 'weather'] } },
      'covariate_unknown',
      '/covariates/future/1',
      /`weather`/,
    ],
    [
      { covariates: { static: ['regoin'] } },
      'covariate_unknown',
      '/covariates/static/0',
      /did you mean `region`/,
    ],
    [{ covariates: { past: ['value'] } }, 'covariate_unknown', '/covariates/past/0', /beside the target/],
    [
      { covariates: { past: ['promotion'], future: ['promotion'] } },
      'request_invalid',
      '/covariates/future/0',
      /in `past` too/,
    ],
    [{ covariates: { known: ['promotion'] } }, 'request_invalid', '/covariates/known', /unknown field/],
    [{ bounds: { lower: 3, upper: 3 } }, 'request_invalid', '/bounds/upper', /upper/],
    [{ bounds: { lower: 0.1, upper: 0.9, integer: true } }, 'request_invalid', '/bounds/upper', /bounds/],
    [{ family: 'seasonal', season_length: 1 }, 'request_invalid', '/season_length', /needs a season/],
    [{ bounds: { lowest: 3 } }, 'request_invalid', '/bounds/lowest', /did you mean `lower`/],
  ];
  for (const [settings, code, path, message] of cases) {
    const answer = await ask(settings);
    expect(answer.json(), path).toMatchObject({ status: 422, code });
    const [fault] = answer.json().errors;
    expect(fault.path).toBe(path);
    expect(fault.message).toMatch(message);
  }
});

test('bounds hold: whole numbers from 0 to 30, also in samples', async () => {
  const answer = await forecast({
    samples: 50,
    levels: [99],
    quantiles: [0.01, 0.5, 0.99],
    future_covariates: [{ covariates: { promotion: [1, 0, 1, 0, 1] } }],
  });
  const [one]: Forecast['forecasts'] = answer.json().forecasts;
  const whole = [
    ...Object.values(one.quantiles).flat(),
    ...one.median,
    ...one.samples!.flat(),
    ...one.intervals['99'].lower,
    ...one.intervals['99'].upper,
  ];
  expect(whole.filter((value) => !Number.isInteger(value) || value < 0 || value > 30)).toEqual([]);
  // A promotion asks for more than the bound.
  expect(Math.max(...whole)).toBe(30);
  expect(Math.min(...whole)).toBeLessThan(28);
  for (const value of one.mean) expect(value >= 0 && value <= 30).toBe(true);
});

test('rows after the last value are the future: appended with covariates, they are read by a forecast', async () => {
  const own = await post('/v1/datasets', { series: [shop('north', 'coast')] });
  const id = own.json().id;
  const created = await post('/v1/models', {
    dataset_id: id,
    horizon: 5,
    preset: 'fast',
    steps: 5,
    covariates: { past: ['visitors'], future: ['promotion'] },
  });
  expect((await service.ended(created.json().job.id)).status).toBe('succeeded');
  const url = `/v1/models/${created.json().model.id}/forecasts`;
  expect((await post(url, {})).statusCode).toBe(422);
  const added = await post(`/v1/datasets/${id}/observations`, {
    series: [
      {
        times: days(length, 9),
        values: Array(9).fill(null),
        covariates: { promotion: Array.from({ length: 9 }, (_, h) => promotion(length + h)) },
      },
    ],
  });
  expect(added.json()).toMatchObject({ version: 2, added: 9 });
  const made = await post(url, {});
  expect(made.statusCode, made.body).toBe(200);
  expect(made.json().forecasts[0]).toMatchObject({
    times: days(length, 5),
    future_covariates: { promotion: Array.from({ length: 5 }, (_, h) => promotion(length + h)) },
    warnings: [],
  });

  // A value that comes in moves the present on, and the rest of the future stays.
  await post(`/v1/datasets/${id}/observations`, { series: [{ times: days(length, 1), values: [27] }] });
  const next = (await post(url, {})).json().forecasts[0];
  expect(next.times).toEqual(days(length + 1, 5));
  expect(next.future_covariates.promotion[0]).toBe(promotion(length + 1));
  // What the call gives goes before what is stored.
  const told = await post(url, { future_covariates: [{ covariates: { promotion: [3, 3, 3, 3, 3] } }] });
  expect(told.json().forecasts[0].future_covariates).toEqual({ promotion: [3, 3, 3, 3, 3] });
  // A model that reads no covariates begins at the same time.
  const plain = await post('/v1/models', { dataset_id: id, horizon: 5, preset: 'fast', steps: 5 });
  expect((await service.ended(plain.json().job.id)).status).toBe('succeeded');
  const without = await post(`/v1/models/${plain.json().model.id}/forecasts`, {});
  expect(without.json().forecasts[0].times).toEqual(days(length + 1, 5));
});

test('as_of: known-future covariates are those stored for later times, and nothing else of them is read', async () => {
  const asOf = await forecast({ as_of: day(59), series_ids: ['north'] });
  expect(asOf.statusCode, asOf.body).toBe(200);
  const [one] = asOf.json().forecasts;
  expect(one.times).toEqual(days(60, 5));
  expect(one.future_covariates.promotion).toEqual(Array.from({ length: 5 }, (_, h) => promotion(60 + h)));

  // Inline the same, whatever the later values and past covariates are.
  const { id, start, static: attributes, values, covariates } = shop('north', 'coast');
  const tampered = {
    ...{ id, start, static: attributes },
    values: values.map((value, i) => (i < 60 ? value : 999)),
    covariates: {
      promotion: covariates.promotion,
      visitors: covariates.visitors.map((value, i) => (i < 60 ? value : -999)),
    },
  };
  const inline = await forecast({ as_of: day(59), series: [tampered] });
  expect(inline.json().forecasts).toEqual([one]);
  const other = structuredClone(tampered);
  other.covariates.promotion = other.covariates.promotion.map((value, i) => (i < 60 ? value : 1 - value));
  const changed = await forecast({ as_of: day(59), series: [other] });
  expect(changed.json().forecasts[0].future_covariates.promotion).toEqual(
    one.future_covariates.promotion.map((value: number) => 1 - value),
  );
});

test('inline history carries covariates, attributes and rows of the future', async () => {
  const answer = await forecast({ series: [shop('east', 'desert', 60, 65)] });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json().forecasts[0]).toMatchObject({
    series_id: 'east',
    times: days(60, 5),
    future_covariates: { promotion: Array.from({ length: 5 }, (_, h) => promotion(60 + h)) },
  });

  // A table the same. No covariate of the model is its target, whatever the columns are called.
  const { id, values, covariates, static: attributes } = shop('east', 'desert', 60, 65);
  const rows = values.map((value, i) => {
    const row = [covariates.visitors[i], value, covariates.promotion[i]].map((cell) => cell ?? '');
    return [id, day(i), ...row, attributes.region, attributes.size].join(',');
  });
  for (const target of ['value', 'sold']) {
    const table = await service.app.inject({
      method: 'POST',
      url: `/v1/forecasts?model=${model.id}&horizon=5`,
      headers: { 'content-type': 'text/csv' },
      payload: `unique_id,ds,Visitors,${target},Promotion,static.region,static.size\n${rows.join('\n')}\n`,
    });
    expect(table.statusCode, table.body).toBe(200);
    expect(table.json().forecasts).toEqual(answer.json().forecasts);
  }
});

test('a model that was taken elsewhere still reads its covariates', async () => {
  const bundle = await service.app.inject(`/v1/models/${model.id}/bundle`);
  const taken = await service.app.inject({
    method: 'POST',
    url: '/v1/models/import',
    headers: { 'content-type': 'application/x-tar' },
    payload: bundle.rawPayload,
  });
  expect(taken.statusCode, taken.body).toBe(201);
  const series = [shop('east', 'hills', 60, 65)];
  const [here, there] = await Promise.all(
    [model.id, taken.json().id].map((id) => post(`/v1/models/${id}/forecasts`, { series })),
  );
  expect(there.json().forecasts).toEqual(here.json().forecasts);
});

test('one-shot: covariates that are given for the future are read, with bounds', async () => {
  const { id, ...series } = shop('north', 'coast');
  const body = {
    method: 'train',
    series: [series],
    horizon: 3,
    future_covariates: [{ covariates: { promotion: [1, 0, 1] } }],
    bounds: { lower: 0, integer: true },
  };
  const answer = await post('/v1/forecasts', body);
  expect(answer.statusCode, answer.body).toBe(200);
  const made: Forecast = answer.json();
  expect(made.forecasts[0].future_covariates).toEqual({ promotion: [1, 0, 1] });
  expect(made.forecasts[0].median.every(Number.isInteger)).toBe(true);
  const { spec } = (await service.app.inject(`/v1/models/${made.model_id}`)).json();
  expect(spec.covariates).toEqual({ past: [], future: ['promotion'], static: [], time_features: [] });

  const all = { ...body, covariates: { past: ['visitors'], future: ['promotion'], static: ['region'] } };
  expect((await post('/v1/forecasts', all)).statusCode).toBe(200);
  const { method: _, ...rest } = all;
  const named = await post('/v1/forecasts', { ...rest, model: made.model_id });
  expect(named.json()).toMatchObject({
    code: 'request_invalid',
    errors: [{ path: '/covariates' }, { path: '/bounds' }],
  });
  const typo = await post('/v1/forecasts', {
    ...body,
    future_covariates: [{ covariates: { promo: [1, 0, 1] } }],
  });
  expect(typo.json()).toMatchObject({ code: 'covariate_unknown' });
});

test('one-shot from a table: the rows after the last value are the future', async () => {
  const rows = Array.from(
    { length: length + 3 },
    (_, i) => `${day(i)},${i < length ? sold(i) : ''},${promotion(i)}`,
  );
  const table = (query: string) =>
    service.app.inject({
      method: 'POST',
      url: `/v1/forecasts?horizon=3&target=sold&${query}`,
      headers: { 'content-type': 'text/csv' },
      payload: `date,sold,promotion\n${rows.join('\n')}\n`,
    });
  const answer = await table('method=train&covariates_future=promotion');
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json().forecasts[0]).toMatchObject({
    times: days(length, 3),
    future_covariates: { promotion: Array.from({ length: 3 }, (_, h) => promotion(length + h)) },
  });
  const refused = await table(`covariates_future=promotion&model=${model.id}`);
  expect(refused.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '?model' }] });
});

test('nothing was logged as an error', () => {
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
