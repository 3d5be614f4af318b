/** Calibration of the width of fans on held-out windows: training ends at the smallest loss there, and a fit to few
 *  windows is too narrow. One factor is for the inner part of the fan, one for its outer part, for each kind of series
 *  and each part of the horizon. */
import { type SeriesKind, seriesKinds } from '../families/index.ts';
import {
  gridPosition,
  normalQuantile,
  type QuantileGrid,
  quantileAtPosition,
  studentTQuantile,
  weightedQuantile,
} from '../statistics/index.ts';

/** Central intervals that are calibrated, inner and outer; levels between them take a factor between theirs. */
const intervals = [0.8, 0.95] as const;
const scores = intervals.map((level) => normalQuantile((1 + level) / 2));
/** Separate windows that count as much as the prior, which corrects nothing. Where they are of the last times alone,
 *  narrower fans take more of them, since a calm validation part promises nothing. */
const priorWindows = { ofAllTimes: 10, wider: 3, narrower: 30 };
/** Separate windows of a part of the outcomes that count as much as the factors of all of them. */
const pooledWindows = 50;
/** Parts of the horizon, of equal length. */
const horizonParts = 3;
const factorMin = 0.7;
const factorMax = 3;

/** Windows that do not overlap, all series together. */
export interface SeparateWindows {
  fitted: number;
  validation: number;
  /** Weight of the networks in the mixture. Methods know by themselves how little they were fitted to. */
  network: number;
  /** Whether they lie all over the history, not in its last part alone. */
  areOfAllTimes: boolean;
}

/** Quantiles of a forecast and the observation. */
export interface Outcome {
  quantiles: Float64Array; // at `offset` one row [Q], ascending
  offset: number;
  target: number; // in the units of the quantiles
  kind: SeriesKind;
  part: number; // of the horizon, see `horizonPart`
  /** How much it counts. */
  weight: number;
}

/** Part of the horizon of step `h`, which counts from 0. */
export function horizonPart(h: number, horizon: number): number {
  return Math.min(horizonParts - 1, Math.floor((horizonParts * h) / horizon));
}

/** Factors of the widths: for each kind of series and each part of the horizon one of the inner and one of the outer
 *  part of the fan. [kinds, parts, 2] */
export type WidthFactors = Float32Array;
export const widthFactorCount = seriesKinds.length * horizonParts * intervals.length;

/** The same factors everywhere. */
export function evenFactors(factors: ArrayLike<number>): WidthFactors {
  return Float32Array.from({ length: widthFactorCount }, (_, i) => factors[i % intervals.length]);
}

/** Factors of each quantile at each step of the horizon, for series of a kind. [K][Q] */
export function stepFactors(
  factors: WidthFactors,
  kind: SeriesKind,
  grid: QuantileGrid,
  horizon: number,
): Float64Array[] {
  const parts = Array.from({ length: horizonParts }, (_, part) => {
    const at = (seriesKinds.indexOf(kind) * horizonParts + part) * intervals.length;
    return factorsByQuantile(grid, factors.subarray(at, at + intervals.length));
  });
  return Array.from({ length: horizon }, (_, h) => parts[horizonPart(h, horizon)]);
}

/** Computes the factors of all kinds and parts. Those of a kind are drawn towards those of all series, and those of a
 *  part of the horizon towards those of its kind. */
export function widthFactors(
  outcomes: readonly Outcome[],
  grid: QuantileGrid,
  separate: SeparateWindows,
): WidthFactors {
  const misses = missesOf(outcomes, grid);
  const drawn = (own: Misses, validation: number, towards: readonly number[]) => {
    if (own.weights.length === 0) return towards;
    const trust = validation / (validation + pooledWindows);
    const factors = factorsFrom(own, { ...separate, validation });
    return factors.map((factor, i) => factor ** trust * towards[i] ** (1 - trust));
  };
  const overall = factorsFrom(misses, separate);
  return Float32Array.from(
    seriesKinds.flatMap((kind) => {
      const ofKind = placesOf(outcomes, (outcome) => outcome.kind === kind);
      const windows = (separate.validation * ofKind.length) / Math.max(1, outcomes.length);
      const factors = drawn(missesAt(misses, ofKind), windows, overall);
      return Array.from({ length: horizonParts }, (_, part) => {
        const ofPart = ofKind.filter((n) => outcomes[n].part === part);
        return drawn(missesAt(misses, ofPart), windows, factors);
      }).flat();
    }),
  );
}

function placesOf(outcomes: readonly Outcome[], isWanted: (outcome: Outcome) => boolean): number[] {
  const places: number[] = [];
  for (let n = 0; n < outcomes.length; n++) if (isWanted(outcomes[n])) places.push(n);
  return places;
}

