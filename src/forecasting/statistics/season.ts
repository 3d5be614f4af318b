/** Tests for a season and its length. Only the slices that are passed are read. */
import { decimated } from './decimation.ts';
import { isMissing } from './plain-loops.ts';

/** Bounds on the work of the tests: series, observations or means of each, and lags without a proposal. */
const seriesMax = 100;
const observationsMax = 4_000;
const candidateLagMax = 400;
/** A longer season is tested on means of blocks: the work is bounded, and noise hides less of its shape. */
const seasonAsItIsMax = 400;
/** Seasons of means that are read, at most. */
const seasonsOfMeansMax = 8;
/** Seasons that a series must have before one is confirmed. */
const seasonsMin = 3;
/** Least autocorrelation of the differences for which a seasonal model is useful; it must also be significant. */
const correlationMin = 0.1;
/** The same for a season length that was not proposed by a frequency or a caller. */
const unproposedCorrelationMin = 0.3;
/** Shortest season that is tried without a proposal: values that swing back, as yearly ones do, correlate at
 *  lag 2, and by chance at 3. */
const unproposedMin = 4;
const confirmingShareMin = 1 / 3;
/** Series of a panel that count as separate evidence of a season. */
const separateSeriesMax = 16;
/** Multiples of a season correlate about as much as the season itself: the shortest lag with this share of the
 *  peak is taken. */
const peakShare = 0.9;

/** Autocorrelation at lags 0 … lagMax of the first differences. Those of a random walk are uncorrelated, while
 *  its levels correlate at every lag. Pairs with a missing value are left out. */
export function differenceAutocorrelation(values: Float64Array, lagMax: number): Float64Array {
  const recent = values.subarray(-observationsMax);
  const differences = new Float64Array(Math.max(0, recent.length - 1));
  let sum = 0;
  let count = 0;
  for (let t = 0; t < differences.length; t++) {
    differences[t] = recent[t + 1] - recent[t];
    if (isMissing(differences[t])) continue;
    sum += differences[t];
    count++;
  }
  const mean = count === 0 ? 0 : sum / count;
  for (let t = 0; t < differences.length; t++)
    differences[t] = isMissing(differences[t]) ? 0 : differences[t] - mean; // products with 0 add nothing
  const products = laggedProducts(differences, lagMax);
  const variance = products[0];
  if (variance !== 0) for (let lag = 0; lag <= lagMax; lag++) products[lag] /= variance;
  return products;
}

/** Σ x(t)·x(t−lag) at lags 0 … lagMax, each from the first t to the last. Four lags at a time: a processor that adds up
 *  one sum waits for each addition. */
function laggedProducts(x: Float64Array, lagMax: number): Float64Array {
  const products = new Float64Array(lagMax + 1);
  const n = x.length;
  for (let lag = 0; lag <= lagMax; lag += 4) {
    const common = Math.min(n, lag + 3); // from here on, all four have a product
    let a = productsBetween(x, lag, common, lag);
    let b = productsBetween(x, lag + 1, common, lag + 1);
    let c = productsBetween(x, lag + 2, common, lag + 2);
    let d = 0; // its first product is at lag + 3, where the common loop begins
    for (let t = common; t < n; t++) {
      a += x[t] * x[t - lag];
      b += x[t] * x[t - lag - 1];
      c += x[t] * x[t - lag - 2];
      d += x[t] * x[t - lag - 3];
    }
    products[lag] = a;
    if (lag + 1 <= lagMax) products[lag + 1] = b;
    if (lag + 2 <= lagMax) products[lag + 2] = c;
    if (lag + 3 <= lagMax) products[lag + 3] = d;
  }
  return products;
}

function productsBetween(x: Float64Array, from: number, to: number, lag: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += x[t] * x[t - lag];
  return sum;
}

/** Absolute autocorrelation at `lag` that chance exceeds in one case of ten, given those at shorter lags.
 *  Source: the seasonality test of the M4 competition (Makridakis et al. 2020), after Bartlett's formula. */
