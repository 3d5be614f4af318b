/** Quantile functions that are known at a few levels, and quantiles of samples.
 *  p level in (0, 1), score Φ⁻¹(p) with Φ the standard normal distribution, Q trained levels. */

/** Levels whose quantiles are known, ascending, and their normal scores. */
export interface QuantileGrid {
  levels: Float64Array; // [Q]
  scores: Float64Array; // [Q]
}

export function quantileGrid(levels: readonly number[]): QuantileGrid {
  const sorted = Float64Array.from(levels).sort();
  return { levels: sorted, scores: sorted.map(normalQuantile) };
}

/** Quantile at a normal score, from the known quantiles `values[offset … offset + Q)`, ascending.
 *  Between two levels it is linear in the score, so it is monotone, and exact for a normal distribution. Beyond
 *  the outermost level it continues with the slope of the outermost gap. With one level it is constant. */
export function quantileAt(
  grid: QuantileGrid,
  values: ArrayLike<number>,
  offset: number,
  score: number,
): number {
  return quantileAtPosition(gridPosition(grid, score), values, offset);
}

/** Interpolation weights of a score: `share` of the way from level `below` to level `above`. A share below 0 or
 *  above 1 extrapolates. */
export interface GridPosition {
  below: number;
  above: number;
  share: number;
}

export function gridPosition({ scores }: QuantileGrid, score: number): GridPosition {
  const last = scores.length - 1;
  if (last === 0) return { below: 0, above: 0, share: 0 };
  let k = 0;
  while (k < last - 1 && score >= scores[k + 1]) k++;
  return { below: k, above: k + 1, share: (score - scores[k]) / (scores[k + 1] - scores[k]) };
}

/** `quantileAt` for a position that was computed before. */
export function quantileAtPosition(
  { below, above, share }: GridPosition,
  values: ArrayLike<number>,
  offset: number,
): number {
  const low = values[offset + below];
  const high = values[offset + above];
  if (share === 1) return high;
  const value = low + (high - low) * share;
  // Rounding must not carry an interpolated value past its neighbours.
  return share > 0 && share < 1 ? Math.min(high, Math.max(low, value)) : value;
}

/** Weights of the Q quantiles in the mean over `places`. [Q] */
export function weightsOfMean({ levels }: QuantileGrid, places: readonly GridPosition[]): Float64Array {
  const weights = new Float64Array(levels.length);
  for (const { below, above, share } of places) {
    weights[below] += (1 - share) / places.length;
    weights[above] += share / places.length;
  }
  return weights;
}

/** Quantile of a sample that is sorted: linear interpolation between order statistics (type 7 of Hyndman & Fan
 *  1996). */
export function empiricalQuantile(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** Median of a sample that is not sorted, without NaN. */
export function medianOf(sample: ArrayLike<number>): number {
  return empiricalQuantile(Float64Array.from(sample).sort(), 0.5);
}

/** Quantile of a sample that is sorted, with weights. It is `empiricalQuantile` for equal ones: the distance of two
 *  order statistics is the mean of their weights. */
export function weightedQuantile(sorted: Float64Array, weights: Float64Array, p: number): number {
  let total = 0;
  for (let i = 1; i < sorted.length; i++) total += (weights[i - 1] + weights[i]) / 2;
  let position = p * total;
  for (let i = 1; i < sorted.length; i++) {
    const next = (weights[i - 1] + weights[i]) / 2;
    if (position <= next && next > 0) return sorted[i - 1] + (position / next) * (sorted[i] - sorted[i - 1]);
    position -= next;
  }
  return sorted[sorted.length - 1];
}

/** Quantile of the next draw from the distribution of a sample that is sorted: it falls below the k-th smallest of n
 *  values with probability k/(n+1), whatever the distribution is (type 6 of Hyndman & Fan 1996). Beyond the sample it
 *  is the outermost value. */
export function exchangeableQuantile(sorted: Float64Array, p: number): number {
  const position = Math.min(sorted.length - 1, Math.max(0, p * (sorted.length + 1) - 1));
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** Φ⁻¹(p) with a relative error below 1.2e-9.
 *  Source: P. J. Acklam (2003), "An algorithm for computing the inverse normal cumulative distribution function". */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`A level lies between 0 and 1, not at ${p}`);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0.5) return 0;
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(tailNumerator, q) / polynomial(tailDenominator, q);
  }
  const q = p - 0.5;
  const r = q * q;
  return (q * polynomial(centreNumerator, r)) / polynomial(centreDenominator, r);
}

/** Smallest degrees of freedom for which the expansion below is accurate. */
const degreesOfFreedomMin = 3;

/** Quantile of Student's t distribution at the level of the normal score `z`.
 *  Source: the Cornish-Fisher expansion, Abramowitz & Stegun (1964), 26.7.5. */
export function studentTQuantile(z: number, degreesOfFreedom: number): number {
  const n = Math.max(degreesOfFreedomMin, degreesOfFreedom);
  return z * (1 + (z ** 2 + 1) / (4 * n) + (5 * z ** 4 + 16 * z ** 2 + 3) / (96 * n * n));
}

// Highest power first.
const centreNumerator = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const centreDenominator = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
  1,
];
const tailNumerator = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const tailDenominator = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** Normal scores of the midpoints of 100 slices of equal probability. The mean of the quantiles there is the
 *  mean of the distribution by the midpoint rule, with an error below 1e-3 of the standard deviation for a
 *  normal distribution. Extrapolated tails take part up to the levels 0.005 and 0.995. */
const meanSlices = 100;
export const meanScores = Float64Array.from({ length: meanSlices }, (_, i) =>
  normalQuantile((i + 0.5) / meanSlices),
);
