/** Days and weeks have a year, which is too long for a season. */
import { describe, expect, test } from 'vitest';
import type { DatasetHeader } from '../../../src/contracts/schemas/index.ts';
import { createRng, type Rng, selectKernel } from '../../../src/engine/index.ts';
import { decodeParts, modelOf } from '../../../src/forecasting/ensemble/weights-file.ts';
import { resolveSpec } from '../../../src/forecasting/families/index.ts';
import { historiesOf, stepsOfYear, yearLength } from '../../../src/forecasting/history/index.ts';
import { methods } from '../../../src/forecasting/index.ts';
import { yearCurve } from '../../../src/forecasting/methods/fitting/year-curve.ts';
import { forecastSeries } from '../../../src/forecasting/serving/forecast.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { forecastTask, header, run, seriesOf, specOf, succeeded } from '../support.ts';

const year = 365.25;
const wave = (t: number, length = year) => Math.cos((2 * Math.PI * t) / length);
const daily: DatasetHeader = {
  ...header,
  frequency: { ...header.frequency, kind: 'calendar', step: 'P1D', season_lengths: [7] },
};

/** A function of the step and of a state that is there for one series. */
type Make = (rng: Rng, t: number, state: { x: number }) => number;
const made = (make: Make, length: number, seed = 1) => {
  const [rng, state] = [createRng(seed), { x: 0 }];
  return Float64Array.from({ length }, (_, t) => make(rng, t, state));
};
const temperature: Make = (rng, t) => 15 - 12 * wave(t) + 2 * rng.normal();

const courses: Record<string, Make> = {
  temperatures: temperature,
  'days that resemble the day before': (rng, t, state) => {
    state.x = 0.7 * state.x + 2 * rng.normal();
    return 15 - 12 * wave(t) + state.x;
  },
  'visits that grow, with a week': (rng, t) =>
    Math.exp(5 + 0.0006 * t + 0.4 * wave(t) + (t % 7 > 4 ? 0.3 : 0) + 0.1 * rng.normal()),
};
const others: Record<string, Make> = {
  noise: (rng) => rng.normal(),
  'a week': (rng, t) => 50 + 5 * (t % 7) + 3 * rng.normal(),
  'a line': (rng, t) => 50 + 0.1 * t + 3 * rng.normal(),
  growth: (rng, t) => 50 * Math.exp(0.003 * t) * (1 + 0.05 * rng.normal()),
  'a random walk': (rng, _, state) => {
    state.x += rng.normal();
    return 100 + state.x;
  },
  'a shift of the level': (rng, t) => (t > 500 ? 70 : 50) + 3 * rng.normal(),
};

describe.each(Object.entries(courses))('%s', (_, make) => {
  test.each([720, 1_100, 1_800])('%i days show a year, and the error falls', (length) => {
    const horizon = 30;
    let [withYear, without] = [0, 0];
    for (let seed = 1; seed <= 6; seed++) {
      const values = made(make, length + 40 * seed + horizon, seed);
      const known = values.subarray(0, values.length - horizon);
      const errorOf = (yearOf: number | null) => {
        const task = { horizon, season: 7, year: yearOf, levels: [0.1, 0.5, 0.9] };
        const [{ point }] = methods.instant.forecastAll!([known], task);
        return point.reduce((sum, value, h) => sum + Math.abs(value - values[known.length + h]), 0);
      };
      withYear += errorOf(year);
      without += errorOf(null);
    }
    expect(withYear).toBeLessThan(0.93 * without);
  });
});

test.each(Object.entries(others))('%s has no year', (_, make) => {
  for (const length of [720, 1_100])
    for (let seed = 1; seed <= 4; seed++)
      expect(yearCurve(made(make, length, seed), { year, season: 7, horizon: 30 })).toBeNull();
});

test('less than two years show none', () => {
  expect(yearCurve(made(temperature, 600), { year, season: 7, horizon: 30 })).toBeNull();
});

test('a gap of months, and missing days before the first one, do not hide the year', () => {
  const values = made(temperature, 1_500);
  values.fill(Number.NaN, 0, 300);
  values.fill(Number.NaN, 900, 1_130);
  const curve = yearCurve(values, { year, season: 7, horizon: 60 })!;
  for (let t = 300; t < 1_560; t += 30) expect(Math.abs(curve.effects[t] + 12 * wave(t))).toBeLessThan(1.5);
  expect(yearCurve(values.subarray(0, 900), { year, season: 7, horizon: 60 })).toBeNull();
});

test.each([1e4, 1e7, 1e10])('a level of %d does not hide the year', (level) => {
  const values = made(temperature, 1_100);
  const task = { year, season: 7, horizon: 60 };
  const [low, high] = [
    yearCurve(values, task)!,
    yearCurve(
      values.map((value) => value + level),
      task,
    )!,
  ];
  const unit = high.areRelative ? level : 1;
  for (let t = 0; t < 1_160; t += 30) expect(unit * high.effects[t]).toBeCloseTo(low.effects[t], 1);
});

test('missing days, and a phase that is never observed, change nothing', () => {
  const values = made(temperature, 900).map((value, t) => (t % 7 === 3 || t % 11 === 0 ? Number.NaN : value));
  const curve = yearCurve(values, { year, season: 7, horizon: 60 })!;
  for (let t = 0; t < 960; t += 30) expect(Math.abs(curve.effects[t] + 12 * wave(t))).toBeLessThan(1.5);
});

