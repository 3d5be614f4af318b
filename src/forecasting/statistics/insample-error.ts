/** Mean absolute seasonal difference before `trainEnd`, in the units of the series: the denominator of MASE.
 *  Null without any difference, or if all are zero. Source: Hyndman & Koehler (2006). */
export function insampleError(raw: Float64Array, trainEnd: number, season: number): number | null {
  let sum = 0;
  let count = 0;
  for (let t = season; t < trainEnd; t++) {
    const size = Math.abs(raw[t] - raw[t - season]);
    if (Number.isNaN(size)) continue;
    sum += size;
    count++;
  }
  return count === 0 || sum === 0 ? null : sum / count;
}
