/** Level, scale and volatility of a context, by which windows are scaled. All functions read a
 *  slice that ends at the origin. Values are transformed (logarithms if the spec says so); NaN is missing. */
import { isMissing } from './plain-loops.ts';

/** Decays of the exponential averages of squared differences. On daily data 0.8 looks back a week, 0.99 some
 *  months, and 0.998 about two years. */
export const decays = [0.8, 0.94, 0.97, 0.99, 0.998] as const;
/** Weights of the averages in the scale of a window of the prices family. Half of it is the 0.94 of RiskMetrics
 *  (1996); the slower ones make it more stable. */
const blend = [0, 0.5, 0.35, 0.15, 0];
/** Smallest scale as a share of the mean absolute difference: without it a week of small changes would give very large
 *  scaled values. */
const calmShareMin = 0.05;

/** A difference is cut at this many scales once `settledMin` differences have settled the scale. One jump of a
 *  short series does not widen the forecast absurdly, while volatility that builds up passes. */
const outlierScales = 5;
const settledMin = 4;

/** Smallest scale at a level, and so the scale of a constant context. */
export function scaleFloor(level: number): number {
  return 1e-12 * (1 + Math.abs(level));
}

/** Exponential averages of squared one-step differences, with weights that sum to 1 from the first difference
 *  on. Trainings push millions of values, so it has fields, which V8 changes in place: it allocates a number
 *  that a closure changes. */
export class Volatility {
  /** Last observation. */
  level = Number.NaN;
  observed = 0;
  /** Weighted mean of the averages: a variance per step. */
  blended = 0;
  readonly #sums = new Float64Array(decays.length);
  readonly #weights = new Float64Array(decays.length);
  #gap = 1;
  #differences = 0;
  #absolute = 0;

  /** Takes the next value, or NaN, and returns its difference from the last observation. A difference over a
   *  gap of g steps is divided by √g. */
  push(value: number): number {
    if (isMissing(value)) {
      this.#gap++;
      return Number.NaN;
    }
    this.observed++;
    const change = value - this.level; // NaN for the first value
    const difference = this.#gap === 1 ? change : change / Math.sqrt(this.#gap);
    this.level = value;
    this.#gap = 1;
    if (this.observed === 1) return Number.NaN;
    this.#differences++;
    this.#absolute += Math.abs(difference);
    let square = difference * difference;
    if (this.#differences > settledMin) {
      const outlier = outlierScales * Math.sqrt(this.blended);
      if (outlier > 0 && outlier * outlier < square) square = outlier * outlier;
    }
    const sums = this.#sums;
    const weights = this.#weights;
    let blended = 0;
    for (let i = 0; i < decays.length; i++) {
      const sum = decays[i] * sums[i] + (1 - decays[i]) * square;
      const weight = decays[i] * weights[i] + (1 - decays[i]);
      if (blend[i] > 0) blended += blend[i] * (sum / weight);
      sums[i] = sum;
      weights[i] = weight;
    }
    this.blended = blended;
    return difference;
  }

  /** Average with `decays[i]`: a variance per step. */
  variance(i: number): number {
    return this.#weights[i] === 0 ? 0 : this.#sums[i] / this.#weights[i];
  }

  /** Scale of a window that ends here, in the units of the values. NaN before the first value. */
  scale(): number {
    let scale = Math.sqrt(this.blended);
    const calm = this.#differences === 0 ? 0 : calmShareMin * (this.#absolute / this.#differences);
    if (calm > scale) scale = calm;
    const floor = scaleFloor(this.level);
    return floor <= scale ? scale : floor;
  }
}
