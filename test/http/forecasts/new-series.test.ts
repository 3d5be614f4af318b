import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Forecast, Model } from '../../../src/contracts/schemas/index.ts';
import { dailyCsv, startApp, type TestApp } from '../../support/app.ts';
import { ApiDocument } from '../../support/document.ts';

let service: TestApp;
let model: Model;
/** Pages of series that were read. */
let pages = 0;

const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const sizes = { kiosk: 10, hall: 1_000 };
type Size = keyof typeof sizes;
const length = 90;

/** Sales of a shop: the level depends on `size`. */
const sales = (size: Size, i: number) =>
  Array.from(
    { length },
    (_, t) =>
      sizes[size] * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 7) + 0.02 * ((t * (i + 3)) % 7)) + 0.1 * i,
  );

beforeAll(async () => {
  service = await startApp({}, undefined, {
    changed: (store) => ({
      ...store,
      datasets: {
        ...store.datasets,
        listSeries(...query) {
          pages++;
          return store.datasets.listSeries(...query);
        },
      },
    }),
  });
  service.startWorker();
  const series = Array.from({ length: 20 }, (_, i) => {
    const size: Size = i % 2 === 0 ? 'kiosk' : 'hall';
    const values = sales(size, i);
    return { id: `shop${i}`, times: values.map((_, t) => day(t)), values, static: { size } };
  });
  // A shop that has just opened.
  const young = { id: 'young', times: [day(length - 1)], values: [1130], static: { size: 'hall' as const } };
  const uploaded = await service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets', payload: { series: [...series, young] } },
  });
  expect(uploaded.statusCode, uploaded.body).toBe(201);
  const created = await service.app.inject({
    ...{ method: 'POST', url: '/v1/models' },
    payload: { dataset_id: uploaded.json().id, horizon: 7, members: 1, steps: 10 },
  });
  const job = await service.ended(created.json().job.id);
  expect(job.status, JSON.stringify(job.error)).toBe('succeeded');
  model = (await service.app.inject(`/v1/models/${created.json().model.id}`)).json();
});
afterAll(() => service.stop());

const ask = (payload: object, id = model.id) =>
  service.app.inject({ method: 'POST', url: `/v1/models/${id}/forecasts`, payload });

async function forecastOf(payload: object, id = model.id): Promise<Forecast> {
  const answer = await ask(payload, id);
  expect(answer.statusCode, answer.body).toBe(200);
  const document = new ApiDocument((await service.app.inject('/openapi.json')).json());
  const operation = document.operations.find(({ id }) => id === 'createForecast')!;
  expect(document.faultsOf(operation, answer)).toEqual([]);
  return answer.json();
}

describe('a new series of a trained panel', () => {
  test('without values is forecast from its start, at the level of series with its attributes', async () => {
    const start = day(length);
    const { forecasts } = await forecastOf({
      series: (['kiosk', 'hall'] as const).map((size) => ({
        ...{ id: size, start, values: [], static: { size } },
      })),
    });
    for (const { series_id, times, median, intervals, warnings } of forecasts) {
      expect(times).toEqual(Array.from({ length: 7 }, (_, h) => day(length + h)));
      const level = sizes[series_id as Size];
      for (const [h, value] of median.entries()) {
        expect(value).toBeGreaterThan(0.6 * level);
        expect(value).toBeLessThan(1.6 * level);
        expect(intervals['80'].upper[h]).toBeGreaterThan(intervals['80'].lower[h]);
      }
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(/^few_observations: The series has no observations\./);
      expect(warnings[0]).toContain('`size`');
    }
  });

  test('whose attributes no other has is not said to be like others', async () => {
    const series = [{ id: 'n', start: day(length), values: [], static: { size: 'Kiosk', colour: 'red' } }];
    const [{ warnings }] = (await forecastOf({ series })).forecasts;
    expect(warnings[0]).not.toContain('like it');
    expect(warnings[1]).toBe(
      'attributes_unmatched: No other series that was compared has `size` = "Kiosk"; did you mean "kiosk"? No other series that was compared has the attribute `colour`.',
    );
  });

  test('with one to three values is moved to their level', async () => {
    for (const values of [[40], [40, 42], [40, null, 41, 39]]) {
      const series = [{ id: 'n', start: day(length - values.length), values, static: { size: 'kiosk' } }];
      const [one] = (await forecastOf({ series, samples: 20 })).forecasts;
      const middle = one.median.toSorted((a, b) => a - b)[3];
      expect(middle, String(values)).toBeGreaterThan(20);
      expect(middle, String(values)).toBeLessThan(80);
      expect(one.warnings[0]).toContain('moved to its level');
      expect(one.samples).toHaveLength(20);
    }
  });

  test('that is stored is forecast beside the others', async () => {
    const { forecasts, errors } = await forecastOf({});
    expect(errors).toEqual([]);
    const young = forecasts.find(({ series_id }) => series_id === 'young')!;
    expect(young.times[0]).toBe(day(length));
    expect(young.median[0]).toBeGreaterThan(500);
    expect(young.warnings[0]).toContain('only 1 observation.');
    expect(forecasts.find(({ series_id }) => series_id === 'shop0')!.warnings.join()).not.toContain('few_');
  });

  test('does not change the forecasts of the other series of the call', async () => {
    const series = [
      { id: 'shop0', times: sales('kiosk', 0).map((_, t) => day(t)), values: sales('kiosk', 0) },
    ];
    const alone = await forecastOf({ series });
    const beside = await forecastOf({ series: [{ id: 'n', start: day(length), values: [] }, ...series] });
    expect(beside.forecasts[1]).toEqual(alone.forecasts[0]);
  });

  test('reads no observation after `as_of`', async () => {
    const asOf = day(60);
    const { forecasts } = await forecastOf({ as_of: asOf, series_ids: ['shop0'] });
    expect(forecasts[0].times[0]).toBe(day(61));
    const series = [{ id: 'n', start: day(59), values: [10, 11], static: { size: 'kiosk' } }];
    const [past] = (await forecastOf({ as_of: asOf, series })).forecasts;
    expect(past.times[0]).toBe(day(61));
  });

  test('is refused without a start, and with an explanation', async () => {
    const bare = await ask({ series: [{ id: 'n', values: [] }] });
    expect([bare.statusCode, bare.json().code]).toEqual([422, 'all_series_failed']);
    expect(bare.body).toContain('`start`');
    const explained = await ask({ explain: true, series: [{ id: 'n', start: day(length), values: [1] }] });
    expect(explained.json().code, explained.body).toBe('all_series_failed');
  });
});

