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
