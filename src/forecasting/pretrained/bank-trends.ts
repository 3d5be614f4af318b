/** Base forecasts of the series without its season: levels, trends and lines. */
import type { BankSeries, BaseForecasts } from './bank-series.ts';
import { lag1CorrelationOf } from './lag1-correlation.ts';
import {
  firstEarlier,
  memberAt,
  memberAtWithoutLongSeason,
  memberAtWithoutSeason,
  memberAtWithoutSecondSeason,
  memberCount,
  trendSpans,
} from './member-names.ts';
import { powersOf } from './powers.ts';
import type { SimilarSeasons } from './similar-seasons.ts';

/** Values that are compared with the past without a season, and lengths of the last lines. */
const patternLength = 8;
const lastLine = 10;
const halfLineMin = 5;
/** Weight of a season, relative to the one after it, in the mean of seasons at the present level, and the
 *  number of seasons in it. */
const atLevelDecay = 0.8;
const seasonsAtLevel = 8;
/** Values from which Theta reads what the others read as logarithms. */
const thetaValues = 192;

/** The last value, levels, trends and the least-squares line. */
export function createTrends(): BaseForecasts {
  let of: BankSeries;
  let dampedPowers: Float64Array;
  return {
    fit(series) {
      of = series;
      dampedPowers = powersOf(series.state.damped.phi);
    },
    forecast(to, { count, steps, seasons }) {
      const { state, adjusted, n } = of;
      const { level, damped, holt } = state;
      const { phi } = damped;
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        const season = seasons[k];
        to[first + memberAt.last_value] = adjusted[n - 1] + season;
        to[first + memberAt.smoothing] = level + season;
        to[first + memberAt.theta] = level + 0.5 * state.slope * step + season;
        to[first + memberAt.damped_trend] =
          damped.level +
          (damped.trend * phi * (1 - (dampedPowers[step] ?? phi ** step))) / (1 - phi) +
          season;
        to[first + memberAt.drift] = level + state.drift * step + season;
        to[first + memberAt.mean] = state.mean + season;
        to[first + memberAt.linear_trend] = holt.level + holt.trend * step + season;
        to[first + memberAt.line] = of.lineEnd + state.slope * step + season;
      }
    },
  };
}

/** Lines with the mean change over several spans, for series without a season. */
export function createTrendsOfSpans(): BaseForecasts {
  let of: BankSeries;
  return {
    fit(series) {
      of = series;
    },
    forecast(to, { count, steps }) {
      const { adjusted, context, n } = of;
      const last = adjusted[n - 1];
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        for (let i = 0; i < trendSpans.length; i++) {
          const span = Math.min(trendSpans[i], n - 1);
          const change = span > 0 ? (last - context.z[n - 1 - span]) / span : 0;
          to[first + firstEarlier + i] = last + change * step;
        }
      }
    },
  };
}

/** Theta of the values themselves, where other base forecasts read logarithms. */
export interface ThetaOfValues {
  fit(series: BankSeries): void;
  readonly level: number;
  readonly slope: number;
  /** Value of the line at the last value. */
  readonly lineEnd: number;
}

export function createThetaOfValues(): ThetaOfValues {
  const theta = {
    level: 0,
    slope: 0,
    lineEnd: 0,
    fit(series: BankSeries) {
      const { adjusted, n, state } = series;
      if (!series.context.isLog) {
        theta.level = state.level;
        theta.slope = state.slope;
        theta.lineEnd = series.lineEnd;
        return;
      }
      const from = Math.max(0, n - thetaValues);
      const length = n - from;
      let level = Math.exp(adjusted[from]);
      let sumXY = 0;
      let sumXX = 0;
      let sum = 0;
      for (let t = from; t < n; t++) {
        const y = Math.exp(adjusted[t]);
        const x = t - from - (length - 1) / 2;
        level += state.alpha * (y - level);
        sum += y;
        sumXY += x * y;
        sumXX += x * x;
      }
      theta.level = level;
      theta.slope = length > 1 ? sumXY / sumXX : 0;
      theta.lineEnd = sum / length + (theta.slope * (length - 1)) / 2;
    },
  };
  return theta;
}

/** The local trend, the last season with the change of a year, and Theta of the values, for series
 *  without a second season. */
