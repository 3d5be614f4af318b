import { empiricalQuantiles } from '../statistics/index.ts';
import { perSeries } from './method.ts';

/** Random walk with the empirical quantiles of the h-step changes in the whole history; log changes if all
 *  values are positive. The reference of the quantile loss of prices. If the history is not longer than h, the
 *  changes over its longest step are scaled by the square root of the ratio. */
export const rwEmpirical = perSeries((history, { horizon, levels }) => {
  const logs = history.every((value) => value > 0);
  const values = logs ? history.map(Math.log) : history;
  const Q = levels.length;
  const moves = new Float64Array(horizon * Q);
  const medians = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    const lag = Math.min(h + 1, values.length - 1);
    if (lag === 0) continue;
    const changes = new Float64Array(values.length - lag);
    for (let t = 0; t < changes.length; t++) changes[t] = values[t + lag] - values[t];
    const growth = Math.sqrt((h + 1) / lag);
    const [median, ...quantiles] = empiricalQuantiles(changes, [0.5, ...levels]);
    medians[h] = growth * median;
    for (const [k, quantile] of quantiles.entries()) moves[h * Q + k] = growth * quantile;
  }
  const moved = (last: number, move: number) => (logs ? last * Math.exp(move) : last + move);
  return (later) => {
    const last = later[later.length - 1];
    return {
      point: medians.map((move) => moved(last, move)),
      quantiles: moves.map((move) => moved(last, move)),
    };
  };
});
