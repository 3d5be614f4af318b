/** The Theta path of a window, fast enough for every window of every training step: the season is additive and the
 *  smoothing comes from a grid. `methods/theta.ts` is the method as it is published; both share its parts.
 *  n observations, m season, K horizon steps. */
import {
  interpolate,
  isCorrelatedAt,
  runningSeasonalIndex,
  type SmoothingPass,
  seasonsMin,
  smooth,
} from '../methods/index.ts';
import { lineSlope } from '../statistics/index.ts';

/** A window without its season, and the path that goes on from it (`thetaPath`). Its memory is used again for the next
 *  window: arrays are valid until then, and nothing else is carried over. */
export interface Adjustment {
  /** Without the season; missing values are on the line between their neighbours. */
  rest: Float64Array; // [n and more]
  /** By position in the season, counted from the first observation; a single zero where there is no season. */
  index: Float64Array; // [m] or [1]
  /** Steps up to the last observation, and missing steps after it. */
  length: number; // n
  gap: number;
  observed: number;
  path: Float64Array; // [K], of `rest`, from the end of the window on
  alpha: number;
  slope: number;
  readonly memory: Memory;
}

interface Memory {
  correlations: Float64Array; // [m + 1 and more]
  index: Float64Array; // [m]
  counts: Float64Array; // [m]
  bent: Float64Array; // [n and more]
  pass: SmoothingPass;
  errors: Float64Array; // [alphas]
}

export function createAdjustment(): Adjustment {
  const none = new Float64Array(0);
  return {
    rest: none,
    index: noSeason,
    length: 0,
    gap: 0,
    observed: 0,
    path: none,
    alpha: 0,
    slope: 0,
    memory: {
      correlations: none,
      index: none,
      counts: none,
      bent: none,
      pass: { squares: 0, firstLevel: 0, lastLevel: 0 },
      errors: new Float64Array(alphas.length),
    },
  };
}

const noSeason = new Float64Array(1);

/** Reads a window into `to` and removes its season. */
export function readAdjusted(to: Adjustment, tail: Float64Array, season: number): Adjustment {
  if (to.rest.length < tail.length) to.rest = new Float64Array(2 * tail.length);
  fillMissing(to, tail);
  to.index = noSeason;
  if (season < 2 || to.length < seasonsMin * season) return to;
  const { rest, length, memory } = to;
  if (memory.index.length !== season) {
    memory.correlations = new Float64Array(season + 1);
    memory.index = new Float64Array(season);
    memory.counts = new Float64Array(season);
  }
  if (!isCorrelatedAt(rest, length, season, memory.correlations)) return to;
  runningSeasonalIndex(rest, length, memory.index, memory.counts);
  to.index = memory.index;
  for (let t = 0; t < length; t++) rest[t] -= to.index[t % season];
  return to;
}

/** Missing values before the first observation repeat it; those after the last one are the gap. */
function fillMissing(to: Adjustment, tail: Float64Array): void {
  const { rest } = to;
  let last = -1;
  let observed = 0;
  for (let t = 0; t < tail.length; t++) {
    const value = tail[t];
    if (Number.isNaN(value)) continue;
    rest[t] = value;
    if (last < 0) rest.fill(value, 0, t);
    else if (last < t - 1) interpolate(rest, last, t);
    last = t;
    observed++;
  }
  to.length = last + 1;
  to.gap = tail.length - to.length;
  to.observed = observed;
}

/** Grid of the smoothing; a parabola through the best value and its neighbours refines it. */
const alphas = Float64Array.of(0.03, 0.1, 0.2, 0.32, 0.45, 0.6, 0.75, 0.9, 0.99);

/** Largest distance of a value from the last one, in scales, and its growth for each earlier step. Values further away
 *  are clipped, so that one outlier does not change the slope of the line. */
const cutScales = 30;
const cutScalesPerStep = 3;

/** Writes the mean of the straight line and of the smoothed level of 2y − line, from the end of the window on. */
export function thetaPath(to: Adjustment, scale: number, horizon: number): void {
  const { rest, length: n, gap, memory } = to;
  if (to.path.length < horizon) to.path = new Float64Array(horizon);
  if (memory.bent.length < n) memory.bent = new Float64Array(2 * n);
  const { bent, pass, errors } = memory;
  const last = rest[n - 1];
  let sum = 0;
  for (let t = 0; t < n; t++) {
    const far = scale * (cutScales + cutScalesPerStep * (n - 1 - t));
    if (rest[t] > last + far) rest[t] = last + far;
    else if (rest[t] < last - far) rest[t] = last - far;
    sum += rest[t];
  }
  const middle = (n - 1) / 2;
  const mean = sum / n;
  const slope = lineSlope(rest, n);
  for (let t = 0; t < n; t++) bent[t] = 2 * rest[t] - mean - slope * (t - middle);
  let best = 0;
  for (let i = 0; i < alphas.length; i++) {
    smooth(pass, bent, n, alphas[i]);
    errors[i] = pass.squares;
    if (errors[i] < errors[best]) best = i;
  }
  const alpha = refined(errors, best);
  smooth(pass, bent, n, alpha);
  const { lastLevel } = pass;
  for (let h = 0; h < horizon; h++) to.path[h] = 0.5 * (lastLevel + mean + slope * (n + gap + h - middle));
  to.alpha = alpha;
  to.slope = slope;
}

function refined(errors: Float64Array, best: number): number {
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
