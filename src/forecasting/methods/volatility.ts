import { decimated, empiricalQuantiles } from '../statistics/index.ts';
import { type Method, pooling } from './method.ts';

/** Model of the variance of one-step returns. */
export interface VarianceModel {
  /** Expected variance of the next return after each value. [n] */
  next(returns: Float64Array): Float64Array;
  /** Variance of the sum of the next `steps` returns, from that of the next one. */
  ahead(next: number, steps: number): number;
}

/** Returns after which the variance has settled; earlier errors are left out. */
const settlingMax = 50;
/** Most standardised errors per step of the horizon. */
const errorsMax = 100_000;

/** Method for prices: y(n+h) = y(n)·exp(q·√V). V is the variance h steps ahead, q the empirical quantiles of
 *  past h-step returns divided by their √V, pooled over all series. The point forecast is the median, which
 *  drifts as the pooled series did. Differences take the place of log returns if a value is not positive. K
 *  horizon steps, Q levels. */
export function volatilityMethod(fitVariance: (returns: Float64Array) => VarianceModel): Method {
  return pooling((histories, task) => {
    const modelOf = (history: Float64Array) => {
      const logs = history.every((value) => value > 0);
      const values = logs ? history.map(Math.log) : history;
      return { logs, values, model: fitVariance(returnsOf(values)) };
    };
    const models = histories.map(modelOf);
    const { horizon, levels } = task;
    const Q = levels.length;
    const shape = pooledQuantiles(models, horizon, [...levels, 0.5]); // [K, Q+1]
    return models.map((fitted) => (history) => {
      // A later history may have values that have no logarithm.
      const { logs, model } = fitted.logs && history.some((value) => value <= 0) ? modelOf(history) : fitted;
      const values = logs ? history.map((value) => Math.log(value)) : history;
      const variances = model.next(returnsOf(values));
      const next = variances[variances.length - 1];
      const last = history[history.length - 1];
      const point = new Float64Array(horizon);
      const quantiles = new Float64Array(horizon * Q);
      for (let h = 0; h < horizon; h++) {
        const deviation = Math.sqrt(model.ahead(next, h + 1));
        const moved = (k: number) => {
          const move = shape[h * (Q + 1) + k] * deviation;
          return logs ? last * Math.exp(move) : last + move;
        };
        for (let k = 0; k < Q; k++) quantiles[h * Q + k] = moved(k);
        point[h] = moved(Q);
      }
      return { point, quantiles };
    });
  });
}

/** Changes of the values; the first is 0, since nothing is before it. */
function returnsOf(values: Float64Array): Float64Array {
  return values.map((value, t) => (t === 0 ? 0 : value - values[t - 1]));
}

/** Pooled quantiles in units of the predicted deviation. [K, Q] */
function pooledQuantiles(
  models: readonly { values: Float64Array; model: VarianceModel }[],
  horizon: number,
  levels: readonly number[],
): Float64Array {
  const predicted = models.map(({ values, model }) => model.next(returnsOf(values)));
  const each = Math.max(1, Math.floor(errorsMax / models.length));
  const quantiles = new Float64Array(horizon * levels.length);
  for (let h = 0; h < horizon; h++) {
    const errors: number[] = [];
    for (const [i, { values, model }] of models.entries()) {
      const first = Math.min(settlingMax, Math.floor(values.length / 4));
      const origins = Array.from({ length: Math.max(0, values.length - h - 1 - first) }, (_, t) => first + t);
      for (const t of decimated(origins, each)) {
        const error = (values[t + h + 1] - values[t]) / Math.sqrt(model.ahead(predicted[i][t], h + 1));
        if (Number.isFinite(error)) errors.push(error);
      }
    }
    if (errors.length > 0)
      quantiles.set(empiricalQuantiles(Float64Array.from(errors), levels), h * levels.length);
  }
  return quantiles;
}
