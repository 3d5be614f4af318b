import { bounded, decays, isMissing, scaleFloor, Volatility } from '../statistics/index.ts';
import { arrangeInputs } from './inputs.ts';
import { meanAbsoluteReturn, type Panel, panelInputs, panelRow } from './panel.ts';

/** Features of a series at each time; row t depends on the values up to t alone. */
export interface PriceFeatures {
  rows: Float32Array; // [n, I], in the order of `priceEncoder`; those before the first that was asked for are 0
  level: Float64Array; // [n], the last observed value
  scale: Float64Array; // [n], of one step
  gap: Uint32Array; // [n], steps since the last observed value
  observed: Uint32Array; // [n], number of observed values
}

/** Encoder inputs of a recurrent step, which reads one observation: eight of the series itself, then those of the
 *  panel, which are zero without one. */
export const priceEncoder = arrangeInputs(
  {
    return: { per: 'observation' },
    size: { per: 'observation' },
    fastVolatility: { per: 'observation' },
    mediumVolatility: { per: 'observation' },
    slowVolatility: { per: 'observation' },
    usualVolatility: { per: 'observation' },
    logScale: { per: 'window' },
    observed: { per: 'observation', isPresence: true },
    panelObserved: { per: 'observation', isPresence: true },
    panelFeatures: { per: 'observation', count: panelInputs },
    logScaleOverPanel: { per: 'observation' },
    panelLogScale: { per: 'window' },
  },
  1,
);
const offset = priceEncoder.at;
const rowSize = priceEncoder.inputs.length;

const inputMax = 6;
const logRatioMax = 3;
const fastDecay = decays.indexOf(0.8);
const mediumDecay = decays.indexOf(0.97);
const slowDecay = decays.indexOf(0.99);
const usualDecay = decays.indexOf(0.998);
/** Centre of the logarithms of scales: 2 % a step. */
const typicalLogScale = -4;
const logScaleMax = 6;

/** NaN is missing. */
export interface PriceValues {
  values: Float64Array; // [n]
  /** Whether they are logarithms. */
  isLog: boolean;
}

/** Computes the features of a series; those of the panel only with `times`. Scales that are not relative to the past or
 *  to the panel are written for logarithms alone, which have no unit.
 *  @param from first row that is read */
export function priceFeatures(
  { values, isLog }: PriceValues,
  times: Float64Array | null,
  panel: Panel | null,
  from = 0,
): PriceFeatures {
  const n = values.length;
  const rows = new Float32Array(n * rowSize);
  const level = new Float64Array(n);
  const scale = new Float64Array(n);
  const gap = new Uint32Array(n);
  const observed = new Uint32Array(n);
  const volatility = new Volatility();
  let missing = 0;
  let row = panel === null || times === null || from >= n ? -1 : firstRow(panel, times[from]);
  for (let t = 0; t < n; t++) {
    const before = Math.sqrt(volatility.blended);
    const difference = volatility.push(values[t]);
    missing = isMissing(values[t]) ? missing + 1 : 0;
    level[t] = volatility.level;
    scale[t] = volatility.scale();
    gap[t] = missing;
    observed[t] = volatility.observed;
    if (t < from) continue;
    const at = t * rowSize;
    if (!isMissing(difference)) {
      const floor = scaleFloor(level[t]);
      const relative = bounded(difference / (before > floor ? before : scale[t]), inputMax);
      const variance = volatility.blended + floor * floor;
      rows[at + offset.return] = relative;
      rows[at + offset.size] = Math.abs(relative) - meanAbsoluteReturn;
      rows[at + offset.fastVolatility] = logRatio(volatility.variance(fastDecay), variance, floor);
      rows[at + offset.mediumVolatility] = logRatio(volatility.variance(mediumDecay), variance, floor);
      rows[at + offset.slowVolatility] = logRatio(volatility.variance(slowDecay), variance, floor);
      rows[at + offset.usualVolatility] = logRatio(volatility.variance(usualDecay), variance, floor);
      if (isLog) rows[at + offset.logScale] = bounded(Math.log(scale[t]) - typicalLogScale, logScaleMax);
      rows[at + offset.observed] = 1;
    }
    if (panel === null || times === null) continue;
    while (row < panel.times.length && panel.times[row] < times[t]) row++;
    if (row >= panel.times.length || panel.times[row] !== times[t]) continue;
    rows[at + offset.panelObserved] = 1;
    for (let i = 0; i < panelInputs; i++)
      rows[at + offset.panelFeatures + i] = panel.features[row * panelInputs + i];
    // Before its first observation a series has no scale.
    if (observed[t] > 0)
      rows[at + offset.logScaleOverPanel] = bounded(Math.log(scale[t]) - panel.logScales[row], logRatioMax);
    if (isLog) rows[at + offset.panelLogScale] = bounded(panel.logScales[row] - typicalLogScale, logScaleMax);
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
