import { areRounding, isConstant, seasonalDifferences } from './repetition.ts';

/** Mean absolute seasonal difference before `trainEnd`, in the units of the series: the denominator of MASE.
 *  Null without any difference, or if rounding explains all of them. Source: Hyndman & Koehler (2006). */
export function insampleError(raw: Float64Array, trainEnd: number, season: number): number | null {
  const known = raw.subarray(0, trainEnd);
  const differences = seasonalDifferences(known, season);
  const { count, errors } = differences;
  if (errors === 0) return null;
  // Without a season the range of the values tells small steps of a trend from rounding.
  const areNone = areRounding(differences) && (season > 1 || isConstant(known));
  return areNone ? null : errors / count;
}
