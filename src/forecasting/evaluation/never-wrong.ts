/** Naive forecasts that make no error in a backtest. */
import { areRounding, isConstant, seasonalDifferences } from '../statistics/index.ts';
import type { EvaluatedSeries } from './compared-forecasts.ts';

export interface NeverWrong {
  baseline: 'naive' | 'seasonal_naive';
  /** Whether the whole series are constant, or repeat themselves, and not their values in the backtest alone. */
  isThroughout: boolean;
}

/** Finds the naive forecast that makes no error but rounding. It compares values with each other and not with their
 *  level: a counter grows by a small share of its level, and is not constant.
 *  @returns null if both make an error in some series */
export function neverWrong(
  series: readonly Pick<EvaluatedSeries, 'raw' | 'folds'>[],
  { horizon, season }: { horizon: number; season: number },
): NeverWrong | null {
  const tested = series.flatMap(({ raw, folds }) => {
    const origins = folds.flatMap((fold) => fold.origins);
    return origins.length === 0
      ? []
      : [{ raw, first: origins[0], end: origins[origins.length - 1] + horizon }];
  });
  if (tested.every(({ raw, first, end }) => isConstant(raw.subarray(lastBefore(raw, first), end))))
    return { baseline: 'naive', isThroughout: series.every(({ raw }) => isConstant(raw)) };
  if (season > 1 && tested.every(({ raw, first, end }) => repeats(raw.subarray(0, end), season, first)))
    return {
      baseline: 'seasonal_naive',
      isThroughout: series.every(({ raw }) => repeats(raw, season, season)),
    };
  return null;
}

/** Position of the last observation before `origin`, which the naive forecast repeats. */
function lastBefore(raw: Float64Array, origin: number): number {
  let last = origin - 1;
  while (last > 0 && Number.isNaN(raw[last])) last--;
  return last;
}

/** Whether the values from `first` on are those one season before. False if none can be compared. */
function repeats(values: Float64Array, season: number, first: number): boolean {
  const differences = seasonalDifferences(values, season, Math.max(first, season));
  return differences.count > 0 && areRounding(differences);
}
