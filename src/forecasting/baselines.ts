import { decimated } from './decimation.ts';
import { empiricalQuantile } from './quantiles.ts';

/** The forecast that a model has to beat: the last season again (season 1: the last value), with the quantiles that
 *  its errors had h steps ahead in the part before the backtest. Works on transformed values. */
export interface Baseline {
  /** NaN before the first value of a phase. */
  path(origin: number, h: number): number;
  /** `h` counts from 0. NaN where there is no error to learn from. */
  quantile(origin: number, h: number, p: number): number;
}

export function createBaseline(
  values: Float64Array,
  trainEnd: number,
  season: number,
  horizon: number,
  originsMax: number,
): Baseline {
  const carried = carriedForward(values, season);
  const path = (origin: number, h: number) =>
    origin < season ? Number.NaN : carried[origin - season + (h % season)];

  const origins = Array.from({ length: Math.max(0, trainEnd - season) }, (_, i) => i + season);
  const sortedErrors = Array.from({ length: horizon }, (_, h) => {
    const errors: number[] = [];
    const end = trainEnd - h;
    for (const origin of decimated(origins, originsMax)) {
      const error = origin < end ? values[origin + h] - path(origin, h) : Number.NaN;
      if (!Number.isNaN(error)) errors.push(error);
    }
    return Float64Array.from(errors).sort();
  });

  return {
    path,
    quantile(origin, h, p) {
      const errors = sortedErrors[h];
      return errors.length === 0 ? Number.NaN : path(origin, h) + empiricalQuantile(errors, p);
    },
  };
}

/** A missing value is that of the season before. */
function carriedForward(values: Float64Array, season: number): Float64Array {
  const carried = values.slice();
  for (let t = season; t < carried.length; t++)
    if (Number.isNaN(carried[t])) carried[t] = carried[t - season];
  return carried;
}

/** Mean absolute seasonal difference before the backtest, in the units of the series: what MASE divides by.
 *  Null where there is none or it is zero. Source: Hyndman & Koehler (2006). */
export function insampleError(raw: Float64Array, trainEnd: number, season: number): number | null {
  let sum = 0;
  let count = 0;
  for (let t = season; t < trainEnd; t++) {
    const size = Math.abs(raw[t] - raw[t - season]);
    if (Number.isNaN(size)) continue;
    sum += size;
    count++;
  }
  return count === 0 || sum === 0 ? null : sum / count;
}
