/** Chooses the season that series have in common, by tests on their values. */
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { transformed } from '../history/index.ts';
import { type Method, methods } from '../methods/index.ts';
import {
  movesLikeRandomWalk as areWalks,
  confirmedSeasons,
  decimated,
  insampleError,
  seasonalNaiveError,
  withoutDisturbances,
} from '../statistics/index.ts';
import { seasonal } from './seasonal.ts';

/** Largest seasonal naive error, in units of the error of the last value, of a season in values that move like a random walk. */
const seasonalErrorShareMax = 1.1;
/** Limit for a season that the frequency does not suggest: its error has to be clearly below that of the last value. */
const unproposedErrorShareMax = 0.8;
/** Factor by which the error of a longer season has to be lower than that of a shorter one. */
const longerSeasonGain = 1.05;
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
  return chooseSeason({
    horizon: tested,
    seasonMax: longest,
    parts,
    logs,
    header: { frequency },
    longest,
    length,
  });
}

/** Logarithms of a series; a series that is not positive throughout is returned as it is. */
export function logsIfPositive(values: Float64Array): Float64Array {
  return values.some((value) => value <= 0) ? values : transformed(values, 'log');
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

/** The season with the smallest seasonal naive error; 1 if there is none. Few seasons are weak evidence for the correlation
 *  tests: then a season of the calendar is taken unless forecasts are worse with it. */
export function chooseSeason(task: SeasonTask): number {
  const { horizon, seasonMax, header, longest } = task;
  // Two seasons have to fit beside a part of the horizon: one to repeat, and one to compare it with.
  const isFitting = (season: number) =>
    2 * season + Math.min(horizon, Math.floor(season / 2)) <= longest && season <= seasonMax;
  const confirmed = confirmedSeasons(task.logs, header.frequency.season_lengths).filter(isFitting);
  if (confirmed.length > 0) return leastError(confirmed, task);
  return forecastSeason(header.frequency.season_lengths.filter(isFitting), task);
}

function leastError(confirmed: readonly number[], { horizon, logs, header }: SeasonTask): number {
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
  return isWalk ? 1 : season;
}

/** The season with which the pre-trained network forecasts the last windows best; 1 if it forecasts better without one. */
function forecastSeason(seasons: readonly number[], task: SeasonTask): number {
  const { horizon, header, parts, logs, length } = task;
  const tested = seasons
    // Where the seasonal family suits, there are seasons enough for the correlation tests.
    .filter((season) => !seasonal.suits({ base: null, season, length, horizon, movesLikeRandomWalk }))
    .map((season) => ({ season, share: errorShare(parts, season, horizon) }));
  if (tested.length === 0) return 1;
  const best = tested.reduce((a, b) => ((b.share ?? 1) < (a.share ?? 1) ? b : a));
  // Months and quarters have a season more often than not. Prices by day, which are walks, have none.
  const isByMonth = /^P\d+M$/.test(header.frequency.step);
  const shareMax = best.share !== null && movesLikeRandomWalk() ? walkShareMax : 1;
  return (best.share ?? 1) <= shareMax && (isByMonth || !movesLikeRandomWalk()) ? best.season : 1;

  function movesLikeRandomWalk() {
    return areWalks(logs, horizon);
  }
}

/** Geometric mean of the ratios of errors with the season to errors without, on the same windows; null if there are none. */
function errorShare(parts: readonly Float64Array[], season: number, horizon: number): number | null {
  const step = Math.max(1, Math.floor(horizon / 2));
  const windows = decimated(parts, testedWindowsMax).flatMap((part) => {
    const last = part.length - horizon;
    const count = Math.min(testedWindowsOfSeries, Math.floor((last - 2 * season) / step) + 1);
    return Array.from({ length: Math.max(0, count) }, (_, i) => ({ part, origin: last - i * step }));
  });
  const tested = decimated(windows, testedWindowsMax).flatMap(({ part, origin }) => {
    const history = part.subarray(0, origin);
    const unit = insampleError(history, origin, 1);
    return unit === null ? [] : [{ history, unit, actual: part.subarray(origin, origin + horizon) }];
  });
  if (tested.length === 0) return null;
  const instant: Method = methods.instant;
  const errorsWith = (m: number) => {
    const forecasts = instant.forecastAll!(
      tested.map(({ history }) => history),
      { horizon, season: m, levels: [] },
    );
    return tested.map(({ actual, unit }, i) => {
      const errors = actual.map((y, h) => Math.abs(y - forecasts[i].point[h])).filter((e) => e >= 0);
      return smallError + errors.reduce((a, b) => a + b, 0) / Math.max(1, errors.length) / unit;
    });
  };
  const without = errorsWith(1);
  const logs = errorsWith(season).map((error, i) => Math.log(error / without[i]));
  return Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length);
}

/** Errors in units of the mean difference below which two forecasts are alike. */
const smallError = 0.1;
