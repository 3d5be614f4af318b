/** Season of a series by classical decomposition: deviations from a centred moving average, averaged by phase. */

export interface SeasonIndex {
  /** Finds the index of the values before `n`, and takes it from them.
   *  @param sums prefix sums of z [n + 1]
   *  @param season steps in a season, m
   *  @returns the factor in [0, 1] by which the index was shrunk, because it is uncertain; 0 without a season */
  take(z: Float64Array, sums: Float64Array, n: number, season: number): number;
  /** The index, shrunk; 0 without a season. [m] */
  readonly index: Float64Array;
  /** The values without their season. [n] */
  readonly adjusted: Float64Array;
}

/** @param valuesMax largest number of values */
export function createSeasonIndex(valuesMax: number): SeasonIndex {
  const adjusted = new Float64Array(valuesMax);
  const index = new Float64Array(valuesMax);
  const counts = new Float64Array(valuesMax);

  return {
    index,
    adjusted,
    take(z, sums, n, m) {
      if (m === 1 || n < 2 * m) {
        index.fill(0, 0, m);
        adjusted.set(n === z.length ? z : z.subarray(0, n));
        return 0;
      }
      const half = m >> 1;
      const isEven = m % 2 === 0;
      index.fill(0, 0, m);
      counts.fill(0, 0, m);
      let squares = 0;
      for (let t = half, i = half; t + half < n; t++) {
        const whole = sums[t + half + 1] - sums[t - half];
        const trend = (isEven ? whole - 0.5 * (z[t - half] + z[t + half]) : whole) / m;
        const apart = z[t] - trend;
        index[i] += apart;
        counts[i]++;
        squares += apart * apart;
        if (++i === m) i = 0;
      }
      const shrinkage = shrunk(squares / Math.max(1, n - 2 * half), m);
      for (let t = 0, i = 0; t < n; t++) {
        adjusted[t] = z[t] - index[i];
        if (++i === m) i = 0;
      }
      return shrinkage;
    },
  };

  /** Makes means of the sums in `index`, centres and shrinks them.
   *  @param total variance of the deviations */
  function shrunk(total: number, m: number): number {
    let mean = 0;
    let cycles = 0;
    for (let i = 0; i < m; i++) {
      index[i] = counts[i] === 0 ? 0 : index[i] / counts[i];
      mean += index[i] / m;
      cycles += counts[i] / m;
    }
    let variance = 0;
    for (let i = 0; i < m; i++) {
      index[i] -= mean;
      variance += (index[i] * index[i]) / m;
    }
    const residual = Math.max(0, total - variance);
    const shrinkage =
      variance === 0 ? 0 : Math.max(0, Math.min(1, 1 - residual / Math.max(1, cycles) / variance));
    for (let i = 0; i < m; i++) index[i] *= shrinkage;
    return shrinkage;
  }
}
