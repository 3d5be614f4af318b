import { predict } from './prediction.ts';
import { quantileAt } from './quantiles.ts';
import { lowerBoundFor, restored, transformed } from './target.ts';
import type { LoadedNetwork } from './weights-file.ts';
import { tailBefore } from './windows.ts';

/** Quantiles of an observation, forecast from what was before it: in the units of the series, one for each score asked
 *  for; null where too little was known. */
export type OneStepForecast = Float64Array | null;

/** One-step forecasts of the observations `from` … `to − 1` of a series, whose values are raw.
 *  @param scores normal scores of the quantiles that are asked for */
export function oneStepForecasts(
  { network, layout, spec }: LoadedNetwork,
  raw: Float64Array,
  from: number,
  to: number,
  scores: readonly number[],
  batchMax: number,
): OneStepForecast[] {
  const values = transformed(raw, spec.transform);
  const forecasts: OneStepForecast[] = [];
  // The network answers for the whole horizon: few windows at a time keep that small.
  for (let first = from; first < to; first += batchMax) {
    const windows = Array.from({ length: Math.min(batchMax, to - first) }, (_, i) => ({
      values,
      origin: first + i,
    }));
    const { usable, quantiles } = predict(network, layout, windows, batchMax);
    for (let w = 0; w < windows.length; w++) {
      const row = w * layout.horizon * layout.quantiles;
      const bound = lowerBoundFor(spec.lower_bound, tailBefore(raw, first + w, layout));
      forecasts.push(
        usable[w]
          ? Float64Array.from(scores, (score) =>
              restored(quantileAt(layout.grid, quantiles, row, score), spec.transform, bound),
            )
          : null,
      );
    }
  }
  return forecasts;
}
