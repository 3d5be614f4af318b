/** Evaluation: scores forecasts at rolling origins, and those of the baselines on the same targets. The
 *  backtest of a training and a backtest job share it. */
import type { ComparedForecasts, EvaluatedSeries, ForecastComparison } from './compared-forecasts.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import { type Evaluation, resultOf } from './evaluation-result.ts';
import { naiveOfValidation } from './naive-choice.ts';
import { createTally } from './tally.ts';

export type { ScoredWindow } from './evaluation-options.ts';
export type { Evaluation } from './evaluation-result.ts';

/** Scores the forecasts of a model and of its baselines.
 *  @param forecastsOf forecasts of each part of the comparison, which are asked for in order; null ends the evaluation
 *  @returns null if no window could be scored, or if the evaluation was ended */
export function evaluate(
  series: readonly EvaluatedSeries[],
  { baselines: names, parts }: Pick<ForecastComparison, 'baselines' | 'parts'>,
  forecastsOf: (part: number) => ComparedForecasts | null,
  options: EvaluationOptions,
): Evaluation | null {
  const chosen = naiveOfValidation(series, names, options);
  const tally = createTally(series, names, options);
  let p = 0;
  for (let s = 0; s < series.length; s++) {
    if (!options.proceed(s / series.length)) return null;
    for (; p < parts.length && parts[p].series === s; p++) {
      const forecasts = forecastsOf(p);
      if (forecasts === null) return null;
      tally.add(s, parts[p].origins, forecasts);
    }
    tally.endSeries(s);
  }
  return resultOf(tally.scores(), { ...options, series, chosen });
}
