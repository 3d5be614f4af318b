import { leastTrainedHorizon, secondSeasonOf } from '../pretrained/index.ts';
import { confirmedSeasons, decimated, insampleError, withoutDisturbances } from '../statistics/index.ts';
import type { MethodTask } from './method.ts';
import { networkForecasts } from './network-forecasts.ts';

/** Series and past windows of each on which seasons are compared. */
const seriesMax = 40;
const windowsMax = 3;
/** Fewer windows than this decide nothing. */
const windowsMin = 2;
/** A season that was not given has to have an error below this share of the given one's. */
const shareMax = 0.95;
/** The same of a multiple of a given season that the values confirm: it repeats about as well, by
 *  chance a little better. */
const multipleShareMax = 0.8;
/** Two seasons whose errors differ by less than this share are both used. */
const unsureShare = 0.03;
/** Values of a history that are tested for seasons, and seasons of a long given one. */
const valuesMax = 2_000;
const seasonsRead = 4;

/** Seasons with which the network forecasts these series: the given one, unless another was clearly better in past
 *  windows. Two if they were about equally good; their forecasts are averaged. */
export function likelySeasons(histories: readonly Float64Array[], task: MethodTask): number[] {
  const { season: given, horizon } = task;
  const read = decimated(
    histories.filter(({ length }) => length > 0),
    seriesMax,
  ).map((history) => history.subarray(-Math.max(valuesMax, seasonsRead * given + horizon)));
  const others = otherSeasons(read, given);
  if (others.length === 0) return [given];
  const windows = read.flatMap((history) => {
    const length = Math.max(1, Math.min(horizon, Math.floor(history.length / 5)));
    return pastWindows(history, { length, step: length, count: windowsMax, knownMin: Math.max(4, length) });
  });
  if (windows.length < windowsMin) return [given];
  const errors = [{ season: given, shareMax: 1 }, ...others]
    .map(({ season, shareMax }) => ({ season, error: meanError(windows, season, task.kernel) / shareMax }))
    .sort((a, b) => a.error - b.error);
  const [best, second] = errors;
  const isUnsure = second.error <= (1 + unsureShare) * best.error;
  return isUnsure ? [best.season, second.season] : [best.season];
}

/** Seasons that the values suggest, and none if the given one is not confirmed, with the largest share of its error
 *  that each may have. The network reads the second season of the given one already. */
function otherSeasons(
  histories: readonly Float64Array[],
  given: number,
): { season: number; shareMax: number }[] {
  const steady = histories.map((history) => withoutDisturbances(history, 1));
  const suggested = confirmedSeasons(steady, []).slice(0, 2);
  const isConfirmed = given > 1 && confirmedSeasons(steady, [given]).length > 0;
  const candidates = isConfirmed ? suggested : [1, ...suggested];
  return [...new Set(candidates)]
    .filter((season) => season !== given && season >= 1 && !(isConfirmed && season === secondSeasonOf(given)))
    .map((season) => ({
      season,
      shareMax: isConfirmed && season % given === 0 ? multipleShareMax : shareMax,
    }));
}

/** A part of a history that is forecast from what is before it. */
export interface PastWindow {
  known: Float64Array;
  actual: Float64Array;
  /** Mean absolute change of the known values. */
  unit: number;
}

/** Windows of past observations, the last one first.
 *  @param plan length of a window, distance between two, their number at most, and the observations
 *  that are known at least */
export function pastWindows(
  history: Float64Array,
  { length, step, count, knownMin }: { length: number; step: number; count: number; knownMin: number },
): PastWindow[] {
  const windows: PastWindow[] = [];
  for (let w = 0; w < count; w++) {
    const origin = history.length - length - w * step;
    if (origin < knownMin) break;
    const unit = insampleError(history, origin, 1);
    const actual = history.subarray(origin, origin + length);
    if (unit !== null && !actual.every(Number.isNaN))
      windows.push({ known: history.subarray(0, origin), actual, unit });
  }
  return windows;
}

/** Mean absolute error of the network in each window, in mean absolute changes. [N] */
export function errorsWithSeason(
  windows: readonly PastWindow[],
  season: number,
  kernel?: string,
): Float64Array {
  const horizon = Math.max(...windows.map(({ actual }) => actual.length));
  const forecasts = networkForecasts(
    windows.map(({ known }) => known),
    { season, horizon, levels: [], kernel },
    leastTrainedHorizon(season),
  );
  return Float64Array.from(windows, ({ actual, unit }, w) => {
    const errors = actual.map((y, h) => Math.abs(y - forecasts[w].point[h])).filter((e) => e >= 0);
    return errors.reduce((a, b) => a + b, 0) / errors.length / unit;
  });
}

/** One window that no season explains does not decide. */
function meanError(windows: readonly PastWindow[], season: number, kernel: string | undefined): number {
  const errors = errorsWithSeason(windows, season, kernel);
  return errors.reduce((sum, error) => sum + Math.min(error, errorMax), 0) / errors.length;
}

/** Largest error that counts, in mean changes. */
const errorMax = 50;
