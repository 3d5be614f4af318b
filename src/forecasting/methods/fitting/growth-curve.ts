/** Growth that saturates: y(t) = a + b / (1 + exp(−(t − c)/s)). */

import { type Minimum, nelderMead } from '../../../engine/index.ts';
import { meanOf, squaresAround, straightLine } from '../../statistics/index.ts';

export interface GrowthCurve {
  base: number; // a
  size: number; // b
  middle: number; // c, steps from the first observation
  width: number; // s, steps
  squares: number; // Σe²
  /** Autocorrelation of the residuals at lag 1, at least 0. */
  autocorrelation: number;
}

/** Observations that show a curve. */
const observationsMin = 40;
/** The middle of the growth is searched in this part of the observations. */
const middleShares = { least: 0.05, most: 1 };
/** The growth has to slow down for the last tenth of the observations: from its middle alone, nobody can tell where it
 *  ends. A damped trend is closer then (docs/research/methods.md). */
const middlePassed = 0.9;
/** Width of the growth, as a share of the observations. */
const widthShares = { least: 0.02, most: 0.25 };
/** Largest share of the squares of a straight line that the curve leaves. */
const squaresShareMax = 0.5;
/** Residuals of any curve through a random walk are correlated more than this. */
const autocorrelationMax = 0.6;
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
  const all = sampled(values, 1);
  const { intercept, slope } = straightLine(all.centred);
  let lineSquares = 0;
  for (let t = 0; t < n; t++) lineSquares += (all.centred[t] - intercept - slope * (t + 1)) ** 2;
  const searched = sampled(values, Math.max(1, Math.floor(n / searchedMax)));
  let best: Minimum = { at: new Float64Array(2), value: Number.POSITIVE_INFINITY };
  const cost = ([middle, logWidth]: Float64Array): number => {
    const width = Math.exp(logWidth);
    const isInside =
      middle >= middleShares.least * n &&
      middle <= middleShares.most * n &&
      width >= widthShares.least * n &&
      width <= widthShares.most * n;
    if (!isInside) return Number.POSITIVE_INFINITY;
    const { size, product } = linearPart(searched, middle, width);
    return searched.squares - size * product;
  };
  for (const share of [0.3, 0.6, 0.85]) {
    const start = Float64Array.of(share * n, Math.log(0.1 * n));
    // Squares have the unit of the series, so no difference of them is small for every series.
    const found = nelderMead(cost, start, [0.1 * n, 0.3], { evaluationsMax: 60, tolerance: 0 });
    if (found.value < best.value) best = found;
  }
  if (!Number.isFinite(best.value)) return null;
  const [middle, width] = [best.at[0], Math.exp(best.at[1])];
  if (middle > middlePassed * n) return null;
  const { size, mean } = linearPart(all, middle, width);
  const ofCentred = { base: -size * mean, size, middle, width, squares: 0, autocorrelation: 0 };
  const residuals = all.centred.map((value, t) => value - growthAt(ofCentred, t));
  const squares = squaresAround(residuals, 0);
  if (!(squares < squaresShareMax * lineSquares)) return null;
  const autocorrelation = autocorrelationOf(residuals, squares);
  const curve = { ...ofCentred, base: all.mean + ofCentred.base, squares };
  return autocorrelation > autocorrelationMax
    ? null
    : { ...curve, autocorrelation: Math.max(0, autocorrelation) };
}

/** Every `stride`-th observation, less their mean: sums of squares of values far from zero would lose their digits. */
interface Sampled {
  centred: Float64Array;
  mean: number;
  squares: number;
  stride: number;
}

function sampled(values: Float64Array, stride: number): Sampled {
  const read = Float64Array.from({ length: Math.ceil(values.length / stride) }, (_, i) => values[i * stride]);
  const mean = meanOf(read);
  const centred = read.map((value) => value - mean);
  return { centred, mean, squares: squaresAround(centred, 0), stride };
}

/** Size with the least squares for a middle and a width, the mean of the growth from 0 to 1, and its product
 *  with the observations. */
function linearPart({ centred, stride }: Sampled, middle: number, width: number) {
  const count = centred.length;
  let x = 0;
  let y = 0;
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < count; i++) {
    const g = 1 / (1 + Math.exp((middle - i * stride) / width));
    x += g;
    y += centred[i];
    xx += g * g;
    xy += g * centred[i];
  }
  const variance = xx - (x * x) / count;
  const product = xy - (x * y) / count;
  return { size: variance > 0 ? product / variance : 0, mean: x / count, product };
}

/** Autocorrelation at lag 1. */
function autocorrelationOf(residuals: Float64Array, squares: number): number {
  let product = 0;
  for (let t = 1; t < residuals.length; t++) product += residuals[t] * residuals[t - 1];
  return squares > 0 ? product / squares : 0;
}
