/** Effects of covariates that are known in advance on one series, linear or with a bend. The effects are taken out of
 *  the series before it is forecast, and those of the future are added to the forecast.
 *  T observations, p covariates, n differences. */

import { exponentMax } from '../history/index.ts';
import { empiricalQuantile, observedMean } from '../statistics/index.ts';

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
export const differencesMax = 4_000;
const differencesEach = 8;
/** Terms that are used at most. */
const usedMax = 16;
/** Shares of the observations of a covariate below the places where its effect may bend. */
const knotShares = [0.1, 0.3, 0.5, 0.7, 0.9];
/** Covariates that a bend counts as: linear effects on correlated values show no bends then. */
const bendCount = 4;
/** Bends that are fitted beside all used terms, each time that one may be added. */
const bendsTriedMax = 4;
/** Smallest share of the variance that a fit leaves: less is rounding. */
const leftShareMin = 1e-12;
/** Differences of a covariate up to this share of its values are rounding. */
const roundingShare = 1e-9;

/** Fits the effects by least squares of differences of the series on those of the covariates: from one step to the
 *  next, and from season to season. Covariates are added one by one while that lowers the extended Bayesian criterion
 *  n·log(Σe²) + k·(log n + 2·log p), where k are used. Then bends are added, such as that between heating and cooling,
 *  while they lower it too: a bend counts as four of p covariates and bends. Of steps and seasons, and of values and
 *  logarithms, the fit with the smallest errors is taken, with covariates or without. A covariate that only shares the
 *  season explains differences of steps, but the season alone explains more. Null if no covariate has an effect.
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
  const bends = bendsOf(columns, values.length);
  const logs = values.some((value) => value <= 0) ? null : values.map(Math.log);
  let best: (Fit & { lag: number; areRelative: boolean }) | null = null;
  for (const lag of new Set([1, season])) {
    const steps = bendSteps(bends, timesOfDifferences(values, lag), known, lag);
    for (const areRelative of logs === null ? [false] : [false, true]) {
      const fit = fitDifferences(areRelative ? logs! : values, known, steps, lag);
      if (fit === null) continue;
      // The density of a value is that of its logarithm over the value.
      const logVariance = fit.logVariance + (areRelative ? 2 * observedMean(logs!) : 0);
      if (best === null || logVariance < best.logVariance) best = { ...fit, logVariance, lag, areRelative };
    }
  }
  if (best === null) return null;
  const { areRelative, lag } = best;
  const read = areRelative ? logs! : values;
  const terms = lag === 1 ? best.terms : withRepeating(best.terms, read, known, lag);
  const isUsed = known.map((_, c) => terms.some((term) => term.covariate === c && term.slope !== 0));
  return isUsed.includes(true) ? { effects: effectsOf(terms, known), areRelative, isUsed } : null;
}

/** Terms of a fit to seasons, and of the covariates that repeat with the season, such as a day that is always closed.
 *  Only steps show their effect, which counts where they stop to repeat. */
