import type { KeptInputs } from '../pretrained/index.ts';
import { constantStart } from '../statistics/index.ts';
import { completed } from './missing-values.ts';

/** Request to a statistical method. K horizon steps, Q levels, m season. */
export interface MethodTask {
  horizon: number; // K
  /** First steps of the horizon that are wanted of `forecastAll`; absent: all of them. */
  steps?: number;
  /** Observations in a season, 1 where there is none. */
  season: number; // m
  /** All seasons of the series, for methods that read several; absent: `season` alone. */
  seasons?: readonly number[];
  /** Steps of a year, where they are days or weeks; absent or null: a year has no course of its own. */
  year?: number | null;
  /** Ascending, each in (0, 1). */
  levels: readonly number[]; // [Q]
  /** Name of the kernel of a method that runs a network; absent: the fastest one of this machine. */
  kernel?: string;
  /** Inputs of such a network that were written before; absent: none. */
  inputs?: KeptInputs;
}

/** In the units of the series; row-major. */
export interface MethodForecast {
  /** Point forecast: the median, unless the docstring of the method says otherwise. */
  point: Float64Array; // [K]
  quantiles: Float64Array; // [K, Q], ascending in Q
}

/** Forecasts with learnt parameters from the end of `history`, which begins where the history of the fit began
 *  and may be longer. Later values change the forecast, never the parameters. */
export type Fitted = (history: Float64Array) => MethodForecast;

export interface Method {
  /** Whether parameters are learnt from all series together: then one `fit` needs all of them. */
  readonly pools: boolean;
  /** Number of last observations that a forecast reads; absent: all of them. */
  readonly reads?: (season: number, seasons?: readonly number[], year?: number | null) => number;
  /** One function per history, in order. A history has at least one observation; NaN is missing. */
  fit(histories: readonly Float64Array[], task: MethodTask): Fitted[];
  /** Forecasts from the end of each history in one call. Only methods that fit nothing have it. */
  readonly forecastAll?: (histories: readonly Float64Array[], task: MethodTask) => MethodForecast[];
}

/** A method that fits each series alone. */
export function perSeries(learn: (history: Float64Array, task: MethodTask) => Fitted): Method {
  return eachOf((histories, task) => histories.map((history) => learn(history, task)));
}

/** The same for a method that fits many series in less time than one by one. */
export function eachOf(learn: (histories: readonly Float64Array[], task: MethodTask) => Fitted[]): Method {
  return pooling(learn, false);
}

/** Adds to a method what all have in common: missing values are filled before it runs, a constant start is left out,
 *  and forecasts are not negative unless the history of the fit or that of the forecast has a negative value. */
export function pooling(
  learn: (histories: readonly Float64Array[], task: MethodTask) => Fitted[],
  pools = true,
): Method {
  return {
    pools,
    fit: (histories, task) => {
      const whole = histories.map(completed);
      const starts = whole.map(constantStart);
      const read = whole.map((history, i) => (starts[i] === 0 ? history : history.subarray(starts[i])));
      return learn(read, task).map((fitted, i) => {
        const isLearntNegative = hasNegative(histories[i]);
        return (history) => {
          const forecast = fitted(completed(history).subarray(starts[i]));
          if (isLearntNegative || hasNegative(history)) return forecast;
          for (const values of [forecast.point, forecast.quantiles]) clipBelow(values, 0);
          return forecast;
        };
      });
    },
  };
}

/** Fits a history and forecasts from its end. */
export function forecastWith(method: Method, history: Float64Array, task: MethodTask): MethodForecast {
  return method.fit([history], task)[0](history);
}

/** Forecasts from the end of each history, fitted to it alone. */
export function forecastsWith(
  method: Method,
  histories: readonly Float64Array[],
  task: MethodTask,
): MethodForecast[] {
  if (method.forecastAll !== undefined) return method.forecastAll(histories, task);
  if (method.pools) return histories.map((history) => forecastWith(method, history, task));
  return method.fit(histories, task).map((fitted, i) => fitted(histories[i]));
}

function hasNegative(values: Float64Array): boolean {
  for (let t = 0; t < values.length; t++) if (values[t] < 0) return true;
  return false;
}

function clipBelow(values: Float64Array, lower: number): void {
  for (let i = 0; i < values.length; i++) if (values[i] < lower) values[i] = lower;
}

/** Forecast with normal quantiles; `scores` are Φ⁻¹ of the levels. */
export function normalForecast(
  point: Float64Array,
  deviations: ArrayLike<number>,
  scores: readonly number[],
): MethodForecast {
  const Q = scores.length;
  const quantiles = new Float64Array(point.length * Q);
  for (let h = 0; h < point.length; h++)
    for (let k = 0; k < Q; k++) quantiles[h * Q + k] = point[h] + deviations[h] * scores[k];
  return { point, quantiles };
}
