/** Linear effects of covariates that are known in advance on one series. The effects are taken out of the series before
 *  it is forecast, and those of the future are added to the forecast.
 *  T observations, p covariates, n differences. */

import { exponentMax } from '../history/index.ts';
import { observedMean } from '../statistics/index.ts';

/** Effects of covariates on a series. */
export interface KnownEffects {
  /** Effect at each time of the history and the horizon; its mean over the history is 0. */
  effects: Float64Array;
  /** Whether the effects are of logarithms: then they multiply the values by exp(effect). */
  areRelative: boolean;
  /** Which covariates have an effect. [p] */
  isUsed: boolean[];
}

/** Differences that are fitted at most, the last ones, and fewest differences for each covariate that is used. */
const differencesMax = 4_000;
const differencesEach = 8;
/** Covariates that are used at most. */
const usedMax = 16;
/** Smallest share of the variance that a fit leaves: less is rounding. */
const leftShareMin = 1e-12;
/** Differences of a covariate up to this share of its values are rounding. */
const roundingShare = 1e-9;

/** Fits the effects by least squares of differences of the series on those of the covariates: from one step to the next, and
 *  from season to season. Covariates are added one by one while that lowers the extended Bayesian criterion
 *  n·log(Σe²) + k·(log n + 2·log p), where k are used. Of steps and seasons, and of values and logarithms, the fit
 *  with the smallest errors is taken, with covariates or without. A covariate that only shares the season explains differences of
 *  steps, but the season alone explains more. Null if no covariate has an effect.
 *  @param values observations before the origin; NaN is missing. [T]
 *  @param columns covariates over the history and the horizon; NaN is missing. [p][≥ T]
 *  @param season observations in a season, 1 where there is none
 *  Source: Chen & Chen (2008), "Extended Bayesian information criteria". */
export function knownEffects(
  values: Float64Array,
  columns: readonly Float64Array[],
  season: number,
): KnownEffects | null {
  const known = columns.map((column) => centred(column, values.length));
  const logs = values.some((value) => value <= 0) ? null : values.map(Math.log);
  let best: (Fit & { lag: number; areRelative: boolean }) | null = null;
  for (const lag of new Set([1, season]))
    for (const areRelative of logs === null ? [false] : [false, true]) {
      const fit = fitDifferences(areRelative ? logs! : values, known, lag);
      if (fit === null) continue;
      // The density of a value is that of its logarithm over the value.
      const logVariance = fit.logVariance + (areRelative ? 2 * observedMean(logs!) : 0);
      if (best === null || logVariance < best.logVariance) best = { ...fit, logVariance, lag, areRelative };
    }
  if (best === null) return null;
  const { areRelative, lag } = best;
  const read = areRelative ? logs! : values;
  const slopes = lag === 1 ? best.slopes : withRepeating(best.slopes, read, known, lag);
  const isUsed = slopes.map((slope) => slope !== 0);
  return isUsed.includes(true) ? { effects: effectsOf(slopes, known), areRelative, isUsed } : null;
}

/** Slopes of a fit to seasons, and of the covariates that repeat with the season, such as a day that is always closed. Only steps
 *  show their effect, which counts where they stop to repeat. [p] */
function withRepeating(
  slopes: readonly number[],
  values: Float64Array,
  known: readonly Float64Array[],
  season: number,
): number[] {
  const effects = effectsOf(slopes, known);
  const rest = values.map((value, t) => value - effects[t]);
  const repeating = known.map((column) =>
    repeats(column, season, values.length) ? column : new Float64Array(column.length),
  );
  const fit = fitDifferences(rest, repeating, 1);
  return slopes.map((slope, c) => slope + (fit?.slopes[c] ?? 0));
}

/** Whether the values before `end` are those of one season earlier, except for rounding. */
function repeats(column: Float64Array, season: number, end: number): boolean {
  let largest = 0;
  for (let t = 0; t < end; t++) largest = Math.max(largest, Math.abs(column[t]));
  for (let t = season; t < end; t++)
    if (Math.abs(column[t] - column[t - season]) > roundingShare * largest) return false;
  return true;
}

/** Sum of the effects of all covariates. [≥ T] */
function effectsOf(slopes: readonly number[], known: readonly Float64Array[]): Float64Array {
  const effects = new Float64Array(Math.max(...known.map((column) => column.length)));
  for (const [c, slope] of slopes.entries())
    if (slope !== 0) for (let t = 0; t < known[c].length; t++) effects[t] += slope * known[c][t];
  return effects;
}

/** Values without the effects of the covariates. Position 0 of both is the same time. */
export function withoutEffects(values: Float64Array, { effects, areRelative }: KnownEffects): Float64Array {
  return values.map((value, t) => (areRelative ? value / factorOf(effects[t]) : value - effects[t]));
}