export function chanceLimit(correlations: Float64Array, lag: number, observations: number): number {
  let sum = 0;
  for (let k = 1; k < lag; k++) sum += correlations[k] ** 2;
  return 1.645 * Math.sqrt((1 + 2 * sum) / observations);
}

/** Season lengths among `proposed` that a third of the series confirm (chance: one in twenty), or all of them together:
 *  the mean correlation of their seasons is beyond chance, though that of few series alone is. The strongest is the
 *  first. If none is proposed, the lengths that peaks of the autocorrelation suggest are tested. */
export function confirmedSeasons(parts: readonly Float64Array[], proposed: readonly number[]): number[] {
  const read = decimated(parts, seriesMax);
  const strengths =
    proposed.length > 0
      ? [...Map.groupBy(proposed, blockOf)].flatMap(([block, seasons]) => {
          const lagMax = Math.max(...seasons) / block;
          const means = read.map((values) => examine(blockMeans(values, block, lagMax), lagMax));
          return seasons.map((season) => ({ season, strength: strengthIn(means, season / block, true) }));
        })
      : unproposedStrengths(read.map((values) => examine(values, candidateLagMax)));
  return strengths
    .filter(({ strength }) => strength > 0)
    .sort((a, b) => b.strength - a.strength || a.season - b.season)
    .map(({ season }) => season);
}

interface Examined {
  values: Float64Array;
  /** Observations that are tested. */
  length: number;
  /** Correlations of the first differences, at lag 0 and on. */
  correlations: Float64Array;
}

function examine(values: Float64Array, longest: number): Examined {
  const length = Math.min(values.length, observationsMax);
  const lagMax = Math.min(Math.floor(length / seasonsMin), longest);
  return { values, length, correlations: differenceAutocorrelation(values, lagMax) };
}

/** Observations of a block: the fewest of which a long season has a whole number that is tested. */
function blockOf(season: number): number {
  for (let block = Math.ceil(season / seasonAsItIsMax); block < season / unproposedMin; block++)
    if (season % block === 0) return block;
  return 1;
}

/** Means of the last blocks; NaN of a block without observations.
 *  @param season blocks of a season */
function blockMeans(values: Float64Array, block: number, season: number): Float64Array {
  if (block === 1) return values;
  const means = new Float64Array(Math.min(Math.floor(values.length / block), seasonsOfMeansMax * season));
  for (let i = 0; i < means.length; i++) {
    const from = values.length - (means.length - i) * block;
    let sum = 0;
    let count = 0;
    for (let t = from; t < from + block; t++) {
      if (isMissing(values[t])) continue;
      sum += values[t];
      count++;
    }
    means[i] = sum / count;
  }
  return means;
}

function unproposedStrengths(examined: readonly Examined[]): { season: number; strength: number }[] {
  const lengths = new Set(examined.flatMap(({ correlations }) => peak(correlations)));
  return [...lengths].map((season) => ({ season, strength: strengthIn(examined, season, false) }));
}

/** Strength of a season in all series; 0 if it is not confirmed. */
function strengthIn(examined: readonly Examined[], season: number, isProposed: boolean): number {
  const enough = examined.filter(({ correlations }) => season >= 2 && season < correlations.length);
  const strengths = enough.map((one) => strengthOf(one, season)).filter((one) => one > 0);
  const isConfirmed = strengths.length > 0 && confirmingShareMin * enough.length <= strengths.length;
  const together = isConfirmed || !isProposed ? 0 : strengthTogether(enough, season);
  if (!isConfirmed && together === 0) return 0;
  const confirming = strengths.reduce((sum, one) => sum + one, 0) / enough.length;
  return Math.max(confirming, together);
}

/** Strength of a season in one series; 0 if it is not confirmed. A jagged shape shows in the autocorrelation of
 *  the differences, with few seasons already. Noise hides a smooth shape there, but not in the
 *  correlation of whole seasons. */
function strengthOf({ values, length, correlations }: Examined, season: number): number {
  const ofDifferences = correlations[season];
  const differencesCorrelate =
    ofDifferences >= Math.max(correlationMin, chanceLimit(correlations, season, length));
  const ofSeasons = correlationOfSeasons(values, season) ?? 0;
  return Math.max(
    differencesCorrelate ? ofDifferences : 0,
    ofSeasons >= chanceCorrelation(values, season) ? ofSeasons : 0,
  );
}

