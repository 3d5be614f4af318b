import { arePositive, lagQuantiles, normalQuantile } from '../../statistics/index.ts';

/** With fewer past errors the outer quantiles of the sample are useless: a normal distribution is used. */
const errorsMin = 20;

/** Steps and levels of a forecast. K horizon steps, Q levels. */
interface ErrorTask {
  horizon: number; // K
  levels: readonly number[]; // [Q]
}

/** Quantiles of the past errors of a naive forecast. */
export interface NaiveErrors {
  /** Symmetric, ascending in Q. */
  quantiles: Float64Array; // [K, Q]
  /** Whether errors are relative to the value that is repeated. */
  areRelative: boolean;
}

/** Symmetric quantiles of the past errors of the naive forecast, for each step of the horizon. K horizon steps,
 *  Q levels, m season; step h (from 0) repeats the value m·(⌊h/m⌋+1) before it.
 *  From the sizes |e|: q(p) = ±quantile(|e|, |2p-1|), so the median is the path. With fewer than 20 errors a
 *  normal distribution is used, whose variance is the mean square over one season times the number of seasons.
 *  Errors are relative if that is more likely. */
export function naiveErrors(values: Float64Array, season: number, task: ErrorTask): NaiveErrors {
  const { horizon, levels } = task;
  const areRelative = growsWithLevel(values, season);
  const quantiles = new Float64Array(horizon * levels.length);
  for (let h = 0; h < horizon; h++) {
    if (h > 0 && h % season !== 0) {
      quantiles.copyWithin(h * levels.length, (h - 1) * levels.length, h * levels.length);
      continue;
    }
    const row = quantiles.subarray(h * levels.length, (h + 1) * levels.length);
    writeErrors(row, values, { season, seasons: Math.floor(h / season) + 1, areRelative, levels });
  }
  return { quantiles, areRelative };
}

/** `naiveErrors` with season 1, in less time: steps 1, 2, 4, 8 … and the last one are computed. Between them quantiles
 *  are linear in the root of the steps, as those of a random walk are. */
export function spacedNaiveErrors(values: Float64Array, { horizon, levels }: ErrorTask): NaiveErrors {
  const areRelative = growsWithLevel(values, 1);
  const Q = levels.length;
  const quantiles = new Float64Array(horizon * Q);
  const rowOf = (steps: number) => quantiles.subarray((steps - 1) * Q, steps * Q);
  for (let from = 0, to = 1; from < horizon; from = to, to = Math.min(2 * to, horizon)) {
    writeErrors(rowOf(to), values, { season: 1, seasons: to, areRelative, levels });
    for (let steps = from + 1; steps < to; steps++) {
      const share = (Math.sqrt(steps) - Math.sqrt(from)) / (Math.sqrt(to) - Math.sqrt(from));
      const row = rowOf(steps);
      for (let k = 0; k < Q; k++) row[k] = (1 - share) * rowOf(from)[k] + share * rowOf(to)[k];
    }
  }
  return { quantiles, areRelative };
}

/** Writes the quantiles of the errors that many seasons ahead. [Q] */
function writeErrors(
  row: Float64Array,
  values: Float64Array,
  {
    season,
    seasons,
    areRelative,
    levels,
  }: { season: number; seasons: number; areRelative: boolean; levels: readonly number[] },
): void {
  const lag = season * seasons;
  if (values.length - lag >= errorsMin) {
    const shares = Float64Array.from(levels, (p) => Math.abs(2 * p - 1));
    const sizes = lagQuantiles(values, lag, areRelative ? 'relative_size' : 'size', shares);
    for (let k = 0; k < row.length; k++)
      row[k] = levels[k] === 0.5 ? 0 : Math.sign(levels[k] - 0.5) * sizes[k];
  } else {
    const deviation = Math.sqrt(meanSquareChange(values, season, areRelative) * seasons);
    for (const [k, p] of levels.entries()) row[k] = deviation * normalQuantile(p);
  }
}

/** Quantiles around a naive path. [K, Q] */
export function aroundPath(
  point: Float64Array,
  { quantiles, areRelative }: NaiveErrors,
  Q: number,
): Float64Array {
  const around = new Float64Array(quantiles.length);
  for (let h = 0; h < around.length / Q; h++) {
    const middle = point[h];
    const width = areRelative ? Math.abs(middle) : 1;
    for (let i = h * Q; i < (h + 1) * Q; i++) around[i] = middle + quantiles[i] * width;
  }
  return around;
}

/** Whether relative errors are more likely than absolute ones, under Laplace distributions of one width each: Σ
 *  log y + n·log Σ|e/y| < n·log Σ|e|. False if a value is not positive. */
export function growsWithLevel(values: Float64Array, lag: number): boolean {
  const n = values.length - lag;
  if (n < 2 || !arePositive(values)) return false;
  let sizes = 0;
  let shares = 0;
  let logs = 0;
  for (let t = lag; t < values.length; t++) {
    const size = Math.abs(values[t] - values[t - lag]);
    sizes += size;
    shares += size / values[t - lag];
    logs += Math.log(values[t - lag]);
  }
  return sizes > 0 && logs + n * Math.log(shares) < n * Math.log(sizes);
}

/** |y(t) − y(t−lag)|, or that over y(t−lag) if relative. [n − lag] */
function errorSizes(values: Float64Array, lag: number, areRelative: boolean): Float64Array {
  const sizes = new Float64Array(values.length - lag);
  for (let i = 0; i < sizes.length; i++) {
    const size = Math.abs(values[i + lag] - values[i]);
    sizes[i] = areRelative ? size / values[i] : size;
  }
  return sizes;
}

/** Mean squared difference over `lag` steps. If the series is too short, over one step; 0 for a single value. */
function meanSquareChange(values: Float64Array, lag: number, areRelative: boolean): number {
  if (values.length <= lag) return lag > 1 ? meanSquareChange(values, 1, areRelative) : 0;
  const sizes = errorSizes(values, lag, areRelative);
  return sizes.reduce((sum, size) => sum + size * size, 0) / sizes.length;
}
