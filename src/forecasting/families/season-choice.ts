/** Chooses the season that series have in common, by tests on their values. */
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { transformed } from '../history/index.ts';
import { errorsWithSeason, networkSeasonMax, pastWindows } from '../methods/index.ts';
import {
  movesLikeRandomWalk as areWalks,
  confirmedSeasons,
  decimated,
  hasNonPositive,
  seasonalMeanError,
  seasonalNaiveError,
  withoutDisturbances,
} from '../statistics/index.ts';
import { longSeason, seasonal } from './seasonal.ts';

/** Largest seasonal naive error, in units of the error of the last value, of a season in values that
 *  move like a random walk. */
const seasonalErrorShareMax = 1.1;
/** Limit for a season that the frequency does not suggest, or the correlations do not confirm: its error has to be
 *  clearly below that of the last value. */
const unproposedErrorShareMax = 0.8;
/** Factor by which the error of a longer season has to be lower than that of a shorter one. */
const longerSeasonGain = 1.05;
/** Least gain of a season that is seen too few times to be confirmed, as a share of the error, and the gain for each
 *  standard deviation by which chance moves a mean. */
const unconfirmedGainMin = 0.2;
const unconfirmedDeviations = 2.5;
/** Seasons from which on the correlation tests examine a season fully. */
const examinedSeasons = 4;
/** Largest share of the error that is left with a season, in values that move like a random walk. */
const walkShareMax = 0.95;
/** Series that are tested when no model is trained on them. */
const seriesMax = 100;
/** Share of the longest series that the errors of a season are measured over, at most. */
const testedShareMax = 1 / 3;

/** Season of series that no model is trained on, decided from all their observations; 1 if there is none. A horizon
 *  that is long beside the series is tested over a third of them. */
export function seasonOf(
  series: readonly Float64Array[],
  { frequency }: Pick<DatasetHeader, 'frequency'>,
  horizon: number,
): number {
  const examined = decimated(series, seriesMax);
  const lengths = examined.map(({ length }) => length).sort((a, b) => a - b);
  const longest = lengths.at(-1) ?? 0;
  const tested = Math.max(1, Math.min(horizon, Math.floor(testedShareMax * longest)));
  const parts = examined.filter(({ length }) => length > tested);
  const logs = parts.map((part) => steady(logsIfPositive(part)));
  const length = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const [first] = frequency.season_lengths;
  if (byMonth.test(frequency.step) && isSeenOnce(first, longest)) return first;
  return chooseSeason({
    horizon: tested,
    seasonMax: Math.min(longest, networkSeasonMax),
    parts,
    logs,
    header: { frequency },
    longest,
    length,
  });
}

/** Logarithms of a series; a series that is not positive throughout is returned as it is. */
export function logsIfPositive(values: Float64Array): Float64Array {
  return hasNonPositive(values) ? values : transformed(values, 'log');
}

/** A series without outliers: a single one hides a season from its autocorrelation. */
export function steady(values: Float64Array): Float64Array {
  return withoutDisturbances(values, 1);
}

/** Windows by which a season of the calendar is tested that the correlations do not confirm. */
const testedWindowsMax = 100;
const testedWindowsOfSeries = 6;

export interface SeasonTask {
  horizon: number;
  /** Longest season that can be used. */
  seasonMax: number;
  /** Observations by which the season is chosen. */
  parts: readonly Float64Array[];
  /** The same without outliers, as logarithms where all are positive. */
  logs: readonly Float64Array[];
  header: Pick<DatasetHeader, 'frequency'>;
  /** Observations in the longest and in a typical series. */
  longest: number;
  length: number;
}

/** The season with the smallest seasonal naive error; 1 if there is none. Few seasons are weak evidence for the
 *  correlation tests: then a season of the calendar is taken unless forecasts are worse with it. Two to two and a half
 *  seasons of months or quarters have no windows after two seasons: short ones after more than one season decide. */
export function chooseSeason(task: SeasonTask): number {
  const { horizon, seasonMax, header, longest } = task;
  const [first = 1] = header.frequency.season_lengths;
  if (isByMonth(task) && 2 * first <= longest && isSeenOnce(first, longest) && first <= seasonMax)
    return (errorShare(task.parts, first, shortWindows(first, task)) ?? 1) < shownShareMax ? first : 1;
  // Two seasons have to fit beside a part of the horizon: one to repeat, and one to compare it with.
  const isFitting = (season: number) =>
    2 * season + Math.min(horizon, Math.floor(season / 2)) <= longest && season <= seasonMax;
  const confirmed = confirmedSeasons(task.logs, header.frequency.season_lengths).filter(isFitting);
  if (confirmed.length > 0) return orLonger(leastError(confirmed, task), confirmed, task);
  const tested = header.frequency.season_lengths.filter(isFitting).filter(
    // Where the seasonal family suits, there are seasons enough for the correlation tests.
    (season) =>
      !seasonal.suits({
        base: null,
        season,
        length: task.length,
        horizon,
        movesLikeRandomWalk: () => areWalks(task.logs, horizon),
      }),
  );
  const season = forecastSeason(tested, task);
  return season > 1 ? season : clearSeason(header.frequency.season_lengths.filter(isFitting), task);
}

/** The long season whose repetition forecasts clearly better than the last value; 1 if there is none. A day of minutes
 *  is long, and a year of weeks. Noise and outliers hide few seasons from the correlations, and the last windows may be
 *  the quiet hours of a day. */