test('the series to choose from are read once for a version of the data, and again after an append', async () => {
  const twins = await service.trained(dailyCsv(60), { horizon: 3, members: 1 });
  const call = { series: [{ id: 'n', start: day(60), values: [50] }], seed: 1 };
  const warning = async () => (await forecastOf(call, twins.id)).forecasts[0].warnings[0];
  pages = 0;
  expect(await warning()).toContain('is a guess');
  expect(pages).toBe(1);
  expect(await warning()).toContain('is a guess');
  expect(pages).toBe(1);
  const series = Array.from({ length: 8 }, (_, i) => ({
    ...{ id: `later${i}`, times: Array.from({ length }, (_, t) => day(t)) },
    values: sales('kiosk', i),
  }));
  const added = await service.app.inject({
    ...{ method: 'POST', url: `/v1/datasets/${twins.dataset_id}/observations?new_series=allow` },
    payload: { series },
  });
  expect(added.statusCode, added.body).toBe(200);
  for (const read of [1, 0]) {
    pages = 0;
    expect(await warning()).toContain('moved to its level');
    expect(pages).toBe(read);
  }
});

test('values after `as_of` change nothing, also where the panel shows how series begin', async () => {
  const until = 60;
  const launches = Array.from({ length: 12 }, (_, i) => ({ id: `launch${i}`, from: 40 + i }));
  const append = async (from: number, factor: number) => {
    const series = launches.map(({ id, from: start }, i) => {
      const days = Array.from(
        { length: length - Math.max(from, start) },
        (_, t) => Math.max(from, start) + t,
      );
      const values = days.map((t) => (t - start < 9 ? 3 : 10 + 0.1 * ((t * (i + 3)) % 7)) * factor);
      return { id, times: days.map(day), values, static: { size: 'kiosk' } };
    });
    const answer = await service.app.inject({
      ...{ method: 'POST', url: `/v1/datasets/${model.dataset_id}/observations?new_series=allow` },
      payload: { series },
    });
    expect(answer.statusCode, answer.body).toBe(200);
  };
  const series = [{ id: 'n', start: day(until - 1), values: [10, 11], static: { size: 'kiosk' } }];
  const past = async () => (await forecastOf({ as_of: day(until), series, seed: 1 })).forecasts;
  await append(0, 1);
  const before = await past();
  await append(until + 1, 50);
  expect(await past()).toEqual(before);
});

test('without other series, one observation has an honest fan, and none is refused', async () => {
  const alone = await service.trained(dailyCsv(120), { horizon: 3, members: 1 });
  const [one] = (await forecastOf({ series: [{ start: day(0), values: [50] }] }, alone.id)).forecasts;
  expect(one.median[0]).toBeGreaterThan(0);
  expect(one.intervals['95'].upper[0] - one.intervals['95'].lower[0]).toBeGreaterThan(25);
  expect(one.warnings.join(' ')).toContain('is a guess');
  const none = await ask({ series: [{ start: day(0), values: [] }] }, alone.id);
  expect([none.statusCode, none.json().code]).toEqual([422, 'all_series_failed']);
  expect(none.json().detail).toContain('too few other series');
});