/** Mean correlation of the seasons of all series; 0 if chance explains it. Chance lets few series agree, and series of
 *  a panel are similar: more than `separateSeriesMax` are no further evidence. */
function strengthTogether(examined: readonly Examined[], season: number): number {
  const known = examined.flatMap(({ values }) => {
    const correlation = correlationOfSeasons(values, season);
    return correlation === null ? [] : [{ correlation, chance: chanceCorrelation(values, season) }];
  });
  if (known.length === 0) return 0;
  const mean = (of: (one: (typeof known)[number]) => number) =>
    known.reduce((sum, one) => sum + of(one), 0) / known.length;
  const limit = mean(({ chance }) => chance) / Math.sqrt(Math.min(separateSeriesMax, known.length));
  const correlation = mean((one) => one.correlation);
  return correlation >= Math.max(correlationMin, limit) ? correlation : 0;
}

/** Mean correlation between any two seasons of a series, of the values less their moving average over one
 *  season. Distant pairs count as much as neighbours, so that a wave of a random walk of about this length does
 *  not pass. Null with too few seasons, or if nothing varies. */
export function correlationOfSeasons(values: Float64Array, season: number): number | null {
  const recent = values.subarray(-observationsMax);
  const seasons = Math.floor((recent.length - season) / season); // half a season is lost at each end
  if (seasons < seasonsMin) return null;
  const detrended = withoutTrend(recent.subarray(-(seasons + 1) * season), season);
  // The sum over pairs of seasons is the square of their sum less their own squares.
  let products = 0;
  let squares = 0;
  for (let phase = 0; phase < season; phase++) {
    let sum = 0;
    let own = 0;
    let count = 0;
    for (let t = phase; t < detrended.length; t += season) {
      if (isMissing(detrended[t])) continue;
      sum += detrended[t];
      own += detrended[t] ** 2;
      count++;
    }
    if (count < 2) continue;
    products += (sum * sum - own) / (count - 1);
    squares += own;
  }
  return squares === 0 ? null : products / squares;
}

/** Values less the centred moving average over one season, without half a season at each end. Missing values
 *  are left out of the averages. */
function withoutTrend(values: Float64Array, season: number): Float64Array {
  const half = Math.floor(season / 2);
  const detrended = new Float64Array(values.length - season);
  let sum = 0;
  let count = 0;
  for (let t = -season; t < detrended.length; t++) {
    if (t >= 0) {
      detrended[t] = count === 0 ? Number.NaN : values[t + half] - sum / count;
      if (!isMissing(values[t])) {
        sum -= values[t];
        count--;
      }
    }
    const next = values[t + season];
    if (isMissing(next)) continue;
    sum += next;
    count++;
  }
  return detrended;
}

/** Mean correlation of seasons that chance gives a random walk in about one case of a hundred. The correlation
 *  of two of its seasons has a standard deviation of about 0.6 (simulated, 4 to 288 observations). The mean
 *  over all pairs has 0.6 over the root of their number. */
function chanceCorrelation(values: Float64Array, season: number): number {
  const seasons = Math.floor((Math.min(values.length, observationsMax) - season) / season);
  return Math.max(correlationMin, 2.5 * 0.6 * Math.sqrt(2 / (seasons * (seasons - 1))));
}

/** The shortest lag at which the correlation has a local peak close to the largest; empty without one. */
function peak(correlations: Float64Array): number[] {
  let largest = unproposedCorrelationMin;
  for (let lag = unproposedMin; lag < correlations.length - 1; lag++)
    largest = Math.max(largest, correlations[lag]);
  for (let lag = unproposedMin; lag < correlations.length - 1; lag++) {
    const isPeak = correlations[lag] >= correlations[lag - 1] && correlations[lag] >= correlations[lag + 1];
    if (isPeak && correlations[lag] > unproposedCorrelationMin && correlations[lag] >= peakShare * largest)
      return [lag];
  }
  return [];
}
