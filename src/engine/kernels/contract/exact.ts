import type { EtsSearchShape } from './ets.ts';

/** Kernels in float64 that write the same bytes on every machine. So callers need not choose one: a forecast is the
 *  same with the native code and without it. Each sum has one order. NaN propagates, except
 *  through quantiles, whose samples must have none.
 *
 *  All arrays are row-major. An array may be longer than its shape; the rest is not touched. The arrays of one call
 *  must not overlap. */
export interface ExactKernels {
  /** Quantiles of the first `n` values of a sample at the levels `p` [count], each from 0 to 1: linear interpolation
   *  between order statistics (type 7 of Hyndman & Fan 1996). The sample has at least one value and no
   *  NaN; it is overwritten. */
  empiricalQuantiles(
    sample: Float64Array, // [n]
    n: number,
    p: Float64Array, // [count]
    to: Float64Array, // [count]
  ): void;
  /** The same for the changes of `values` over `lag` steps, which must be fewer than there are
   *  values. None of them is NaN. */
  lagQuantiles(
    values: Float64Array,
    lag: number,
    change: LagChange,
    p: Float64Array, // [count]
    to: Float64Array, // [count]
  ): void;

  /** Sums of the losses of forecasts over the steps that are observed, for each window: |y − median| / unit,
   *  |y − median| / (|y| + |median|), and the pinball losses of all levels over the unit. */
  windowLosses(
    shape: WindowLossShape,
    mixed: Float64Array, // [N, K, Q]
    actual: Float64Array, // [N, K], NaN is missing
    units: Float64Array, // [N]
    levels: Float64Array, // [Q]
    losses: Float64Array, // [N, 3]
  ): void;

  /** `windowLosses` of means: (sums + added) / count. `sums` are forecasts that were added up before, and the forecast
   *  of window n that is added to them begins at `offsets[n]`. */
  meanLosses(
    shape: WindowLossShape,
    sums: Float64Array, // [N, K, Q]
    added: Float64Array,
    offsets: Int32Array, // [N]
    count: number, // a positive integer
    actual: Float64Array, // [N, K], NaN is missing
    units: Float64Array, // [N]
    levels: Float64Array, // [Q]
    losses: Float64Array, // [N, 3]
  ): void;

  /** Sums of pairs of losses of a block bootstrap. Replicate r draws `drawn[r]` series, and of each the blocks that
   *  begin at `starts[r]` and have `block` origins; the last one is cut so that the blocks have `longest` origins
   *  together. Origins beyond a series are left out. */
  blockSums(
    shape: BlockShape,
    pairs: Float64Array, // [origins of all series, 2]
    offsets: Int32Array, // [series + 1], the first origin of each series
    starts: Int32Array, // [replicates, blocks]
    drawn: Int32Array, // [replicates, series]
    sums: Float64Array, // [replicates, 2]
  ): void;

  /** Sets each element to `numbers[1]` if the next word of the generator is below `numbers[0]`, else to `numbers[2]`.
   *  `state` is that of xoshiro128** 1.1, see rng.ts. */
  choose(
    state: Uint32Array, // [4]
    to: Float32Array,
    numbers: Float64Array, // [3]
  ): void;
  /** y = x · factor, for all elements of `y`, which may be `x`. */
  multiply(y: Float32Array, x: Float32Array, factor: Float32Array): void;

  /** Simple exponential smoothing of `values[from]` … `values[to - 1]` with L parameters at once. Writes the levels at
   *  the end and, from 2 L on, the sums of the squared one-step errors. */
  smoothLevels(
    values: Float64Array,
    from: number,
    to: number,
    alphas: Float64Array, // [L]
    start: Float64Array, // [1]
    states: Float64Array, // [3, L]
  ): void;
  /** Smoothing of level and trend, with parameters φ, α and α·β. Writes levels, trends and sums of squared errors. */
  smoothTrends(
    values: Float64Array,
    from: number,
    to: number,
    parameters: Float64Array, // [3, L]
    start: Float64Array, // [2], level and trend
    states: Float64Array, // [3, L]
  ): void;

