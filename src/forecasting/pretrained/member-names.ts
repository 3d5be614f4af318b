import { type Context, secondSeasonOf } from './context.ts';

/** Names of the members in the order of their forecasts. Some places hold others by the season. */
const memberNames = [
  'last_value',
  'smoothing',
  'theta',
  'damped_trend',
  'drift',
  'mean',
  'seasonal_naive',
  'seasonal_mean',
  'second_season_naive',
  'second_season_naive_at_level',
  'second_season_mean',
  'linear_trend',
  'line',
  'line_of_values',
  'reversion',
  'reversion_to_line',
  'similar_seasons',
  'similar_seasons_with_memory',
  'similar_pairs_of_seasons',
] as const;
/** Where the second season is a week of days. */
const namesWithWeek: Record<number, string> = {
  13: 'week_of_days',
  14: 'week_of_days_at_level',
  15: 'week_of_days_with_memory',
};
const namesWithoutSecondSeason: Record<number, string> = {
  8: 'local_trend',
  9: 'seasonal_naive_at_level',
  10: 'theta_of_values',
};
/** Where no longer season goes with the season. */
const namesWithoutLongSeason: Record<number, string> = {
  16: 'seasonal_mean_at_level',
  17: 'line_of_last_half',
  18: 'line_of_last_seasons',
};
const namesWithoutSeason: Record<number, string> = {
  16: 'similar_pasts',
  18: 'line_of_last_10_steps',
};
/** The further members are earlier seasons, moved to the present level: 2 … 8 seasons ago. */
export const earlierSeasons = [2, 3, 4, 5, 6, 7, 8];
/** Without a season, they are lines with the mean change over this many steps. */
export const trendSpans = [1, 2, 3, 6, 10, 16, 30];
/** Place of the first further member. */
export const firstEarlier = memberNames.length;
export const memberCount = firstEarlier + earlierSeasons.length;
export const thetaAt = memberNames.indexOf('theta');

/** Names of the members for a series with these seasons. [memberCount] */
export function memberNamesOf({ season, secondSeason }: Pick<Context, 'season' | 'secondSeason'>): string[] {
  const own = {
    ...(secondSeason === 0 ? namesWithoutSecondSeason : {}),
    ...(secondSeason === 7 * season ? namesWithWeek : {}),
    ...(secondSeasonOf(season) === 0 ? namesWithoutLongSeason : {}),
    ...(season === 1 ? namesWithoutSeason : {}),
  };
  return [
    ...memberNames.map((name, i) => own[i] ?? name),
    ...(season === 1
      ? trendSpans.map((span) => `trend_of_${span}_steps`)
      : earlierSeasons.map((seasons) => `${seasons}_seasons_ago_at_level`)),
  ];
}
