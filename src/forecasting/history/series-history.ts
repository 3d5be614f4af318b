import type { SeriesCovariates } from './exogenous.ts';

/** A series as a model reads it, in the units of the series; NaN is missing. */
export interface SeriesHistory {
  id: string;
  times: Float64Array; // [T], as the dataset keeps them
  raw: Float64Array; // [T]
  covariates: SeriesCovariates;
  /** All series of the same request or training, this one included: their values at the same times are known
   *  too. */
  companions?: readonly SeriesHistory[];
}

/** Window of a forecast, which reads only the observations before `origin`. */
export interface ForecastWindow {
  series: SeriesHistory;
  origin: number;
}

/** Index of the first time that is not before `time`; the number of times if all are. Times ascend. */
export function firstAtOrAfter(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
