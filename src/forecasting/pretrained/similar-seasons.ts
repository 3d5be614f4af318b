import { exact } from '../../engine/index.ts';

/** Sequels of past seasons that are similar to the last ones: the nearer, the more weight. Levels are taken away
 *  before, so that shapes are compared. Source: the method of analogues (Lorenz 1969). */
export interface SimilarSeasons {
  /** Compares the last `seasons` seasons before `origin` with all earlier ones.
   *  @param sums prefix sums of z [n + 1] */
  fit(z: Float64Array, sums: Float64Array, origin: number, season: number, seasons: number): void;
  /** Difference from the level of the last season, `step` ≥ 1 steps after the origin; NaN if nothing similar is that
   *  long ago. Steps from 0 down are those of the last season. */
  at(step: number): number;
}

/** Distance, in those of the third nearest season, at which the weight is a third; the least weight that counts. */
const breadth = 0.3;
const nearCount = 3;
const weightMin = 1e-4;

/** @param seasonsMax largest number of seasons in a context */
export function createSimilarSeasons(seasonsMax: number): SimilarSeasons {
  const distances = new Float64Array(seasonsMax);
  const weights = new Float64Array(seasonsMax);
  const ends = new Int32Array(seasonsMax);
  const levels = new Float64Array(seasonsMax);
  const nearest = new Float64Array(nearCount);
  let count = 0;
  let of: Float64Array;
  let n = 0;

  return {
    fit(z, sums, origin, season, seasons) {
      of = z;
      n = origin;
      const candidates = Math.floor(n / season) - seasons;
      nearest.fill(Number.POSITIVE_INFINITY);
      for (let k = 0; k <= candidates; k++) {
        const end = n - k * season;
        ends[k] = end;
        levels[k] = (sums[end] - sums[end - season]) / season;
      }
      if (candidates > 0)
        exact.seasonDistances({ n, season, length: seasons * season, candidates }, z, levels, distances);
      for (let k = 1; k <= candidates; k++) keepNearest(distances[k]);
      const near = nearest[Math.min(nearCount, candidates) - 1] ?? 0;
      const unit = Math.max(breadth * near, Number.MIN_VALUE); // 0 for exact repeats
      count = 0;
      for (let k = 1; k <= candidates; k++) {
        const weight = Math.exp((nearest[0] - distances[k]) / unit);
        if (!(weight >= weightMin)) continue;
        weights[count] = weight;
        ends[count] = ends[k];
        levels[count] = levels[k];
        count++;
      }
    },
    at(step) {
      let sum = 0;
      let total = 0;
      for (let i = 0; i < count; i++) {
        const t = ends[i] + step - 1;
        if (t >= n) continue;
        sum += weights[i] * (of[t] - levels[i]);
        total += weights[i];
      }
      return total > 0 ? sum / total : Number.NaN;
    },
  };

  function keepNearest(distance: number): void {
    let inserted = distance;
    for (let i = 0; i < nearCount; i++)
      if (inserted < nearest[i]) [nearest[i], inserted] = [inserted, nearest[i]];
  }
}
