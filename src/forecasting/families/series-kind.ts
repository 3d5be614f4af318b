/** Kinds of series, each of which has weights of its own in the mixture. */
import { isIntermittent } from '../methods/index.ts';
import { constantStart, correlationOfSeasons, movesLikeRandomWalk } from '../statistics/index.ts';

export const seriesKinds = ['intermittent', 'seasonal', 'walk', 'level'] as const;
/** `intermittent`: at least 30 % zeros. `seasonal`: the seasons repeat a shape. `walk`: differences add up as in a
 *  random walk, or in a trend. `level`: all others. */
export type SeriesKind = (typeof seriesKinds)[number];

/** Seasons and observations by which a series is told. */
const seasonsRead = 8;
const observationsMin = 64;
/** Least correlation of two seasons at which the season is what a forecast depends on. */
const correlationMin = 0.3;

/** Number of last observations that decide the kind of a series. */
export function kindTail(season: number): number {
  return Math.max(observationsMin, seasonsRead * season);
}

/** @param values last observations, at most `kindTail` of them are read, without a constant start: zeros before a
 *  launch are no rare demand */
export function seriesKindOf(
  values: Float64Array,
  { season_length: season, horizon }: { season_length: number; horizon: number },
): SeriesKind {
  const last = values.subarray(Math.max(0, values.length - kindTail(season)));
  const read = last.subarray(constantStart(last));
  if (isIntermittent([read])) return 'intermittent';
  if (season > 1 && (correlationOfSeasons(read, season) ?? 0) >= correlationMin) return 'seasonal';
  const steady = read.every((value) => !(value <= 0)) ? read.map(Math.log) : read;
  return movesLikeRandomWalk([steady], horizon) ? 'walk' : 'level';
}
