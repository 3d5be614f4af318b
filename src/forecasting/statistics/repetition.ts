/** Series that stay the same, or repeat themselves, up to rounding. */

/** Difference of equal values that rounding explains, as a share of their size: some 50 units in the last place. */
const roundingShare = 1e-14;
/** The same for seasons, whose values are computed at different times, as a share of the changes from step to step. */
const changeShare = 1e-7;

/** Sums over the values that have an observation one season before them, in the units of the series. */
export interface SeasonalDifferences {
  count: number;
  /** Absolute differences from one season before. */
  errors: number;
  /** Absolute differences from one step before; 0 where that is missing. */
  changes: number;
  sizes: number;
}

/** Sums of the differences of the values from `first` on, which is at least the season. NaN is missing. */
export function seasonalDifferences(
  values: Float64Array,
  season: number,
  first = season,
): SeasonalDifferences {
  let [count, errors, changes, sizes] = [0, 0, 0, 0];
  for (let t = first; t < values.length; t++) {
    const error = Math.abs(values[t] - values[t - season]);
    if (Number.isNaN(error)) continue;
    count++;
    errors += error;
    changes += Math.abs(values[t] - values[t - 1]) || 0;
    sizes += Math.abs(values[t]);
  }
  return { count, errors, changes, sizes };
}

/** Whether rounding explains the differences of a season. It compares them with the changes from step to step and not
 *  with the level alone: a counter grows by a small share of its level. */
export function areRounding({ errors, changes, sizes }: SeasonalDifferences): boolean {
  return errors <= changeShare * changes + roundingShare * sizes;
}

/** Whether all observed values are equal up to rounding. */
export function isConstant(values: Float64Array): boolean {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return !(highest - lowest > roundingShare * Math.max(Math.abs(lowest), Math.abs(highest)));
}
