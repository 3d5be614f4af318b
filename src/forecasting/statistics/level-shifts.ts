/** Shifts of the level: a level with noise that jumps now and then. */
import { meanOf, squaresAround } from './plain-loops.ts';
import { empiricalQuantile } from './quantiles.ts';
import { straightLine } from './straight-line.ts';

/** Last observations that are read. */
const observationsMax = 1_000;
/** Fewer observations show no shift. */
const observationsMin = 24;
/** Observations that a level lasts at least; a shorter deviation is an outlier. */
const levelLengthMin = 6;
/** Outliers are beyond so many deviations from the median of their neighbourhood, of so many values on each side. */
const outlierScores = 4;
const neighbours = 3;
/** Penalty of a shift in the cost of the partition, times log n and the variance: that of BIC is 2, for
 *  the place and the level. */
const penaltyFactor = 3;
/** A shift is confirmed by a jump of at least so many deviations of the noise, and of so many standard
 *  errors of the two levels. */
const jumpMin = 2.5;
const jumpScoresMin = 5;
/** Observations for each shift: more shifts than that are no levels. */
const observationsOfShift = 12;
/** Difference of BIC that is strong evidence. Source: Kass & Raftery (1995). */
const evidenceMin = 6;
/** Smoothing parameters of the rival explanation. */
const rivalSmoothings = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1];
/** Median absolute value of a standard normal deviate. */
const medianSize = 0.6745;

export interface Levels {
  /** Observations since the last shift, outliers included. */
  length: number;
  /** Mean of those, without outliers. */
  level: number;
  /** Standard deviation around the levels. */
  deviation: number;
  /** Root of the mean square of the jumps. */
  jump: number;
  /** Shifts per observation. */
  rate: number;
}

/** Levels of a series that shifts; null unless shifts explain it better than anything else: noise around one level, a
 *  level that moves at every step (simple smoothing), or a straight line.
 *
 *   1. Outliers, which are far from the median of their neighbours, are replaced by it. A shift stays.
 *   2. The partition with the least squares around the means of its parts and a penalty for each shift is
 *      found (optimal partitioning).
 *   3. Shifts that the parts beside them do not confirm are removed, the least first.
 *   4. The sums of squares, each error bounded as an outlier is, decide by BIC with a margin. A season
 *      has to be removed before.
 *
 *  Values at the end that all deviate to one side are a new level before `levelLengthMin` of them are there, if shifts
 *  have been more frequent than outliers that lasted as long.
 *  Source: Jackson et al. (2005), optimal partitioning; Killick, Fearnhead & Eckley (2012), its pruning (PELT); Pearson
 *  (2002), Hampel filter. */
export function findLevels(values: Float64Array): Levels | null {
  const read = values.subarray(Math.max(0, values.length - observationsMax));
  const n = read.length;
  if (n < observationsMin) return null;
  const noise = noiseOf(read);
  if (noise === 0) return null;
  const steady = withoutOutliers(read, noise);
  const starts = confirmed(steady, partition(steady, penaltyFactor * Math.log(n) * noise * noise));
  const shifts = starts.length - 1;
  if (shifts === 0 || shifts * observationsOfShift > n) return null;
  const parts = starts.map((start, i) => steady.subarray(start, starts[i + 1] ?? n));
  if (!explainBest(read, parts, noise)) return null;
  const means = parts.map(meanOf);
  const squares = parts.reduce((sum, part, i) => sum + squaresAround(part, means[i]), 0);
  const jumps = means.slice(1).map((mean, i) => mean - means[i]);
  const found = {
    deviation: Math.sqrt(squares / (n - parts.length)),
    jump: Math.sqrt(jumps.reduce((sum, jump) => sum + jump * jump, 0) / shifts),
    rate: shifts / n,
  };
  const last = parts[shifts];
  const begun = beginning(read, means[shifts], found.deviation, outlierRuns(read, steady), shifts);
  if (begun === 0) return { ...found, length: last.length, level: means[shifts] };
  return { ...found, length: begun, level: meanOf(read.subarray(n - begun)), rate: (shifts + 1) / n };
}

/** Standard deviation of the noise, from the median change: jumps are rare among the changes. */
function noiseOf(values: Float64Array): number {
  const changes = new Float64Array(values.length - 1);
  for (let t = 0; t < changes.length; t++) changes[t] = Math.abs(values[t + 1] - values[t]);
  return empiricalQuantile(changes.sort(), 0.5) / medianSize / Math.SQRT2;
}

function withoutOutliers(values: Float64Array, noise: number): Float64Array {
  const n = values.length;
  const window = 2 * neighbours + 1;
  const steady = values.slice();
  const sorted = new Float64Array(window);
  for (let t = 0; t < n; t++) {
    const from = Math.min(n - window, Math.max(0, t - neighbours));
    for (let i = 0; i < window; i++) {
      const value = values[from + i];
      let place = i;
      for (; place > 0 && sorted[place - 1] > value; place--) sorted[place] = sorted[place - 1];
      sorted[place] = value;
    }
    const median = sorted[neighbours];
    if (Math.abs(values[t] - median) > outlierScores * noise) steady[t] = median;
  }
  return steady;
}