  /** Parameters of exponential smoothing with the least cost for each of F histories, by the simplex search of Nelder &
   *  Mead: n ln Σe² of additive errors; of multiplicative ones n ln Σ(e/ŷ)² + 2 Σ ln ŷ, infinite after a forecast that
   *  is not positive. Outside of `etsBounds` the cost is infinite. Parameters are in the order of `etsParametersOf`. */
  searchEts(
    shape: EtsSearchShape,
    values: Float64Array,
    histories: Int32Array, // [F, 2], place of the first value, and number of values
    seasons: Float64Array, // [F, m], before the first observation; 0 without a season
    points: Float64Array, // [F, P], the starts of the searches; the minima are written
    steps: Float64Array, // [F, P], from the start to the other corners of the first simplex
    costs: Float64Array, // [F], at the minima
  ): void;

  /** Squared distances of the last `length` values before `n` from those that end k seasons earlier, for k from 1 to
   *  `candidates`. `levels[k]` is subtracted from the values k seasons earlier. Writes `distances[k]`. */
  seasonDistances(
    shape: SeasonDistanceShape,
    z: Float64Array, // [n]
    levels: Float64Array, // [candidates + 1]
    distances: Float64Array, // [candidates + 1]
  ): void;

  /** Shape of a week of days from the last whole weeks before `n`: the mean day, and a low-rank approximation of the
   *  differences from it [days, season]. A component is the product of loadings [days] and a profile [season].
   *  Alternating least squares finds it, and a bound on the components of noise shrinks it. Writes to `sums` the sum of
   *  the products of neighbouring remainders, and of their squares. See week-of-days.ts. */
  weekShape(
    shape: WeekShapeSizes,
    z: Float64Array, // [n]
    week: Float64Array, // [days, season]
    sums: Float64Array, // [2]
  ): void;

  /** Inputs of a network that weighs M forecasts: `members` = (forecast − level) / scale, within ± limit; `inputs` =
   *  asinh of (forecast − that of the center) / scale. Writes to `sums` the sum of each row of members and
   *  that of their squares. */
  memberInputs(
    shape: MemberInputShape,
    forecasts: Float64Array, // [N, M]
    numbers: Float64Array, // [3], level, scale and limit
    members: Float32Array, // [N, M]
    inputs: Float32Array, // [N, inputSize], M of each row are written
    sums: Float64Array, // [N, 2]
  ): void;
  /** Sums of |error| and of error of M forecasts, error = (actual − forecast) / scale, within ± limit. */
  memberErrors(
    rows: number, // N
    members: number, // M
    forecasts: Float64Array, // [N, M]
    actual: Float64Array, // [N]
    numbers: Float64Array, // [2], scale and limit
    sums: Float64Array, // [2, M]
  ): void;
}

/** Changes of which quantiles are computed: y(t + lag) − y(t), its size, and its size over y(t). */
export const lagChanges = ['difference', 'size', 'relative_size'] as const;
export type LagChange = (typeof lagChanges)[number];

export interface WindowLossShape {
  windows: number; // N
  steps: number; // K
  levels: number; // Q
  /** Place of the median among the levels. */
  median: number;
}

export interface BlockShape {
  series: number;
  replicates: number;
  /** Blocks of a series. */
  blocks: number;
  /** Origins of a block. */
  block: number;
  /** Origins that the blocks of a series have together. */
  longest: number;
}

export interface SeasonDistanceShape {
  n: number;
  season: number;
  length: number;
  candidates: number;
}

export interface WeekShapeSizes {
  n: number;
  season: number;
  days: number;
  components: number;
  iterations: number;
}

export interface MemberInputShape {
  rows: number; // N
  members: number; // M
  inputSize: number;
  /** Index of the member whose forecast the inputs are distances from. */
  center: number;
}
