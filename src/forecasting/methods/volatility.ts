import { decimated } from '../decimation.ts';
import { type Method, type MethodTask, pooling } from './method.ts';
import { symmetricQuantiles } from './past-errors.ts';

/** How the variance of one-step returns moves. */
export interface VarianceModel {
  /** Expected variance of the next return after each value. [n] */
  next(returns: Float64Array): Float64Array;
  /** Variance of the sum of the next `steps` returns, from that of the next. */
  ahead(next: number, steps: number): number;
}

/** Returns that a variance needs to settle before its errors are learnt from. */
const settlingMax = 50;
/** Standardised errors kept per step of the horizon. */
const errorsMax = 100_000;

/** A fan around the last value: y(n+h) = y(n)·exp(±q·√V), V the variance h steps ahead and q the empirical quantiles of
 *  the past h-step returns in units of their √V, pooled over all series and symmetric, so the median stays at the last
 *  value. Differences stand for log returns where values are not all positive. K horizon steps, Q levels. */
export function volatilityFan(fitVariance: (returns: Float64Array) => VarianceModel): Method {
  return pooling((histories, task) => {
    const models = histories.map((history) => {
      const logs = history.every((value) => value > 0);
      const values = logs ? history.map(Math.log) : history;
      return { logs, values, model: fitVariance(returnsOf(values)) };
    });
    const shape = pooledQuantiles(models, task);
    const Q = task.levels.length;
    return models.map(({ logs, model }) => (history) => {
      const values = logs ? history.map((value) => Math.log(value)) : history;
      const last = history[history.length - 1];
      const variances = model.next(returnsOf(values));
      const next = variances[variances.length - 1];
      const quantiles = shape.map((q, i) => {
        const move = q * Math.sqrt(model.ahead(next, Math.floor(i / Q) + 1));
        return logs ? last * Math.exp(move) : last + move;
      });
      return { point: new Float64Array(task.horizon).fill(last), quantiles };
    });
  });
}

/** The first is 0: before it there is no value. */
function returnsOf(values: Float64Array): Float64Array {
  return values.map((value, t) => (t === 0 ? 0 : value - values[t - 1]));
}

/** [K, Q] in units of the predicted deviation. */
function pooledQuantiles(
  models: readonly { values: Float64Array; model: VarianceModel }[],
  { horizon, levels }: MethodTask,
): Float64Array {
  const predicted = models.map(({ values, model }) => model.next(returnsOf(values)));
  const each = Math.max(1, Math.floor(errorsMax / models.length));
  const quantiles = new Float64Array(horizon * levels.length);
  for (let h = 0; h < horizon; h++) {
    const sizes: number[] = [];
    for (const [i, { values, model }] of models.entries()) {
      const first = Math.min(settlingMax, Math.floor(values.length / 4));
      const origins = Array.from({ length: Math.max(0, values.length - h - 1 - first) }, (_, t) => first + t);
      for (const t of decimated(origins, each)) {
        const size = Math.abs(values[t + h + 1] - values[t]) / Math.sqrt(model.ahead(predicted[i][t], h + 1));
        if (Number.isFinite(size)) sizes.push(size);
      }
    }
    if (sizes.length > 0)
      quantiles.set(symmetricQuantiles(Float64Array.from(sizes).sort(), levels), h * levels.length);
  }
  return quantiles;
}
