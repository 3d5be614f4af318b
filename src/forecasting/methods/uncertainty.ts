/** Variance that estimation adds to forecast errors. n observations, m season, h step from 1. */
import { normalQuantile, studentTQuantile } from '../statistics/index.ts';
import type { Adjusted } from './fitting/decomposition.ts';
import { type MethodForecast, normalForecast } from './method.ts';

/** Numbers that were estimated from a series. */
export interface Estimated {
  observations: number; // n
  /** Parameters and initial states, without those of a season that was removed. */
  parameterCount: number;
  /** Index of the season that was removed; one element if there was none. */
  index: Adjusted['index'];
}

/** Observations less the estimated numbers; of the m indices of a season m − 1 are free. */
export function degreesOfFreedomOf({ observations, parameterCount, index }: Estimated): number {
  return Math.max(1, observations - parameterCount - (index.length - 1));
}

/** Variance of an index of the season, in units of the error variance: it is a mean of n/m values. */
export function seasonVariance({ observations, index }: Estimated): number {
  return index.length === 1 ? 0 : index.length / observations;
}

/** Variance of half the slope of a line through a series whose level moves by α times each error, in the same
 *  unit. A line through a random walk has the slope variance 6α²/5n for large n, one through noise 12/n³. Half
 *  the slope is the best estimate if true slopes vary as much as the estimate does, and then half that variance
 *  is left. */
export function halfSlopeVariance(alpha: number, observations: number): number {
  return ((6 / 5) * (alpha ** 2 / observations) + 12 / observations ** 3) / 2;
}

/** Forecast with Student's t quantiles, for a variance that was estimated. */
export function studentTForecast(
  point: Float64Array,
  deviations: ArrayLike<number>,
  levels: readonly number[],
  degreesOfFreedom: number,
): MethodForecast {
  return normalForecast(
    point,
    deviations,
    levels.map((p) => studentTQuantile(normalQuantile(p), degreesOfFreedom)),
  );
}

/** Size of one-step errors. */
export interface ErrorSize {
  squares: number; // Σe²
  /** Whether errors are relative to the forecast. */
  areRelative: boolean;
}

/** Size of the errors, absolute or relative to the forecast, whichever is more likely under normal
 *  distributions of one variance each: 2·Σ log ŷ + n·log Σ(e/ŷ)² < n·log Σe². Absolute if a value or forecast
 *  is not positive.
 *  @param from first error that counts */
export function errorSize(values: Float64Array, forecasts: Float64Array, from = 0): ErrorSize {
  let squares = 0;
  let shares = 0;
  let logs = 0;
  let isPositive = true;
  for (let t = from; t < values.length; t++) {
    const error = values[t] - forecasts[t];
    squares += error ** 2;
    isPositive &&= values[t] > 0 && forecasts[t] > 0;
    if (!isPositive) continue;
    shares += (error / forecasts[t]) ** 2;
    logs += Math.log(forecasts[t]);
  }
  const n = values.length - from;
  const areRelative = isPositive && squares > 0 && 2 * logs + n * Math.log(shares) < n * Math.log(squares);
  return { squares: areRelative ? shares : squares, areRelative };
}

/** Deviations in the units of the path; relative ones are multiplied by it. [K] */
export function deviationsAround(
  point: Float64Array,
  deviations: Float64Array,
  { areRelative }: ErrorSize,
): Float64Array {
  return areRelative ? deviations.map((deviation, h) => deviation * Math.abs(point[h])) : deviations;
}
