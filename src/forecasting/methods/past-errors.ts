import { empiricalQuantile, normalQuantile } from '../quantiles.ts';
import type { MethodTask } from './method.ts';

/** With fewer past errors than this the outer quantiles of a sample say nothing: a normal distribution stands in. */
const errorsMin = 20;

/** Symmetric quantiles of what repeating the value `lag` steps before got wrong in the past, per step of the horizon.
 *  K horizon steps, Q levels, m season; step h (from 0) repeats the value m·(⌊h/m⌋+1) before it.
 *  From sizes |e|: q(p) = ±quantile(|e|, |2p-1|), so the median is the path. Where there are fewer than 20 errors, a
 *  normal distribution with the mean square over one season, growing with the root of the seasons. */
export function repeatErrorQuantiles(values: Float64Array, season: number, task: MethodTask): Float64Array {
  const { horizon, levels } = task;
  const quantiles = new Float64Array(horizon * levels.length);
  for (let h = 0; h < horizon; h++) {
    const seasons = Math.floor(h / season) + 1;
    if (h > 0 && h % season !== 0) {
      quantiles.copyWithin(h * levels.length, (h - 1) * levels.length, h * levels.length);
      continue;
    }
    const row = quantiles.subarray(h * levels.length, (h + 1) * levels.length);
    const lag = season * seasons;
    if (values.length - lag >= errorsMin) {
      const sizes = new Float64Array(values.length - lag);
      for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(values[i + lag] - values[i]);
      row.set(symmetricQuantiles(sizes.sort(), levels));
    } else {
      const deviation = Math.sqrt(meanSquareChange(values, season) * seasons);
      for (const [k, p] of levels.entries()) row[k] = deviation * normalQuantile(p);
    }
  }
  return quantiles;
}

/** q(p) = ±quantile(|e|, |2p-1|) from sorted sizes |e|. [Q] */
export function symmetricQuantiles(sizes: Float64Array, levels: readonly number[]): Float64Array {
  return Float64Array.from(levels, (p) =>
    p === 0.5 ? 0 : Math.sign(p - 0.5) * empiricalQuantile(sizes, Math.abs(2 * p - 1)),
  );
}

/** Of differences over `lag` steps; over one step where the series is too short for that, 0 for a single value. */
function meanSquareChange(values: Float64Array, lag: number): number {
  if (values.length <= lag) return lag > 1 ? meanSquareChange(values, 1) : 0;
  let sum = 0;
  for (let t = lag; t < values.length; t++) sum += (values[t] - values[t - lag]) ** 2;
  return sum / (values.length - lag);
}
