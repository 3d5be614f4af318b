/** Simple statistics of one series, by which made-up series are compared with real ones. */
import { quantileOf } from '../../statistics.ts';

export type Features = Record<string, number>; // NaN where a statistic does not apply

/** z is the log of positive series, else the series. d is z without its season; Δ are changes from step to step. */
export function featuresOf(values: Float64Array, season: number, horizon: number): Features {
  const known = filled(values);
  const isPositive = known.every((value) => value > 0);
  const z = isPositive ? known.map(Math.log) : known;
  const { adjusted: d, index, remainder } = decomposed(z, season);
  const changes = changesOf(d, 1);
  const sizes = changes.map(Math.abs);
  const size = meanOf(sizes);
  const deviation = deviationOf(changes);
  const half = Math.floor(changes.length / 2);
  const third = Math.floor(changes.length / 3);
  const features: Features = {
    positive: isPositive ? 1 : 0,
    'log10 of sd of changes of logs': isPositive ? Math.log10(deviation) : Number.NaN,
    'range of logs': isPositive ? rangeOf(z) : Number.NaN,
    rising: meanOf(changes) > 0 ? 1 : 0,
    'size of changes of values, log(later / earlier)': Math.log(
      meanOf(changesOf(known, season).slice(half).map(Math.abs)) /
        meanOf(changesOf(known, season).slice(0, half).map(Math.abs)),
    ),
    'drift over sd of changes': Math.abs(meanOf(changes)) / deviation,
    'autocorrelation of changes, 1': autocorrelation(changes, 1),
    'autocorrelation of changes, 2': autocorrelation(changes, 2),
    'autocorrelation of changes, 3': autocorrelation(changes, 3),
    'tails of changes (q95 / median)': quantileOf(sizes, 0.95) / quantileOf(sizes, 0.5),
    'size of changes, log(later / earlier)': Math.log(
      meanOf(sizes.slice(half)) / meanOf(sizes.slice(0, half)),
    ),
    'slope, later − earlier third, t':
      (Math.abs(meanOf(changes.slice(-third)) - meanOf(changes.slice(0, third))) / deviation) *
      Math.sqrt(third / 2),
    'range over sd √n': rangeOf(d) / (deviation * Math.sqrt(d.length)),
    'far change over mean change': farChange(d, horizon) / size,
    persistence: persistence(d, horizon),
    repeats: sizes.filter((one) => one === 0).length / sizes.length,
  };
  const changesOfValues = changesOf(known, 1);
  features.repeats = changesOfValues.filter((one) => one === 0).length / changesOfValues.length;
  if (season === 1) return features;
  const yearly = changesOf(z, season);
  const noise = deviationOf(remainder);
  const halves = halfIndices(z, season);
  features['season strength'] = strength(index, remainder);
  features['season, same in halves'] = halves === null ? Number.NaN : correlation(halves[0], halves[1]);
  features['season size, log(later / earlier)'] =
    halves === null ? Number.NaN : Math.log(deviationOf(halves[1]) / deviationOf(halves[0]));
  features['season sd of logs'] = isPositive ? Math.log10(deviationOf(index)) : Number.NaN;
  features['season skewness'] = skewness(index);
  features['autocorrelation over a season, 1'] = autocorrelation(yearly, 1);
  features['autocorrelation over a season, m'] = autocorrelation(yearly, season);
  features['change over a season / noise'] = meanOf(yearly.map(Math.abs)) / noise;
  features['remainder autocorrelation, 1'] = autocorrelation(remainder, 1);
  if (season >= 24 && z.length >= 28 * season) {
    const week = indexOf(remainder, 7 * season);
    const apart = remainder.map((value, t) => value - week[t % week.length]);
    features['week strength'] = strength(week, apart);
    features['autocorrelation of remainder without week, 1'] = autocorrelation(apart, 1);
    features['autocorrelation of remainder without week, m'] = autocorrelation(apart, season);
    features['tails without week'] =
      quantileOf(apart.map(Math.abs), 0.95) / quantileOf(apart.map(Math.abs), 0.5);
  }
  return features;
}

