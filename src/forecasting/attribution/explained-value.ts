import type { Floats } from '../../engine/index.ts';
import { exponentMax } from '../history/index.ts';
import { normalQuantile, type QuantileGrid } from '../statistics/index.ts';

/** Quantiles of one network at one step, [Q] at `offset` of `y`; their gradient is added to `dY`. */
export interface QuantileRow {
  y: Floats;
  dY: Float32Array;
  offset: number;
  /** Transforms scaled quantiles into what the network reads: base + unit · y. */
  base: number;
  unit: number;
  /** Whether the network reads logarithms. */
  isLog: boolean;
}

/** Parameters by which the rows of all networks are mixed into one forecast. */
export interface Mixing {
  grid: QuantileGrid;
  median: number;
  /** If the median is fixed, the width of the 80 % interval is explained, else the median. */
  fixedMedian: boolean;
  /** Calibration factors of the widths. [Q] */
  factors: Float64Array;
  /** Whether the mixture is calibrated in logarithms. */
  isLog: boolean;
  lower: number;
  upper: number;
}

/** Normal score of the upper end of the 80 % interval. */
const upperScore = normalQuantile(0.9);

/** Sorted rows of N networks, used again for each step: quantiles in the units of the series, their slopes and their
 *  positions in the row. A look back sorts tens of thousands of rows. */
let values = new Float64Array(0); // [N, Q and more]
let slopes = new Float64Array(0);
let places = new Int32Array(0);

/** The explained number of one step, before rounding: the median, or the width of the 80 % interval, of the
 *  mixture as `createEnsemble` makes it. Adds `weight` times its derivative with respect to each quantile to
 *  the rows' dY. */
export function explainedValue(mixing: Mixing, rows: readonly QuantileRow[], weight: number): number {
  const { grid, median, factors, fixedMedian } = mixing;
  const Q = grid.levels.length;
  sortRows(rows, Q);
  const middle = meanAt(median, mixing, rows.length);
  if (!fixedMedian) {
    const { value, slope } = restoredWith(mixing, middle);
    addTo(rows, mixing, median, weight, slope);
    return value;
  }
  if (Q === 1) return 0;

  let width = 0;
  for (let sign = 1; sign >= -1; sign -= 2) {
    const { k, share } = between(grid.scores, sign * upperScore);
    const lower = middle + factors[k] * (meanAt(k, mixing, rows.length) - middle);
    const upper = middle + factors[k + 1] * (meanAt(k + 1, mixing, rows.length) - middle);
    const { value, slope } = restoredWith(mixing, (1 - share) * lower + share * upper);
    width += sign * value;
    for (let at = k; at <= k + 1; at++) {
      const part = at === k ? 1 - share : share;
      addTo(rows, mixing, at, weight, sign * slope * part * factors[at]);
      addTo(rows, mixing, median, weight, sign * slope * part * (1 - factors[at]));
    }
  }
  return width;
}

/** Mean of quantile `k` of the sorted rows; its logarithm if they are mixed in logarithms. */
function meanAt(k: number, { grid, isLog }: Mixing, count: number): number {
  const sum = sumAt(k, grid.levels.length, count) / count;
  return isLog ? Math.log(sum) : sum;
}

function sumAt(k: number, Q: number, count: number): number {
  let sum = 0;
  for (let n = 0; n < count; n++) sum += values[n * Q + k];
  return sum;
}

/** Adds `weight` · `d` times the derivative of the mean of quantile `k` to the rows' dY. */
function addTo(rows: readonly QuantileRow[], { grid, isLog }: Mixing, k: number, weight: number, d: number) {
  const Q = grid.levels.length;
  const slope = isLog ? 1 / sumAt(k, Q, rows.length) : 1 / rows.length;
  for (let n = 0; n < rows.length; n++) {
    const { dY, offset } = rows[n];
    dY[offset + places[n * Q + k]] += weight * d * slope * slopes[n * Q + k];
  }
}

function sortRows(rows: readonly QuantileRow[], Q: number): void {
  if (values.length < rows.length * Q) {
    values = new Float64Array(rows.length * Q);
    slopes = new Float64Array(rows.length * Q);
    places = new Int32Array(rows.length * Q);
  }
  for (let n = 0; n < rows.length; n++) {
    const { y, offset, base, unit, isLog } = rows[n];
    const first = n * Q;
    // Insertion sort, since they are nearly sorted.
    for (let k = 0; k < Q; k++) {
      let to = first + k;
      for (; to > first && y[offset + places[to - 1]] > y[offset + k]; to--) places[to] = places[to - 1];
      places[to] = k;
    }
    for (let i = first; i < first + Q; i++) {
      const read = base + unit * y[offset + places[i]];
      values[i] = isLog ? Math.exp(Math.min(exponentMax, read)) : read;
      slopes[i] = unit * (isLog ? slopeOfExp(read, values[i]) : 1);
    }
  }
}

function slopeOfExp(x: number, y: number): number {
  return x < exponentMax ? y : 0;
}

/** Value within the bounds, and its slope: 0 at a bound. */
function restoredWith({ isLog, lower, upper }: Mixing, value: number): { value: number; slope: number } {
  const size = isLog ? Math.exp(Math.min(exponentMax, value)) : value;
  const slope = isLog ? slopeOfExp(value, size) : 1;
  if (size <= lower) return { value: lower, slope: 0 };
  if (size >= upper) return { value: upper, slope: 0 };
  return { value: size, slope };
}

/** Gap of the grid in which a score lies; the outermost gap extends beyond it. */
function between(scores: Float64Array, score: number): { k: number; share: number } {
  let k = 0;
  while (k < scores.length - 2 && score >= scores[k + 1]) k++;
  return { k, share: (score - scores[k]) / (scores[k + 1] - scores[k]) };
}
