/** The Theta path of a window, fast enough for every window of every training step: the season by classical additive
 *  decomposition, smoothing chosen from a grid. `methods/theta.ts` is the method as it is published.
 *  n observations, m season, K horizon steps. */
import { chanceLimit } from '../statistics/index.ts';

/** A window without its season, and the path that goes on from it (`thetaPath`). Arrays are views, valid until the next window. */
export interface Adjustment {
  /** Without the season; holes are on the line between their neighbours. */
  rest: Float64Array; // [n and more]
  /** By position in the season, counted from the first observation; a single zero where there is no season. */
  index: Float64Array; // [m] or [1]
  /** Observations up to the last one that is there, and steps since. */
  length: number; // n
  gap: number;
  observed: number;
  path: Float64Array; // [K], of `rest`, from the end of the window on
  alpha: number;
  slope: number;
}

export function createAdjustment(): Adjustment {
  return {
    rest: new Float64Array(0),
    index: new Float64Array(1),
    length: 0,
    gap: 0,
    observed: 0,
    path: new Float64Array(0),
    alpha: 0,
    slope: 0,
  };
}

const noSeason = new Float64Array(1);
/** Seasons that have to be seen before one is taken out. Source: the M4 competition. */
const seasonsMin = 3;

/** Reads a window into `to`, whose memory is used again, and takes its season out. */
export function readAdjusted(to: Adjustment, tail: Float64Array, season: number): Adjustment {
  if (to.rest.length < tail.length) to.rest = new Float64Array(2 * tail.length);
  fillHoles(to, tail);
  if (to.length === 0) return to;
  to.index = noSeason;
  if (season > 1 && to.length >= seasonsMin * season && isSeasonal(to.rest, to.length, season)) {
    to.index = seasonalIndex(to.rest, to.length, season);
    for (let t = 0; t < to.length; t++) to.rest[t] -= to.index[t % season];
  }
  return to;
}

function fillHoles(to: Adjustment, tail: Float64Array): void {
  const { rest } = to;
  let last = -1;
  let observed = 0;
  for (let t = 0; t < tail.length; t++) {
    const value = tail[t];
    if (Number.isNaN(value)) continue;
    const before = last < 0 ? value : rest[last];
    for (let hole = last + 1; hole < t; hole++)
      rest[hole] = last < 0 ? value : before + ((value - before) * (hole - last)) / (t - last);
    rest[t] = value;
    last = t;
    observed++;
  }
  to.length = last + 1;
  to.gap = tail.length - to.length;
  to.observed = observed;
}

let correlations = new Float64Array(0);

/** Whether the autocorrelation at the season is beyond what chance gives in 90 of 100 cases. */
function isSeasonal(values: Float64Array, n: number, season: number): boolean {
  if (correlations.length < season + 1) correlations = new Float64Array(2 * season);
  let sum = 0;
  for (let t = 0; t < n; t++) sum += values[t];
  const mean = sum / n;
  for (let lag = 0; lag <= season; lag++) {
    let product = 0;
    for (let t = lag; t < n; t++) product += (values[t] - mean) * (values[t - lag] - mean);
    correlations[lag] = product;
  }
  if (correlations[0] === 0) return false;
  for (let lag = season; lag >= 0; lag--) correlations[lag] /= correlations[0];
  return Math.abs(correlations[season]) > chanceLimit(correlations, season, n);
}

const indexMemory = new Map<number, { index: Float64Array; counts: Float64Array }>();

/** What is left of a centred moving average over one season, averaged by position, less its mean.
 *  Source: R's `decompose`. */
