/** Backtest at the end of a training, on the end of each series, which the held-out network was not trained on. */

import type { FittedModel } from '../ensemble/index.ts';
import type { KeptInputs } from '../methods/index.ts';
import type { PreparedSeries } from '../sampling/index.ts';
import { decimated } from '../statistics/index.ts';
import { type ComparedForecasts, compareForecasts } from './compared-forecasts.ts';
import { type Evaluation, evaluate } from './evaluation.ts';
import { scoredForecasts } from './scored-forecasts.ts';

/** Bounds on the work: targets that are scored, and series that take part. */
export const targetsMax = 200_000;
export const seriesMax = 1_000;

/** The forecasts of a backtest, in parts that do not depend on each other, and their scores. */
export interface Backtest {
  /** Number of parts. */
  count: number;
  forecastsOf(part: number): ComparedForecasts;
  /** Scores the forecasts.
   *  @param forecastsOf result of the method of that name, computed anywhere; asked for in order, null ends the work
   *  @param proceed called before each series with the share of the work that is done; false ends the work
   *  @returns null if no series has a window that can be scored, or if the work was ended */
  evaluate(
    forecastsOf: (part: number) => ComparedForecasts | null,
    proceed: (share: number) => boolean,
  ): Evaluation | null;
}

/** Prepares the evaluation of the trained model and its baselines on the same targets.
 *  @param kernel name of the kernel of a baseline that runs a network
 *  @param inputs inputs of such a baseline that the model's forecasts have in common with it
 *  @returns null if no series has a held-out window */
export function prepareBacktest(
  model: FittedModel,
  series: readonly PreparedSeries[],
  kernel: string,
  inputs?: KeptInputs,
): Backtest | null {
  const { horizon, spec } = model;
  const members = decimated(
    series.filter(({ split }) => split.backtestOrigins.length > 0),
    seriesMax,
  );
  if (members.length === 0) return null;
  const originsMax = Math.max(1, Math.floor(targetsMax / horizon / members.length));
  const evaluated = members.map((one) => ({
    ...one,
    trainEnd: one.split.trainEnd,
    folds: [{ fitEnd: one.split.trainEnd, origins: decimated(one.split.backtestOrigins, originsMax) }],
  }));
  const task = {
    horizon,
    season: spec.season_length,
    seasons: spec.seasons,
    year: spec.year_length,
    preset: spec.preset,
    bounds: spec.bounds,
    kernel,
    inputs,
  };
  const comparison = compareForecasts(
    evaluated,
    (s, _, origins) => scoredForecasts(model, members[s], origins, horizon),
    task,
  );
  if (comparison === null) return null;
  const { step } = spec.validation;
  const options = { ...task, step, seed: spec.seed, judgesMedian: spec.location !== 'fixed' };
  return {
    count: comparison.parts.length,
    forecastsOf: comparison.forecastsOf,
    evaluate: (forecastsOf, proceed) => evaluate(evaluated, comparison, forecastsOf, { ...options, proceed }),
  };
}
