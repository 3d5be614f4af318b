/** Level, scale and volatility of a context: all a window needs to be free of units.
 *  Everything here reads one slice that ends at the origin, so nothing after the origin can reach it.
 *  Values are transformed ones (logs where the spec says so), NaN is missing. */

/** Decays of the squared differences that are averaged exponentially: 0.8 for a week of days, 0.99 for months, 0.998 for
 *  what is usual. */
export const decays = [0.8, 0.94, 0.97, 0.99, 0.998] as const;
/** Weights of the blend that is the scale of a window on the naive path. Source: RECIPE B, RiskMetrics (1996) for 0.94. */
const blend = [0, 0.5, 0.35, 0.15, 0];
/** A scale is at least this share of the mean difference, so that a calm stretch does not blow a window up. */
const calmShareMin = 0.05;
/** The same for the seasonal scale against the standard deviation of the context. Source: RECIPE A. */
const deviationShareMin = 0.1;

/** A difference counts as at most so many scales, once so many differences have settled the scale: one jump of a
 *  short series must not make its fan absurd, while storms, which build up, pass. */
const outlierScales = 5;
const settledMin = 4;

/** The smallest scale at a level: what a constant context gets. */
export function scaleFloor(level: number): number {
  return 1e-9 * (1 + Math.abs(level));
}

/** Exponential averages of squared one-step differences, weighted so that a short history is not biased to zero. */
export interface Volatility {
  /** The next value, or NaN: a difference over a gap is spread over its steps. Gives the difference. */
  push(value: number): number;
  /** Average by `decays[i]`, a variance per step. */
  variance(i: number): number;
  /** The blend, a variance per step. */
  blended(): number;
  /** Scale of a window that ends here, in units of the values. */
  scale(): number;
  /** The last value that is there. */
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

export interface SeasonalScale {
  /** Mean of the last season. */
  level: number;
  /** Mean absolute seasonal difference, with its floors. */
  scale: number;
  /** Standard deviation of the context. */
  deviation: number;
  observed: number;
}

/** Source: RECIPE A, steps 1 and 2. */
export function seasonalScale(context: Float64Array, season: number): SeasonalScale {
  let sum = 0;
  let squares = 0;
  let observed = 0;
  let differences = 0;
  let absolute = 0;
  let lastSum = 0;
  let lastObserved = 0;
  for (let t = context.length - 1; t >= 0; t--) {
    const value = context[t];
    if (Number.isNaN(value)) continue;
    observed++;
    sum += value;
    if (lastObserved < season) {
      lastObserved++;
      lastSum += value;
    }
    const difference = t >= season ? value - context[t - season] : Number.NaN;
    if (Number.isNaN(difference)) continue;
    differences++;
    absolute += Math.abs(difference);
  }
  const mean = observed === 0 ? 0 : sum / observed;
  for (const value of context) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  const deviation = observed === 0 ? 0 : Math.sqrt(squares / observed);
  const level = lastObserved === 0 ? 0 : lastSum / lastObserved;
  const typical = differences === 0 ? deviation : absolute / differences;
  const scale = Math.max(typical, deviationShareMin * deviation, scaleFloor(level));
  return { level, scale, deviation, observed };
}
