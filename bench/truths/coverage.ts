/** Share of observations inside the central 80 % of a forecast distribution. */

/** Ends of the central 80 %. */
const [lowest, highest] = [0.1, 0.9];
const levelCount = 200;
/** Levels of the quantiles that tell how much of a distribution lies below a value, and how much at it. */
export const gridLevels: readonly number[] = Array.from(
  { length: levelCount },
  (_, k) => (k + 0.5) / levelCount,
);

export interface Interval {
  lower: number;
  upper: number;
}

/** Part of an observation that is inside: 0 or 1, unless a share of the distribution lies at the observation itself. A
 *  count of 3 that has the probabilities from .8 to .95 is inside by two thirds: a uniform draw among its probabilities
 *  falls below .9 so often. An interval whose ends are whole numbers holds more than 80 % of whole numbers even if
 *  every probability is right, so that 0 and 1 would call a perfect forecast too wide.
 *  @param quantiles at `gridLevels`, ascending
 *  Source: Czado, Gneiting & Held (2009), Predictive model assessment for count data. */
export function partInside(y: number, { lower, upper }: Interval, quantiles: ArrayLike<number>): number {
  let [below, upTo] = [0, 0];
  for (let k = 0; k < levelCount; k++) {
    if (quantiles[k] < y) below++;
    if (quantiles[k] <= y) upTo++;
  }
  // One equal quantile is no share of the distribution.
  if (upTo - below <= 1) return y >= lower && y <= upper ? 1 : 0;
  const [from, to] = [below / levelCount, upTo / levelCount];
  return Math.max(0, Math.min(highest, to) - Math.max(lowest, from)) / (to - from);
}
