/** Tests whether series move like random walks. A level or a line with noise, an autoregression, a slope that lasts,
 *  and a level that shifts now and then do not. */
import { decimated } from './decimation.ts';
import { findLevels } from './level-shifts.ts';
import { observedOf, sumOf } from './plain-loops.ts';
import { straightLine } from './straight-line.ts';

/** Bounds on the work: series, and observations of each. */
const seriesMax = 100;
const observationsMax = 4_000;
/** Fewer observations say nothing about how a series moves. */
const observationsMin = 12;
/** Lags of the variance ratios; at most a fifth of the observations. */
const lags = [2, 4, 8, 16];
const lagShareMax = 1 / 5;

/** Standard scores of a variance ratio that chance gives a random walk in one case of a hundred at any of the lags
 *  (simulated; the distribution leans to the right), and the ratios from which the difference
 *  matters for a forecast. */
const noise = { score: -2.6, ratio: 0.7 };
const slope = { score: 3.4, ratio: 1.2 };
/** Statistics of reversion around a level and around a line: the mean over random walks, and the value that chance goes
 *  below in about two cases of a hundred (simulated, 60 to 2,000 observations). */
const reversion = { level: { mean: -1.15, limit: -2.9 }, line: { mean: -1.95, limit: -3.65 } };
/** Share of the variance of a random walk at the horizon below which a reversion matters. */
const revertedShareMax = 0.85;
/** Drift over the horizon, in standard deviations of the change over the horizon, from which the last value is a bad
 *  forecast, and the size of the t statistic that it needs: its mean over random walks without drift, and the
 *  limit for one series. */
const drift = { size: 0.8, mean: 0.8, limit: 3.5 };
/** Series of a panel move together: further ones are no further evidence. */
const separateSeriesMax = 4;
const horizonMin = 8;
/** Observations in which shifts of the level are no calm parts of a walk, series that are searched for them, and the
 *  share that has to show them. */
const shiftObservationsMin = 100;
const shiftSeriesMax = 30;
const shiftShareMin = 1 / 3;

/** Whether the series move like random walks: no test rejects it. The statistics of all series are averaged, and the
 *  limits come closer to the mean of a random walk with the number of series. One series needs no other,
 *  and many need less each.
 *
 *   - Variance ratios with the drift removed: below 1 for noise around a level or a line, above 1 for slopes that last.
 *   - Reversion to a level or to a line, by the weighted symmetric estimator: an autoregression.
 *   - Drift that is large beside the changes over the horizon.
 *   - Shifts of the level with noise around it, in a third of the series.
 *
 *  Source: Lo & MacKinlay (1988), with standard errors for a variance that changes; Pantula, Gonzalez-Farias & Fuller
 *  (1994); for the mean over series Im, Pesaran & Shin (2003). */
export function movesLikeRandomWalk(parts: readonly Float64Array[], horizon: number): boolean {
  const tested = decimated(parts, seriesMax)
    .map((part) => observedOf(part.subarray(-observationsMax)))
    .filter((values) => values.length >= observationsMin && values.some((value) => value !== values[0]));
  if (tested.length === 0) return true;
  const steps = Math.max(horizonMin, horizon);
  const closer = Math.sqrt(Math.min(separateSeriesMax, tested.length));
  return !(
    revertsByLags(tested, closer) ||
    reverts(tested, steps, closer) ||
    drifts(tested, steps, closer) ||
    shifts(tested)
  );
}

function revertsByLags(tested: readonly Float64Array[], closer: number): boolean {
  return lags.some((lag) => {
    const ratios = tested
      .filter(({ length }) => lag <= lagShareMax * length)
      .map((values) => varianceRatio(values, lag))
      .filter(({ score }) => Number.isFinite(score));
    if (ratios.length === 0) return false;
    const ratio = meanOf(ratios.map((one) => one.ratio));
    const score = meanOf(ratios.map((one) => one.score));
    return (
      (score < noise.score / closer && ratio < noise.ratio) ||
      (score > slope.score / closer && ratio > slope.ratio)
    );
  });
}

