/** Whether series have a season and of what length. Reads the slices it is given and nothing else. */
import { decimated } from './decimation.ts';

/** Series and observations that are looked at; more would not change the answer. */
const seriesMax = 100;
const observationsMax = 4_000;
const candidateLagMax = 400;
/** Seasons that have to be seen before one is believed. */
const seasonsMin = 3;
/** Autocorrelation of the differences that is worth a seasonal model, beside being significant. */
const correlationMin = 0.1;
/** The same for a length that nobody proposed. */
const unproposedCorrelationMin = 0.3;
/** Multiples of a season correlate about as much as the season: the shortest this near to the peak is taken. */
const peakShare = 0.9;

/** Autocorrelation at lags 0 … lagMax of the first differences: those of a random walk have none, its levels
 *  correlate at every lag. Pairs with a missing value are left out. */
export function differenceAutocorrelation(values: Float64Array, lagMax: number): Float64Array {
  const recent = values.subarray(-observationsMax);
  const differences = new Float64Array(Math.max(0, recent.length - 1));
  let sum = 0;
  let count = 0;
  for (let t = 0; t < differences.length; t++) {
    differences[t] = recent[t + 1] - recent[t];
    if (Number.isNaN(differences[t])) continue;
    sum += differences[t];
    count++;
  }
  const mean = count === 0 ? 0 : sum / count;
  const products = new Float64Array(lagMax + 1);
  for (let lag = 0; lag <= lagMax; lag++) {
    let product = 0;
    for (let t = lag; t < differences.length; t++) {
      const term = (differences[t] - mean) * (differences[t - lag] - mean);
      if (!Number.isNaN(term)) product += term;
    }
    products[lag] = product;
  }
  return products[0] === 0 ? products : products.map((product) => product / products[0]);
}

/** The largest autocorrelation that chance gives in 90 of 100 cases, knowing those at shorter lags.
 *  Source: the seasonality test of the M4 competition (Makridakis et al. 2020), Bartlett's formula. */
export function chanceLimit(correlations: Float64Array, lag: number, observations: number): number {
  let sum = 0;
  for (let k = 1; k < lag; k++) sum += correlations[k] ** 2;
  return 1.645 * Math.sqrt((1 + 2 * sum) / observations);
}

/** Season lengths among `proposed` that half of the series confirm; without any proposed, the one that the
 *  correlations show. The strongest first. */
export function confirmedSeasons(parts: readonly Float64Array[], proposed: readonly number[]): number[] {
  const looked = decimated(parts, seriesMax).map((values) => {
    const length = Math.min(values.length, observationsMax);
    const lagMax = Math.min(Math.floor(length / seasonsMin), Math.max(candidateLagMax, ...proposed));
    return { length, correlations: differenceAutocorrelation(values, lagMax) };
  });
  const lengths = proposed.length > 0 ? proposed : looked.flatMap(({ correlations }) => peak(correlations));
  const strengths = new Map<number, number>();
  for (const season of new Set(lengths)) {
    const enough = looked.filter(({ correlations }) => season >= 2 && season < correlations.length);
    const confirming = enough.filter(
      ({ correlations, length }) =>
        correlations[season] >= Math.max(correlationMin, chanceLimit(correlations, season, length)),
    );
    if (confirming.length === 0 || 2 * confirming.length < enough.length) continue;
    strengths.set(
      season,
      confirming.reduce((sum, { correlations }) => sum + correlations[season], 0) / enough.length,
    );
  }
  return [...strengths].sort(([a, x], [b, y]) => y - x || a - b).map(([season]) => season);
}

/** The shortest lag whose correlation is a local peak and near to the largest, or none. */
function peak(correlations: Float64Array): number[] {
  let largest = unproposedCorrelationMin;
  for (let lag = 2; lag < correlations.length - 1; lag++) largest = Math.max(largest, correlations[lag]);
  for (let lag = 2; lag < correlations.length - 1; lag++) {
    const isPeak = correlations[lag] >= correlations[lag - 1] && correlations[lag] >= correlations[lag + 1];
    if (isPeak && correlations[lag] > unproposedCorrelationMin && correlations[lag] >= peakShare * largest)
      return [lag];
  }
  return [];
}

/** Mean absolute error of the seasonal naive forecast (season 1: the last value) over rolling origins, each
 *  series in units of its mean difference, so that all count alike. Null where no series is long enough. */
export function seasonalNaiveError(
  parts: readonly Float64Array[],
  season: number,
  horizon: number,
): number | null {
  let total = 0;
  let count = 0;
  for (const values of decimated(parts, seriesMax)) {
    const part = values.subarray(-observationsMax);
    const unit = meanAbsoluteDifference(part);
    if (unit === 0) continue;
    const step = Math.max(1, Math.floor(horizon / 2));
    for (let origin = part.length - horizon; origin >= season; origin -= step) {
      for (let h = 0; h < horizon; h++) {
        const error = Math.abs(part[origin + h] - part[origin - season + (h % season)]) / unit;
        if (Number.isNaN(error)) continue;
        total += error;
        count++;
      }
    }
  }
  return count === 0 ? null : total / count;
}

/** Whether the values move like a random walk, where the last value is the best guess of the level: the mean square
 *  of differences over q steps is about q times that over one step. Noise around a level gives far less, a steady
 *  trend far more. Source: the variance ratio of Lo & MacKinlay (1988), with the mean left in, median over series. */
export function movesLikeRandomWalk(parts: readonly Float64Array[], horizon: number): boolean {
  const ratios: number[] = [];
  for (const values of decimated(parts, seriesMax)) {
    const part = values.subarray(-observationsMax);
    const steps = Math.max(2, Math.min(Math.max(horizon, 8), Math.floor(part.length / 4)));
    const ratio = meanSquare(part, steps) / (steps * meanSquare(part, 1));
    if (Number.isFinite(ratio)) ratios.push(ratio);
  }
  if (ratios.length === 0) return true;
  const typical = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)];
  return typical >= ratioMin && typical <= ratioMax;
}

/** Between these nothing is gained by forecasting the level, as experiments on prices show (RECIPE B). */
const ratioMin = 0.5;
const ratioMax = 1.8;

function meanSquare(values: Float64Array, lag: number): number {
  let sum = 0;
  let count = 0;
  for (let t = lag; t < values.length; t++) {
    const square = (values[t] - values[t - lag]) ** 2;
    if (Number.isNaN(square)) continue;
    sum += square;
    count++;
  }
  return sum / count;
}

function meanAbsoluteDifference(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let t = 1; t < values.length; t++) {
    const size = Math.abs(values[t] - values[t - 1]);
    if (Number.isNaN(size)) continue;
    sum += size;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
