import {
  arePositive,
  empiricalQuantiles,
  hasNonPositive,
  logsOf,
  normalQuantile,
} from '../statistics/index.ts';
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
/** Past errors by which the fan of a method is shaped. */
interface ErrorShape {
  /** Most standardised errors per step of the horizon. */
  errorsMax: number;
  /** The empirical quantiles are averaged with those of the normal distribution, as if it had so many errors that do
   *  not overlap. */
  normalErrors: number;
  /** Steps beyond this one are computed at growing distances, and interpolated between. */
  eachStepUntil: number;
}
const panelShape: ErrorShape = {
  errorsMax: 100_000,
  normalErrors: 0,
  eachStepUntil: Number.POSITIVE_INFINITY,
};
/** Growth of the steps that are computed beyond these. */
const stepGrowth = 1.2;

/** Method for prices: y(n+h) = y(n)·exp(q·√V). V is the variance h steps ahead, q the empirical quantiles of
 *  past h-step returns divided by their √V, pooled over all series. The point forecast is the median, which
 *  drifts as the pooled series did. Differences take the place of log returns if a value is not positive. K
 *  horizon steps, Q levels. */
export function volatilityMethod(
  fitVariance: (returns: Float64Array) => VarianceModel,
  errorShape = panelShape,
): Method {
  return pooling((histories, task) => {
    const modelOf = (history: Float64Array) => {
      const logs = arePositive(history);
      const values = logs ? logsOf(history) : history;
      return { logs, values, model: fitVariance(returnsOf(values)) };
    };
    const models = histories.map(modelOf);
    const { horizon, levels } = task;
    const Q = levels.length;
    const shape = pooledQuantiles(models, horizon, [...levels, 0.5], errorShape); // [K, Q+1]
    return models.map((fitted) => (history) => {
      // A later history may have values that have no logarithm.
      const { logs, model } = fitted.logs && hasNonPositive(history) ? modelOf(history) : fitted;
      const values = logs ? logsOf(history) : history;
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
  const returns = new Float64Array(values.length);
  for (let t = 1; t < returns.length; t++) returns[t] = values[t] - values[t - 1];
  return returns;
}

/** Pooled quantiles in units of the predicted deviation. [K, Q] */
function pooledQuantiles(
  models: readonly { values: Float64Array; model: VarianceModel }[],
  horizon: number,
  levels: readonly number[],
  { errorsMax, normalErrors, eachStepUntil }: ErrorShape,
): Float64Array {
  const scores = levels.map(normalQuantile);
  const predicted = models.map(({ values, model }) => model.next(returnsOf(values)));
  const each = Math.max(1, Math.floor(errorsMax / models.length));
  const quantiles = new Float64Array(horizon * levels.length);
  const errors = new Float64Array(models.reduce((sum, { values }) => sum + Math.min(each, values.length), 0));
  for (let h = 0, before = 0; h < horizon; before = h, h = stepAfter(h)) {
    let count = 0;
    for (const [i, { values, model }] of models.entries()) {
      const first = Math.min(settlingMax, Math.floor(values.length / 4));
      const origins = Math.max(0, values.length - h - 1 - first);
      const taken = Math.min(each, origins); // evenly spread
      for (let n = 0; n < taken; n++) {
        const t = first + (taken === origins ? n : Math.floor((n * origins) / taken));
        const error = (values[t + h + 1] - values[t]) / Math.sqrt(model.ahead(predicted[i][t], h + 1));
        if (Math.abs(error) < Number.POSITIVE_INFINITY) errors[count++] = error;
      }
    }
    if (count === 0 && normalErrors === 0) continue;
    const empirical = count > 0 ? empiricalQuantiles(errors.subarray(0, count), levels) : scores;
    // Errors of h + 1 steps overlap, so that so many of them say as much as one.
    const share = normalErrors === 0 ? 1 : count / (count + normalErrors * (h + 1));
    for (const [k, score] of scores.entries())
      quantiles[h * levels.length + k] = share * empirical[k] + (1 - share) * score;
    if (h > before + 1) interpolate(before, h);
  }
  return quantiles;

  function stepAfter(h: number): number {
    if (h < eachStepUntil || h === horizon - 1) return h + 1;
    return Math.min(Math.floor(h * stepGrowth), horizon - 1);
  }
  /** Quantiles in units of the deviation change little between two steps. */
  function interpolate(from: number, to: number): void {
    const Q = levels.length;
    for (let h = from + 1; h < to; h++)
      for (let k = 0; k < Q; k++)
        quantiles[h * Q + k] =
          ((to - h) * quantiles[from * Q + k] + (h - from) * quantiles[to * Q + k]) / (to - from);
  }
}
