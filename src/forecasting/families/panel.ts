/** Features of all series of a dataset at the same times, such as the volatility of a market. */
import { createVolatility } from '../statistics/index.ts';

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

/** Computes the features of a panel. Values are logarithms, or unchanged if a logarithm does not exist; NaN is missing. The
 *  features of a time depend on that time and earlier ones. Null if there are too few series. */
export function createPanel(series: readonly { times: Float64Array; values: Float64Array }[]): Panel | null {
  if (series.length < seriesMin) return null;
  const sums = new Map<number, { moves: number; sizes: number; scales: number; count: number }>();
  for (const { times, values } of series) {
    const volatility = createVolatility();
    for (let t = 0; t < values.length; t++) {
      const before = volatility.scale();
      const hasVolatility = volatility.observed() > 1;
      const difference = volatility.push(values[t]);
      if (!hasVolatility || Number.isNaN(difference) || !(before > 0)) continue;
      const relative = Math.max(-inputMax, Math.min(inputMax, difference / before));
      const sumsAtTime = sums.get(times[t]) ?? { moves: 0, sizes: 0, scales: 0, count: 0 };
      // In units of each series' own scale, so that no series dominates.
      sumsAtTime.moves += relative;
      sumsAtTime.sizes += Math.abs(relative);
      sumsAtTime.scales += Math.log(before);
      sumsAtTime.count++;
      sums.set(times[t], sumsAtTime);
    }
  }
  const times = Float64Array.from(sums.keys()).sort();
  const features = new Float32Array(times.length * panelInputs);
  const logScales = new Float64Array(times.length);
  const panelVolatility = createVolatility();
  let level = 0;
  panelVolatility.push(level);
  for (const [i, time] of times.entries()) {
    const { moves, sizes, scales, count } = sums.get(time)!;
    const before = Math.sqrt(panelVolatility.blended());
    logScales[i] = scales / count;
    level += moves / count;
    panelVolatility.push(level);
    const relative = moves / count / (before > 0 ? before : 1);
    features[i * panelInputs] = Math.max(-inputMax, Math.min(inputMax, relative));
    features[i * panelInputs + 1] = sizes / count - meanAbsoluteReturn;
    const ratio =
      0.5 * Math.log((panelVolatility.variance(1) + floor) / (panelVolatility.variance(3) + floor));
    features[i * panelInputs + 2] = Math.max(-logRatioMax, Math.min(logRatioMax, ratio));
  }
  return { times, features, logScales };
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
