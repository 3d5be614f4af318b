/** A trained model as backtests, forecasts and searches for anomalies see it: windows of series in, quantiles in the
 *  units of the series out. What is inside (transform, bounds, networks, how members are mixed) is its own affair. */

import type { ResolvedSpec } from '../families/index.ts';
import type { ForecastWindow } from '../history/index.ts';
import type { PathCorrelation } from './sample-paths.ts';

/** Forecasts of N windows over K steps. */
export interface Fans {
  /** Whether what was known at the origin said enough; the fans of the others mean nothing. */
  readonly usable: readonly boolean[]; // [N]
  /** The quantile of window `w` at step `h`, counted from 0, at a normal score: monotone in the score. */
  at(window: number, h: number, score: number): number;
  /** The same of the first steps. [steps] */
  path(window: number, score: number, steps: number): number[];
  /** The mean of the forecast distribution at each of the first steps: by the midpoint rule over `meanScores`. [steps] */
  mean(window: number, steps: number): number[];
}

export interface FittedModel {
  readonly spec: ResolvedSpec;
  readonly horizon: number; // K
  /** Levels that were trained, ascending; between and beyond them quantiles are interpolated. */
  readonly levels: Float64Array; // [Q]
  /** Observations before the origin that a forecast takes for its context. */
  readonly context: number;
  /** Observations before the origin that a forecast reads at most, the context among them. */
  readonly tail: number;
  /** Observations in a season of the path that forecasts start from; 1 for the last value. */
  readonly season: number;
  /** How errors hang together over the horizon, measured on held-out windows; null where there were too few. */
  readonly paths: PathCorrelation | null;
  /** Trained numbers. */
  readonly parameterCount: number;
  /** Observations that have to be among the last `context` steps of a series of this length. */
  observedNeeded(length: number): number;
  forecast(windows: readonly ForecastWindow[]): Fans;
}
