import type { Context } from './context.ts';
import { createSeasonIndex } from './season-index.ts';
import { createSmoother } from './smoothing-lanes.ts';

/** Changes from which the local linear trend is measured. */
const localChanges = 4;

/** Levels and trends of a series without its season. */
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

/** The steps of a call, counted from the origin, and what base forecasts add or fall back to there. */
export interface StepsAhead {
  count: number;
  /** Each ≥ 1. [count] */
  steps: ArrayLike<number>;
  /** Seasonal index of each step. [count] */
  seasons: Float64Array;
  /** Value of the last season for each step, or the last value without one. [count] */
  naives: Float64Array;
}

/** Base forecasts that are fitted together. */
export interface BaseForecasts {
  fit(series: BankSeries): void;
  /** Writes the forecasts to their places. @param to [count, memberCount] */
  forecast(to: Float64Array, ahead: StepsAhead): void;
}

/** The values of a context before an origin, and what all base forecasts need of them. */
export class BankSeries {
  /** Prefix sums of z. [n + 1] */
  readonly sums: Float64Array;
  /** Series without its season. [n] */
  readonly adjusted: Float64Array;
  /** Seasonal index, shrunk; 0 without a season. [m] */
  readonly index: Float64Array;
  readonly state: BankState = {
    level: 0,
    alpha: 0,
    slope: 0,
    drift: 0,
    localSlope: 0,
    damped: { level: 0, trend: 0, phi: 0 },
    holt: { level: 0, trend: 0 },
    mean: 0,
  };
  context!: Context;
  /** Values before the origin. */
  n = 0;
  /** Factor in [0, 1] by which the season was shrunk. */
  shrinkage = 0;
  /** Mean of the last season. */
  seasonMean = 0;
  readonly #seasonIndex: ReturnType<typeof createSeasonIndex>;
  readonly #smoother = createSmoother();
  /** Values in `sums`. */
  #summed = 0;

  /** @param valuesMax largest length of a context */
  constructor(valuesMax: number) {
    this.sums = new Float64Array(valuesMax + 1);
    this.#seasonIndex = createSeasonIndex(valuesMax);
    ({ adjusted: this.adjusted, index: this.index } = this.#seasonIndex);
  }

  fit(context: Context, origin: number): void {
    const { sums, adjusted, state } = this;
    const { z, season: m } = context;
    // Earlier origins of the same context need no new sums.
    if (this.context !== context) {
      this.context = context;
      this.#summed = 0;
    }
    const n = origin;
    this.n = n;
    for (let t = this.#summed; t < n; t++) sums[t + 1] = sums[t] + z[t];
    this.#summed = Math.max(this.#summed, n);
    this.shrinkage = this.#seasonIndex.take(z, sums, n, m);
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
    this.#smooth(Math.max(0, n - Math.min(400, Math.max(120, 4 * m))));
    this.seasonMean = n >= m ? (sums[n] - sums[n - m]) / m : 0;
  }

  /** Smooths the values from `from` on. */
  #smooth(from: number): void {
    const { adjusted, n, state } = this;
    this.#smoother.level(state, adjusted, from, n, this.#mean(from, Math.min(n, from + 4)));
    const span = Math.min(9, n - 1 - from);
    const trend = span > 0 ? (adjusted[from + span] - adjusted[from]) / span : 0;
    this.#smoother.trends(state, adjusted, from, n, adjusted[from] - trend, trend);
  }

  #mean(from: number, to: number): number {
    let sum = 0;
    for (let t = from; t < to; t++) sum += this.adjusted[t];
    return sum / (to - from);
  }

  /** Value of the least-squares line at the last value. */
  get lineEnd(): number {
    return this.state.mean + (this.state.slope * (this.n - 1)) / 2;
  }

  /** Mean of the season that ends before `end`. */
  meanOfSeasonBefore(end: number): number {
    const { season: m } = this.context;
    return (this.sums[end] - this.sums[end - m]) / m;
  }

  /** A value of the series in the units of z. */
  read(value: number): number {
    if (!this.context.isLog) return value;
    const least = this.state.level - 3;
    return value > 0 ? Math.max(Math.log(value), least) : least;
  }

  /** @returns `difference` from the mean of the last season as a value; the naive forecast if it is NaN */
  atLevel(difference: number, naive: number): number {
    return Number.isNaN(difference) ? naive : this.seasonMean + difference;
  }
}
