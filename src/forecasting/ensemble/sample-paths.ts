import { createRng, type Rng } from '../../engine/index.ts';
import { decimated, normalQuantile, straightLine } from '../statistics/index.ts';

/** Normal scores of sample paths: a Gaussian copula over the steps of the horizon. Each step's score is a standard
 *  normal variable, so that a path read off the quantile functions of the steps has exactly their distributions. The
 *  correlation of two steps is a mixture of three patterns that errors of forecasts have. It is fitted to the ranks of
 *  held-out errors. Steps h and k count from 1:
 *
 *      corr(h, k) = level · 1                        all steps err alike
 *                 + walk · √(min(h, k) / max(h, k))   errors add up, as those of a random walk
 *                 + rest · ρ^|h − k|                  errors that fade, as those of an AR(1)
 */
export interface PathCorrelation {
  level: number;
  walk: number;
  /** ρ */
  neighbours: number;
}

/** Correlation that is assumed if too few windows are held out to measure it. Without a season it is that of a level
 *  which takes over a share of each error: all of it is a random walk, nothing is noise. With a season it is that of
 *  deviations from the season, which fade.
 *  @param tail observations that the forecast reads, transformed */
export function assumedCorrelation(season: number, tail: Float64Array): PathCorrelation {
  return season === 1 ? levelCorrelation(tail) : deviationCorrelation(season, tail);
}

/** Last values by which the share is chosen, and the shares that are tried. */
const levelValuesMax = 200;
const sharesTried = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** Fewer values do not tell noise from a random walk, which has the wider sums. */
const levelValuesMin = 8;
/** Steps at which the correlation of errors around a level is that of the mixture. */
const [near, far] = [4, 8];

function levelCorrelation(tail: Float64Array): PathCorrelation {
  const values = tail.slice(-levelValuesMax).filter((value) => !Number.isNaN(value));
  if (values.length < levelValuesMin) return { level: 0, walk: 1, neighbours: 0 };
  // All steps share the error of a line through the values, of which two numbers are estimated.
  const level = 2 / (values.length + 2);
  return { level, walk: (1 - level) * walkOfLevel(shareOfErrors(values)), neighbours: 0 };
}

/** Share of an error that moves the level, by least squares of one-step errors around a straight line. */
function shareOfErrors(values: Float64Array): number {
  const { intercept, slope } = straightLine(values);
  const rest = values.map((value, t) => value - intercept - slope * (t + 1));
  return leastSquares(rest, [1]).share;
}

/** A level that keeps a part of itself at each step and takes over a share of each error: an ARMA(1, 1) about zero. */
interface Fading {
  share: number;
  kept: number;
}

/** The level with the least squares of one-step errors. NaN is missing.
 *  @param penalty factor of the squares of a level that moves */
function leastSquares(rest: Float64Array, keptTried: readonly number[], penalty = 1): Fading {
  let best = { share: 1, kept: 1, squares: Number.POSITIVE_INFINITY };
  for (const kept of keptTried)
    for (const share of sharesTried) {
      let level = 0;
      let squares = 0;
      for (const value of rest) {
        const error = Number.isNaN(value) ? 0 : value - level;
        squares += error ** 2;
        level = kept * level + share * error;
      }
      squares *= share > 0 ? penalty : 1;
      if (squares < best.squares) best = { share, kept, squares };
    }
  return best;
}

/** Seasons that are read for the deviations from their mean, at most and at least, and values of
 *  more than two seasons. */
const seasonsMax = 8;
const seasonsMin = 2;
const deviationsMax = 4_000;
const keptTried = [0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1];
/** Two parameters, by the information criterion of Akaike. */
const penaltyOfLevel = 4;
/** Steps whose errors the mixture resembles. */
const stepsCompared = [1, 2, 3, 5, 8, 12, 18, 24];

function deviationCorrelation(season: number, tail: Float64Array): PathCorrelation {
  const length = Math.max(levelValuesMax, seasonsMin * season, Math.min(seasonsMax * season, deviationsMax));
  const read = tail.slice(-length);
  const values = read.subarray(read.length % season);
  if (values.length < seasonsMin * season) return levelCorrelation(tail);
  const fading = leastSquares(deviationsOf(values, season), keptTried, 1 + penaltyOfLevel / values.length);
  const pairs = stepsCompared.flatMap((k, j) =>
    stepsCompared.slice(0, j).map((h) => ({ h, k, correlation: errorCorrelation(fading, h, k) })),
  );
  return nearestMixture(pairs);
}

/** Deviations of whole seasons from a line through their means, and from the means of the phases; NaN stays. */
function deviationsOf(values: Float64Array, season: number): Float64Array {
  const means = phaseMeans(values, season);
  const deviations = values.map((value, t) => value - means[t % season]);
  const seasons = Float64Array.from({ length: values.length / season }, (_, i) =>
    meanOf(deviations.subarray(i * season, (i + 1) * season)),
  );
  const slope = straightLine(seasons).slope / season;
  const level = values.map((value, t) => value - slope * t);
  const levels = phaseMeans(level, season);
  return level.map((value, t) => value - levels[t % season]);
}

/** Mean of each phase. [season] */
function phaseMeans(values: Float64Array, season: number): Float64Array {
  const seasons = values.length / season;
  return Float64Array.from({ length: season }, (_, phase) =>
    meanOf(Float64Array.from({ length: seasons }, (_, i) => values[i * season + phase])),
  );
}

