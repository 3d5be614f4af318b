import type { FittedModel } from '../ensemble/index.ts';
import type { SeriesHistory } from '../history/index.ts';
import { normalQuantile } from '../statistics/index.ts';
import type { FoldForecasts } from './compared-forecasts.ts';
import { scoredLevels } from './metrics.ts';

const scores = scoredLevels.map(normalQuantile);

/** Forecasts of a model at the scored levels, from each origin. `horizon` is at most that of the model. */
export function scoredForecasts(
  model: FittedModel,
  series: SeriesHistory,
  origins: readonly number[],
  horizon: number,
): FoldForecasts {
  const S = scores.length;
  const fans = model.forecast(origins.map((origin) => ({ series, origin })));
  const quantiles = new Float64Array(origins.length * horizon * S);
  for (const [w, fan] of fans.entries()) {
    if (fan === null) continue;
    for (let k = 0; k < S; k++) {
      const path = fan.path(scores[k], horizon);
      for (let h = 0; h < horizon; h++) quantiles[(w * horizon + h) * S + k] = path[h];
    }
  }
  return { usable: fans.map((fan) => fan !== null), quantiles };
}
