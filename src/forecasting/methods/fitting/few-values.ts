/** Fans of few observations, whose past errors do not tell how wide they have to be. */
import { isMissing, normalQuantile, studentTQuantile } from '../../statistics/index.ts';

/** With fewer observations the width of a fan is bounded by their sizes and changes. */
export const fewObservations = 8;
/** Standard deviation of the first step after one observation, as a share of the size of the values. */
const singleDeviation = 0.5;
/** Largest standard deviation of the first step after a few observations, in units of their changes. */
const changesMax = 2;

/** Brings the width of the fan of fewer than eight observations between two bounds, in place. Without past errors the
 *  fan of the network can be too narrow, and that of logarithms a million times as wide as the values. The upper bound
 *  is half of the size of the values, twice their changes, or a share of the median that grows with the observations.
 *  It grows with the root of the step. Values that are not negative keep quantiles that are not.
 *  @param point medians from the first step after the history on [K]
 *  @param quantiles [K, Q]
 *  @param history observations before the first step; NaN is missing */
export function boundFewWidths(
  point: ArrayLike<number>,
  quantiles: Float64Array,
  levels: readonly number[],
  history: Float64Array,
): void {
  if (!isFew(history)) return;
  const values = history.filter((value) => !isMissing(value));
  const Q = levels.length;
  const scores = levels.map(normalQuantile);
  const least = leastDistances(values, scores);
  const largest = largestDeviation(values);
  const trust = values.length / fewObservations;
  const lower = values.some((value) => value < 0) ? Number.NEGATIVE_INFINITY : 0;
  for (let h = 0; h < point.length; h++) {
    const middle = point[h];
    const growth = Math.sqrt(h + 1);
    const deviation = Math.max(largest, trust * Math.abs(middle));
    for (let k = 0; k < Q; k++) {
      if (scores[k] === 0) continue;
      const side = Math.sign(scores[k]);
      const distance = (side * (quantiles[h * Q + k] - middle)) / growth;
      const bounded = Math.min(Math.max(distance, least[k]), deviation * Math.abs(scores[k]));
      quantiles[h * Q + k] = Math.max(lower, middle + side * growth * bounded);
    }
  }
}

/** Whether there are fewer than eight observations. Long histories are not read to their end. */
function isFew(history: Float64Array): boolean {
  let count = 0;
  for (let t = 0; t < history.length && count < fewObservations; t++) if (!isMissing(history[t])) count++;
  return count < fewObservations;
}

/** Distances of the quantiles of the first step from the median, at least. With one or two observations little is known
 *  about changes, and the size of the values is the measure. From two changes on, their Student's t quantiles are
 *  enough, unless the values are equal. [Q] */
function leastDistances(values: Float64Array, scores: readonly number[]): number[] {
  const bySize = (singleDeviation * sizeOf(values)) / values.length ** 2;
  const changes = changesOf(values).map((change) => change / bySize);
  const byChanges = bySize * rootMeanSquare(changes);
  if (changes.length < 2 || !(byChanges > 0)) return scores.map((score) => bySize * Math.abs(score));
  return scores.map((score) => {
    const share = studentTQuantile(score, changes.length - 1);
    return Math.min(bySize * Math.abs(score), byChanges * Math.abs(share));
  });
}

/** Standard deviation of the first step, at most. */
function largestDeviation(values: Float64Array): number {
  return Math.max(singleDeviation * sizeOf(values), changesMax * rootMeanSquare(changesOf(values)));
}

/** Mean size of the values; 1 of zeros. */
function sizeOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value) / values.length, 0) || 1;
}

function changesOf(values: Float64Array): Float64Array {
  return values.subarray(1).map((value, t) => value - values[t]);
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2 / values.length, 0));
}
