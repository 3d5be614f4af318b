/** Two models for a figure: one of a public price, one of a generated seasonal series. */
import { readFileSync } from 'node:fs';
import { createRng } from '../../src/engine/index.ts';
import { createScore, type MethodForecast, pitOf, scoredLevels } from '../../src/forecasting/index.ts';
import type { BenchSeries } from './folder.ts';
import { forecastByModel } from './training-job.ts';

export interface ExampleFan {
  name: string;
  /** By steps from the first forecast: what was observed, and the fan. */
  points: Record<string, number>[];
  /** Shares of later observations in the tenths of their forecast distributions. */
  pit: number[];
}

interface Example {
  name: string;
  series: BenchSeries;
  horizon: number;
  known: number;
  /** Observations between forecasts after that. */
  step: number;
  shown: number; // of the history
}

const preset = 'fast';
const seed = 1;

/** @param isQuick trains on the end of each history and forecasts few times: it shows that the figures are drawn */
export async function exampleFans(isQuick: boolean): Promise<ExampleFan[]> {
  const examples = [standardAndPoor(), hourlyDemand()];
  return Promise.all((isQuick ? examples.map(shortened) : examples).map(fanOf));
}

/** Twice the history that the figure shows, and two horizons of later observations. */
function shortened(example: Example): Example {
  const { series, horizon, known, shown } = example;
  const part = [known - 2 * shown, known + 2 * horizon] as const;
  const [values, times] = [series.values.slice(...part), series.times.slice(...part)];
  return { ...example, known: 2 * shown, series: { ...series, values, times, trainLength: 2 * shown } };
}

async function fanOf({ name, series, horizon, known, step, shown }: Example): Promise<ExampleFan> {
  const count = Math.floor((series.values.length - known - horizon) / step) + 1;
  const origins = Array.from({ length: count }, (_, i) => known + i * step);
  const group = { season: series.season, horizon, series: [{ series: 0, known, origins }] };
  const {
    forecasts: [forecasts],
  } = await forecastByModel(group, [series], { preset, seed, notes: [] });
  return {
    name,
    points: pointsOf(series.values, known, shown, forecasts[0]),
    pit: tenths(series.values, origins, forecasts),
  };
}

function pointsOf(
  values: Float64Array,
  known: number,
  shown: number,
  { point, quantiles }: MethodForecast,
): Record<string, number>[] {
  const at = (h: number, level: number) => quantiles[h * scoredLevels.length + scoredLevels.indexOf(level)];
  const history = Array.from({ length: shown }, (_, i) => ({
    t: i - shown + 1,
    observed: values[known - shown + i],
  }));
  const fan = Array.from(point, (median, h) => ({
    t: h + 1,
    observed: values[known + h],
    median,
    lower95: at(h, 0.025),
    lower80: at(h, 0.1),
    upper80: at(h, 0.9),
    upper95: at(h, 0.975),
  }));
  return [...history, ...fan];
}

function tenths(
  values: Float64Array,
  origins: readonly number[],
  forecasts: readonly MethodForecast[],
): number[] {
  const score = createScore();
  for (const [i, origin] of origins.entries()) {
    const { point, quantiles } = forecasts[i];
    for (const [h, median] of point.entries()) {
      const row = quantiles.subarray(h * scoredLevels.length, (h + 1) * scoredLevels.length);
      score.add(values[origin + h], median, row, null);
    }
  }
  return pitOf(score.sums)!;
}

/** Daily closes, from the package vega-datasets. */
function standardAndPoor(): Example {
  const file = new URL('../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url);
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const values = Float64Array.from(rows, (row) => Number(row[4]));
  const times = rows.map(([date]) => date);
  const known = times.findIndex((date) => date >= '2017-01-01');
  return {
    name: 'S&P 500, 20 trading days',
    series: { id: 'SPX', times, values, trainLength: known, season: 1, horizon: 20 },
    horizon: 20,
    known,
    step: 5,
    shown: 60,
  };
}

/** Hourly series with daily and weekly seasons, and slow weather. */
function hourlyDemand(): Example {
  const rng = createRng(3);
  const hours = 24 * 80;
  let weather = 0;
  const values = Float64Array.from({ length: hours }, (_, t) => {
    weather = 0.97 * weather + 0.8 * rng.normal();
    const isWeekend = Math.floor(t / 24) % 7 > 4;
    const day = Math.sin((2 * Math.PI * (t - 7)) / 24) + 0.4 * Math.sin((4 * Math.PI * (t - 3)) / 24);
    return 100 + (isWeekend ? 18 : 30) * day + weather + 2 * rng.normal();
  });
  const known = 24 * 65;
  return {
    name: 'generated hourly demand, 48 hours',
    series: {
      id: 'demand',
      times: Array.from(values, (_, t) => t),
      values,
      trainLength: known,
      season: 24,
      horizon: 48,
    },
    horizon: 48,
    known,
    step: 12,
    shown: 120,
  };
}