export function createLocalTrends(theta: ThetaOfValues): BaseForecasts {
  let of: BankSeries;
  let yearChange = 0;
  return {
    fit(series) {
      of = series;
      const { n, sums, context } = series;
      const m = context.season;
      yearChange = n >= 2 * m ? (sums[n] - 2 * sums[n - m] + sums[n - 2 * m]) / m : 0;
    },
    forecast(to, { count, steps, seasons, naives }) {
      const { adjusted, n, state } = of;
      const places = memberAtWithoutSecondSeason;
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        const season = seasons[k];
        const naive = naives[k];
        const cycles = 1 + Math.floor((step - 1) / of.context.season);
        to[first + places.local_trend] = adjusted[n - 1] + state.localSlope * step + season;
        to[first + places.seasonal_naive_at_level] = naive + yearChange * Math.min(cycles, 4);
        to[first + places.theta_of_values] = of.read(theta.level + 0.5 * theta.slope * step) + season;
      }
    },
  };
}

/** The line of the values, and the way back from the last value to the mean and to the line. */
export function createReversion(theta: ThetaOfValues): BaseForecasts {
  let of: BankSeries;
  let correlation = 0; // of neighbouring differences from the mean
  let lineCorrelation = 0; // of those from the line
  return {
    fit(series) {
      of = series;
      const { adjusted, n } = series;
      const { mean, slope } = series.state;
      correlation = lag1CorrelationOf((t) => adjusted[t] - mean, n);
      lineCorrelation = lag1CorrelationOf((t) => adjusted[t] - mean - slope * (t - (n - 1) / 2), n);
    },
    forecast(to, { count, steps, seasons }) {
      const { adjusted, n, state, lineEnd } = of;
      const last = adjusted[n - 1];
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        const season = seasons[k];
        const line = lineEnd + state.slope * step;
        to[first + memberAt.line_of_values] = of.read(theta.lineEnd + theta.slope * step) + season;
        to[first + memberAt.reversion] = state.mean + correlation ** step * (last - state.mean) + season;
        to[first + memberAt.reversion_to_line] = line + lineCorrelation ** step * (last - lineEnd) + season;
      }
    },
  };
}

/** Lines of the last values, and similar pasts or seasons at the present level, where no longer season
 *  goes with the season. */
export function createLastLines(similar: SimilarSeasons): BaseForecasts {
  let of: BankSeries;
  let halfLine = { end: 0, slope: 0 };
  let shortLine = { end: 0, slope: 0 };

  return {
    fit(series) {
      of = series;
      const { n, sums, context } = series;
      if (context.season === 1) similar.fit(context.z, sums, n, 1, patternLength);
      halfLine = lineOf(Math.max(Math.min(n, halfLineMin), n >> 1));
      shortLine = lineOf(Math.min(n, Math.max(lastLine, 2 * context.season)));
    },
    forecast(to, { count, steps, seasons, naives }) {
      for (let k = 0, first = 0; k < count; k++, first += memberCount) {
        const step = steps[k];
        const season = seasons[k];
        const naive = naives[k];
        const half = halfLine.end + halfLine.slope * step + season;
        const short = shortLine.end + shortLine.slope * step + season;
        to[first + memberAtWithoutLongSeason.line_of_last_half] = half;
        if (of.context.season === 1) {
          to[first + memberAtWithoutSeason.similar_pasts] = of.atLevel(similar.at(step), naive);
          to[first + memberAtWithoutSeason.line_of_last_10_steps] = short;
        } else {
          to[first + memberAtWithoutLongSeason.seasonal_mean_at_level] = seasonalMeanAtLevel(step, naive);
          to[first + memberAtWithoutLongSeason.line_of_last_seasons] = short;
        }
      }
    },
  };

  /** Least-squares line of the last values. */
  function lineOf(length: number): { end: number; slope: number } {
    const { adjusted, n } = of;
    let mean = 0;
    for (let t = n - length; t < n; t++) mean += adjusted[t] / length;
    let sumXY = 0;
    let sumXX = 0;
    for (let t = n - length; t < n; t++) {
      const x = t - (n - length) - (length - 1) / 2;
      sumXY += x * (adjusted[t] - mean);
      sumXX += x * x;
    }
    const slope = length > 1 ? sumXY / sumXX : 0;
    return { end: mean + (slope * (length - 1)) / 2, slope };
  }

  /** Weighted mean of the last seasons, each moved to the level of the last one. */
  function seasonalMeanAtLevel(step: number, naive: number): number {
    const { n } = of;
    const { z, season: m } = of.context;
    const ahead = (step - 1) % m;
    let sum = 0;
    let weights = 0;
    let weight = 1;
    for (let k = 1; k <= seasonsAtLevel && n - k * m >= 0; k++) {
      const end = n - (k - 1) * m;
      sum += weight * (z[end - m + ahead] - of.meanOfSeasonBefore(end));
      weights += weight;
      weight *= atLevelDecay;
    }
    return weights > 0 ? of.seasonMean + sum / weights : naive;
  }
}