/** Adds the effects of the steps from `origin` on to their quantiles [K, Q], in place, and returns them. */
export function addEffects(
  quantiles: Float64Array,
  { effects, areRelative }: KnownEffects,
  origin: number,
  Q: number,
): Float64Array {
  for (let i = 0; i < quantiles.length; i++) {
    const effect = effects[origin + Math.floor(i / Q)] ?? 0;
    quantiles[i] = areRelative ? quantiles[i] * factorOf(effect) : quantiles[i] + effect;
  }
  return quantiles;
}

function factorOf(effect: number): number {
  return Math.exp(Math.min(exponentMax, effect));
}

/** A column less its mean over the history. A missing value is 0, as the mean is. */
function centred(column: Float64Array, end: number): Float64Array {
  const mean = observedMean(column.subarray(0, end));
  return column.map((value) => (Number.isNaN(value) || Number.isNaN(mean) ? 0 : value - mean));
}

interface Fit {
  /** 0 for a covariate that is not used. [p] */
  slopes: number[];
  /** Logarithm of the mean squared error; −∞ without an error. */
  logVariance: number;
}

/** Sums of products of differences over the n times at which the series is observed. */
interface Products {
  n: number;
  yy: number;
  xy: Float64Array; // [p]
  xx: Float64Array; // [p, p]
}

/** Null with too few differences for one covariate, or with values that are too large. */
function fitDifferences(values: Float64Array, columns: readonly Float64Array[], lag: number): Fit | null {
  const { n, yy, xy, xx } = productsOf(values, columns, lag);
  const p = columns.length;
  if (n < differencesEach || !Number.isFinite(yy)) return null;
  const criterion = (left: number, k: number) =>
    n * Math.log(Math.max(left / yy, leftShareMin)) + k * (Math.log(n) + 2 * Math.log(p));
  let used: number[] = [];
  let slopes: number[] = [];
  let left = yy;
  while (left > 0 && used.length < usedMax && n >= differencesEach * (used.length + 1)) {
    let next: { used: number[]; slopes: number[]; left: number } | null = null;
    for (let c = 0; c < p; c++) {
      if (used.includes(c) || xx[c * p + c] === 0) continue;
      const tried = [...used, c];
      const solved = solve(tried, xx, xy, p);
      if (solved === null) continue;
      const explained = solved.reduce((sum, slope, i) => sum + slope * xy[tried[i]], 0);
      if (next === null || yy - explained < next.left)
        next = { used: tried, slopes: solved, left: yy - explained };
    }
    if (next === null || criterion(next.left, used.length + 1) >= criterion(left, used.length)) break;
    ({ used, slopes, left } = next);
  }
  const all = new Array<number>(p).fill(0);
  for (const [i, c] of used.entries()) all[c] = slopes[i];
  return { slopes: all, logVariance: Math.log(Math.max(left, leftShareMin * yy) / n) };
}

function productsOf(values: Float64Array, columns: readonly Float64Array[], lag: number): Products {
  const p = columns.length;
  const products = { n: 0, yy: 0, xy: new Float64Array(p), xx: new Float64Array(p * p) };
  const x = new Float64Array(p);
  for (let t = Math.max(lag, values.length - differencesMax); t < values.length; t++) {
    const y = values[t] - values[t - lag];
    if (Number.isNaN(y)) continue;
    products.n++;
    products.yy += y * y;
    for (let c = 0; c < p; c++) {
      x[c] = columns[c][t] - columns[c][t - lag];
      products.xy[c] += x[c] * y;
      for (let d = 0; d <= c; d++) products.xx[c * p + d] += x[c] * x[d];
    }
  }
  for (let c = 0; c < p; c++) for (let d = 0; d < c; d++) products.xx[d * p + c] = products.xx[c * p + d];
  return products;
}

/** Share of the variance of a covariate that the other ones must not explain. */
const ownShareMin = 1e-8;

/** Slopes of the least squares on some covariates, by the Cholesky decomposition; null if one of them is a
 *  combination of the others. */
function solve(of: readonly number[], xx: Float64Array, xy: Float64Array, p: number): number[] | null {
  const k = of.length;
  const lower: number[][] = [];
  const forward: number[] = [];
  for (let i = 0; i < k; i++) {
    lower[i] = [];
    for (let j = 0; j <= i; j++) {
      let sum = xx[of[i] * p + of[j]];
      for (let l = 0; l < j; l++) sum -= lower[i][l] * lower[j][l];
      if (j < i) lower[i][j] = sum / lower[j][j];
      else if (!(sum > ownShareMin * xx[of[i] * p + of[i]])) return null;
      else lower[i][i] = Math.sqrt(sum);
    }
    let sum = xy[of[i]];
    for (let l = 0; l < i; l++) sum -= lower[i][l] * forward[l];
    forward[i] = sum / lower[i][i];
  }
  const slopes = new Array<number>(k);
  for (let i = k - 1; i >= 0; i--) {
    let sum = forward[i];
    for (let l = i + 1; l < k; l++) sum -= lower[l][i] * slopes[l];
    slopes[i] = sum / lower[i][i];
  }
  return slopes;
}