function filled(values: Float64Array): Float64Array {
  const to = values.slice();
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (let t = 0; t < to.length; t++) {
    if (Number.isNaN(to[t])) to[t] = last;
    last = to[t];
  }
  return to;
}

/** Classical: a centred moving average over a season, means of phases, and what remains. */
function decomposed(z: Float64Array, season: number) {
  if (season === 1 || z.length < 2 * season)
    return { adjusted: z, index: new Float64Array(season), remainder: z };
  const trend = movingAverage(z, season);
  const index = indexOf(
    z.map((value, t) => value - trend[t]),
    season,
  );
  return {
    adjusted: z.map((value, t) => value - index[t % season]),
    index,
    remainder: z
      .map((value, t) => value - trend[t] - index[t % season])
      .filter((value) => !Number.isNaN(value)),
  };
}

function movingAverage(z: Float64Array, season: number): Float64Array {
  const to = new Float64Array(z.length).fill(Number.NaN);
  const half = Math.floor(season / 2);
  for (let t = half; t < z.length - half; t++) {
    let sum = 0;
    for (let k = -half; k <= half; k++)
      sum += (season % 2 === 0 && Math.abs(k) === half ? 0.5 : 1) * z[t + k];
    to[t] = sum / season;
  }
  return to;
}

function indexOf(values: Float64Array, season: number): Float64Array {
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  values.forEach((value, t) => {
    if (Number.isNaN(value)) return;
    sums[t % season] += value;
    counts[t % season]++;
  });
  const means = sums.map((sum, i) => sum / Math.max(1, counts[i]));
  const mean = meanOf(means);
  return means.map((value) => value - mean);
}

function halfIndices(z: Float64Array, season: number): [Float64Array, Float64Array] | null {
  const half = season * Math.floor(z.length / season / 2);
  if (half < 2 * season) return null;
  const index = (part: Float64Array) => decomposed(part, season).index;
  return [index(z.slice(0, half)), index(z.slice(half, 2 * half))];
}

function strength(index: Float64Array, remainder: Float64Array): number {
  const explained = deviationOf(index) ** 2;
  return explained / (explained + deviationOf(remainder) ** 2);
}

/** Mean distance between the mean of the next h values and the last one, over all origins. */
function farChange(d: Float64Array, horizon: number): number {
  const { after } = movesOf(d, horizon);
  return meanOf(Float64Array.from(after, Math.abs));
}

/** Slope of the regression, through 0, of that distance with its sign on the change over the h steps before. */
function persistence(d: Float64Array, horizon: number): number {
  const { after, before } = movesOf(d, horizon);
  let [product, square] = [0, 0];
  after.forEach((move, i) => {
    product += move * before[i];
    square += before[i] ** 2;
  });
  return product / square;
}

function movesOf(d: Float64Array, horizon: number): { after: number[]; before: number[] } {
  const after: number[] = [];
  const before: number[] = [];
  for (let last = horizon; last + horizon < d.length; last++) {
    after.push(meanOf(d.slice(last + 1, last + 1 + horizon)) - d[last]);
    before.push(d[last] - d[last - horizon]);
  }
  return { after, before };
}

function changesOf(values: Float64Array, lag: number): Float64Array {
  return values.slice(lag).map((value, t) => value - values[t]);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function deviationOf(values: Float64Array): number {
  const mean = meanOf(values);
  let square = 0;
  for (const value of values) square += (value - mean) ** 2;
  return Math.sqrt(square / values.length);
}

function rangeOf(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}

function skewness(values: Float64Array): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 3)) / deviationOf(values) ** 3;
}

function autocorrelation(values: Float64Array, lag: number): number {
  if (values.length < lag + 4) return Number.NaN;
  const mean = meanOf(values);
  let [product, square] = [0, 0];
  for (let t = 0; t < values.length; t++) {
    square += (values[t] - mean) ** 2;
    if (t >= lag) product += (values[t] - mean) * (values[t - lag] - mean);
  }
  return product / square;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let product = 0;
  for (let i = 0; i < a.length; i++) product += (a[i] - meanA) * (b[i] - meanB);
  return product / a.length / (deviationOf(a) * deviationOf(b));
}
