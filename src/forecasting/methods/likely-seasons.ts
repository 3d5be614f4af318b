import { confirmedSeasons, decimated, withoutDisturbances } from '../statistics/index.ts';
import type { MethodTask } from './method.ts';
import { networkForecasts } from './network-forecasts.ts';

/** Series and past windows of each on which seasons are compared. */
const seriesMax = 40;
const windowsMax = 3;
/** Fewer windows than this decide nothing. */
const windowsMin = 2;
/** A season that was not given has to have an error below this share of the given one's. */
const shareMax = 0.95;
/** Two seasons whose errors differ by less than this share are both used. */
const unsureShare = 0.03;
/** Values of a history that are tested for seasons. */
const valuesMax = 2_000;

/** Seasons with which the network forecasts these series: the given one, unless another was clearly better in past windows.
 *  Two if they were about equally good; their forecasts are averaged. */
export function likelySeasons(histories: readonly Float64Array[], task: MethodTask): number[] {
  const { season: given, horizon } = task;
  const read = decimated(
    histories.filter(({ length }) => length > 0),
    seriesMax,
  ).map((history) => history.subarray(-valuesMax));
  const others = otherSeasons(read, given);
  if (others.length === 0) return [given];
  const windows = read.flatMap((history) => windowsOf(history, horizon));
  if (windows.length < windowsMin) return [given];
  const errors = [given, ...others]
    .map((season) => ({
      season,
      error: meanError(windows, season, task.kernel) * (season === given ? shareMax : 1),
    }))
    .sort((a, b) => a.error - b.error);
  const [best, second] = errors;
  const isUnsure = second.error <= (1 + unsureShare) * best.error;
  return isUnsure ? [best.season, second.season] : [best.season];
}

/** Seasons that the values suggest, and none if the given one is not confirmed. */
function otherSeasons(histories: readonly Float64Array[], given: number): number[] {
  const steady = histories.map((history) => withoutDisturbances(history, 1));
  const suggested = confirmedSeasons(steady, []).slice(0, 2);
  const isConfirmed = given > 1 && confirmedSeasons(steady, [given]).length > 0;
  const candidates = isConfirmed ? suggested.filter((season) => season % given !== 0) : [1, ...suggested];
  return [...new Set(candidates)].filter((season) => season !== given && season >= 1);
}

interface Window {
  known: Float64Array;
  actual: Float64Array;
  /** Mean absolute change of the known values. */
  unit: number;
}

function windowsOf(history: Float64Array, horizon: number): Window[] {
  const length = Math.max(1, Math.min(horizon, Math.floor(history.length / 5)));
  const windows: Window[] = [];
  for (let w = 1; w <= windowsMax; w++) {
    const origin = history.length - w * length;
    if (origin < Math.max(4, length)) break;
    const known = history.subarray(0, origin);
    const actual = history.subarray(origin, origin + length);
    const unit = meanChange(known);
    if (unit > 0 && !actual.every(Number.isNaN)) windows.push({ known, actual, unit });
  }
  return windows;
}

function meanError(windows: readonly Window[], season: number, kernel: string | undefined): number {
  const horizon = Math.max(...windows.map(({ actual }) => actual.length));
  const forecasts = networkForecasts(
    windows.map(({ known }) => known),
    { season, horizon, levels: [], kernel },
  );
  let [sum, count] = [0, 0];
  for (const [w, { actual, unit }] of windows.entries()) {
    const { point } = forecasts[w];
    for (let h = 0; h < actual.length; h++) {
      const error = Math.abs(actual[h] - point[h]) / unit;
      if (Number.isNaN(error)) continue;
      // One window that no season explains does not decide.
      sum += Math.min(error, errorMax);
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}

/** Largest error that counts, in mean changes. */
const errorMax = 50;

function meanChange(values: Float64Array): number {
  let [sum, count] = [0, 0];
  for (let t = 1; t < values.length; t++) {
    const change = Math.abs(values[t] - values[t - 1]);
    if (Number.isNaN(change)) continue;
    sum += change;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
