/** Options of an evaluation. K horizon steps, S scored levels; row-major. */
import type { BaselineTask } from './baselines.ts';

/** A window that was scored. Its arrays are valid during the call only. */
export interface ScoredWindow {
  series: number;
  origin: number;
  quantiles: Float64Array; // [K, S]
  points: Record<string, Float64Array>; // [K] of each baseline
}

export interface EvaluationOptions extends BaselineTask {
  /** Observations between origins. */
  step: number;
  seed: number;
  /** Whether skill needs a better median. A median that is fixed to the last value has none, and
   *  only its fan is judged. */
  judgesMedian: boolean;
  /** Called before each series with the share of the work that is done; false ends the evaluation. */
  proceed(share: number): boolean;
  report?(window: ScoredWindow): void;
}
