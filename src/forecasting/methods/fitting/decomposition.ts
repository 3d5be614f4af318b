import { arePositive, chanceLimit } from '../../statistics/index.ts';

/** A series without its season of length m. */
export interface Adjusted {
  values: Float64Array;
  /** By position in the season, counted from the first observation. Mean 1 (factors) or 0 (additions). One
   *  element if there is no season. [m] */
  index: Float64Array; // [m]
  kind: 'multiplicative' | 'additive';
}

/** Seasons that a series must have before its season is taken out. Source: the M4 competition. */
export const seasonsMin = 3;

/** Whether the autocorrelation at the season is larger than chance makes it in 90 of 100 cases.
 *  Source: the M4 organisers' `SeasonalityTest`, with at least three seasons. */
export function isSeasonal(values: Float64Array, season: number): boolean {
  const n = values.length;
  if (season < 2 || n < seasonsMin * season) return false;
  return isCorrelatedAt(values, n, season, new Float64Array(season + 1));
}

/** Whether the autocorrelation of the first `n` values at lag `season` is larger than chance
 *  makes it in 90 of 100 cases.
 *  @param correlations memory for the autocorrelations up to that lag, overwritten [≥ season + 1] */
export function isCorrelatedAt(
  values: Float64Array,
  n: number,
  season: number,
  correlations: Float64Array,
): boolean {
  let sum = 0;
  for (let t = 0; t < n; t++) sum += values[t];
  const mean = sum / n;
  for (let lag = 0; lag <= season; lag++) {
    let product = 0;
    for (let t = lag; t < n; t++) product += (values[t] - mean) * (values[t - lag] - mean);
    correlations[lag] = product;
  }
  const variance = correlations[0];
  if (variance === 0) return false;
  for (let lag = 0; lag <= season; lag++) correlations[lag] /= variance;
  return Math.abs(correlations[season]) > chanceLimit(correlations, season, n);
}

/** Seasonal index of classical decomposition: the values less (or over) a centred moving average of one season,
 *  averaged by position and normalised. Needs two seasons. [m]
 *  Source: R's `decompose`; Makridakis, Wheelwright & Hyndman (1998), ch. 3. */
export function seasonalIndex(values: Float64Array, season: number, kind: Adjusted['kind']): Float64Array {
  const index = new Float64Array(season);
  const counts = new Float64Array(season);
  const half = Math.floor(season / 2);
  const edge = season % 2 === 0 ? 0.5 : 1;
  for (let t = half, phase = half; t + half < values.length; t++) {
    let sum = edge * values[t - half];
    for (let at = t - half + 1; at < t + half; at++) sum += values[at];
    sum += edge * values[t + half];
    const trend = sum / season;
    index[phase] += kind === 'multiplicative' ? values[t] / trend : values[t] - trend;
    counts[phase]++;
    if (++phase === season) phase = 0;
  }
  normalise(index, counts, kind);
  return index;
}

/** The additive index of the first `n` values, with a running sum for the average: it costs one pass for any season, as
 *  the windows of every training step need. A huge value would leave its rounding in all later sums, so that the
 *  windows are read without outliers and in a unit of their own.
 *  @param index written [m]
 *  @param counts memory, overwritten [m] */
export function runningSeasonalIndex(
  values: Float64Array,
  n: number,
  index: Float64Array,
  counts: Float64Array,
): void {
  const season = index.length;
  const half = Math.floor(season / 2);
  const isEven = season % 2 === 0;
  index.fill(0);
  counts.fill(0);
  let sum = 0; // over t − half … t + half
  for (let t = 0; t < 2 * half + 1; t++) sum += values[t];
  for (let t = half, phase = half; t + half < n; t++) {
    const whole = isEven ? sum - 0.5 * (values[t - half] + values[t + half]) : sum;
    sum += (t + half + 1 < n ? values[t + half + 1] : 0) - values[t - half];
    index[phase] += values[t] - whole / season;
    counts[phase]++;
    if (++phase === season) phase = 0;
  }
  normalise(index, counts, 'additive');
}

/** Makes means of sums, around 1 or 0.
 *  @param counts number of values in each sum [m] */
function normalise(index: Float64Array, counts: Float64Array, kind: Adjusted['kind']): void {
  const season = index.length;
  let mean = 0;
  for (let i = 0; i < season; i++) {
    index[i] /= counts[i];
    mean += index[i] / season;
  }
  for (let i = 0; i < season; i++) index[i] = kind === 'multiplicative' ? index[i] / mean : index[i] - mean;
}

/** Seasonal adjustment of the M4 competition: by factors if the test finds a season, else none. If a value is
 *  not positive, the season is additive. */
export function deseasonalised(values: Float64Array, season: number): Adjusted {
  if (!isSeasonal(values, season)) return { values, index: new Float64Array([1]), kind: 'multiplicative' };
  const kind = arePositive(values) ? 'multiplicative' : 'additive';
  return withoutSeason(values, seasonalIndex(values, season, kind), kind);
}

/** Removes a given season from the values. */
export function withoutSeason(values: Float64Array, index: Float64Array, kind: Adjusted['kind']): Adjusted {
  const adjusted = new Float64Array(values.length);
  for (let t = 0, phase = 0; t < values.length; t++) {
    adjusted[t] = kind === 'multiplicative' ? values[t] / index[phase] : values[t] - index[phase];
    phase = phase + 1 === index.length ? 0 : phase + 1;
  }
  return { values: adjusted, index, kind };
}

/** Puts the season back into a forecast of the adjusted series, in place. `from` is the first step of the
 *  forecast, counted from the first observation of the history; Q quantiles a step. */
export function reseasonalised<Forecast extends { point: Float64Array; quantiles: Float64Array }>(
  forecast: Forecast,
  { index, kind, from, Q }: Pick<Adjusted, 'index' | 'kind'> & { from: number; Q: number },
): Forecast {
  const { point, quantiles } = forecast;
  for (let h = 0; h < point.length; h++) {
    const season = index[(from + h) % index.length];
    const restored = (value: number) => (kind === 'multiplicative' ? value * season : value + season);
    point[h] = restored(point[h]);
    for (let k = 0; k < Q; k++) quantiles[h * Q + k] = restored(quantiles[h * Q + k]);
  }
  return forecast;
}
