import { arePositive, lagQuantiles, logsOf } from '../statistics/index.ts';
import { perSeries } from './method.ts';

/** Random walk with the empirical quantiles of the h-step changes in the whole history; log changes if all
 *  values are positive. The reference of the quantile loss of prices. If the history is not longer than h, the
 *  changes over its longest step are scaled by the square root of the ratio. */
export const rwEmpirical = perSeries((history, { horizon, levels }) => {
  const usual = changesOf(history, { horizon, levels, logs: arePositive(history) });
  let plain: Changes | null = null;
  return (later) => {
    const last = later[later.length - 1];
    if (!usual.logs || last > 0) return forecastOf(last, usual);
    plain ??= changesOf(history, { horizon, levels, logs: false }); // factors would turn the quantiles around
    return forecastOf(last, plain);
  };
});

/** Empirical quantiles of the changes over each step of the horizon: factors if `logs`, else differences. */
interface Changes {
  medians: Float64Array; // [K]
  quantiles: Float64Array; // [K, Q]
  logs: boolean;
}

function changesOf(
  history: Float64Array,
  { horizon, levels, logs }: { horizon: number; levels: readonly number[]; logs: boolean },
): Changes {
  const values = logs ? logsOf(history) : history;
  const Q = levels.length;
  const p = Float64Array.of(0.5, ...levels);
  const moves = new Float64Array(horizon * Q);
  const medians = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    const lag = Math.min(h + 1, values.length - 1);
    if (lag === 0) continue;
    const growth = Math.sqrt((h + 1) / lag);
    const quantiles = lagQuantiles(values, lag, 'difference', p);
    medians[h] = growth * quantiles[0];
    for (let k = 0; k < Q; k++) moves[h * Q + k] = growth * quantiles[k + 1];
  }
  const changes = (all: Float64Array) => (logs ? all.map(Math.exp) : all);
  return { medians: changes(medians), quantiles: changes(moves), logs };
}

function forecastOf(last: number, { medians, quantiles, logs }: Changes) {
  return { point: moved(last, medians, logs), quantiles: moved(last, quantiles, logs) };
}

/** @param areFactors whether the changes are factors, else differences */
function moved(last: number, changes: Float64Array, areFactors: boolean): Float64Array {
  const values = new Float64Array(changes.length);
  for (let i = 0; i < values.length; i++) values[i] = areFactors ? last * changes[i] : last + changes[i];
  return values;
}
