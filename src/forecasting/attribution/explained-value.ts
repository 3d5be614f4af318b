import type { Floats } from '../../engine/index.ts';
import { exponentMax } from '../history/index.ts';
import { normalQuantile, type QuantileGrid } from '../statistics/index.ts';

/** Quantiles of one network at one step, [Q] at `offset` of `y`, and where their gradient goes. */
export interface QuantileRow {
  y: Floats;
  dY: Float32Array;
  offset: number;
  /** From scaled quantiles to the units of what the network reads: base + unit · y. */
  base: number;
  unit: number;
  /** Whether those are logarithms. */
  isLog: boolean;
}

/** How the rows of all networks become one fan. */
export interface Mixing {
  grid: QuantileGrid;
  median: number;
  /** Whether the median is fixed: then the width of the 80 % interval is looked at, else the median. */
  fixedMedian: boolean;
  /** Of the widths, for each trained quantile. [Q] */
  factors: Float64Array;
  /** Whether the fan is calibrated in logarithms. */
  isLog: boolean;
  lower: number;
  upper: number;
}

/** Of the ends of the 80 % interval. */
const upperScore = normalQuantile(0.9);

/** The number that is looked at, as `createEnsemble` makes it out of the networks' quantiles, before it is rounded.
 *  Adds its derivative with respect to each quantile, times `weight`, to the rows' dY. */
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

/** In the units of the series, ascending, with the slope at each and the place in the row that it came from. */
function sortedRow({ y, offset, base, unit, isLog }: QuantileRow, Q: number) {
  const from = Array.from({ length: Q }, (_, k) => k).sort((a, b) => y[offset + a] - y[offset + b]);
  const inside = from.map((k) => base + unit * y[offset + k]);
  const values = isLog ? inside.map((value) => Math.exp(Math.min(exponentMax, value))) : inside;
  const slopes = values.map((value, k) => unit * (isLog ? slopeOfExp(inside[k], value) : 1));
  return { from, values, slopes };
}

function slopeOfExp(x: number, y: number): number {
  return x < exponentMax ? y : 0;
}

/** The bounds end what moves. */
function restoredWith({ isLog, lower, upper }: Mixing, value: number): { value: number; slope: number } {
  const size = isLog ? Math.exp(Math.min(exponentMax, value)) : value;
  const slope = isLog ? slopeOfExp(value, size) : 1;
  if (size <= lower) return { value: lower, slope: 0 };
  if (size >= upper) return { value: upper, slope: 0 };
  return { value: size, slope };
}

/** The gap of the grid in which a score lies, or the outermost one, which goes on beyond it. */
function between(scores: Float64Array, score: number): { k: number; share: number } {
  let k = 0;
  while (k < scores.length - 2 && score >= scores[k + 1]) k++;
  return { k, share: (score - scores[k]) / (scores[k + 1] - scores[k]) };
}