/** Computes the factors [inner, outer] of the widths: the p-quantile of the errors in units of the half width, over
 *  windows that training did not fit. With few validation windows the factor is drawn towards the one expected from the
 *  number of training windows, which is 1 for many.
 *  Source: Romano, Patterson & Candès (2019), conformalized quantile regression, scaled instead of shifted. */
export function calibrationOf(
  outcomes: readonly Outcome[],
  grid: QuantileGrid,
  separate: SeparateWindows,
): number[] {
  return factorsFrom(missesOf(outcomes, grid), separate);
}

/** See `calibrationOf`. */
function factorsFrom({ values, weights }: Misses, separate: SeparateWindows): number[] {
  return intervals.map((level, i) => {
    const expected = smallSampleFactor(scores[i], separate.fitted) ** separate.network;
    const measured = measuredFactor(values[i], weights, level);
    const doubt = doubtOf(measured > expected, separate);
    const trust = separate.validation / (separate.validation + doubt);
    return expected ** (1 - trust) * measured ** trust;
  });
}

/** Separate windows that count as much as the prior. */
function doubtOf(isWider: boolean, { areOfAllTimes }: SeparateWindows): number {
  if (areOfAllTimes) return priorWindows.ofAllTimes;
  return isWider ? priorWindows.wider : priorWindows.narrower;
}

/** Ratio of a Student's t score to the normal score: the width of an interval whose scale comes
 *  from so many windows. */
function smallSampleFactor(z: number, windows: number): number {
  if (windows === 0) return 1; // nothing was estimated
  return studentTQuantile(z, windows) / z;
}

function measuredFactor(misses: Float64Array, weights: Float64Array, level: number): number {
  if (misses.length === 0) return 1;
  const sorted = sortedWithWeights(misses, weights);
  return Math.max(factorMin, Math.min(factorMax, weightedQuantile(sorted.values, sorted.weights, level)));
}

/** Distances of the targets from the median, over that of the end of each interval on their side. */
interface Misses {
  values: Float64Array[]; // [intervals][n]
  weights: Float64Array; // [n]
}

function missesOf(outcomes: readonly Outcome[], grid: QuantileGrid): Misses {
  const median = gridPosition(grid, 0);
  const weights = new Float64Array(outcomes.length);
  for (let n = 0; n < outcomes.length; n++) weights[n] = outcomes[n].weight;
  const values = scores.map((score) => {
    const upper = gridPosition(grid, score);
    const lower = gridPosition(grid, -score);
    const ofInterval = new Float64Array(outcomes.length);
    for (let n = 0; n < outcomes.length; n++) {
      const { quantiles, offset, target } = outcomes[n];
      const middle = quantileAtPosition(median, quantiles, offset);
      const error = target - middle;
      if (error === 0) continue;
      const end = quantileAtPosition(error > 0 ? upper : lower, quantiles, offset);
      ofInterval[n] = Math.abs(error) / Math.max(Math.abs(end - middle), Number.MIN_VALUE);
    }
    return ofInterval;
  });
  return { values, weights };
}

function missesAt({ values, weights }: Misses, places: readonly number[]): Misses {
  const at = (all: Float64Array) => {
    const some = new Float64Array(places.length);
    for (let n = 0; n < places.length; n++) some[n] = all[places[n]];
    return some;
  };
  return { values: values.map(at), weights: at(weights) };
}

function sortedWithWeights(values: Float64Array, weights: Float64Array) {
  // Numbers alone are sorted much faster.
  if (areEqual(weights)) return { values: values.slice().sort(), weights };
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  return {
    values: Float64Array.from(order, (n) => values[n]),
    weights: Float64Array.from(order, (n) => weights[n]),
  };
}

function areEqual(weights: Float64Array): boolean {
  for (let n = 1; n < weights.length; n++) if (weights[n] !== weights[0]) return false;
  return true;
}

/** A factor for each trained quantile. [Q] */
export function factorsByQuantile(
  grid: QuantileGrid,
  [inner, outer]: ArrayLike<number> & Iterable<number>,
): Float64Array {
  return grid.scores.map((score) => {
    const share = (Math.abs(score) - scores[0]) / (scores[1] - scores[0]);
    return inner + (outer - inner) * Math.max(0, Math.min(1, share));
  });
}

/** Writes the calibrated quantiles of one row; they do not cross, whatever the factors.
 *  `from` [Q] at `offset`, `factors` [Q]. */
export function calibrate(
  to: Float64Array,
  from: Float64Array,
  offset: number,
  factors: Float64Array,
  median: number,
): void {
  const middle = from[offset + median];
  to[median] = middle;
  for (let k = median + 1; k < to.length; k++)
    to[k] = Math.max(to[k - 1], middle + factors[k] * (from[offset + k] - middle));
  for (let k = median - 1; k >= 0; k--)
    to[k] = Math.min(to[k + 1], middle + factors[k] * (from[offset + k] - middle));
}
