/** Limits of instant forecasts, of the service and of the baseline of cards and backtests. */
import type { ModelSpec } from '../../contracts/schemas/index.ts';
import { type Range, rangeFor } from '../history/index.ts';
import { zeroPhases } from '../statistics/index.ts';

export interface InstantLimits {
  range: Range;
  /** Whether a step, from 0, can only be zero; null: none is known to be. */
  isZero: ((h: number) => boolean) | null;
}

/** Limits of the forecast after the values. A forecast of values that were never negative is not negative, unless a
 *  bound says so.
 *  @param hasEffects whether the forecast has effects of known covariates: they may open a day that was closed */
export function instantLimits(
  read: Float64Array,
  {
    bounds,
    seasons,
    hasEffects,
  }: { bounds: ModelSpec['bounds']; seasons: readonly number[]; hasEffects: boolean },
): InstantLimits {
  return {
    range: rangeFor({ bounds, lower_bound: 0 }, read),
    isZero: hasEffects ? null : zerosAfter(read, seasons),
  };
}

/** Steps after the values that are zero in any of the seasons; null if there are none. */
function zerosAfter(read: Float64Array, seasons: readonly number[]): InstantLimits['isZero'] {
  const found = seasons.flatMap((season) => zeroPhases(read, season) ?? []);
  return found.length === 0 ? null : (h) => found.some((isZero) => isZero(h));
}
