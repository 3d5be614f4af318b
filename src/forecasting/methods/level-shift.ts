import { findLevels, type Levels } from '../statistics/index.ts';
import { ses } from './ets.ts';
import { deseasonalised, reseasonalised, withoutSeason } from './fitting/decomposition.ts';
import { perSeries } from './method.ts';

/** Halvings of the range in which a quantile is searched. */
const halvings = 40;

/** The mean since the last shift of the level, for the seasonally adjusted series. Quantiles are those of normal noise
 *  around it, or around a level that has shifted again: shifts come at the past rate, and are as large as the past
 *  ones. A series without a confirmed shift is forecast by simple smoothing. */
export const levelShift = perSeries((history, task) => {
  const { horizon, levels, season } = task;
  const { values: adjusted, index, kind } = deseasonalised(history, season);
  const fitted = findLevels(adjusted);
  const smoothed = ses.fit([history], task)[0];
  if (fitted === null) return smoothed;
  return (later) => {
    const { values } = withoutSeason(later, index, kind);
    const found = later.length === history.length ? fitted : findLevels(values);
    if (found === null) return smoothed(later);
    const point = new Float64Array(horizon).fill(found.level);
    return reseasonalised(
      { point, quantiles: quantilesOf(found, horizon, levels) },
      { index, kind, from: values.length, Q: levels.length },
    );
  };
});

/** Whether a history shows shifts of the level. */
export function showsLevelShifts(history: Float64Array, season: number): boolean {
  return findLevels(deseasonalised(history, season).values) !== null;
}

/** Quantiles of the mixture of noise around the level and around one that has shifted. [K, Q] */
function quantilesOf(
  { level, length, deviation, jump, rate }: Levels,
  horizon: number,
  levels: readonly number[],
): Float64Array {
  const near = deviation * Math.sqrt(1 + 1 / length);
  const far = Math.hypot(near, jump);
  const quantiles = new Float64Array(horizon * levels.length);
  for (let h = 0; h < horizon; h++) {
    const shifted = 1 - (1 - rate) ** (h + 1);
    for (const [k, p] of levels.entries())
      quantiles[h * levels.length + k] = level + mixtureQuantile(p, near, far, shifted);
  }
  return quantiles;
}

/** Quantile of two normal distributions around 0, of which the wider one has the weight `share`. */
function mixtureQuantile(p: number, near: number, far: number, share: number): number {
  if (p === 0.5) return 0;
  const widest = 8;
  let [low, high] = [-widest * far, widest * far];
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    const below = (1 - share) * normalShare(middle / near) + share * normalShare(middle / far);
    if (below < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Φ(x) with an error below 1e-7. Source: Abramowitz & Stegun (1964), 26.2.17. */
function normalShare(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return x > 0 ? 1 - tail : tail;
}