function withRepeating(
  terms: readonly Term[],
  values: Float64Array,
  known: readonly Float64Array[],
  season: number,
): Term[] {
  const effects = effectsOf(terms, known);
  const rest = values.map((value, t) => value - effects[t]);
  const repeating = known.map((column) =>
    repeats(column, season, values.length) ? column : new Float64Array(column.length),
  );
  const fit = fitDifferences(rest, repeating, [], 1);
  return [...terms, ...(fit?.terms ?? [])];
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
function effectsOf(terms: readonly Term[], known: readonly Float64Array[]): Float64Array {
  const effects = new Float64Array(Math.max(...known.map((column) => column.length)));
  for (const { column, slope } of terms)
    if (slope !== 0) for (let t = 0; t < column.length; t++) effects[t] += slope * column[t];
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

/** A column less its mean over the history. A missing value is 0: it has the mean effect. */
function centred(column: Float64Array, end: number): Float64Array {
  const mean = observedMean(column.subarray(0, end));
  return column.map((value) => (Number.isNaN(value) || Number.isNaN(mean) ? 0 : value - mean));
}

/** Part of the effect of a covariate, before it is fitted. */
interface Candidate {
  covariate: number;
  /** The covariate itself, or what it exceeds a knot by; the mean over the history is 0. [≥ T] */
  column: Float64Array;
}

/** Differences of a bend at the fitted times, and sums of their products with themselves and with
 *  those of its covariate. */
interface BendSteps extends Candidate {
  differences: Float64Array; // [n]
  own: number;
  shared: number;
}

interface Term extends Candidate {
  slope: number;
}

interface Fit {
  /** Terms that are used, and others with a slope of 0. */
  terms: Term[];
  /** Logarithm of the mean squared error; −∞ without an error. */
  logVariance: number;
}

/** Sums of products of differences of the series and of c columns, at the n times at which the series has one. */
interface Products {
  y: Float64Array; // [n]
  yy: number;
  columns: readonly Float64Array[]; // [c][n]
  xy: readonly number[]; // [c]
  xx: readonly (readonly number[])[]; // [c][c]
}

/** Columns of which some are used. */
interface Choice {
  used: readonly number[];
  /** Slopes of the used columns. */
  slopes: readonly number[];
  /** Sum of the squared errors. */
  left: number;
}

/** Null with too few differences for one covariate, or with values that are too large.
 *  @param bends bends that the effects of the columns may have */
function fitDifferences(
  values: Float64Array,
  columns: readonly Float64Array[],
  bends: readonly BendSteps[],
  lag: number,
): Fit | null {
  const p = columns.length;
  const times = timesOfDifferences(values, lag);
  const differences = (column: Float64Array) => differencesAt(times, column, lag);
  const n = times.length;
  const y = differences(values);
  const yy = sumOfProducts(y, y);
  if (n < differencesEach || !Number.isFinite(yy)) return null;
  const terms: Candidate[] = columns.map((column, covariate) => ({ column, covariate }));
  let products: Products = { y, yy, columns: [], xy: [], xx: [] };
  for (const [c, column] of columns.entries()) products = withColumn(products, upTo(c), differences(column));
  const penalty = Math.log(n) + 2 * Math.log(p);
  const bendPenalty = bendCount * (Math.log(n) + 2 * Math.log(p + bends.length));
  const criterion = ({ used, left }: Choice) => {
    const bent = used.filter((i) => i >= p).length;
    const penalties = (used.length - bent) * penalty + bent * bendPenalty;
    return n * Math.log(Math.max(left / yy, leftShareMin)) + penalties;
  };
  const hasRoom = ({ used, left }: Choice, added: number) =>
    left > 0 && used.length + added <= usedMax && n >= differencesEach * (used.length + added);

  /** Adds covariates while they lower the criterion. */
  function withCovariates(from: Choice): Choice {
    let chosen = from;
    while (hasRoom(chosen, 1)) {
      let next: Choice | null = null;
      for (let c = 0; c < p; c++) {
        if (chosen.used.includes(c) || products.xx[c][c] === 0) continue;
        const tried = leastSquares([...chosen.used, c], products);
        if (tried !== null && (next === null || tried.left < next.left)) next = tried;
      }
      if (next === null || criterion(next) >= criterion(chosen)) break;
      chosen = next;
    }
    return chosen;
  }

  const crossed = new Map<BendSteps, number[]>();
  /** Sums of products of a bend and some columns, each computed once. */
  function crossedBy(bend: BendSteps, columns: readonly number[]): number[] {
    const sums = crossed.get(bend) ?? [];
    crossed.set(bend, sums);
    return columns.map((i) => (sums[i] ??= sumOfProducts(products.columns[i], bend.differences)));
  }

  /** Adds the bend that lowers the criterion most of those that explain most of the errors, and its covariate;
   *  null if none lowers it. */
  function withBend(from: Choice): Choice | null {
    if (!hasRoom(from, 2)) return null;
    let best: { choice: Choice; term: BendSteps } | null = null;
    for (const term of explaining(bends, errorsOf(from, products), products)) {
      const linear = from.used.includes(term.covariate) ? from.used : [...from.used, term.covariate];
      const tried = withColumn(products, linear, term.differences, crossedBy(term, linear));
      const found = leastSquares(upTo(linear.length + 1), tried);
      if (found === null) continue;
      const choice = { ...found, used: [...linear, terms.length] };
      if (criterion(choice) < criterion(best?.choice ?? from)) best = { choice, term };
    }
    if (best === null) return null;
    products = withColumn(products, upTo(terms.length), best.term.differences);
    terms.push(best.term);
    return best.choice;
  }

  let chosen = withCovariates({ used: [], slopes: [], left: yy });
  for (let bent = withBend(chosen); bent !== null; bent = withBend(chosen)) chosen = withCovariates(bent);
  const { used, slopes, left } = chosen;
  return {
    terms: used.map((i, k) => ({ ...terms[i], slope: slopes[k] })),
    logVariance: Math.log(Math.max(left, leftShareMin * yy) / n),
  };
}

/** The last times at which the series and its value `lag` steps before are observed. [n] */
function timesOfDifferences(values: Float64Array, lag: number): number[] {
  const times = [];
  for (let t = Math.max(lag, values.length - differencesMax); t < values.length; t++)
    if (!Number.isNaN(values[t] - values[t - lag])) times.push(t);
  return times;
}

/** Differences of a column. [n] */
function differencesAt(times: readonly number[], column: Float64Array, lag: number): Float64Array {
  const differences = new Float64Array(times.length);
  for (let i = 0; i < times.length; i++) differences[i] = column[times[i]] - column[times[i] - lag];
  return differences;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Bends of the effects of covariates, at knots between their smallest and their largest values.
 *  @param columns NaN is missing. [p][≥ T] */
function bendsOf(columns: readonly Float64Array[], end: number): Candidate[] {
  return columns.flatMap((column, covariate) => {
    const sorted = column
      .slice(0, end)
      .filter((value) => !Number.isNaN(value))
      .sort();
    const places = new Set(knotShares.map((share) => empiricalQuantile(sorted, share)));
    return [...places]
      .filter((knot) => knot > sorted[0] && knot < sorted[sorted.length - 1])
      .map((knot) => ({ covariate, column: above(column, knot, end) }));
  });
}

/** Excess of a column over a knot, less its mean over the history; 0 where the column is missing. */
function above(column: Float64Array, knot: number, end: number): Float64Array {
  return centred(
    column.map((value) => Math.max(0, value - knot)),
    end,
  );
}

/** Bends with their differences at the times of a fit. */
function bendSteps(
  bends: readonly Candidate[],
  times: readonly number[],
  columns: readonly Float64Array[],
  lag: number,
): BendSteps[] {
  const linear = columns.map((column) => differencesAt(times, column, lag));
  return bends.map(({ covariate, column }) => {
    const differences = differencesAt(times, column, lag);
    const own = sumOfProducts(differences, differences);
    return { covariate, column, differences, own, shared: sumOfProducts(differences, linear[covariate]) };
  });
}

/** Errors of a choice. [n] */
function errorsOf({ used, slopes }: Choice, { y, columns }: Products): Float64Array {
  const errors = y.slice();
  for (const [k, i] of used.entries())
    for (let t = 0; t < errors.length; t++) errors[t] -= slopes[k] * columns[i][t];
  return errors;
}

/** The bends that explain most of the errors, together with their covariates. The work for each bend is one
 *  pass over the errors. */
function explaining(
  bends: readonly BendSteps[],
  errors: Float64Array,
  { columns, xx }: Products,
): BendSteps[] {
  const slopes = xx.map((row, c) => sumOfProducts(columns[c], errors) / row[c]);
  return bends
    .map((bend) => {
      const { covariate, differences, own, shared } = bend;
      const square = xx[covariate][covariate];
      const slope = slopes[covariate];
      // Part of the bend that its covariate does not explain.
      const left = own - shared ** 2 / square;
      const bent = sumOfProducts(differences, errors) - shared * slope;
      return { bend, explained: left > ownShareMin * own ? slope ** 2 * square + bent ** 2 / left : 0 };
    })
    .filter(({ explained }) => explained > 0)
    .sort((a, b) => b.explained - a.explained)
    .slice(0, bendsTriedMax)
    .map(({ bend }) => bend);
}

/** Products of some of the columns, and of one more, which is the last one. */
function withColumn(
  { y, yy, columns, xy, xx }: Products,
  kept: readonly number[],
  added: Float64Array,
  crossed: readonly number[] = kept.map((i) => sumOfProducts(columns[i], added)),
): Products {
  return {
    y,
    yy,
    columns: [...kept.map((i) => columns[i]), added],
    xy: [...kept.map((i) => xy[i]), sumOfProducts(added, y)],
    xx: [
      ...kept.map((i, k) => [...kept.map((j) => xx[i][j]), crossed[k]]),
      [...crossed, sumOfProducts(added, added)],
    ],
  };
}

function sumOfProducts(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
  return sum;
}

/** Share of the variance of a covariate that the other ones must not explain. */
const ownShareMin = 1e-8;

/** Choice of some columns; null if one of them is a combination of the others. */
function leastSquares(used: readonly number[], { yy, xy, xx }: Products): Choice | null {
  const slopes = solve(used, xx, xy);
  if (slopes === null) return null;
  const explained = slopes.reduce((sum, slope, i) => sum + slope * xy[used[i]], 0);
  return { used, slopes, left: yy - explained };
}

/** Slopes of the least squares on some covariates, by the Cholesky decomposition; null if one of them is a
 *  combination of the others. */
function solve(of: readonly number[], xx: Products['xx'], xy: Products['xy']): number[] | null {
  const k = of.length;
  const lower: number[][] = [];
  const forward: number[] = [];
  for (let i = 0; i < k; i++) {
    lower[i] = [];
    for (let j = 0; j <= i; j++) {
      let sum = xx[of[i]][of[j]];
      for (let l = 0; l < j; l++) sum -= lower[i][l] * lower[j][l];
      if (j < i) lower[i][j] = sum / lower[j][j];
      else if (!(sum > ownShareMin * xx[of[i]][of[i]])) return null;
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