function clearSeason(seasons: readonly number[], { logs, horizon }: SeasonTask): number {
  const clear = seasons
    .filter((season) => season >= longSeason)
    .find((season) => {
      const error = seasonalNaiveError(logs, season, horizon);
      const lastError = seasonalNaiveError(logs, 1, horizon, season);
      return error !== null && lastError !== null && error < unproposedErrorShareMax * lastError;
    });
  return clear === undefined || areWalks(logs, horizon) ? 1 : clear;
}

function leastError(confirmed: readonly number[], task: SeasonTask): number {
  const { horizon, logs, header } = task;
  const errors = confirmed
    .map((season) => ({
      season,
      error: seasonalNaiveError(logs, season, horizon) ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => a.error - b.error);
  // A multiple of the season repeats about as well, by chance a little better.
  const { season, error } = errors
    .filter(({ error }) => error <= longerSeasonGain * errors[0].error)
    .reduce((a, b) => (b.season < a.season ? b : a));
  const naiveError = seasonalNaiveError(logs, 1, horizon) ?? Number.POSITIVE_INFINITY;
  if (header.frequency.season_lengths.length === 0)
    return error < unproposedErrorShareMax * naiveError ? season : 1;
  const isWalk = error > seasonalErrorShareMax * naiveError && areWalks(logs, horizon);
  if (!isWalk) return season;
  return isByMonth(task) ? forecastSeason([season], task) : 1;
}

/** The season, or a multiple of it that the frequency suggests and two to four of which are there, such as a week of a
 *  daily season. They are too few for the correlation tests: the last week has to forecast past observations clearly
 *  better than the last day and the mean of all days. Days with independent levels make the last day as poor as the
 *  last week, and by chance poorer, but not their mean. */
function orLonger(season: number, confirmed: readonly number[], task: SeasonTask): number {
  if (season === 1) return 1;
  const { logs, header, longest, seasonMax } = task;
  const longer = header.frequency.season_lengths.find(
    (length) =>
      length > season &&
      length % season === 0 &&
      length <= seasonMax &&
      2 * length <= longest &&
      longest < examinedSeasons * length &&
      !confirmed.includes(length),
  );
  if (longer === undefined) return season;
  const horizon = Math.min(task.horizon, longer);
  const error = seasonalNaiveError(logs, longer, horizon);
  const shortErrors = [seasonalNaiveError, seasonalMeanError].map(
    (errorOf) => errorOf(logs, season, horizon, longer) ?? 0,
  );
  const compared = logs.reduce((sum, { length }) => sum + Math.max(0, length - longer), 0);
  const gain = Math.max(unconfirmedGainMin, unconfirmedDeviations / Math.sqrt(compared));
  return error !== null && error < (1 - gain) * Math.min(...shortErrors) ? longer : season;
}

/** Steps of months or quarters, which have a season more often than not. */
const byMonth = /^P\d+M$/;

function isByMonth({ header }: SeasonTask): boolean {
  return byMonth.test(header.frequency.step);
}

/** Seasons that have to be there before a window, for the next one to be known in part. */
const seenOnceMin = 1.125;
/** Share of the error that is left with a season that short windows show. */
const shownShareMax = 0.95;
/** Share of the longest part that a window has at most, by which two seasons are told from none. */
const shortWindowShare = 1 / 5;

/** Whether so many observations hold a season once, and a part of the next one, but are too few to test it. */
function isSeenOnce(season: number, observations: number): boolean {
  return observations > seenOnceMin * season && observations < 2.5 * season;
}

/** The season with which the pre-trained network forecasts the last windows best; 1 if it
 *  forecasts better without one. */
function forecastSeason(seasons: readonly number[], task: SeasonTask): number {
  const { horizon, parts, logs } = task;
  const tested = seasons.map((season) => ({
    season,
    share: errorShare(parts, season, windowsAfter(2 * season, horizon)),
  }));
  if (tested.length === 0) return 1;
  const best = tested.reduce((a, b) => ((b.share ?? 1) < (a.share ?? 1) ? b : a));
  const isWalk = areWalks(logs, horizon);
  const shareMax = best.share !== null && isWalk ? walkShareMax : 1;
  // Prices by day, which are walks, have no season.
  return (best.share ?? 1) <= shareMax && (isByMonth(task) || !isWalk) ? best.season : 1;
}

type WindowPlan = Parameters<typeof pastWindows>[1];

function windowsAfter(knownMin: number, horizon: number): WindowPlan {
  return {
    length: horizon,
    step: Math.max(1, Math.floor(horizon / 2)),
    count: testedWindowsOfSeries,
    knownMin,
  };
}

/** Windows that leave more than one season before them. */
function shortWindows(season: number, { parts, horizon }: SeasonTask): WindowPlan {
  const longest = parts.reduce((most, part) => Math.max(most, part.length), 0);
  const knownMin = Math.ceil(season * seenOnceMin);
  const length = Math.max(1, Math.min(horizon, Math.floor(shortWindowShare * longest), longest - knownMin));
  return { length, step: length, count: testedWindowsOfSeries, knownMin };
}

/** Geometric mean of the ratios of errors with the season to errors without, on the same windows;
 *  null if there are none. */
function errorShare(parts: readonly Float64Array[], season: number, plan: WindowPlan): number | null {
  const windows = decimated(parts, testedWindowsMax).flatMap((part) => pastWindows(part, plan));
  const tested = decimated(windows, testedWindowsMax);
  if (tested.length === 0) return null;
  const without = errorsWithSeason(tested, 1);
  const logs = errorsWithSeason(tested, season).map((error, i) =>
    Math.log((smallError + error) / (smallError + without[i])),
  );
  return Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length);
}

/** Errors in units of the mean difference below which two forecasts are alike. */
const smallError = 0.1;
