/** The bank: statistical forecasts that cost one pass over a series. The network learns which of them to believe. */
import { type Context, secondSeasonOf } from './context.ts';
import {
  earlierSeasons,
  firstEarlier,
  memberAt,
  memberAtWithoutLongSeason,
  memberAtWithoutSeason,
  memberAtWithoutSecondSeason,
  memberAtWithWeek,
  memberCount,
  trendSpans,
} from './member-names.ts';
import { memoryOf } from './memory.ts';
import { createSimilarSeasons } from './similar-seasons.ts';
import { createSmoother } from './smoothing-lanes.ts';
import { createWeekOfDays } from './week-of-days.ts';

/** Weight of a season relative to the one after it in a mean over seasons, and the number of seasons in it. */
const seasonDecay = 0.6;
export const seasonsBack = 8;
/** Values that are compared with the past without a season, and lengths of the last lines. */
const patternLength = 8;
const lastLine = 10;
const halfLineMin = 5;
/** Seasons after which what followed similar ones is repeated: a week of days. */
const seasonsAlike = 7;
/** Decay by the step of the last error of what is similar. */
const similarMemory = 0.9;
/** Largest exponent of a power that is computed once. */
const powerMax = 1_000;
/** Largest number of steps in a week of days. */
const weekMax = 7 * 288;
/** Weight of a season, relative to the one after it, in the mean of seasons at the present level. */
const atLevelDecay = 0.8;
/** Changes from which the local linear trend is measured. */
const localChanges = 4;

/** The forecasts from one origin; the arrays are valid until the next `fit`. */
export interface Bank {
  /** Fits all members to the values before `origin`. */
  fit(context: Context, origin: number): void;
  /** Writes the forecasts of all members `step` ≥ 1 steps after the origin to row `row` of `to` [rows, memberCount]. */
  forecast(to: Float64Array, row: number, step: number): void;
  /** Series without its season. [origin] */
  readonly adjusted: Float64Array;
  /** Seasonal index, shrunk; 0 without a season. [m] */
  readonly index: Float64Array;
  /** Factor in [0, 1] by which the season was shrunk. */
  readonly shrinkage: number;
  readonly state: Readonly<BankState>;
}

export interface BankState {
  level: number; // of the best simple smoothing
  alpha: number;
  slope: number; // of a least-squares line
  drift: number; // mean change
  localSlope: number;
  damped: { level: number; trend: number; phi: number };
  holt: { level: number; trend: number };
  mean: number;
}

/** Powers of the dampings and of that decay, of which there are few. */
const powers = new Map<number, Float64Array>();

function powersOf(base: number): Float64Array {
  const known = powers.get(base);
  if (known !== undefined) return known;
  const made = new Float64Array(powerMax + 1);
  for (let exponent = 0; exponent <= powerMax; exponent++) made[exponent] = base ** exponent;
  powers.set(base, made);
  return made;
}