function seasonalIndex(values: Float64Array, n: number, season: number): Float64Array {
  const memory = indexMemory.get(season) ?? {
    index: new Float64Array(season),
    counts: new Float64Array(season),
  };
  indexMemory.set(season, memory);
  const { index, counts } = memory;
  index.fill(0);
  counts.fill(0);
  const half = Math.floor(season / 2);
  const isEven = season % 2 === 0;
  let sum = 0; // of the season's window around t, the outer ones halved where it is even
  for (let t = 0; t < 2 * half + 1; t++) sum += values[t];
  for (let t = half; t + half < n; t++) {
    const whole = isEven ? sum - 0.5 * (values[t - half] + values[t + half]) : sum;
    index[t % season] += values[t] - whole / season;
    counts[t % season]++;
    sum += (t + half + 1 < n ? values[t + half + 1] : 0) - values[t - half];
  }
  let mean = 0;
  for (let i = 0; i < season; i++) {
    index[i] /= counts[i];
    mean += index[i] / season;
  }
  for (let i = 0; i < season; i++) index[i] -= mean;
  return index;
}

/** Smoothing that is tried; between the best and its neighbours a parabola decides. */
const alphas = Float64Array.of(0.03, 0.1, 0.2, 0.32, 0.45, 0.6, 0.75, 0.9, 0.99);
const errors = new Float64Array(alphas.length);
const levels = new Float64Array(1);

/** Beyond so many scales from the last value, and so many more for each step before it, a value is cut: one outlier
 *  must not turn the line. */
const cutScales = 30;
const cutScalesPerStep = 3;

/** The mean of the straight line and of the smoothed level of 2y − line, on from the end of the window. */
export function thetaPath(to: Adjustment, scale: number, horizon: number): void {
  const { rest, length: n, gap } = to;
  if (to.path.length < horizon) to.path = new Float64Array(horizon);
  const last = rest[n - 1];
  for (let t = 0; t < n; t++) {
    const far = scale * (cutScales + cutScalesPerStep * (n - 1 - t));
    if (rest[t] > last + far) rest[t] = last + far;
    else if (rest[t] < last - far) rest[t] = last - far;
  }
  let sum = 0;
  let moment = 0;
  const middle = (n - 1) / 2;
  for (let t = 0; t < n; t++) {
    sum += rest[t];
    moment += (t - middle) * rest[t];
  }
  const mean = sum / n;
  const slope = n > 1 ? moment / ((n * (n * n - 1)) / 12) : 0;
  let best = 0;
  for (let i = 0; i < alphas.length; i++) {
    errors[i] = smoothed(rest, n, mean, slope, middle, alphas[i], levels);
    if (errors[i] < errors[best]) best = i;
  }
  const alpha = refined(best);
  smoothed(rest, n, mean, slope, middle, alpha, levels);
  for (let h = 0; h < horizon; h++) to.path[h] = 0.5 * (levels[0] + mean + slope * (n + gap + h - middle));
  to.alpha = alpha;
  to.slope = slope;
}

function refined(best: number): number {
  if (best === 0 || best === alphas.length - 1) return alphas[best];
  const [x0, x1, x2] = [alphas[best - 1], alphas[best], alphas[best + 1]];
  const [y0, y1, y2] = [errors[best - 1], errors[best], errors[best + 1]];
  const left = (x1 - x0) * (y1 - y2);
  const right = (x1 - x2) * (y1 - y0);
  const curve = left - right;
  if (!(Math.abs(curve) > 0)) return x1;
  const at = x1 - (0.5 * ((x1 - x0) * left - (x1 - x2) * right)) / curve;
  return at > x0 && at < x2 ? at : x1;
}

/** Squares of the one-step errors of simple smoothing of 2y − line, with the first level that makes them least; the
 *  last level goes into `level[0]`. */
function smoothed(
  rest: Float64Array,
  n: number,
  mean: number,
  slope: number,
  middle: number,
  alpha: number,
  level: Float64Array,
): number {
  // The error at t is a(t) − b(t)·(first level), both by recursion.
  let known = 0; // level without the first
  let share = 1; // of the first level in the level
  let aa = 0;
  let ab = 0;
  let bb = 0;
  for (let t = 0; t < n; t++) {
    const y = 2 * rest[t] - mean - slope * (t - middle);
    const a = y - known;
    aa += a * a;
    ab += a * share;
    bb += share * share;
    known += alpha * a;
    share *= 1 - alpha;
  }
  const first = ab / bb;
  level[0] = known + share * first;
  return aa - ab * first;
}
