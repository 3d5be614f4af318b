import type { SeriesCovariates } from './exogenous.ts';

/** A series as a model reads it. Values are in the units of the series; NaN is missing. */
export interface SeriesHistory {
  id: string;
  times: Float64Array; // [T], as the dataset keeps them
  raw: Float64Array; // [T]
  covariates: SeriesCovariates;
  /** The series of the same call or training, itself among them: what they do at the same time is known too. */
  companions?: readonly SeriesHistory[];
}

/** A forecast is asked for as if only the observations before `origin` were known. */
export interface ForecastWindow {
  series: SeriesHistory;
  origin: number;
}