/** @param valuesMax largest length of a context */
export function createBank(valuesMax: number): Bank {
  const adjusted = new Float64Array(valuesMax);
  const sums = new Float64Array(valuesMax + 1); // prefix sums of z
  const index = new Float64Array(valuesMax);
  const counts = new Float64Array(valuesMax);
  const state: BankState = {
    level: 0,
    alpha: 0,
    slope: 0,
    drift: 0,
    localSlope: 0,
    damped: { level: 0, trend: 0, phi: 0 },
    holt: { level: 0, trend: 0 },
    mean: 0,
  };
  let of: Context;
  let summed = 0; // values in `sums`
  let n = 0;
  let shrinkage = 0;
  const smoother = createSmoother();
  const similarPowers = powersOf(similarMemory);
  let dampedPowers = similarPowers;
  let rawTheta = { level: 0, slope: 0, lineEnd: 0 };
  let memory = 0;
  let lineMemory = 0;
  let hasWeek = false;
  const [similar, similarPairs] = [createSimilarSeasons(valuesMax), createSimilarSeasons(valuesMax)];
  let now = 0;
  let similarError = 0;
  let [halfLine, shortLine] = [
    { end: 0, slope: 0 },
    { end: 0, slope: 0 },
  ];
  const week = createWeekOfDays(Math.min(valuesMax, weekMax));
  let yearChange = 0;
  /** Means of earlier seasons. */
  const seasonThen = new Float64Array(earlierSeasons.length);

  function fit(context: Context, origin: number): void {
    const { z, season: m } = context;
    // Earlier origins of the same context need no new sums.
    if (of !== context) {
      of = context;
      sums[0] = 0;
      summed = 0;
    }
    n = origin;
    for (; summed < n; summed++) sums[summed + 1] = sums[summed] + z[summed];
    shrinkage = takeSeason();
    const middle = (n - 1) / 2;
    let sum = 0;
    let sumXY = 0;
    for (let t = 0; t < n; t++) {
      sum += adjusted[t];
      sumXY += (t - middle) * adjusted[t];
    }
    state.mean = sum / n;
    // Σ (t − middle)², which is exact.
    state.slope = n > 1 ? sumXY / ((n * (n * n - 1)) / 12) : 0;
    state.drift = n > 1 ? (adjusted[n - 1] - adjusted[0]) / (n - 1) : 0;
    const back = Math.min(localChanges, n - 1);
    state.localSlope = back > 0 ? (adjusted[n - 1] - adjusted[n - 1 - back]) / back : 0;
    const from = Math.max(0, n - Math.min(400, Math.max(120, 4 * m)));
    smoother.level(state, adjusted, from, n, mean(from, Math.min(n, from + 4)));
    trends(from);
    for (let i = 0; i < earlierSeasons.length; i++) {
      const end = n - earlierSeasons[i] * m;
      if (end >= m) seasonThen[i] = (sums[end] - sums[end - m]) / m;
    }
    yearChange = n >= 2 * m ? (sums[n] - 2 * sums[n - m] + sums[n - 2 * m]) / m : 0;
    fitSimilar();
    hasWeek = context.secondSeason === 7 * m && n >= context.secondSeason + m;
    if (hasWeek) week.fit(z, n, m);
    else {
      fitRawTheta();
      const { mean, slope } = state;
      memory = memoryOf((t) => adjusted[t] - mean, n);
      lineMemory = memoryOf((t) => adjusted[t] - mean - slope * (t - (n - 1) / 2), n);
    }
  }

  /** Finds past seasons, or past values without one, that are similar to the last. */
  function fitSimilar(): void {
    const { z, season: m } = of;
    now = n >= m ? (sums[n] - sums[n - m]) / m : 0;
    if (m === 1) similar.fit(z, sums, n, 1, patternLength);
    if (secondSeasonOf(m) === 0) {
      halfLine = lineOf(Math.max(Math.min(n, halfLineMin), n >> 1));
      shortLine = lineOf(Math.min(n, Math.max(lastLine, 2 * m)));
    } else if (n >= m) {
      similar.fit(z, sums, n, m, 1);
      similarPairs.fit(z, sums, n, m, 2);
      const before = similar.at(0);
      similarError = Number.isNaN(before) ? 0 : z[n - 1] - now - before;
    }
  }

  /** Least-squares line of the last values. */
  function lineOf(length: number): { end: number; slope: number } {
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

  /** Classical decomposition, shrunk by how uncertain the index is. Fills `adjusted` and `index`. */
  function takeSeason(): number {
    const { z, season: m } = of;
    if (m === 1 || n < 2 * m) {
      index.fill(0, 0, m);
      adjusted.set(n === z.length ? z : z.subarray(0, n));
      return 0;
    }
    const half = m >> 1;
    const isEven = m % 2 === 0;
    index.fill(0, 0, m);
    counts.fill(0, 0, m);
    let squares = 0;
    // `adjusted` holds the detrended values until the index is known.
    for (let t = half, i = half; t + half < n; t++) {
      const whole = sums[t + half + 1] - sums[t - half];
      const trend = (isEven ? whole - 0.5 * (z[t - half] + z[t + half]) : whole) / m;
      const apart = z[t] - trend;
      index[i] += apart;
      counts[i]++;
      squares += apart * apart;
      if (++i === m) i = 0;
    }
    let mean = 0;
    let cycles = 0;
    for (let i = 0; i < m; i++) {
      index[i] = counts[i] === 0 ? 0 : index[i] / counts[i];
      mean += index[i] / m;
      cycles += counts[i] / m;
    }
    let variance = 0;
    for (let i = 0; i < m; i++) {
      index[i] -= mean;
      variance += (index[i] * index[i]) / m;
    }
    const total = squares / Math.max(1, n - 2 * half);
    const residual = Math.max(0, total - variance);
    const shrunk =
      variance === 0 ? 0 : Math.max(0, Math.min(1, 1 - residual / Math.max(1, cycles) / variance));
    for (let i = 0; i < m; i++) index[i] *= shrunk;
    for (let t = 0, i = 0; t < n; t++) {
      adjusted[t] = z[t] - index[i];
      if (++i === m) i = 0;
    }
    return shrunk;
  }

  function trends(from: number): void {
    const span = Math.min(9, n - 1 - from);
    const startTrend = span > 0 ? (adjusted[from + span] - adjusted[from]) / span : 0;
    smoother.trends(state, adjusted, from, n, adjusted[from] - startTrend, startTrend);
    dampedPowers = powersOf(state.damped.phi);
  }

  /** Theta of the values themselves, where the others read logarithms. */
  function fitRawTheta(): void {
    if (!of.isLog) {
      const lineEnd = lineEndOf();
      rawTheta = { level: state.level, slope: state.slope, lineEnd };
      return;
    }
    const from = Math.max(0, n - 192);
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
    const slope = length > 1 ? sumXY / sumXX : 0;
    rawTheta = { level, slope, lineEnd: sum / length + (slope * (length - 1)) / 2 };
  }

  /** Value of the least-squares line at the last value. */
  function lineEndOf(): number {
    return state.mean + (state.slope * (n - 1)) / 2;
  }

  /** A forecast in the units of the series as the bank reads it. */
  function read(value: number): number {
    if (!of.isLog) return value;
    return value > 0 ? Math.max(Math.log(value), state.level - 3) : state.level - 3;
  }

  function mean(from: number, to: number): number {
    let sum = 0;
    for (let t = from; t < to; t++) sum += adjusted[t];
    return sum / (to - from);
  }

  function forecast(to: Float64Array, row: number, step: number): void {
    const first = row * memberCount;
    const { z, season: m, secondSeason: m2 } = of;
    const season = index[(n + step - 1) % m];
    const naive = n >= m ? z[n - m + ((step - 1) % m)] : z[n - 1];
    forecastTrends(to, first, step, season);
    forecastSeasons(to, first, step, naive);
    if (m2 > 0 && n >= m2 + m) forecastSecondSeasons(to, first, step);
    else forecastWithoutSecondSeason(to, first, step, season, naive);
    if (hasWeek) forecastWeek(to, first, step);
    else forecastReversion(to, first, step, season);
    if (secondSeasonOf(m) === 0) forecastLastLines(to, first, step, season, naive);
    else forecastAlike(to, first, step, naive);
    if (m === 1) forecastTrendsOfSpans(to, first, step);
    else forecastEarlierSeasons(to, first, step, naive);
  }

  /** Levels and trends of the series without its season. */
  function forecastTrends(to: Float64Array, first: number, step: number, season: number): void {
    const { level, damped, holt } = state;
    const { phi } = damped;
    to[first + memberAt.last_value] = adjusted[n - 1] + season;
    to[first + memberAt.smoothing] = level + season;
    to[first + memberAt.theta] = level + 0.5 * state.slope * step + season;
    to[first + memberAt.damped_trend] =
      damped.level + (damped.trend * phi * (1 - (dampedPowers[step] ?? phi ** step))) / (1 - phi) + season;
    to[first + memberAt.drift] = level + state.drift * step + season;
    to[first + memberAt.mean] = state.mean + season;
    to[first + memberAt.linear_trend] = holt.level + holt.trend * step + season;
    to[first + memberAt.line] = lineEndOf() + state.slope * step + season;
  }

  /** The last season, and the mean of the last seasons. */
  function forecastSeasons(to: Float64Array, first: number, step: number, naive: number): void {
    const { z, season: m } = of;
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

  /** The last second season, as it was and at the present level, and the mean of the last ones at that level. */
  function forecastSecondSeasons(to: Float64Array, first: number, step: number): void {
    const { z, season: m, secondSeason: m2 } = of;
    const ahead = (step - 1) % m2;
    let sum = 0;
    let weights = 0;
    let weight = 1;
    for (let k = 1; k <= seasonsBack && n - k * m2 - m >= 0; k++) {
      const end = n - k * m2;
      const then = (sums[end] - sums[end - m]) / m;
      const value = z[end + ahead];
      if (k === 1) {
        to[first + memberAt.second_season_naive] = value;
        to[first + memberAt.second_season_naive_at_level] = value + now - then;
      }
      sum += weight * (value + now - then);
      weights += weight;
      weight *= seasonDecay;
    }
    to[first + memberAt.second_season_mean] = sum / weights;
  }

  function forecastWithoutSecondSeason(
    to: Float64Array,
    first: number,
    step: number,
    season: number,
    naive: number,
  ): void {
    const places = memberAtWithoutSecondSeason;
    const cycles = 1 + Math.floor((step - 1) / of.season);
    to[first + places.local_trend] = adjusted[n - 1] + state.localSlope * step + season;
    to[first + places.seasonal_naive_at_level] = naive + yearChange * Math.min(cycles, 4);
    to[first + places.theta_of_values] = read(rawTheta.level + 0.5 * rawTheta.slope * step) + season;
  }

  function forecastWeek(to: Float64Array, first: number, step: number): void {
    const shape = week.at(step);
    to[first + memberAtWithWeek.week_of_days] = shape;
    to[first + memberAtWithWeek.week_of_days_at_level] = shape + week.lastDay;
    to[first + memberAtWithWeek.week_of_days_with_memory] = shape + week.memory ** step * week.last;
  }

  /** The line of the values, and the way back from the last value to the mean and to the line. */
  function forecastReversion(to: Float64Array, first: number, step: number, season: number): void {
    const last = adjusted[n - 1];
    const lineEnd = lineEndOf();
    const line = lineEnd + state.slope * step;
    to[first + memberAt.line_of_values] = read(rawTheta.lineEnd + rawTheta.slope * step) + season;
    to[first + memberAt.reversion] = state.mean + memory ** step * (last - state.mean) + season;
    to[first + memberAt.reversion_to_line] = line + lineMemory ** step * (last - lineEnd) + season;
  }

  /** Lines of the last values, and similar pasts or seasons at the present level. */
  function forecastLastLines(
    to: Float64Array,
    first: number,
    step: number,
    season: number,
    naive: number,
  ): void {
    const half = halfLine.end + halfLine.slope * step + season;
    const short = shortLine.end + shortLine.slope * step + season;
    to[first + memberAtWithoutLongSeason.line_of_last_half] = half;
    if (of.season === 1) {
      to[first + memberAtWithoutSeason.similar_pasts] = orNaive(similar.at(step), naive);
      to[first + memberAtWithoutSeason.line_of_last_10_steps] = short;
    } else {
      to[first + memberAtWithoutLongSeason.seasonal_mean_at_level] = seasonalMeanAtLevel(step, naive);
      to[first + memberAtWithoutLongSeason.line_of_last_seasons] = short;
    }
  }

  /** The sequels of similar seasons. */
  function forecastAlike(to: Float64Array, first: number, step: number, naive: number): void {
    const { season: m } = of;
    const within = ((step - 1) % (seasonsAlike * m)) + 1;
    const alike = orNaive(n >= m ? similar.at(within) : Number.NaN, naive);
    to[first + memberAt.similar_seasons] = alike;
    to[first + memberAt.similar_seasons_with_memory] =
      alike + (similarPowers[step] ?? similarMemory ** step) * similarError;
    to[first + memberAt.similar_pairs_of_seasons] = orNaive(
      n >= m ? similarPairs.at(within) : Number.NaN,
      naive,
    );
  }

  function forecastTrendsOfSpans(to: Float64Array, first: number, step: number): void {
    const last = adjusted[n - 1];
    for (let i = 0; i < trendSpans.length; i++) {
      const span = Math.min(trendSpans[i], n - 1);
      const change = span > 0 ? (last - of.z[n - 1 - span]) / span : 0;
      to[first + firstEarlier + i] = last + change * step;
    }
  }

  /** Earlier seasons, moved to the present level. */
  function forecastEarlierSeasons(to: Float64Array, first: number, step: number, naive: number): void {
    const { z, season: m } = of;
    const ahead = (step - 1) % m;
    for (let i = 0; i < earlierSeasons.length; i++) {
      const end = n - earlierSeasons[i] * m;
      to[first + firstEarlier + i] = end >= m ? z[end + ahead] + now - seasonThen[i] : naive;
    }
  }

  function orNaive(difference: number, naive: number): number {
    return Number.isNaN(difference) ? naive : now + difference;
  }

  /** Weighted mean of the last seasons, each moved to the level of the last one. */
  function seasonalMeanAtLevel(step: number, naive: number): number {
    const { z, season: m } = of;
    const ahead = (step - 1) % m;
    let sum = 0;
    let weights = 0;
    let weight = 1;
    for (let k = 1; k <= seasonsBack && n - k * m >= 0; k++) {
      const end = n - (k - 1) * m;
      sum += weight * (z[end - m + ahead] - (sums[end] - sums[end - m]) / m);
      weights += weight;
      weight *= atLevelDecay;
    }
    return weights > 0 ? now + sum / weights : naive;
  }

  return {
    fit,
    forecast,
    adjusted,
    index,
    get shrinkage() {
      return shrinkage;
    },
    state,
  };
}
