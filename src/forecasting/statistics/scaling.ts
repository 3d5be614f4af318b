/** Level, scale and volatility of a context, by which windows are scaled. All functions read a
 *  slice that ends at the origin. Values are transformed (logarithms if the spec says so); NaN is missing. */

/** Decays of the exponential averages of squared differences. On daily data 0.8 looks back a week, 0.99 some
 *  months, and 0.998 about two years. */
export const decays = [0.8, 0.94, 0.97, 0.99, 0.998] as const;
/** Weights of the averages in the scale of a window of the prices family. Half of it is the 0.94 of RiskMetrics
 *  (1996); the slower ones make it more stable. */
const blend = [0, 0.5, 0.35, 0.15, 0];
/** Smallest scale as a share of the mean absolute difference: without it a week of small changes would give very large scaled
 *  values. */
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
 *  on. */
export interface Volatility {
  /** Takes the next value, or NaN, and returns its difference from the last observation. A difference over a
   *  gap of g steps is divided by √g. */
  push(value: number): number;
  /** Average with `decays[i]`: a variance per step. */
  variance(i: number): number;
  /** Weighted mean of the averages: a variance per step. */
  blended(): number;
  /** Scale of a window that ends here, in the units of the values. */
  scale(): number;
  /** Last observation. */
  level(): number;
  observed(): number;
}

export function createVolatility(): Volatility {
  const sums = new Float64Array(decays.length);
  const weights = new Float64Array(decays.length);
  let level = Number.NaN;
  let gap = 1;
  let observed = 0;
  let differences = 0;
  let absolute = 0;

  function variance(i: number): number {
    return weights[i] === 0 ? 0 : sums[i] / weights[i];
  }
  function blended(): number {
    let sum = 0;
    for (let i = 0; i < blend.length; i++) sum += blend[i] * variance(i);
    return sum;
  }

  return {
    push(value) {
      if (Number.isNaN(value)) {
        gap++;
        return Number.NaN;
      }
      observed++;
      const difference = (value - level) / Math.sqrt(gap); // NaN for the first value
      level = value;
      gap = 1;
      if (observed === 1) return Number.NaN;
      differences++;
      absolute += Math.abs(difference);
      const outlier =
        differences > settledMin ? outlierScales * Math.sqrt(blended()) : Number.POSITIVE_INFINITY;
      const square = Math.min(
        difference * difference,
        outlier > 0 ? outlier * outlier : Number.POSITIVE_INFINITY,
      );
      for (let i = 0; i < decays.length; i++) {
        sums[i] = decays[i] * sums[i] + (1 - decays[i]) * square;
        weights[i] = decays[i] * weights[i] + (1 - decays[i]);
      }
      return difference;
    },
    variance,
    blended,
    scale() {
      const mean = differences === 0 ? 0 : absolute / differences;
      return Math.max(Math.sqrt(blended()), calmShareMin * mean, scaleFloor(level));
    },
    level: () => level,
    observed: () => observed,
  };
}
