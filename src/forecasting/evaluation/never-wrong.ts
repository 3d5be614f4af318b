/** Naive forecasts that make no error in a backtest. */
import type { EvaluatedSeries } from './compared-forecasts.ts';

export interface NeverWrong {
  baseline: 'naive' | 'seasonal_naive';
  /** Whether the whole series are constant, or repeat themselves, and not their values in the backtest alone. */
  isThroughout: boolean;
}

/** Difference of equal values that rounding explains, as a share of their size: some 50 units in the last place. */
const roundingShare = 1e-14;
/** The same for seasons, whose values are computed at different times, as a share of the changes from step to step. */
const changeShare = 1e-7;

/** Finds the naive forecast that makes no error but rounding. It compares values with each other and not with their level:
 *  a counter grows by a small share of its level, and is not constant.
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

function isConstant(values: Float64Array): boolean {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return !(highest - lowest > roundingShare * Math.max(Math.abs(lowest), Math.abs(highest)));
}

/** Whether the values from `first` on are those one season before. False if none can be compared. */
function repeats(values: Float64Array, season: number, first: number): boolean {
  let [compared, errors, changes, sizes] = [0, 0, 0, 0];
  for (let t = Math.max(first, season); t < values.length; t++) {
    const error = Math.abs(values[t] - values[t - season]);
    if (Number.isNaN(error)) continue;
    compared++;
    errors += error;
    changes += Math.abs(values[t] - values[t - 1]) || 0;
    sizes += Math.abs(values[t]);
  }
  return compared > 0 && errors <= changeShare * changes + roundingShare * sizes;
}
