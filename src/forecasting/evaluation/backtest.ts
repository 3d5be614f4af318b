/** Backtest at the end of a training, on the end of each series, which the held-out network was not trained on. */

import type { FittedModel } from '../ensemble/index.ts';
import { statedRange } from '../history/index.ts';
import type { PreparedSeries } from '../sampling/index.ts';
import { decimated } from '../statistics/index.ts';
import { type Evaluation, evaluate } from './evaluation.ts';
import { scoredForecasts } from './scored-forecasts.ts';

/** Bounds on the work: targets that are scored, and series that take part. */
export const targetsMax = 200_000;
export const seriesMax = 1_000;

/** Evaluates the trained model and its baselines on the same targets.
 *  @param kernel name of the kernel of a baseline that runs a network
 *  @returns null if no series has a held-out window, or if `proceed` returns false; it is called before each series with the
 *  share of the work that is done */
export function runBacktest(
  model: FittedModel,
  series: readonly PreparedSeries[],
  kernel: string,
  proceed: (share: number) => boolean,
): Evaluation | null {
  const { horizon, spec } = model;
  const members = decimated(
    series.filter(({ split }) => split.backtestOrigins.length > 0),
    seriesMax,
  );
  if (members.length === 0) return null;
  const originsMax = Math.max(1, Math.floor(targetsMax / horizon / members.length));
  const evaluated = members.map(({ id, raw, split }) => ({
    id,
    raw,
    trainEnd: split.trainEnd,
    folds: [{ fitEnd: split.trainEnd, origins: decimated(split.backtestOrigins, originsMax) }],
  }));
  return evaluate(
    evaluated,
    (s) => scoredForecasts(model, members[s], evaluated[s].folds[0].origins, horizon),
    {
      horizon,
      step: spec.validation.step,
      season: spec.season_length,
      seasons: spec.seasons,
      preset: spec.preset,
      seed: spec.seed,
      judgesMedian: spec.location !== 'fixed',
      range: statedRange(spec),
      kernel,
      proceed,
    },
  );
}
