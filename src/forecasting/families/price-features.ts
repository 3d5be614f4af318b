import { bounded, createVolatility, decays, scaleFloor } from '../statistics/index.ts';
import { meanAbsoluteReturn, type Panel, panelInputs, panelRow } from './panel.ts';

/** What a window of prices reads at each time, and what it ends with. Row t reads the values up to t. */
export interface PriceFeatures {
  rows: Float32Array; // [n, 14]
  level: Float64Array; // [n], the last value that is there
  scale: Float64Array; // [n], of one step
  gap: Uint32Array; // [n], steps since the last value that is there
  observed: Uint32Array; // [n], values that are there
}

/** Eight of the series itself, then six that are zero without a panel: whether there is one, what it does, how much more
 *  the series moves than the panel's series do, and how much those move. */
const panelFrom = 8;
export const priceInputs = panelFrom + 3 + panelInputs;
/** Those that say what is there, and those that say how large moves are at all. */
export const pricePresences = [panelFrom - 1, panelFrom];
export const priceScales = [panelFrom - 2, panelFrom + 2 + panelInputs];

const inputMax = 6;
const logRatioMax = 3;
const fastDecay = decays.indexOf(0.8);
const mediumDecay = decays.indexOf(0.97);
const slowDecay = decays.indexOf(0.99);
const usualDecay = decays.indexOf(0.998);
/** By which logarithms of scales are centred: 2 % a step. */
const typicalLogScale = -4;
const logScaleMax = 6;

/** NaN is missing. */
export interface PriceValues {
  values: Float64Array; // [n]
  /** Whether they are logarithms. */
  isLog: boolean;
}

/** The panel is read at `times`, without them not at all. How much a series moves in itself, and not against what was or
 *  what others do, is told of logarithms alone, which have no unit. Source: RECIPE B. */
export function priceFeatures(
  { values, isLog }: PriceValues,
  times: Float64Array | null,
  panel: Panel | null,
): PriceFeatures {
  const n = values.length;
  const rows = new Float32Array(n * priceInputs);
  const level = new Float64Array(n);
  const scale = new Float64Array(n);
  const gap = new Uint32Array(n);
  const observed = new Uint32Array(n);
  const volatility = createVolatility();
  let missing = 0;
  let row = panel === null || times === null || n === 0 ? -1 : firstRow(panel, times[0]);
  for (let t = 0; t < n; t++) {
    const before = Math.sqrt(volatility.blended());
    const difference = volatility.push(values[t]);
    missing = Number.isNaN(values[t]) ? missing + 1 : 0;
    level[t] = volatility.level();
    scale[t] = volatility.scale();
    gap[t] = missing;
    observed[t] = volatility.observed();
    const at = t * priceInputs;
    if (!Number.isNaN(difference)) {
      const floor = scaleFloor(level[t]);
      const relative = bounded(difference / (before > floor ? before : scale[t]), inputMax);
      const variance = volatility.blended() + floor * floor;
      rows[at] = relative;
      rows[at + 1] = Math.abs(relative) - meanAbsoluteReturn;
      rows[at + 2] = logRatio(volatility.variance(fastDecay), variance, floor);
      rows[at + 3] = logRatio(volatility.variance(mediumDecay), variance, floor);
      rows[at + 4] = logRatio(volatility.variance(slowDecay), variance, floor);
      rows[at + 5] = logRatio(volatility.variance(usualDecay), variance, floor);
      if (isLog) rows[at + 6] = bounded(Math.log(scale[t]) - typicalLogScale, logScaleMax);
      rows[at + 7] = 1;
    }
    if (panel === null || times === null) continue;
    while (row < panel.times.length && panel.times[row] < times[t]) row++;
    if (row >= panel.times.length || panel.times[row] !== times[t]) continue;
    rows[at + panelFrom] = 1;
    for (let i = 0; i < panelInputs; i++)
      rows[at + panelFrom + 1 + i] = panel.features[row * panelInputs + i];
    rows[at + panelFrom + 1 + panelInputs] = bounded(Math.log(scale[t]) - panel.logScales[row], logRatioMax);
    if (isLog)
      rows[at + panelFrom + 2 + panelInputs] = bounded(panel.logScales[row] - typicalLogScale, logScaleMax);
  }
  return { rows, level, scale, gap, observed };
}

/** The first row of the panel at or after a time. */
function firstRow(panel: Panel, time: number): number {
  const exact = panelRow(panel, time);
  if (exact >= 0) return exact;
  let row = 0;
  while (row < panel.times.length && panel.times[row] < time) row++;
  return row;
}

/** Log of a ratio of standard deviations, from variances. */
function logRatio(variance: number, to: number, floor: number): number {
  return bounded(0.5 * Math.log((variance + floor * floor) / to), logRatioMax);
}
