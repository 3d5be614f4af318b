/** Zeros in forecasts of intermittent demand. A mean of quantiles is zero only where every method of the mixture is: so
 *  the shares of zeros are averaged instead. K horizon steps, Q levels. */

/** Half of the smallest demand in a history, below which a forecast is one of no demand; 0 without any demand. */
export function zeroLimit(history: Float64Array): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const value of history) if (value > 0 && value < smallest) smallest = value;
  return Number.isFinite(smallest) ? smallest / 2 : 0;
}

/** Share of zeros at each step of a forecast: the middle between the last level that is below the
 *  limit and the next one. [K]
 *  @param quantiles [K, Q] */
export function zeroShares(quantiles: Float64Array, levels: ArrayLike<number>, limit: number): Float64Array {
  const Q = levels.length;
  return Float64Array.from({ length: quantiles.length / Q }, (_, h) => {
    let k = 0;
    while (k < Q && quantiles[h * Q + k] < limit) k++;
    if (k === 0) return 0;
    return (levels[k - 1] + (k === Q ? 1 : levels[k])) / 2;
  });
}

/** Sets the quantiles of a step up to a share of zeros to 0. Later ones are at least 0: a network can forecast negative
 *  values where other series have them.
 *  @param quantiles the step at `offset` */
export function setZeros(
  quantiles: Float64Array,
  offset: number,
  levels: ArrayLike<number>,
  share: number,
): void {
  let k = 0;
  while (k < levels.length && levels[k] <= share) quantiles[offset + k++] = 0;
  if (k > 0) for (; k < levels.length && quantiles[offset + k] < 0; k++) quantiles[offset + k] = 0;
}
