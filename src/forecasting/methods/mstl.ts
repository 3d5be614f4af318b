import { hasNonPositive, logsOf, meanOf } from '../statistics/index.ts';
import { type BurgFit, burgFit, continued, responses } from './fitting/burg.ts';
import {
  type ShapeOptions,
  type SplitSeries,
  type Splits,
  seasonalShapes,
  shapeAt,
  splitsOf,
} from './fitting/nested-seasons.ts';
import { growsWithLevel } from './fitting/past-errors.ts';
import { type Fitted, type Method, type MethodTask, perSeries } from './method.ts';
import { studentTForecast } from './uncertainty.ts';

/** Seasons that a history must hold. */
const seasonsMin = 2;
/** Longest seasons that are read. */
const readMax = 8;
/** Options of the shapes and of the level that past forecasts decide among, the default first. */
const readOptions = [readMax, 4];
const smoothingOptions = [1 / 96, 0, 1 / 24];
const levelOptions = ['longest', 'shortest', 'all'] as const;
/** Past forecasts that decide. */
const originsMax = 6;
/** Last remainders that the autoregression is fitted to. */
const remaindersMax = 4_000;
/** Largest factor between the errors of past forecasts and those that the autoregression expects. */
const wideningMax = 2;

interface Options extends ShapeOptions {
  /** Steps over which the mean remainder is the level. */
  level: number;
}

/** Several seasons in one series: the shapes of all seasons, and an autoregression of the remainder around its recent
 *  level. Errors of past forecasts choose how many seasons are read, how much neighbouring phases are smoothed, and
 *  over how many steps the level is the mean. Logarithms are read where errors grow with the level. Quantiles are
 *  Student's t with the variance of the autoregression, scaled by the errors of past forecasts.
 *  Source: Bandara, Hyndman & Bergmeir (2021), MSTL. */
export const mstl: Method = {
  ...perSeries((history, task) => fitted(history, task)),
  reads: (season, seasons) => readMax * Math.max(season, ...(seasons ?? [])),
};

function fitted(history: Float64Array, task: MethodTask): Fitted {
  const seasons = usableSeasons(history, task);
  const inLogs = growsWithLevel(history, Math.min(seasons[0], history.length - 1));
  const usual = fittedOn(history, task, { seasons, inLogs });
  let plain: Fitted | null = null;
  return (later) => {
    if (!inLogs || !hasNonPositive(later)) return usual(later);
    plain ??= fittedOn(history, task, { seasons, inLogs: false }); // a later value has no logarithm
    return plain(later);
  };
}

function fittedOn(
  history: Float64Array,
  { horizon, levels }: MethodTask,
  { seasons, inLogs }: { seasons: readonly number[]; inLogs: boolean },
): Fitted {
  const scaled = (values: Float64Array) => (inLogs ? logsOf(values) : values);
  const values = scaled(history);
  const splits = splitsOf(values);
  const options = chosenOptions(values, splits, seasons, horizon);
  const { shapes, remainder } = splits(values.length, options);
  const fit = burgFit(aroundLevel(remainder, options.level).subarray(-remaindersMax));
  const deviations = deviationsOf(
    fit,
    horizon,
    remainder.length / shapes.reduce((m, s) => Math.max(m, s.length), 1),
  );
  const widening = wideningOf(values, splits, options, fit, deviations, horizon);
  const freedom = Math.max(
    1,
    Math.floor(remainder.length / Math.max(seasons[0], horizon)) + fit.coefficients.length,
  );
  return (later) => {
    const point = pathOf(seasonalShapes(scaled(later), options), options, fit.coefficients, horizon);
    const forecast = studentTForecast(
      point,
      deviations.map((deviation) => widening * deviation),
      levels,
      freedom,
    );
    if (!inLogs) return forecast;
    return { point: forecast.point.map(Math.exp), quantiles: forecast.quantiles.map(Math.exp) };
  };
}

/** Seasons that the history holds at least twice, ascending; a season of 1 if there is none. */
function usableSeasons(history: Float64Array, { season, seasons }: MethodTask): number[] {
  const all = [...new Set([season, ...(seasons ?? [])])].sort((a, b) => a - b);
  const usable = all.filter((length) => length > 1 && seasonsMin * length <= history.length);
  return usable.length > 0 ? usable : [1];
}

