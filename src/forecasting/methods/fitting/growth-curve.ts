/** Growth that saturates: y(t) = a + b / (1 + exp(−(t − c)/s)). */

import { type Minimum, nelderMead } from '../../../engine/index.ts';
import { straightLine } from '../../statistics/index.ts';

export interface GrowthCurve {
  base: number; // a
  size: number; // b
  middle: number; // c, steps from the first observation
  width: number; // s, steps
  squares: number; // Σe²
  /** Autocorrelation of the residuals at lag 1, at least 0. */
  memory: number;
}

/** Observations that show a curve. */
const observationsMin = 40;
/** The middle of the growth is searched in this part of the observations. */
const middleShares = { least: 0.05, most: 1 };
/** The growth has to slow down for the last tenth of the observations: from its middle alone, nobody can tell where it ends. A damped
 *  trend is closer then (docs/research/methods.md). */
const middlePassed = 0.9;
/** Width of the growth, as a share of the observations. */
const widthShares = { least: 0.02, most: 0.25 };
/** Largest share of the squares of a straight line that the curve leaves. */
const squaresShareMax = 0.5;
/** Residuals of any curve through a random walk are correlated more than this. */
const memoryMax = 0.6;
/** Observations that the search reads, at most. */
const searchedMax = 200;
/** Passes of the search, each with an exponential for each observation. */
const passesOfSearch = 600;

/** Passes over so many observations that a fit makes: the search reads a part of long histories. */
export function passesOfCurve(observations: number): number {
  return passesOfSearch * Math.min(1, searchedMax / Math.max(1, observations));
}

export function growthAt({ base, size, middle, width }: GrowthCurve, t: number): number {
  return base + size / (1 + Math.exp((middle - t) / width));
}

/** The curve with the least squares; null if the observations do not show one. */
export function fitGrowthCurve(values: Float64Array): GrowthCurve | null {
  const n = values.length;
  if (n < observationsMin) return null;
  const { intercept, slope } = straightLine(values);
  let lineSquares = 0;
  for (let t = 0; t < n; t++) lineSquares += (values[t] - intercept - slope * (t + 1)) ** 2;
  const stride = Math.max(1, Math.floor(n / searchedMax));
  let best: Minimum = { at: new Float64Array(2), value: Number.POSITIVE_INFINITY };
  const cost = ([middle, logWidth]: Float64Array): number => {
    const width = Math.exp(logWidth);
    const isInside =
      middle >= middleShares.least * n &&
      middle <= middleShares.most * n &&
      width >= widthShares.least * n &&
      width <= widthShares.most * n;
    return isInside ? linearPart(values, middle, width, stride).squares : Number.POSITIVE_INFINITY;
  };
  for (const share of [0.3, 0.6, 0.85]) {
    const start = Float64Array.of(share * n, Math.log(0.1 * n));
    const found = nelderMead(cost, start, [0.1 * n, 0.3], { evaluationsMax: 60 });
    if (found.value < best.value) best = found;
  }
  if (!Number.isFinite(best.value)) return null;
  const [middle, width] = [best.at[0], Math.exp(best.at[1])];
  if (middle > middlePassed * n) return null;
  const curve = { ...linearPart(values, middle, width, 1), middle, width, memory: 0 };
  if (!(curve.squares < squaresShareMax * lineSquares)) return null;
  const memory = memoryOfResiduals(values, curve);
  return memory > memoryMax ? null : { ...curve, memory: Math.max(0, memory) };
}

/** Base and size with the least squares for a middle and a width. */
function linearPart(values: Float64Array, middle: number, width: number, stride: number) {
  let count = 0;
  let x = 0;
  let y = 0;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let t = 0; t < values.length; t += stride) {
    const g = 1 / (1 + Math.exp((middle - t) / width));
    count++;
    x += g;
    y += values[t];
    xx += g * g;
    xy += g * values[t];
    yy += values[t] * values[t];
  }
  const variance = xx - (x * x) / count;
  const size = variance > 0 ? (xy - (x * y) / count) / variance : 0;
  const base = (y - size * x) / count;
  return { base, size, squares: Math.max(0, yy - (y * y) / count - size * (xy - (x * y) / count)) };
}

function memoryOfResiduals(values: Float64Array, curve: GrowthCurve): number {
  let product = 0;
  let square = 0;
  let before = 0;
  for (let t = 0; t < values.length; t++) {
    const residual = values[t] - growthAt(curve, t);
    product += residual * before;
    square += residual * residual;
    before = residual;
  }
  return square > 0 ? product / square : 0;
}