/** Mean of the observed values; 0 without any. */
function meanOf(values: Float64Array): number {
  const observed = values.filter((value) => !Number.isNaN(value));
  return observed.reduce((sum, value) => sum + value, 0) / Math.max(1, observed.length);
}

/** Correlation of the errors h and k > h steps ahead. A shock counts by its weight j steps later: 1, then
 *  share · kept^(j − 1). */
function errorCorrelation({ share, kept }: Fading, h: number, k: number): number {
  const weight = (j: number) => (j === 0 ? 1 : share * kept ** (j - 1));
  const covariance = (by: number) => {
    let sum = 0;
    for (let j = 0; j < h; j++) sum += weight(j) * weight(j + by);
    return sum;
  };
  let variance = 0;
  for (let j = 0; j < k; j++) variance += weight(j) ** 2;
  return covariance(k - h) / Math.sqrt(covariance(0) * variance);
}

/** Weight of the random walk. Errors of a level h and k > h steps ahead have the variances 1 + (h − 1)·share² and the
 *  covariance share + (h − 1)·share². */
function walkOfLevel(share: number): number {
  const covariance = share + (near - 1) * share ** 2;
  const variances = (1 + (near - 1) * share ** 2) * (1 + (far - 1) * share ** 2);
  return covariance / Math.sqrt(variances) / Math.sqrt(near / far);
}

/** Least number of windows for a correlation that is not chance, and the largest number of steps that are compared. */
const windowsMin = 20;
const stepsMax = 24;
const weightsTried = Array.from({ length: 11 }, (_, i) => i / 10);
const neighboursTried = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/** Fits the mixture to held-out errors by least squares over all pairs of steps. Only the ranks of the scores at each
 *  step count, so that fans of a wrong width change nothing.
 *  @param scores [N][K], position of each observation in its forecast distribution, in any monotone measure; NaN where
 *  there is no observation
 *  @returns null with too few windows */
export function measuredCorrelation(scores: readonly Float64Array[]): PathCorrelation | null {
  const horizon = scores[0]?.length ?? 0;
  if (scores.length < windowsMin) return null;
  const steps = decimated(
    Array.from({ length: horizon }, (_, h) => h),
    stepsMax,
  );
  const ranked = steps.map((h) => normalScores(scores.map((window) => window[h])));
  const pairs = steps.flatMap((k, i) =>
    steps
      .slice(0, i)
      .map((h, j) => ({ h: h + 1, k: k + 1, correlation: correlationOf(ranked[i], ranked[j]) })),
  );
  const comparable = pairs.filter(({ correlation }) => !Number.isNaN(correlation));
  return comparable.length === 0 ? null : nearestMixture(comparable);
}

/** Least squares over pairs of steps, which count from 1, h < k. */
function nearestMixture(pairs: readonly { h: number; k: number; correlation: number }[]): PathCorrelation {
  let best = { misfit: Number.POSITIVE_INFINITY, level: 0, walk: 1, neighbours: 0 };
  for (const level of weightsTried)
    for (const walk of weightsTried.filter((weight) => weight <= 1 - level + 1e-9))
      for (const neighbours of neighboursTried) {
        const misfit = pairs.reduce((sum, { h, k, correlation }) => {
          const mixed = level + walk * Math.sqrt(h / k) + (1 - level - walk) * neighbours ** (k - h);
          return sum + (mixed - correlation) ** 2;
        }, 0);
        if (misfit < best.misfit) best = { misfit, level, walk, neighbours };
      }
  const { level, walk, neighbours } = best;
  return { level, walk, neighbours };
}

/** Normal scores of the ranks; NaN stays. Equal values have the mean of their ranks. */
function normalScores(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  return values.map((value) => {
    if (Number.isNaN(value)) return Number.NaN;
    const middle = (sorted.indexOf(value) + sorted.lastIndexOf(value) + 1) / 2;
    return normalQuantile(middle / sorted.length);
  });
}

/** Correlation over pairs without NaN; NaN if there are too few pairs or no variance. */
function correlationOf(a: readonly number[], b: readonly number[]): number {
  let count = 0;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (const [i, x] of a.entries()) {
    const y = b[i];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    count++;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return count < windowsMin || aa === 0 || bb === 0 ? Number.NaN : ab / Math.sqrt(aa * bb);
}

/** The scores of one path. @returns [K] */
export function drawScores(
  rng: Rng,
  horizon: number,
  { level, walk, neighbours }: PathCorrelation,
): Float64Array {
  const scores = new Float64Array(horizon);
  const common = Math.sqrt(level) * rng.normal();
  const walkShare = Math.sqrt(walk);
  const fadingShare = Math.sqrt(Math.max(0, 1 - level - walk));
  let sum = 0;
  let fading = 0;
  for (let h = 0; h < horizon; h++) {
    sum += rng.normal();
    const shock = rng.normal();
    fading = h === 0 ? shock : neighbours * fading + Math.sqrt(1 - neighbours ** 2) * shock;
    scores[h] = common + (walkShare * sum) / Math.sqrt(h + 1) + fadingShare * fading;
  }
  return scores;
}

/** Random numbers for the paths of one series. They do not depend on the other series of the call. Source
 *  of the mixing: FNV-1a. */
export function pathRng(seed: number, seriesId: string): Rng {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seriesId.length; i++) hash = Math.imul(hash ^ seriesId.charCodeAt(i), 0x01000193);
  return createRng(seed * 2 ** 20 + ((hash >>> 0) % 2 ** 20));
}