/** Path after the values. [K] */
function pathOf(
  { shapes, remainder }: SplitSeries,
  options: Options,
  coefficients: Float64Array,
  horizon: number,
): Float64Array {
  const level = meanOf(remainder.subarray(-options.level));
  const path = continued(remainder, level, coefficients, horizon);
  for (const shape of shapes) for (let h = 0; h < horizon; h++) path[h] += shapeAt(shape, h);
  return path;
}

/** Tries one option after the other. */
function chosenOptions(
  values: Float64Array,
  splits: Splits,
  seasons: readonly number[],
  horizon: number,
): Options {
  const longest = seasons[seasons.length - 1];
  const origins = originsOf(values, longest, horizon);
  const levelOf = { longest, shortest: seasons[0], all: readMax * longest };
  let best: Options = {
    seasons,
    read: readOptions[0],
    smoothing: smoothingOptions[0],
    level: levelOf.longest,
  };
  if (origins.length === 0) return best;
  let least = errorOf(values, splits, best, origins, horizon);
  const attempt = (change: Partial<Options>) => {
    const tried = { ...best, ...change };
    const error = errorOf(values, splits, tried, origins, horizon);
    if (error < least) [best, least] = [tried, error];
  };
  for (const name of levelOptions.slice(1)) attempt({ level: levelOf[name] });
  const widths = new Set([Math.round(smoothingOptions[0] * seasons[0])]);
  for (const smoothing of smoothingOptions.slice(1)) {
    const width = Math.round(smoothing * seasons[0]);
    if (!widths.has(width)) attempt({ smoothing });
    widths.add(width);
  }
  for (const read of readOptions.slice(1)) if (read * longest < values.length) attempt({ read });
  return best;
}

/** Origins of past forecasts, the last first. */
function originsOf(values: Float64Array, longest: number, horizon: number): number[] {
  const step = Math.max(1, Math.floor(Math.max(horizon, longest / 7) / 2));
  return Array.from({ length: originsMax }, (_, i) => values.length - horizon - i * step).filter(
    (origin) => origin >= seasonsMin * longest,
  );
}

/** Mean absolute error of past forecasts. */
function errorOf(
  values: Float64Array,
  splits: Splits,
  options: Options,
  origins: readonly number[],
  horizon: number,
): number {
  const { remainder } = splits(values.length, options);
  const { coefficients } = burgFit(aroundLevel(remainder, options.level).subarray(-remaindersMax));
  let sum = 0;
  for (const origin of origins) {
    const path = pathOf(splits(origin, options), options, coefficients, horizon);
    for (let h = 0; h < horizon; h++) sum += Math.abs(values[origin + h] - path[h]);
  }
  return sum;
}

/** Root of the mean square of past errors over the expected one, at least 1. */
function wideningOf(
  values: Float64Array,
  splits: Splits,
  options: Options,
  { coefficients }: BurgFit,
  deviations: Float64Array,
  horizon: number,
): number {
  const origins = originsOf(values, options.seasons[options.seasons.length - 1], horizon);
  if (origins.length === 0) return 1;
  let squares = 0;
  for (const origin of origins) {
    const path = pathOf(splits(origin, options), options, coefficients, horizon);
    for (let h = 0; h < horizon; h++) squares += ((values[origin + h] - path[h]) / deviations[h]) ** 2;
  }
  const ratio = Math.sqrt(squares / (origins.length * horizon));
  return Number.isFinite(ratio) ? Math.max(1, Math.min(wideningMax, ratio)) : 1;
}

/** Standard deviations of the autoregression, with the error of the shapes, which are means of so many seasons. [K] */
function deviationsOf({ coefficients, variance }: BurgFit, horizon: number, count: number): Float64Array {
  let squares = 0;
  return responses(coefficients, horizon).map((response) => {
    squares += response * response;
    return Math.sqrt(variance * squares * (1 + 1 / count));
  });
}

/** Remainders less their moving average over so many steps. */
function aroundLevel(remainder: Float64Array, steps: number): Float64Array {
  const n = remainder.length;
  if (steps >= n) {
    const level = meanOf(remainder);
    return remainder.map((value) => value - level);
  }
  const sums = new Float64Array(n + 1);
  for (let t = 0; t < n; t++) sums[t + 1] = sums[t] + remainder[t];
  const half = Math.floor(steps / 2);
  return remainder.map((value, t) => {
    const from = Math.max(0, Math.min(n - steps, t - half));
    return value - (sums[from + steps] - sums[from]) / steps;
  });
}
