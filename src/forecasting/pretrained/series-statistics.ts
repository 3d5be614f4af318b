/** Numbers about a whole series that the pre-trained network reads. */
import { squashed } from '../../engine/index.ts';
import type { Bank } from './bank.ts';
import type { Context } from './context.ts';
import { placesOf } from './places.ts';
import type { Scaling } from './scaling.ts';

/** Decays of the averages of recent changes, per step. */
const decays = [0.8, 0.94, 0.97, 0.985] as const;

/** Statistics in their order, with the number of values of each. Amounts are over the scale of the series. A change is
 *  that from one value to the next, without the season. */
const widths = {
  /** Logarithm of the season, over 3. So are the next two logarithms. */
  seasonLength: 1,
  length: 1,
  seasons: 1,
  hasNoSeason: 1,
  /** Whether the values are logarithms. */
  isLog: 1,
  /** Logarithm of the scale, over 3; 0 unless the values are logarithms. */
  logScale: 1,
  hasSecondSeason: 1,
  /** Shrinkage of the seasonal index. */
  shrinkage: 1,
  /** Logarithm of the mean size of the seasonal index. */
  seasonalSize: 1,
  /** Smoothing parameter of the level. */
  alpha: 1,
  /** Slope of the straight line, times 10. */
  slope: 1,
  /** Mean change, times 10. */
  drift: 1,
  /** Mean of the last changes, times 4. */
  localSlope: 1,
  /** Trend of damped smoothing, times 4. */
  dampedTrend: 1,
  /** Trend of Holt's smoothing, times 10. */
  holtTrend: 1,
  /** Mean less level. */
  mean: 1,
  /** Last value less smoothed level. */
  aboveSmoothed: 1,
  /** Logarithm of the size of recent changes beside all changes, for each decay. */
  recentChanges: decays.length,
  /** Logarithm of the kurtosis of the changes, over that of a normal distribution. */
  kurtosis: 1,
  /** Correlation of a change with the one before, and with that of one season before. */
  changeLag: 1,
  changeSeasonLag: 1,
  /** Shares of observed zeros, of values equal to the one before, and of missing values. */
  zeros: 1,
  repeats: 1,
  missing: 1,
  /** Share of changes whose sign differs from the one before. */
  turns: 1,
  /** How straight the path is: net change over the length of the path. */
  straightness: 1,
  /** Logarithm of the mean size of a change. */
  changeSize: 1,
  /** Mean of the last season less that of the one before. */
  seasonChange: 1,
  /** Mean of the last season less that of the same phases one second season before. */
  secondSeasonChange: 1,
  /** Mean of the last two seasons, or of the last half, less that of as many values before. */
  recentChange: 1,
  /** Autocorrelation of the values without the season, at lag 1. */
  autocorrelation: 1,
};

/** Place of the first value of each statistic. */
export const { places: statisticAt, count: statisticCount } = placesOf(widths);

/** @param to statistics of a series [statisticCount] */
export function writeStatistics(to: Float32Array, context: Context, bank: Bank, scaling: Scaling): void {
  writeSizes(to, context, bank, scaling);
  writeTrends(to, bank, scaling, context.z.length);
  writeChanges(to, bank.adjusted, context, scaling);
  writeShares(to, context);
  writeMeans(to, context, scaling);
  to[statisticAt.autocorrelation] = autocorrelation(bank.adjusted, context.z.length, bank.state.mean);
}

/** Lengths, seasons and their sizes. */
function writeSizes(
  to: Float32Array,
  { z, isLog, season: m, secondSeason: m2 }: Context,
  { index, shrinkage }: Bank,
  { scale }: Scaling,
): void {
  const n = z.length;
  to[statisticAt.seasonLength] = Math.log(m) / 3;
  to[statisticAt.length] = Math.log(n) / 3;
  to[statisticAt.seasons] = Math.log(n / m) / 3;
  to[statisticAt.hasNoSeason] = m === 1 ? 1 : 0;
  to[statisticAt.isLog] = isLog ? 1 : 0;
  to[statisticAt.logScale] = isLog ? Math.log(scale) / 3 : 0;
  to[statisticAt.hasSecondSeason] = m2 > 0 ? 1 : 0;
  to[statisticAt.shrinkage] = shrinkage;
  let size = 0;
  for (let s = 0; s < m; s++) size += Math.abs(index[s]) / m;
  to[statisticAt.seasonalSize] = Math.log(0.05 + size / scale);
}

