import { chanceLimit } from '../statistics/index.ts';

/** A series without its season. m season. */
export interface Adjusted {
  values: Float64Array;
  /** By position in the season, counted from the first observation. Mean 1 (factors) or 0 (additions). */
  index: Float64Array; // [m]
  kind: 'multiplicative' | 'additive';
}

/** Whether the autocorrelation at the season is beyond what chance gives in 90 of 100 cases.
 *  Source: the organisers' code of the M4 competition, `SeasonalityTest`: at least three seasons, and no more lags
 *  than R's `acf` looks at, 10·log10(n). */
export function isSeasonal(values: Float64Array, season: number): boolean {
  const n = values.length;
  if (season < 2 || n < 3 * season || season > Math.floor(10 * Math.log10(n))) return false;
  const correlations = autocorrelation(values, season);
  return Math.abs(correlations[season]) > chanceLimit(correlations, season, n);
}

/** At lags 0 … lagMax, all divided by n; zero for a constant series. */
export function autocorrelation(values: Float64Array, lagMax: number): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const products = new Float64Array(lagMax + 1);
  for (let lag = 0; lag <= lagMax; lag++) {
    let sum = 0;
    for (let t = lag; t < centred.length; t++) sum += centred[t] * centred[t - lag];
    products[lag] = sum;
  }
  return products[0] === 0 ? products : products.map((product) => product / products[0]);
}

/** Classical decomposition: a centred moving average over one season is the trend; what is left, averaged by position,
 *  is the season. Needs two seasons.
 *  Source: R's `decompose`; Makridakis, Wheelwright & Hyndman (1998), ch. 3. */
export function seasonalIndex(values: Float64Array, season: number, kind: Adjusted['kind']): Float64Array {
  const half = Math.floor(season / 2);
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  for (let t = half; t + half < values.length; t++) {
    let trend = 0;
    for (let lag = -half; lag <= half; lag++) {
      const outer = season % 2 === 0 && Math.abs(lag) === half;
      trend += (outer ? 0.5 : 1) * values[t + lag];
    }
    trend /= season;
    sums[t % season] += kind === 'multiplicative' ? values[t] / trend : values[t] - trend;
    counts[t % season]++;
  }
  const index = sums.map((sum, i) => sum / counts[i]);
  const mean = index.reduce((sum, value) => sum + value, 0) / season;
  return index.map((value) => (kind === 'multiplicative' ? value / mean : value - mean));
}

/** As the M4 competition adjusts: by factors where the test says seasonal, as it is otherwise. Values that are not all
 *  positive have no factors: their season is added. */
export function deseasonalised(values: Float64Array, season: number): Adjusted {
  if (!isSeasonal(values, season)) return { values, index: new Float64Array([1]), kind: 'multiplicative' };
  const kind = values.every((value) => value > 0) ? 'multiplicative' : 'additive';
  return withoutSeason(values, seasonalIndex(values, season, kind), kind);
}

/** Takes a known season out. */
export function withoutSeason(values: Float64Array, index: Float64Array, kind: Adjusted['kind']): Adjusted {
  const at = (t: number) => index[t % index.length];
  const adjusted = values.map((value, t) => (kind === 'multiplicative' ? value / at(t) : value - at(t)));
  return { values: adjusted, index, kind };
}
