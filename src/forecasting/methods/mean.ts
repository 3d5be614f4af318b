import { exchangeableQuantile, meanOf, normalQuantile, studentTQuantile } from '../statistics/index.ts';
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

/** Mean of the last ten observations of the same phase. Its fan has the errors of each of them, forecast from the mean
 *  of the others. With fewer than two seasons it is the mean. */
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
  const centres = phaseMeans(history, season);
  const seasons = seasonsRead(history, season);
  const withoutItself = seasons / (seasons - 1);
  const first = history.length - seasons * season;
  const errors = new Float64Array(season * seasons);
  for (let phase = 0; phase < season; phase++)
    for (let k = 0; k < seasons; k++) {
      const value = history[first + phase + k * season];
      errors[phase * seasons + k] = (value - centres[phase]) * withoutItself;
    }
  const fan = fanOf(errors, levels, 1);
  return (later) => {
    const means = phaseMeans(later, season);
    const point = new Float64Array(horizon);
    for (let h = 0; h < horizon; h++) point[h] = means[h % season];
    return around(point, fan);
  };
}

function seasonsRead(history: Float64Array, season: number): number {
  return Math.min(seasonsMax, Math.floor(history.length / season));
}

/** Means of the last seasons by the phase of the steps after the history. [m] */
function phaseMeans(history: Float64Array, season: number): Float64Array {
  const seasons = seasonsRead(history, season);
  const first = history.length - seasons * season;
  const means = new Float64Array(season);
  for (let phase = 0; phase < season; phase++) {
    let sum = 0;
    for (let k = 0; k < seasons; k++) sum += history[first + phase + k * season];
    means[phase] = sum / seasons;
  }
  return means;
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
  const quantiles = new Float64Array(point.length * Q);
  for (let h = 0; h < point.length; h++) for (let k = 0; k < Q; k++) quantiles[h * Q + k] = point[h] + fan[k];
  return { point, quantiles };
}
