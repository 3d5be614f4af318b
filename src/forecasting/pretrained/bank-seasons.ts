/** Base forecasts that repeat past seasons. */
import type { BankSeries, BaseForecasts } from './bank-series.ts';
import { secondSeasonMax } from './context.ts';
import { earlierSeasons, firstEarlier, memberAt, memberAtWithWeek, memberCount } from './member-names.ts';
import { powersOf } from './powers.ts';
import type { SimilarSeasons } from './similar-seasons.ts';
import { createWeekOfDays } from './week-of-days.ts';

/** Weight of a season relative to the one after it in a mean over seasons, and the number of seasons in it. */
const seasonDecay = 0.6;
export const seasonsBack = 8;
/** Seasons after which what followed similar ones is repeated: a week of days. */
const seasonsAlike = 7;
/** Decay by the step of the last error of what is similar. */
const similarMemory = 0.9;

/** The last season, and the mean of the last seasons. */
export function createLastSeasons(): BaseForecasts {
  let of: BankSeries;
  return {
    fit(series) {
      of = series;
    },
    forecast(to, { count, steps, naives }) {
      const { n } = of;
      const { z, season: m } = of.context;
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        const naive = naives[k];
        const ahead = (step - 1) % m;
        let sum = 0;
        let weights = 0;
        let weight = 1;
        for (let k = 1; k <= seasonsBack && n - k * m >= 0; k++) {
          sum += weight * z[n - k * m + ahead];
          weights += weight;
          weight *= seasonDecay;
        }
        to[first + memberAt.seasonal_naive] = naive;
        to[first + memberAt.seasonal_mean] = weights > 0 ? sum / weights : z[n - 1];
      }
    },
  };
}

/** The last second season, as it was and at the present level, and the mean of the last ones at that level. */
export function createSecondSeasons(): BaseForecasts {
  let of: BankSeries;
  return {
    fit(series) {
      of = series;
    },
    forecast(to, { count, steps }) {
      const { n, seasonMean } = of;
      const { z, season: m, secondSeason: m2 } = of.context;
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        const ahead = (step - 1) % m2;
        let sum = 0;
        let weights = 0;
        let weight = 1;
        for (let k = 1; k <= seasonsBack && n - k * m2 - m >= 0; k++) {
          const end = n - k * m2;
          const value = z[end + ahead];
          const atLevel = value + seasonMean - of.meanOfSeasonBefore(end);
          if (k === 1) {
            to[first + memberAt.second_season_naive] = value;
            to[first + memberAt.second_season_naive_at_level] = atLevel;
          }
          sum += weight * atLevel;
          weights += weight;
          weight *= seasonDecay;
        }
        to[first + memberAt.second_season_mean] = sum / weights;
      }
    },
  };
}

/** The shape of a week of days, alone, at the level of the last day, and with what the lag-1 correlation leaves of the
 *  last remainder.
 *  @param valuesMax largest length of a context */
export function createWeek(valuesMax: number): BaseForecasts {
  const week = createWeekOfDays(Math.min(valuesMax, secondSeasonMax));
  return {
    fit({ context, n }) {
      week.fit(context.z, n, context.season);
    },
    forecast(to, { count, steps }) {
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        const shape = week.at(step);
        to[first + memberAtWithWeek.week_of_days] = shape;
        to[first + memberAtWithWeek.week_of_days_at_level] = shape + week.lastDay;
        to[first + memberAtWithWeek.week_of_days_with_memory] =
          shape + week.lag1Correlation ** step * week.last;
      }
    },
  };
}

/** The sequels of similar seasons and of similar pairs of seasons, where a longer season goes with the season. */
export function createSequels(similar: SimilarSeasons, similarPairs: SimilarSeasons): BaseForecasts {
  const similarPowers = powersOf(similarMemory);
  let of: BankSeries;
  let lastError = 0;
  return {
    fit(series) {
      of = series;
      const { n, sums, context } = series;
      const { z, season: m } = context;
      if (n < m) return;
      similar.fit(z, sums, n, m, 1);
      similarPairs.fit(z, sums, n, m, 2);
      const before = similar.at(0);
      lastError = Number.isNaN(before) ? 0 : z[n - 1] - series.seasonMean - before;
    },
    forecast(to, { count, steps, naives }) {
      const { n } = of;
      const m = of.context.season;
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        const naive = naives[k];
        const within = ((step - 1) % (seasonsAlike * m)) + 1;
        const alike = of.atLevel(n >= m ? similar.at(within) : Number.NaN, naive);
        to[first + memberAt.similar_seasons] = alike;
        to[first + memberAt.similar_seasons_with_memory] =
          alike + (similarPowers[step] ?? similarMemory ** step) * lastError;
        const pairs = n >= m ? similarPairs.at(within) : Number.NaN;
        to[first + memberAt.similar_pairs_of_seasons] = of.atLevel(pairs, naive);
      }
    },
  };
}

/** Earlier seasons, moved to the present level. */
export function createEarlierSeasons(): BaseForecasts {
  const means = new Float64Array(earlierSeasons.length);
  let of: BankSeries;
  return {
    fit(series) {
      of = series;
      const m = series.context.season;
      for (let i = 0; i < earlierSeasons.length; i++) {
        const end = series.n - earlierSeasons[i] * m;
        if (end >= m) means[i] = series.meanOfSeasonBefore(end);
      }
    },
    forecast(to, { count, steps, naives }) {
      const { n, seasonMean } = of;
      const { z, season: m } = of.context;
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        const naive = naives[k];
        const ahead = (step - 1) % m;
        for (let i = 0; i < earlierSeasons.length; i++) {
          const end = n - earlierSeasons[i] * m;
          to[first + firstEarlier + i] = end >= m ? z[end + ahead] + seasonMean - means[i] : naive;
        }
      }
    },
  };
}
