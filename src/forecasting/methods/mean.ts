import { exchangeableQuantile, normalQuantile, studentTQuantile } from '../statistics/index.ts';
import { type Fitted, type MethodTask, perSeries } from './method.ts';

/** Seasons that a seasonal mean reads: enough to average the noise, few enough to follow a shape that changes. */
const seasonsMax = 10;
/** With fewer seasons there is no error of a phase to measure. */
const seasonsMin = 2;
/** With fewer errors the outer quantiles of the sample are useless: Student's t distribution is used. */
const errorsMin = 20;

/** Mean of the whole history, with the distribution of the values around it: the best forecast of independent draws
 *  from one distribution, whose quantiles are exact. */
export const mean = perSeries((history, task) => aroundMean(history, task));

/** Mean of the last ten observations of the same phase. Its fan has the errors of each of them, forecast from the mean of the
 *  others. With fewer than two seasons it is the mean. */
export const seasonalMean = perSeries((history, task) =>
  history.length < seasonsMin * task.season || task.season === 1
    ? aroundMean(history, task)
    : aroundSeasonalMean(history, task),
);

function aroundMean(history: Float64Array, { horizon, levels }: MethodTask): Fitted {
  const centre = meanOf(history);
  const fan = fanOf(
    history.map((value) => value - centre),
    levels,
    Math.sqrt(1 + 1 / history.length),
  );
  return (later) => around(new Float64Array(horizon).fill(meanOf(later)), fan);
}

function aroundSeasonalMean(history: Float64Array, { horizon, levels, season }: MethodTask): Fitted {
  const errors = Array.from({ length: season }, (_, h) => {
    const values = samePhase(history, season, h);
    const centre = meanOf(values);
    const withoutItself = values.length / (values.length - 1);
    return Array.from(values, (value) => (value - centre) * withoutItself);
  });
  const fan = fanOf(Float64Array.from(errors.flat()), levels, 1);
  return (later) =>
    around(
      Float64Array.from({ length: horizon }, (_, h) => meanOf(samePhase(later, season, h % season))),
      fan,
    );
}

/** Values in the phase of step `h` of the horizon, 0 ≤ h < m, in the last seasons. */
function samePhase(history: Float64Array, season: number, h: number): Float64Array {
  const seasons = Math.min(seasonsMax, Math.floor(history.length / season));
  const first = history.length - seasons * season + h;
  return Float64Array.from({ length: seasons }, (_, k) => history[first + k * season]);
}

/** Quantiles of errors. [Q] @param growth factor of the deviation of few errors, for their estimated mean */
function fanOf(errors: Float64Array, levels: readonly number[], growth: number): Float64Array {
  if (errors.length >= errorsMin) {
    const sorted = errors.slice().sort();
    return Float64Array.from(levels, (p) => exchangeableQuantile(sorted, p));
  }
  const freedom = Math.max(1, errors.length - 1);
  const squares = errors.reduce((sum, error) => sum + error * error, 0);
  const deviation = growth * Math.sqrt(squares / freedom);
  return Float64Array.from(levels, (p) => deviation * studentTQuantile(normalQuantile(p), freedom));
}

/** The same quantiles around each step. [K, Q] */
function around(point: Float64Array, fan: Float64Array) {
  const Q = fan.length;
  return {
    point,
    quantiles: Float64Array.from(
      { length: point.length * Q },
      (_, i) => point[Math.floor(i / Q)] + fan[i % Q],
    ),
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