function reverts(tested: readonly Float64Array[], steps: number, closer: number): boolean {
  return (['level', 'line'] as const).some((around) => {
    const estimates = tested
      .map((values) => symmetricEstimate(values, around))
      .filter(({ statistic }) => Number.isFinite(statistic));
    if (estimates.length === 0) return false;
    const { mean, limit } = reversion[around];
    const statistic = meanOf(estimates.map((one) => one.statistic));
    // The variance at the horizon over that of a walk with the same first step.
    const share = meanOf(estimates.map(({ coefficient }) => (1 + Math.max(0, coefficient) ** steps) / 2));
    return statistic < mean + (limit - mean) / closer && share < revertedShareMax;
  });
}

function drifts(tested: readonly Float64Array[], steps: number, closer: number): boolean {
  const drifts = tested.map((values) => {
    const changes = values.length - 1;
    const mean = (values[changes] - values[0]) / changes;
    let squares = 0;
    for (let t = 1; t < values.length; t++) squares += (values[t] - values[t - 1] - mean) ** 2;
    const perStep = Math.abs(mean) / Math.sqrt(squares / changes);
    return { size: perStep * Math.sqrt(steps), score: perStep * Math.sqrt(changes) };
  });
  return (
    meanOf(drifts.map(({ size }) => size)) > drift.size &&
    meanOf(drifts.map(({ score }) => score)) > drift.mean + (drift.limit - drift.mean) / closer
  );
}

function shifts(tested: readonly Float64Array[]): boolean {
  const searched = decimated(tested, shiftSeriesMax);
  const showing = searched.filter(
    (values) => values.length >= shiftObservationsMin && findLevels(values) !== null,
  );
  return showing.length >= shiftShareMin * searched.length;
}

/** Variance of the changes over `lag` steps over `lag` times that of one step, both less the drift, and its standard
 *  score if all changes are uncorrelated. Their variance may change. */
function varianceRatio(values: Float64Array, lag: number): { ratio: number; score: number } {
  const n = values.length - 1;
  const mean = (values[n] - values[0]) / n;
  const squares = new Float64Array(n);
  for (let t = 0; t < n; t++) squares[t] = (values[t + 1] - values[t] - mean) ** 2;
  const sum = sumOf(squares);
  let long = 0;
  for (let t = lag; t <= n; t++) long += (values[t] - values[t - lag] - lag * mean) ** 2;
  const ratio = long / (lag * (n - lag + 1) * (1 - lag / n)) / (sum / (n - 1));
  let variance = 0;
  for (let back = 1; back < lag; back++) {
    let products = 0;
    for (let t = back; t < n; t++) products += squares[t] * squares[t - back];
    variance += ((2 * (lag - back)) / lag) ** 2 * (products / (sum * sum));
  }
  return { ratio, score: (ratio - 1) / Math.sqrt(variance) };
}

/** Weighted symmetric estimate of the coefficient of an autoregression around the mean or the least-squares line, and
 *  its statistic against a coefficient of 1. Each step is fitted forwards and backwards. */
function symmetricEstimate(
  values: Float64Array,
  around: 'level' | 'line',
): { coefficient: number; statistic: number } {
  const n = values.length;
  const x = around === 'level' ? lessMean(values) : lessLine(values);
  let products = 0;
  let inner = 0;
  let all = 0;
  for (let t = 0; t < n; t++) {
    all += x[t] ** 2;
    if (t > 0) products += x[t] * x[t - 1];
    if (t > 0 && t < n - 1) inner += x[t] ** 2;
  }
  const weight = inner + all / n;
  const coefficient = products / weight;
  let errors = 0;
  for (let t = 1; t < n; t++) {
    errors += (t / n) * (x[t] - coefficient * x[t - 1]) ** 2;
    errors += (1 - t / n) * (x[t - 1] - coefficient * x[t]) ** 2;
  }
  return { coefficient, statistic: (coefficient - 1) * Math.sqrt((weight * (n - 2)) / errors) };
}

function lessMean(values: Float64Array): Float64Array {
  const mean = sumOf(values) / values.length;
  const less = new Float64Array(values.length);
  for (let t = 0; t < less.length; t++) less[t] = values[t] - mean;
  return less;
}

function lessLine(values: Float64Array): Float64Array {
  const { intercept, slope } = straightLine(values);
  const less = new Float64Array(values.length);
  for (let t = 0; t < less.length; t++) less[t] = values[t] - intercept - slope * (t + 1);
  return less;
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
