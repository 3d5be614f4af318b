/** Sizes of the changes of a series. Only the slices that are passed are read. */
import { decimated } from './decimation.ts';
import { isMissing } from './plain-loops.ts';

/** Series that are read, and observations of each. */
const seriesMax = 100;
const observationsMax = 4_000;
/** Standard deviation of logarithms at which one deviation spans from half the value to twice it. */
const logMoveMax = 0.7;

/** Whether logarithms move so far within a horizon that quantiles explode when they are transformed back, in
 *  one series of ten. */
export function movesByMultiples(parts: readonly Float64Array[], season: number, horizon: number): boolean {
  const moves = decimated(parts, seriesMax)
    .map((values) => {
      const size = meanAbsoluteDifference(values.subarray(-observationsMax), season);
      return season > 1 ? size : size * Math.sqrt(horizon);
    })
    .sort((a, b) => a - b);
  return moves.length > 0 && moves[Math.floor(0.9 * (moves.length - 1))] > logMoveMax;
}

/** Whether the typical change is positive and below `limit`. The typical change is the mean of two: the mean absolute
 *  change over one season, and the smaller of that and the one over one step.
 *  @param values NaN is missing */
export function movesByLess(values: Float64Array, season: number, limit: number): boolean {
  const byStep = meanAbsoluteDifference(values, 1);
  const bySeason = season > 1 && values.length > season ? meanAbsoluteDifference(values, season) : byStep;
  const move = 0.5 * bySeason + 0.5 * Math.min(byStep, bySeason);
  return move > 0 && move < limit;
}

/** Mean absolute change over `lag` steps; 0 if there is none. NaN is missing. */
export function meanAbsoluteDifference(values: Float64Array, lag: number): number {
  let sum = 0;
  let count = 0;
  for (let t = lag; t < values.length; t++) {
    const size = Math.abs(values[t] - values[t - lag]);
    if (isMissing(size)) continue;
    sum += size;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
