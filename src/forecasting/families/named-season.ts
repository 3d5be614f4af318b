import { seasonalNaiveError } from '../statistics/index.ts';

/** Factor by which the error of a longer season has to be lower than that of a shorter one. */
const longerSeasonGain = 1.05;

/** The season of a request that names several: the one whose last season forecasts past observations best. A season
 *  that the data have not seen twice does not take part; 1 if none is left.
 *  @param logs observations without outliers, as logarithms where all are positive
 *  @param longest rows of the longest series, also those with missing values */
export function bestOfSeasons(
  named: readonly number[],
  { logs, horizon, longest }: { logs: readonly Float64Array[]; horizon: number; longest: number },
): number {
  const tested = named
    .filter((season) => season === 1 || 2 * season + horizon <= longest)
    .map((season) => ({
      season,
      error: seasonalNaiveError(logs, season, horizon) ?? Number.POSITIVE_INFINITY,
    }));
  if (tested.length === 0) return 1;
  const least = Math.min(...tested.map(({ error }) => error));
  // A multiple of the season repeats about as well, by chance a little better.
  const alike = tested.filter(({ error }) => error <= longerSeasonGain * least);
  return Math.min(...alike.map(({ season }) => season));
}
