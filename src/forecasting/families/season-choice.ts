/** The season that series have in common, found by tests on their values. */
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { transformed } from '../history/index.ts';
import {
  confirmedSeasons,
  decimated,
  movesLikeRandomWalk,
  seasonalNaiveError,
  withoutDisturbances,
} from '../statistics/index.ts';

/** Largest seasonal naive error, in units of the error of the last value, of a season in values that move like a random walk. */
const seasonalErrorShareMax = 1.1;
/** Limit for a season that the frequency does not suggest: its error has to be clearly below that of the last value. */
const unproposedErrorShareMax = 0.8;
/** Factor by which the error of a longer season has to be lower than that of a shorter one. */
const longerSeasonGain = 1.05;
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
  const longest = examined.reduce((most, { length }) => Math.max(most, length), 0);
  const tested = Math.max(1, Math.min(horizon, Math.floor(testedShareMax * longest)));
  const parts = examined.filter(({ length }) => length > tested).map((part) => steady(logsIfPositive(part)));
  return chooseSeason(parts, frequency, { horizon: tested, longest, seasonMax: longest });
}

/** Logarithms of a series; a series that is not positive throughout is returned as it is. */
export function logsIfPositive(values: Float64Array): Float64Array {
  return values.some((value) => value <= 0) ? values : transformed(values, 'log');
}

/** A series without outliers: a single one hides a season from its autocorrelation. */
export function steady(values: Float64Array): Float64Array {
  return withoutDisturbances(values, 1);
}

/** The season with the smallest seasonal naive error; 1 if there is none.
 *  @param longest observations of the longest series. Two seasons have to fit into it beside the horizon: one to
 *  repeat, and one to compare it with.
 *  @param seasonMax longest season that can be used */
export function chooseSeason(
  parts: readonly Float64Array[],
  { season_lengths: proposed }: DatasetHeader['frequency'],
  { horizon, longest, seasonMax }: { horizon: number; longest: number; seasonMax: number },
): number {
  const errors = confirmedSeasons(parts, proposed)
    .filter((season) => 2 * season + horizon <= longest && season <= seasonMax)
    .map((season) => ({
      season,
      error: seasonalNaiveError(parts, season, horizon) ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => a.error - b.error);
  if (errors.length === 0) return 1;
  // A multiple of the season repeats about as well, by chance a little better.
  const { season, error } = errors
    .filter(({ error }) => error <= longerSeasonGain * errors[0].error)
    .reduce((a, b) => (b.season < a.season ? b : a));
  const naiveError = seasonalNaiveError(parts, 1, horizon) ?? Number.POSITIVE_INFINITY;
  if (proposed.length === 0) return error < unproposedErrorShareMax * naiveError ? season : 1;
  const isWalk = error > seasonalErrorShareMax * naiveError && movesLikeRandomWalk(parts, horizon);
  return isWalk ? 1 : season;
}
