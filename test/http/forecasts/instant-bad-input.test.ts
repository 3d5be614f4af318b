import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InstantForecast } from '../../../src/contracts/schemas/index.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { startApp, type TestApp } from '../../support/app.ts';

let service: TestApp;
beforeAll(async () => {
  service = await startApp({ uploadBytesMax: 64 * 1024 * 1024 });
});
afterAll(() => service.stop());

const oneShot = (payload: object) =>
  service.app.inject({ method: 'POST', url: '/v1/forecasts', payload: { horizon: 24, ...payload } });

const wave = (length: number, factor = 1) =>
  Array.from(
    { length },
    (_, i) => factor * (100 + 10 * Math.sin((2 * Math.PI * i) / 12) + ((i * 7) % 5) / 5),
  );
const odd: Record<string, (number | null)[]> = {
  'one point': [5],
  'two points': [5, 8],
  'a constant': new Array(200).fill(7),
  'all missing but one': [...new Array(200).fill(null), 3, ...new Array(200).fill(null)],
  tiny: wave(200, 1e-32),
  huge: wave(200, 1e28),
  'tiny and huge': wave(200).map((value, i) => value * (i % 2 === 0 ? 1e28 : 1e-32)),
  'of changing sign': wave(200).map((value, i) => value * (i % 2 === 0 ? 1e28 : -1e28)),
  negative: wave(200, -1),
  zeros: new Array(200).fill(0),
  'one spike': Array.from({ length: 200 }, (_, i) => (i === 100 ? 1e30 : 0)),
  'the largest values': wave(200, 9e97),
};

test.each(['PT1S', 'PT5M', 'PT1H', 'P1D', 'P1W', 'P1M', 'P3M', 'P1Y'])(
  'steps of %s: every odd series has finite, ordered numbers, near and at the largest horizon',
  async (frequency) => {
    const start = frequency.startsWith('PT') ? '2001-01-01T00:00:00Z' : '2001-01-01';
    const series = Object.entries(odd).map(([id, values]) => ({ id, start, values }));
    for (const horizon of [1, limits.horizonMax]) {
      const answer = await oneShot({ frequency, series, horizon });
      expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
      const { forecasts, errors }: InstantForecast = answer.json();
      expect(errors).toEqual([]);
      for (const { series_id, mean, median, quantiles, intervals, warnings } of forecasts) {
        const paths = Object.entries(quantiles)
          .sort(([a], [b]) => Number(a) - Number(b))
          .map(([, path]) => path);
        const { lower, upper } = intervals['95'];
        for (const path of [mean, median, lower, upper, ...paths])
          expect(path.every(Number.isFinite), `${series_id} ${horizon}`).toBe(true);
        for (const h of [0, horizon - 1])
          for (let k = 1; k < paths.length; k++)
            expect(paths[k][h], series_id).toBeGreaterThanOrEqual(paths[k - 1][h]);
        if (horizon > 1) expect(warnings.join(), series_id).toContain('extrapolation');
      }
    }
  },
);

test('a series with few points has a fan as wide as its values suggest, and says that it is a guess', async () => {
  const { forecasts } = (await oneShot({ series: [{ values: [5] }, { values: [-5, -8] }] })).json();
  for (const { intervals, warnings } of forecasts) {
    expect(intervals['95'].upper[0] - intervals['95'].lower[0]).toBeGreaterThan(2);
    expect(warnings.join()).toContain('is a guess');
  }
});

test('of a long series only the end is read: an earlier past changes nothing', async () => {
  const values = wave(300_000);
  const changed = values.map((value, i) => (i < 200_000 ? 1e6 - value : value));
  const [whole, other] = await Promise.all(
    [values, changed].map((one) => oneShot({ series: [{ values: one }], horizon: 12 })),
  );
  expect(whole.statusCode, whole.body.slice(0, 300)).toBe(200);
  expect(other.json().forecasts).toEqual(whole.json().forecasts);
});

test('more values than a call may have, and values beyond all sizes, are refused with the limit', async () => {
  const huge = await oneShot({ series: [{ values: [1, 1e101] }] });
  expect(huge.json()).toMatchObject({ code: 'request_invalid', errors: [{ path: '/series/0/values/1' }] });
  expect(huge.body).toContain('1e+100');
  const far = await oneShot({ series: [{ values: [1, 2, 3] }], horizon: limits.horizonMax + 1 });
  expect(far.json().code).toBe('horizon_too_long');
  expect(far.body).toContain(String(limits.horizonMax));
});

test.each([1e101, -1.7e308])('%d is refused in every field that has numbers of series', async (large) => {
  const range = 'a number from -1e+100 to 1e+100';
  const values = [1, 2];
  const future = { covariates: { x: [large] } };
  const bodies: Record<string, object> = {
    '/series/0/values/1': { series: [{ values: [1, large] }] },
    '/series/0/covariates/x/1': { series: [{ values, covariates: { x: [1, large] } }] },
    '/records/1/y': {
      records: [
        { ds: 0, y: 1 },
        { ds: 1, y: large },
      ],
    },
    '/future_covariates/0/covariates/x/0': { series: [{ values }], future_covariates: [future] },
  };
  for (const [path, body] of Object.entries(bodies)) {
    const { code, errors } = (await oneShot(body)).json();
    expect([code, errors?.[0]], path).toEqual([
      'request_invalid',
      expect.objectContaining({ path, accepted: `${range}, or null for a missing value` }),
    ]);
  }
  const attribute = await oneShot({ series: [{ values, static: { size: large } }] });
  expect(attribute.json()).toMatchObject({
    ...{ status: 422, code: 'request_invalid' },
    errors: [{ path: '/series/0/static/size' }],
  });
  const rows = [0, 1, 2, 3].map((i) => `a,2024-01-0${i + 1},${i},${large}`).join('\n');
  const table = await service.app.inject({
    ...{ method: 'POST', url: '/v1/datasets', payload: `unique_id,ds,y,static.size\n${rows}\n` },
    headers: { 'content-type': 'text/csv' },
  });
  expect(table.json()).toMatchObject({ code: 'request_invalid', errors: [{ accepted: range }] });
});

test('future covariates with names that no model may have, or too many, are refused by every method', async () => {
  const series = [{ values: wave(40) }];
  const columns = (names: string[]) => Object.fromEntries(names.map((name) => [name, [1]]));
  const many = columns(Array.from({ length: limits.covariatesMax + 1 }, (_, i) => `x${i}`));
  for (const method of ['instant', 'train'])
    for (const covariates of [columns(['']), columns(['p'.repeat(201)]), many]) {
      const answer = await oneShot({ series, method, future_covariates: [{ covariates }], horizon: 1 });
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'request_invalid']);
    }
});
