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

/** The explained number of one step, before rounding: the median, or the width of the 80 % interval, of the
 *  mixture as `createEnsemble` makes it. Adds `weight` times its derivative with respect to each quantile to
 *  the rows' dY. */
export function explainedValue(mixing: Mixing, rows: readonly QuantileRow[], weight: number): number {
  const { grid, median, factors, fixedMedian } = mixing;
  const sorted = rows.map((row) => sortedRow(row, grid.levels.length));
  const mean = (k: number) => {
    const sum = sorted.reduce((total, row) => total + row.values[k], 0) / rows.length;
    return mixing.isLog ? Math.log(sum) : sum;
  };
  const middle = mean(median);
  const addTo = (k: number, d: number) => {
    const slope = mixing.isLog ? 1 / sorted.reduce((sum, row) => sum + row.values[k], 0) : 1 / rows.length;
    for (const [n, { slopes, from }] of sorted.entries())
      rows[n].dY[rows[n].offset + from[k]] += weight * d * slope * slopes[k];
  };
  if (!fixedMedian) {
    const { value, slope } = restoredWith(mixing, middle);
    addTo(median, slope);
    return value;
  }
  if (grid.levels.length === 1) return 0;

  let width = 0;
  for (const sign of [1, -1]) {
    const { k, share } = between(grid.scores, sign * upperScore);
    const end = [k, k + 1].map((at) => middle + factors[at] * (mean(at) - middle));
    const { value, slope } = restoredWith(mixing, (1 - share) * end[0] + share * end[1]);
    width += sign * value;
    for (const [at, part] of [
      [k, 1 - share],
      [k + 1, share],
    ]) {
      addTo(at, sign * slope * part * factors[at]);
      addTo(median, sign * slope * part * (1 - factors[at]));
    }
  }
  return width;
}

/** Quantiles in the units of the series, ascending, with their slopes and their positions in the row. */
function sortedRow({ y, offset, base, unit, isLog }: QuantileRow, Q: number) {
  const from = Array.from({ length: Q }, (_, k) => k).sort((a, b) => y[offset + a] - y[offset + b]);
  const read = from.map((k) => base + unit * y[offset + k]);
  const values = isLog ? read.map((value) => Math.exp(Math.min(exponentMax, value))) : read;
  const slopes = values.map((value, k) => unit * (isLog ? slopeOfExp(read[k], value) : 1));
  return { from, values, slopes };
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
