/** A model that can forecast, as forecasts, backtests and anomaly detection use it: windows of series in, quantiles in
 *  the units of the series out. Transform, bounds, networks and ensemble weights stay inside. */

import type { ResolvedSpec } from '../families/index.ts';
import type { ForecastWindow, SeriesHistory } from '../history/index.ts';
import type { Fan } from './fan.ts';
import type { PathCorrelation } from './sample-paths.ts';

/** Settings that a forecast reads: which columns, which times, and which values are possible. */
export type ServedSpec = Pick<
  ResolvedSpec,
  'target' | 'covariates' | 'encoding' | 'calendar' | 'transform' | 'lower_bound' | 'bounds'
> & { family: ResolvedSpec['family'] | null };

/** Number of observations that have to be among the last steps of a series. */
export interface ObservationsNeed {
  steps: number;
  observed: number;
}

/** `Spec` has more settings for a model that was trained. */
export interface FittedModel<Spec extends ServedSpec = ResolvedSpec> {
  readonly spec: Spec;
  readonly horizon: number; // K
  /** Levels that were trained, ascending; between and beyond them quantiles are interpolated. */
  readonly levels: Float64Array; // [Q]
  /** Observations before the origin that a forecast takes for its context. */
  readonly context: number;
  /** Largest number of observations before the origin that a forecast reads, including the context. */
  readonly tail: number;
  /** Observations in a season of the base path; 1 if it is the last value. */
  readonly season: number;
  /** Correlation of errors over the horizon, measured on held-out windows; null if there were too few. */
  readonly paths: PathCorrelation | null;
  /** Number of trained parameters. */
  readonly parameterCount: number;
  /** Observations that a forecast of a series of this length needs. Each network and method has its need, and all have
   *  to be met. The first one is about the last `context` steps. */
  needs(length: number): readonly ObservationsNeed[];
  /** Remarks on what the model reads of a series. */
  warnings(history: SeriesHistory): string[];
  /** One fan for each window; null if there are too few observations before the origin. [N]
   *  @param steps first steps of the horizon that the fans are asked for; default: all of them */
  forecast(windows: readonly ForecastWindow[], steps?: number): (Fan | null)[];
  /** Fans of the pre-trained network alone, for series that are too new for the networks: they are not calibrated. Null
   *  in families whose mixture does not have it. */
  readonly forecastNew: ((windows: readonly ForecastWindow[]) => (Fan | null)[]) | null;
}
