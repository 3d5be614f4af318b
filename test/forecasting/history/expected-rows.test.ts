import { expect, test } from 'vitest';
import type { DatasetHeader, SeriesData, SeriesForecast } from '../../../src/contracts/schemas/index.ts';
import { createRng } from '../../../src/engine/index.ts';
import { type ForecastWindow, historyOf, withExpectedRows } from '../../../src/forecasting/history/index.ts';
import { forecastSeries } from '../../../src/forecasting/serving/forecast.ts';
import { instantModel } from '../../../src/forecasting/serving/instant.ts';
import { forecastInstantly } from '../../../src/forecasting/serving/instant-tasks.ts';
import { header, run, seriesOf, specOf, succeeded } from '../support.ts';

const spec = { target: 'y', covariates: null, calendar: null, bounds: null };
const lacking = new Set([20, 41, 42, 96]);

/** A week's season, 100 steps. */
function values(): number[] {
  const rng = createRng(3);
  return Array.from({ length: 100 }, (_, t) => [100, 110, 125, 140, 180, 60, 40][t % 7] + rng.normal());
}

/** The series without some of its rows, and with these rows as missing values. */
function twins(): { absent: SeriesData; missing: SeriesData } {
  const whole = { ...seriesOf(values()), covariates: { x: Float64Array.from(values().keys()) } };
  const kept = [...whole.times].filter((time) => !lacking.has(time));
  const only = (column: Float64Array) => Float64Array.from(kept, (time) => column[time]);
  const masked = (column: Float64Array) => column.map((value, t) => (lacking.has(t) ? Number.NaN : value));
  return {
    absent: {
      ...whole,
      times: Float64Array.from(kept),
      values: only(whole.values),
      covariates: { x: only(whole.covariates.x) },
    },
    missing: { ...whole, values: masked(whole.values), covariates: { x: masked(whole.covariates.x) } },
  };
}

test('a row that a series lacks is one of missing values', () => {
  const { absent, missing } = twins();
  expect(withExpectedRows(absent, spec, header)).toEqual(missing);
  expect(withExpectedRows(missing, spec, header)).toBe(missing);
  // Of two long gaps the first does not fit, also not if the rows of the second one count.
  const far = [...Array(1_200).keys()].map((t) => t + (t < 400 ? 0 : t < 800 ? 900 : 1_800));
  const gappy = { ...seriesOf(far), times: Float64Array.from(far) };
  const filled = withExpectedRows(gappy, spec, header);
  expect(filled.times).toHaveLength(2_100);
  expect(withExpectedRows(filled, spec, header)).toBe(filled);
  const withX: DatasetHeader = { ...header, covariates: ['x'] };
  const covariates = { past: ['x'], future: [], static: [], time_features: [] };
  const { times, raw, covariates: read } = historyOf(absent, { ...spec, covariates } as never, withX);
  expect(times).toEqual(missing.times);
  expect(raw).toEqual(missing.values);
  expect(read.past).toEqual([missing.covariates.x]);
});

test('an instant forecast of a series that lacks rows keeps its season', () => {
  const task = { header, spec, decision: null, horizon: 14, quantiles: [0.5], levels: [80] };
  const forecast = (series: SeriesData) =>
    forecastInstantly({ ...task, series: [series], samples: 0, seed: 1, fittedSteps: 0 } as never).answers[0];
  const { absent, missing } = twins();
  expect(forecast(absent)).toEqual(forecast(missing));
});

test('rows that a series lacks are not among the past steps that are forecast', () => {
  const season = 7;
  const decision = { seasons: [season], arePrices: false, areRareDemands: false, year: null };
  const model = instantModel({ ...spec, bounds: null, covariates: null }, decision, season);
  const origins: number[] = [];
  const counted = {
    ...model,
    forecast(windows: ForecastWindow[], steps?: number) {
      origins.push(...windows.map(({ origin }) => origin));
      return model.forecast(windows, steps);
    },
  };
  const times = [...Array(300).keys()].map((t) => (t < 290 ? t : 900 + t));
  const series = [{ ...seriesOf(times), times: Float64Array.from(times) }];
  const task = { header, series, horizon: season, quantiles: [0.5], levels: [80], samples: 0, seed: 1 };
  const [answer] = forecastSeries({ ...task, fittedSteps: 20 }, counted, 8) as SeriesForecast[];
  expect(answer.fitted!.times).toEqual(times.slice(-20));
  expect(origins).toEqual([1_200, ...times.slice(-20)]);
});

test('a model that is trained on a series that lacks rows has the weights of the same series with missing values', async () => {
  const settings = specOf({ horizon: 7, context_length: 14, season_length: 7, steps: 4, hidden_size: 4 });
  const { absent, missing } = twins();
  const weightsOf = async (series: SeriesData) =>
    succeeded(await run({ series: [series], spec: settings })).weights;
  expect(await weightsOf(absent)).toEqual(await weightsOf(missing));
});