/** State of the bank after n values. */
function writeTrends(
  to: Float32Array,
  { adjusted, state }: Bank,
  { level, scale }: Scaling,
  n: number,
): void {
  to[statisticAt.alpha] = state.alpha;
  to[statisticAt.slope] = squashed((10 * state.slope) / scale);
  to[statisticAt.drift] = squashed((10 * state.drift) / scale);
  to[statisticAt.localSlope] = squashed((4 * state.localSlope) / scale);
  to[statisticAt.dampedTrend] = squashed((4 * state.damped.trend) / scale);
  to[statisticAt.holtTrend] = squashed((10 * state.holt.trend) / scale);
  to[statisticAt.mean] = squashed((state.mean - level) / scale);
  to[statisticAt.aboveSmoothed] = squashed((adjusted[n - 1] - state.level) / scale);
}

/** @param adjusted values without the season; only the first [n] are read */
function writeChanges(
  to: Float32Array,
  adjusted: Float64Array,
  { z, season: m }: Context,
  { scale }: Scaling,
): void {
  const n = z.length;
  const averages = [0, 0, 0, 0]; // of the sizes, for each decay
  let length = 0; // of the path
  let net = 0;
  let squares = 0;
  let fourth = 0;
  let lagged = 0;
  let seasonLagged = 0;
  let turns = 0;
  let before = 0;
  for (let t = 1; t < n; t++) {
    const change = adjusted[t] - adjusted[t - 1];
    const size = Math.abs(change);
    if (change * before < 0) turns++;
    length += size;
    net += change;
    squares += change * change;
    fourth += change ** 4;
    lagged += change * before;
    if (t > m) seasonLagged += change * (adjusted[t - m] - adjusted[t - m - 1]);
    for (let d = 0; d < decays.length; d++) averages[d] += (1 - decays[d]) * (size - averages[d]);
    before = change;
  }
  const count = Math.max(1, n - 1);
  const mean = length / count;
  for (let d = 0; d < decays.length; d++) {
    const share = 1 - decays[d] ** count; // weight of the changes so far
    to[statisticAt.recentChanges + d] = mean === 0 ? 0 : Math.log(0.05 + averages[d] / share / mean);
  }
  to[statisticAt.kurtosis] = squares === 0 ? 0 : Math.log((fourth * count) / (squares * squares) / 3 + 0.1);
  to[statisticAt.changeLag] = squares === 0 ? 0 : lagged / squares;
  to[statisticAt.changeSeasonLag] = squares === 0 ? 0 : seasonLagged / squares;
  to[statisticAt.turns] = turns / count;
  to[statisticAt.straightness] = mean === 0 ? 0 : net / (mean * count);
  to[statisticAt.changeSize] = Math.log(0.05 + mean / scale);
}

function writeShares(to: Float32Array, { z, observed, isLog }: Context): void {
  const n = z.length;
  let zeros = 0;
  let repeats = 0;
  let missing = 0;
  for (let t = 0; t < n; t++) {
    if (observed[t] === 0) missing++;
    else if (!isLog && z[t] === 0) zeros++;
    if (t > 0 && z[t] === z[t - 1]) repeats++;
  }
  to[statisticAt.zeros] = zeros / n;
  to[statisticAt.repeats] = repeats / n;
  to[statisticAt.missing] = missing / n;
}

/** Differences of the means of parts of the series; 0 for a series that is too short. */
function writeMeans(to: Float32Array, { z, season: m, secondSeason: m2 }: Context, { scale }: Scaling): void {
  const n = z.length;
  const hasSecond = m2 > 0 && n >= m2 + m;
  const half = Math.min(n >> 1, Math.max(4, 2 * m));
  to[statisticAt.seasonChange] = n >= 2 * m ? squashed(meanChange(z, m, m) / scale) : 0;
  to[statisticAt.secondSeasonChange] = hasSecond ? squashed(meanChange(z, m, m2) / scale) : 0;
  to[statisticAt.recentChange] = n >= 4 ? squashed(meanChange(z, half, half) / scale) : 0;
}

/** Mean of the last `length` values less that of as many values `back` steps before. */
function meanChange(values: Float64Array, length: number, back: number): number {
  const n = values.length;
  return meanOf(values, n - length, n) - meanOf(values, n - back - length, n - back);
}

function autocorrelation(values: Float64Array, n: number, mean: number): number {
  let product = 0;
  let square = 0;
  for (let t = 0; t < n; t++) {
    square += (values[t] - mean) ** 2;
    if (t > 0) product += (values[t] - mean) * (values[t - 1] - mean);
  }
  return square === 0 ? 0 : product / square;
}

function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += values[t];
  return sum / (to - from);
}