test('a year is as long as its weekdays that are open, closed days among them', () => {
  const of = (step: string, closed: number[] = []) =>
    yearLength({ frequency: { ...daily.frequency, step, closed_weekdays: closed } });
  expect(of('P1D')).toBe(365.25);
  expect(of('P1D', [6, 7])).toBeCloseTo(260.9, 1);
  expect(of('P1W', [2, 3, 4, 5, 6, 7])).toBeCloseTo(52.18, 2);
  const closures = [
    { rule: 'fixed', month: 12, day: 25, shift: 'nearest_weekday' },
    { rule: 'easter', offset_days: -2 },
  ];
  expect(
    yearLength({ frequency: { ...daily.frequency, closed_weekdays: [6, 7], closures: closures as never } }),
  ).toBeCloseTo(260.9, 1);
  for (const step of ['P1M', 'PT1H', 'P2W', '1']) expect(of(step)).toBeNull();
});

test('every duration has its steps of a calendar year', () => {
  const of = (step: string, closed: number[] = []) =>
    stepsOfYear({ frequency: { ...daily.frequency, step, closed_weekdays: closed } });
  const steps = ['P1Y', 'P3M', 'P1M', 'P2W', 'P1D', 'PT1H', 'PT1M30S'].map((step) => of(step));
  expect(steps).toEqual(
    [1, 4, 12, 365.25 / 14, 365.25, 8_766, 350_640].map((count) => expect.closeTo(count, 6)),
  );
  expect(of('PT1H', [6, 7])).toBeCloseTo((8_766 * 5) / 7, 6);
  const open_times = Array.from({ length: 9 }, (_, i) => `${String(9 + i).padStart(2, '0')}:00:00`);
  const shop = { ...daily.frequency, step: 'PT1H', closed_weekdays: [7], open_times };
  expect(stepsOfYear({ frequency: shop })).toBeCloseTo(((365.25 * 6) / 7) * 9, 6);
  expect([of('1'), of('P2Y')]).toEqual([null, null]);
});

test('a forecast without training follows the year, its interval holds, and the explanation names the effect', () => {
  const values = made(temperature, 730 + 60);
  const { answers, decision } = forecastInstantly({
    ...{ header: daily, series: [seriesOf(values.subarray(0, 730), 'a')], spec: specOf(), decision: null },
    ...{ horizon: 60, quantiles: [0.5], levels: [80], samples: 0, seed: 1, fittedSteps: 0, explain: true },
  });
  const [answer] = answers;
  if ('problem' in answer) throw new Error(answer.problem.detail);
  expect(decision.year).toBe(year);
  const errors = answer.median.map((value, h) => Math.abs(value - values[730 + h]));
  expect(errors.reduce((a, b) => a + b) / 60).toBeLessThan(2.1); // that of the truth is 1.6
  const inside = answer.median.filter((_, h) => {
    const { lower, upper } = answer.intervals['80'];
    return values[730 + h] >= lower[h] && values[730 + h] <= upper[h];
  });
  expect(inside.length).toBeGreaterThan(0.6 * 60);
  const { forecast, parts, year: effect } = answer.explanation!;
  for (const [h, median] of answer.median.entries()) {
    expect(forecast[h]).toBeCloseTo(median, 3);
    const mean = parts.reduce((sum, part) => sum + part.share * part.median[h], 0);
    expect(mean + effect![h]).toBeCloseTo(forecast[h], 6);
  }
});

test('the backtest does not decide whether a model looks for a year', () => {
  const values = made(temperature, 1_000).map((value, t) => (t % 10 === 0 ? 0 : value + 30));
  const yearWith = (tail: (value: number) => number) => {
    const changed = values.map((value, t) => (t < 710 ? value : tail(value)));
    const spec = specOf({ horizon: 30, family: 'short' });
    const { spec: resolved } = resolveSpec(spec, historiesOf([seriesOf(changed, 'a')], spec, daily), daily);
    return resolved.year_length;
  };
  expect(yearWith((value) => value)).toBe(year);
  expect(yearWith(() => 0)).toBe(year);
});

test('a trained model follows the year too', async () => {
  const values = made(temperature, 800 + 60, 3);
  const series = [seriesOf(values.subarray(0, 800), 'a')];
  const trained = succeeded(
    await run({ header: daily, series, spec: specOf({ horizon: 60, steps: 60, context_length: null }) }),
  );
  expect(trained.spec.year_length).toBe(year);
  const model = modelOf(decodeParts(trained.weights.bytes, ['members'], selectKernel(), 64), 64);
  const [answer] = forecastSeries({ ...forecastTask(trained, series), header: daily }, model, 64);
  if ('problem' in answer) throw new Error(answer.problem.detail);
  const errorOf = (path: (h: number) => number) =>
    answer.median.reduce((sum, _, h) => sum + Math.abs(path(h) - values[800 + h]), 0);
  const truth = errorOf((h) => 15 - 12 * wave(800 + h));
  expect(errorOf((h) => answer.median[h])).toBeLessThan(1.5 * truth);
  expect(errorOf(() => values[799])).toBeGreaterThan(2.5 * truth);
});
