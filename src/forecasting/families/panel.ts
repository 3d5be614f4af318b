/** Features of all series of a dataset at the same times, such as the volatility of a market. */
import { bounded, isMissing, Volatility } from '../statistics/index.ts';

/** By time, ascending. N times. */
export interface Panel {
  times: Float64Array; // [N]
  /** Mean of the series' returns over its own volatility before it, mean size of the standardised returns less what is
   *  usual, and logarithm of the panel's volatility over its own slow average. */
  features: Float32Array; // [N, 3]
  /** Mean logarithm of the series' scales. */
  logScales: Float64Array; // [N]
}

export const panelInputs = 3;
/** Series that make a panel; fewer say no more than a series says of itself. */
const seriesMin = 3;
/** Mean of |x| of a standardised return, by which its size is centred. */
export const meanAbsoluteReturn = 0.75;
const inputMax = 6;
const logRatioMax = 3;
const floor = 1e-12;

/** Computes the features of a panel. Values are logarithms, or unchanged if a logarithm does not exist; NaN is missing.
 *  The features of a time depend on that time and earlier ones. Null if there are too few series. */
export function createPanel(series: readonly { times: Float64Array; values: Float64Array }[]): Panel | null {
  if (series.length < seriesMin) return null;
  const all = timesOf(series);
  const moves = new Float64Array(all.length);
  const sizes = new Float64Array(all.length);
  const scales = new Float64Array(all.length);
  const counts = new Uint32Array(all.length);
  for (const { times, values } of series) {
    const volatility = new Volatility();
    let at = 0;
    for (let t = 0; t < values.length; t++) {
      while (all[at] < times[t]) at++;
      const before = volatility.scale();
      const hasVolatility = volatility.observed > 1;
      const difference = volatility.push(values[t]);
      if (!hasVolatility || isMissing(difference) || !(before > 0)) continue;
      // In units of each series' own scale, so that no series dominates.
      const relative = bounded(difference / before, inputMax);
      moves[at] += relative;
      sizes[at] += Math.abs(relative);
      scales[at] += Math.log(before);
      counts[at]++;
    }
  }
  const times = all.filter((_, at) => counts[at] > 0);
  const features = new Float32Array(times.length * panelInputs);
  const logScales = new Float64Array(times.length);
  const panelVolatility = new Volatility();
  let level = 0;
  panelVolatility.push(level);
  for (let at = 0, row = 0; at < all.length; at++) {
    const count = counts[at];
    if (count === 0) continue;
    const before = Math.sqrt(panelVolatility.blended);
    const move = moves[at] / count;
    logScales[row] = scales[at] / count;
    level += move;
    panelVolatility.push(level);
    features[row * panelInputs] = bounded(move / (before > 0 ? before : 1), inputMax);
    features[row * panelInputs + 1] = sizes[at] / count - meanAbsoluteReturn;
    const ratio =
      0.5 * Math.log((panelVolatility.variance(1) + floor) / (panelVolatility.variance(3) + floor));
    features[row * panelInputs + 2] = bounded(ratio, logRatioMax);
    row++;
  }
  return { times, features, logScales };
}

/** The times of all series, ascending and each once. Most series of a panel have the same. */
function timesOf(series: readonly { times: Float64Array }[]): Float64Array {
  let all: Float64Array = new Float64Array(0);
  for (const { times } of series) if (!holdsAll(all, times)) all = merged(all, times);
  return all;
}

function holdsAll(all: Float64Array, times: Float64Array): boolean {
  let at = 0;
  for (let t = 0; t < times.length; t++) {
    while (all[at] < times[t]) at++;
    if (all[at] !== times[t]) return false;
  }
  return true;
}

function merged(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  let count = 0;
  for (let i = 0, k = 0; i < a.length || k < b.length; count++) {
    const isOfA = k >= b.length || a[i] <= b[k];
    all[count] = isOfA ? a[i] : b[k];
    if (b[k] === all[count]) k++;
    if (isOfA) i++;
  }
  return all.subarray(0, count);
}

/** Row of a time in the panel, or −1. */
export function panelRow({ times }: Panel, time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (times[middle] === time) return middle;
    if (times[middle] < time) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
