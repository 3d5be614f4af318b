/** Errors of forecasts that repeat a season. Only the slices that are passed are read. */
import { decimated } from './decimation.ts';
import { meanAbsoluteDifference } from './movement.ts';
import { isMissing } from './plain-loops.ts';

/** Series that are read at most. */
const seriesMax = 100;
/** Observations of a series that are read: this many, or this many times those before the first
 *  origin if those are more. */
const observationsMin = 4_000;
const timesKnownMin = 3;

/** Mean absolute error of the seasonal naive forecast (season 1: the last value) over rolling origins. Each
 *  series is in units of its mean absolute difference, so that all count alike. Null if no series is long
 *  enough.
 *  @param knownMin observations before the first origin, at least a season */
export function seasonalNaiveError(
  parts: readonly Float64Array[],
  season: number,
  horizon: number,
  knownMin = season,
): number | null {
  return repetitionError(parts, { season, horizon, knownMin }, (part) => part);
}

/** The same of the forecast that repeats the mean of all seasons before the origin. */
export function seasonalMeanError(
  parts: readonly Float64Array[],
  season: number,
  horizon: number,
  knownMin = season,
): number | null {
  return repetitionError(parts, { season, horizon, knownMin }, (part) => meansUntil(part, season));
}

/** Mean of each value and those whole seasons before it; NaN without an observation. */
function meansUntil(values: Float64Array, season: number): Float64Array {
  const sums = new Float64Array(values.length);
  const counts = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) {
    const missing = isMissing(values[t]);
    sums[t] = (t < season ? 0 : sums[t - season]) + (missing ? 0 : values[t]);
    counts[t] = (t < season ? 0 : counts[t - season]) + (missing ? 0 : 1);
  }
  return sums.map((sum, t) => sum / counts[t]);
}

/** Mean absolute error of forecasts that repeat one season before the origin of `repeatedOf` a series. */
function repetitionError(
  parts: readonly Float64Array[],
  { season, horizon, knownMin }: { season: number; horizon: number; knownMin: number },
  repeatedOf: (part: Float64Array) => Float64Array,
): number | null {
  const observations = Math.max(observationsMin, timesKnownMin * knownMin);
  let total = 0;
  let count = 0;
  for (const values of decimated(parts, seriesMax)) {
    const part = values.subarray(-observations);
    const unit = meanAbsoluteDifference(part, 1);
    if (unit === 0) continue;
    const repeated = repeatedOf(part);
    const step = Math.max(1, Math.floor(horizon / 2));
    for (let origin = part.length - horizon; origin >= knownMin; origin -= step) {
      for (let h = 0; h < horizon; h++) {
        const error = Math.abs(part[origin + h] - repeated[origin - season + (h % season)]) / unit;
        if (isMissing(error)) continue;
        total += error;
        count++;
      }
    }
  }
  return count === 0 ? null : total / count;
}
