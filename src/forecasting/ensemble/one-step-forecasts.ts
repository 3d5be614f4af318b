import type { SeriesHistory } from '../history/index.ts';
import type { FittedModel, ServedSpec } from './fitted-model.ts';

/** Quantiles of each observation, forecast from the observations before it: in the units of the series, one for each
 *  score; null if there are too few observations before it. */
export type OneStepForecast = Float64Array | null;

/** One-step forecasts of some observations of a series.
 *  @param places of the observations
 *  @param scores normal scores of the quantiles */
export function oneStepForecasts(
  model: FittedModel<ServedSpec>,
  series: SeriesHistory,
  places: readonly number[],
  scores: readonly number[],
  windowsMax: number,
): OneStepForecast[] {
  const forecasts: OneStepForecast[] = [];
  // Networks answer for the whole horizon: few windows at a time keep that small.
  for (let first = 0; first < places.length; first += windowsMax) {
    const windows = places.slice(first, first + windowsMax).map((origin) => ({ series, origin }));
    const fans = model.forecast(windows, 1);
    for (const fan of fans)
      forecasts.push(fan && Float64Array.from(scores, (score) => fan.quantileAt(0, score)));
  }
  return forecasts;
}