/** First observations of the parts with the least penalised squares. */
function partition(values: Float64Array, penalty: number): number[] {
  const n = values.length;
  const centre = meanOf(values);
  const [sums, squares] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let t = 0; t < n; t++) {
    const value = values[t] - centre;
    sums[t + 1] = sums[t] + value;
    squares[t + 1] = squares[t] + value * value;
  }
  const least = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(n + 1);
  least[0] = -penalty;
  const possible = new Int32Array(n + 1); // starts of the last part; the first is 0
  const costs = new Float64Array(n + 1);
  let count = 1;
  for (let to = levelLengthMin; to <= n; to++) {
    for (let i = 0; i < count; i++) {
      const from = possible[i];
      const sum = sums[to] - sums[from];
      costs[i] = least[from] + (squares[to] - squares[from] - (sum * sum) / (to - from));
      if (!(costs[i] + penalty < least[to])) continue;
      least[to] = costs[i] + penalty;
      before[to] = from;
    }
    let left = 0;
    for (let i = 0; i < count; i++) if (costs[i] <= least[to]) possible[left++] = possible[i];
    const next = to + 1 - levelLengthMin;
    if (next >= levelLengthMin) possible[left++] = next;
    count = left;
  }
  const starts: number[] = [];
  for (let to = n; to > 0; to = before[to]) starts.unshift(before[to]);
  return starts;
}

/** The starts without those of shifts that are not confirmed. */
function confirmed(values: Float64Array, starts: readonly number[]): number[] {
  const left = [...starts];
  const scoreAt = (i: number) => shiftScore(values, left[i], left[i + 1], left[i + 2] ?? values.length);
  const scores = left.slice(1).map((_, i) => scoreAt(i)); // of the shift to the next part
  while (scores.length > 0) {
    const least = Math.min(...scores);
    if (!(least < 1)) break;
    const i = scores.indexOf(least);
    left.splice(i + 1, 1);
    scores.splice(i, 1);
    if (i > 0) scores[i - 1] = scoreAt(i - 1);
    if (i < scores.length) scores[i] = scoreAt(i);
  }
  return left;
}

/** Score of a shift between two parts; at least 1 if the parts confirm it. */
function shiftScore(values: Float64Array, from: number, start: number, to: number): number {
  const [a, b] = [values.subarray(from, start), values.subarray(start, to)];
  const [ofA, ofB] = [meanOf(a), meanOf(b)];
  const jump = Math.abs(ofB - ofA);
  const varianceOfA = squaresAround(a, ofA) / (a.length - 1);
  const varianceOfB = squaresAround(b, ofB) / (b.length - 1);
  return Math.min(
    jump / Math.sqrt(Math.max(varianceOfA, varianceOfB)) / jumpMin,
    jump / Math.sqrt(varianceOfA / a.length + varianceOfB / b.length) / jumpScoresMin,
  );
}

/** Whether levels explain the values better than one level, simple smoothing and a straight line, by BIC. */
function explainBest(values: Float64Array, parts: readonly Float64Array[], noise: number): boolean {
  const n = values.length;
  const errorMax = outlierScores * noise;
  const criterion = (squares: number, parameters: number) =>
    n * Math.log(squares / n) + parameters * Math.log(n);
  let aroundLevels = 0;
  for (const part of parts) {
    const mean = meanOf(part);
    let sum = 0;
    for (let t = 0; t < part.length; t++) sum += boundedSquare(part[t] - mean, errorMax);
    aroundLevels += sum;
  }
  const { intercept, slope } = straightLine(values);
  let aroundLine = 0;
  for (let t = 0; t < n; t++) aroundLine += boundedSquare(values[t] - intercept - slope * (t + 1), errorMax);
  const smoothed = rivalSmoothings.map((alpha) => {
    let level = values[0];
    let sum = 0;
    for (let t = 0; t < n; t++) {
      sum += boundedSquare(values[t] - level, errorMax);
      level += alpha * (values[t] - level);
    }
    return sum;
  });
  // Each level has a mean and a place.
  const ofLevels = criterion(aroundLevels, 2 * parts.length) + evidenceMin;
  return ofLevels < criterion(Math.min(...smoothed), 3) && ofLevels < criterion(aroundLine, 3);
}

function boundedSquare(error: number, errorMax: number): number {
  const size = Math.abs(error);
  return size > errorMax ? errorMax ** 2 : size ** 2;
}

/** Lengths of the runs of outliers. */
function outlierRuns(values: Float64Array, steady: Float64Array): number[] {
  const runs: number[] = [];
  let run = 0;
  for (let t = 0; t < values.length; t++) {
    if (values[t] !== steady[t]) run++;
    else if (run > 0) {
      runs.push(run);
      run = 0;
    }
  }
  return runs;
}

/** Number of last values that begin a new level; 0 if there are none. */
function beginning(
  values: Float64Array,
  level: number,
  deviation: number,
  outliers: readonly number[],
  shifts: number,
): number {
  const limit = outlierScores * deviation;
  const side = Math.sign(values[values.length - 1] - level);
  let length = 0;
  while (length < levelLengthMin && side * (values[values.length - 1 - length] - level) > limit) length++;
  if (length === 0 || length === levelLengthMin) return 0;
  return shifts > outliers.filter((run) => run >= length).length ? length : 0;
}
