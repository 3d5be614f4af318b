/** What estimating adds to the variance of the errors to come. n observations, m season, h step from 1. */
import { normalQuantile, studentTQuantile } from '../statistics/index.ts';
import type { Adjusted } from './decomposition.ts';
import { type MethodForecast, normalForecast } from './method.ts';

/** What was estimated from a series. */
export interface Estimated {
  observations: number; // n
  /** Parameters and first states, without those of a season that was taken out. */
  parameterCount: number;
  /** Of the season that was taken out; one number stands for none. */
  index: Adjusted['index'];
}

/** Observations less what was estimated from them: of a season with m indices m − 1 are free. */
export function degreesOfFreedomOf({ observations, parameterCount, index }: Estimated): number {
  return Math.max(1, observations - parameterCount - (index.length - 1));
}

/** By how much an index of the season is wrong, in units of the variance of the errors: it is a mean of n/m values. */
export function seasonVariance({ observations, index }: Estimated): number {
  return index.length === 1 ? 0 : index.length / observations;
}

/** The same of half the slope of a line through a series whose level moves by α times each error: that of a line through
 *  a random walk has the variance 6α²/5n for large n, that of one through noise 12/n³. Half the slope is the best guess
 *  where true slopes vary as much as the estimate does; then half that variance is left. */
export function halfSlopeVariance(alpha: number, observations: number): number {
  return ((6 / 5) * (alpha ** 2 / observations) + 12 / observations ** 3) / 2;
}

/** A fan whose variance was estimated too: Student's t with the freedom that is left. */
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

/** Of one-step errors. */
export interface ErrorSize {
  squares: number; // Σe²
  /** Whether they are shares of what was forecast. */
  areRelative: boolean;
}

/** Errors as they are, or as shares of what was forecast where those have the greater likelihood, by normal distributions
 *  of one variance each: 2·Σ log ŷ + n·log Σ(e/ŷ)² < n·log Σe². Never where anything is not positive.
 *  @param from the first error that counts */
export function errorSize(values: Float64Array, forecasts: Float64Array, from = 0): ErrorSize {
  let [squares, shares, logs, isPositive] = [0, 0, 0, true];
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

/** Deviations of errors that are shares, in the units of the path. [K] */
export function deviationsAround(
  point: Float64Array,
  deviations: Float64Array,
  { areRelative }: ErrorSize,
): Float64Array {
  return areRelative ? deviations.map((deviation, h) => deviation * Math.abs(point[h])) : deviations;
}
