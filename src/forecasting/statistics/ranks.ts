import { exact, type LagChange } from '../../engine/index.ts';

/** `empiricalQuantile` of a sample that is not sorted, at each p. The sample is overwritten.
 *  @param sample at least one value, no NaN */
export function empiricalQuantiles(sample: Float64Array, p: ArrayLike<number>): Float64Array {
  const quantiles = new Float64Array(p.length);
  exact.empiricalQuantiles(sample, sample.length, Float64Array.from(p), quantiles);
  return quantiles;
}

/** The same for the changes of a series over `lag` steps.
 *  @param values more than `lag` */
export function lagQuantiles(
  values: Float64Array,
  lag: number,
  change: LagChange,
  p: Float64Array,
): Float64Array {
  const quantiles = new Float64Array(p.length);
  exact.lagQuantiles(values, lag, change, p, quantiles);
  return quantiles;
}
