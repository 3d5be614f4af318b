import type { DatasetHeader, KnownFuture, SeriesData } from '../../schemas/index.ts';

/** Series to forecast, and the contents of the answer. */
export interface SeriesTask {
  header: DatasetHeader;
  series: SeriesData[];
  horizon: number;
  quantiles: number[];
  levels: number[];
  /** Number of sample paths per series, and their random seed. */
  samples: number;
  seed: number;
  /** How many of the last observations of each series get a one-step forecast. */
  fittedSteps: number;
  /** Known-future covariates, one entry per series; default: none. */
  future?: FutureOfSeries[];
  /** Series from which those with few observations are forecast; default: those are refused. */
  panel?: PanelSeries[];
  /** Ids of the series that are forecast from the panel; default: none. */
  newIds?: string[];
}

/** A stored series beside a new one: its first and its last values of the target, NaN is missing. */
export interface PanelSeries {
  static: SeriesData['static'];
  /** From the first observation on; empty if it was not found. */
  head: Pick<SeriesData, 'times' | 'values'>;
  tail: Pick<SeriesData, 'times' | 'values'>;
}

/** Known-future covariates of one series. Values of the call (`given`) override stored values. A missing value in
 *  `given` is unknown: the forecast is made without it. A missing value in `stored` was simply not given. */
export interface FutureOfSeries {
  given: KnownFuture[];
  stored: KnownFuture[];
}
