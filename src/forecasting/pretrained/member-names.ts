import { type Context, secondSeasonOf } from './context.ts';

/** Place of each member in a row of forecasts. By the seasons, some places hold a member of the
 *  tables below instead. */
export const memberAt = {
  last_value: 0,
  smoothing: 1,
  theta: 2,
  damped_trend: 3,
  drift: 4,
  mean: 5,
  seasonal_naive: 6,
  seasonal_mean: 7,
  second_season_naive: 8,
  second_season_naive_at_level: 9,
  second_season_mean: 10,
  linear_trend: 11,
  line: 12,
  line_of_values: 13,
  reversion: 14,
  reversion_to_line: 15,
  similar_seasons: 16,
  similar_seasons_with_memory: 17,
  similar_pairs_of_seasons: 18,
} as const;
/** Where the second season is a week of days. */
export const memberAtWithWeek = {
  week_of_days: memberAt.line_of_values,
  week_of_days_at_level: memberAt.reversion,
  week_of_days_with_memory: memberAt.reversion_to_line,
} as const;
export const memberAtWithoutSecondSeason = {
  local_trend: memberAt.second_season_naive,
  seasonal_naive_at_level: memberAt.second_season_naive_at_level,
  theta_of_values: memberAt.second_season_mean,
} as const;
/** Where no longer season goes with the season. */
export const memberAtWithoutLongSeason = {
  seasonal_mean_at_level: memberAt.similar_seasons,
  line_of_last_half: memberAt.similar_seasons_with_memory,
  line_of_last_seasons: memberAt.similar_pairs_of_seasons,
} as const;
export const memberAtWithoutSeason = {
  similar_pasts: memberAt.similar_seasons,
  line_of_last_10_steps: memberAt.similar_pairs_of_seasons,
} as const;
/** The further members are earlier seasons, moved to the present level: 2 … 8 seasons ago. */
export const earlierSeasons = [2, 3, 4, 5, 6, 7, 8];
/** Without a season, they are lines with the mean change over this many steps. */
export const trendSpans = [1, 2, 3, 6, 10, 16, 30];
/** Place of the first further member. */
export const firstEarlier = Object.keys(memberAt).length;
export const memberCount = firstEarlier + earlierSeasons.length;

/** Names of the members for a series with these seasons. [memberCount] */
export function memberNamesOf({ season, secondSeason }: Pick<Context, 'season' | 'secondSeason'>): string[] {
  const names: string[] = [];
  const named = (places: Record<string, number>) => {
    for (const [name, place] of Object.entries(places)) names[place] = name;
  };
  named(memberAt);
  if (secondSeason === 0) named(memberAtWithoutSecondSeason);
  if (secondSeason === 7 * season) named(memberAtWithWeek);
  if (secondSeasonOf(season) === 0) named(memberAtWithoutLongSeason);
  if (season === 1) named(memberAtWithoutSeason);
  return [
    ...names,
    ...(season === 1
      ? trendSpans.map((span) => `trend_of_${span}_steps`)
      : earlierSeasons.map((seasons) => `${seasons}_seasons_ago_at_level`)),
  ];
}
