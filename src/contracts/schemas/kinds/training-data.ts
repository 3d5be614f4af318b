import { refuse } from '../../../errors.ts';
import type { DatasetHeader, SeriesData } from '../datasets/dataset.ts';
import { columnOf, historyLength, observationsOf } from '../datasets/history.ts';
import { type ModelSpec, pointsNeeded } from '../models/model.ts';
import { type KindName, type KindTypes, kindOf } from './kinds.ts';

/** A series and its number of points: of observations or of rows, which may have missing values. */
export interface SeriesLength {
  id: string;
  point_count: number;
}

/** Series whose missing times are counted: those that are longest in time. */
const countedMax = 100;

interface Requirement<Kind extends KindName = KindName> {
  check(spec: KindTypes[Kind]['spec'], longest: SeriesLength, longestInRows: SeriesLength): void;
}

const requirements: { [Kind in KindName]: Requirement<Kind> } = {
  numeric: { check: requireTrainingPoints },
  symbols: { check: (_, longest) => requireTwoSymbols(longest) },
};

/** Requires that there is enough to train on.
 *  @param longest the series with the most observations, or rows where these are not counted
 *  @param longestInRows the series with the most rows, of those that have enough observations
 *  @throws AppError series_too_short, sequences_too_short */
export function requireTrainingData(
  spec: KindTypes[KindName]['spec'],
  longest: SeriesLength,
  longestInRows: SeriesLength = longest,
): void {
  const requirement: Requirement = requirements[kindOf({ spec })];
  requirement.check(spec, longest, longestInRows);
}

/** The series with the most observations, and the one with the most rows, of those that have enough observations. Rows
 *  count from the first observation up to the present. Times that a series lacks count as rows, as in a training, where
 *  the named season needs them.
 *  @param rowsInTraining number of rows that a training makes of a series */
export function longestOf(
  series: readonly SeriesData[],
  spec: Pick<ModelSpec, 'target' | 'horizon' | 'context_length' | 'season_lengths'>,
  header: DatasetHeader,
  rowsInTraining: (series: SeriesData) => number,
): { longest: SeriesLength; longestInRows: SeriesLength } {
  const longestBy = (some: readonly SeriesData[], lengthOf: (series: SeriesData) => number) =>
    some
      .map((one): SeriesLength => ({ id: one.id, point_count: lengthOf(one) }))
      .reduce((a, b) => (b.point_count > a.point_count ? b : a));
  const observations = (one: SeriesData) => observationsOf(one, spec.target, header);
  const longest = longestBy(series, observations);
  const needed = pointsNeeded(spec);
  if (longest.point_count < needed) return { longest, longestInRows: longest };
  const usable = series.filter((one) => observations(one) >= needed);
  const first = (one: SeriesData) =>
    columnOf(one, spec.target, header)?.findIndex((value) => !Number.isNaN(value)) ?? 0;
  const inRows = longestBy(usable, (one) => historyLength(one, spec.target, header) - first(one));
  if (inRows.point_count >= seasonPointsNeeded(spec)) return { longest, longestInRows: inRows };
  const longestInTime = usable
    .map((one) => ({ one, span: one.times[one.times.length - 1] - one.times[first(one)] }))
    .sort((a, b) => b.span - a.span)
    .slice(0, countedMax)
    .map(({ one }) => one);
  return { longest, longestInRows: longestBy(longestInTime, rowsInTraining) };
}

/** Requires enough observations to train and to hold some out. @throws AppError series_too_short */
function requireTrainingPoints(
  spec: Pick<ModelSpec, 'horizon' | 'context_length' | 'season_lengths'>,
  longest: SeriesLength,
  longestInRows: SeriesLength,
): void {
  const needed = pointsNeeded(spec);
  if (longest.point_count >= needed) {
    requireSeason(spec, longestInRows);
    return;
  }
  const message = `the longest series has ${longest.point_count} points, and a horizon of ${spec.horizon} needs ${needed}`;
  refuse(
    'series_too_short',
    { path: '/horizon', series_id: longest.id, message, accepted: `a series of at least ${needed} points` },
    `${message}; accepted: a longer series, or a shorter horizon`,
    { have: longest.point_count, horizon: spec.horizon, needed },
  );
}

/** Number of rows with which the shortest of the named seasons was seen twice before the
 *  horizon; 0 if none is named. */
export function seasonPointsNeeded({
  horizon,
  season_lengths,
}: Pick<ModelSpec, 'horizon' | 'season_lengths'>): number {
  const season = Math.min(...(season_lengths ?? [1]));
  return season === 1 ? 0 : 2 * season + horizon;
}

/** Requires that one of the named seasons was seen twice before the horizon. @throws AppError series_too_short */
function requireSeason(
  { horizon, season_lengths }: Pick<ModelSpec, 'horizon' | 'season_lengths'>,
  longest: SeriesLength,
): void {
  const needed = seasonPointsNeeded({ horizon, season_lengths });
  if (longest.point_count >= needed) return;
  const season = (needed - horizon) / 2;
  const most = Math.floor((longest.point_count - horizon) / 2);
  const message = `the longest series has ${longest.point_count} points, and a season of ${season} with a horizon of ${horizon} needs ${needed}: two seasons and the horizon`;
  const accepted = `a season of at most ${most}, 1 for no season, or a longer series`;
  refuse(
    'series_too_short',
    { path: '/season_length', series_id: longest.id, message, accepted },
    `${message}; accepted: ${accepted}`,
    { have: longest.point_count, horizon, needed },
  );
}

/** Requires a sequence with a next symbol to learn. @throws AppError sequences_too_short */
function requireTwoSymbols(longest: SeriesLength): void {
  if (longest.point_count > 1) return;
  refuse(
    'sequences_too_short',
    { path: '/dataset_id', series_id: longest.id, message: 'the longest sequence has 1 symbol' },
    'Every sequence has a single symbol; accepted: at least one sequence of two symbols.',
  );
}
