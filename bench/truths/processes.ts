/** Processes whose best forecast is known: each returns a history and the median of every future value, given all that
 *  the process knows before the window of the value. They share no code with the generator of the training. */
import { createRng, type Rng } from '../../src/engine/index.ts';

export interface KnownProcess {
  name: string;
  season: number;
  horizon: number;
  /** Lengths of histories that are tried. */
  lengths: readonly number[];
  /** @param n length of the history
   *  @param windows windows of the horizon after it, one after the other */
  make(rng: Rng, n: number, horizon: number, windows: number): { values: Float64Array; truth: Float64Array }; // [n + windows·K], [windows·K]
}

/** A state that is stepped: `expected(h)` is the median h ≥ 1 steps ahead before the next `step`. */
export interface State {
  expected(h: number): number;
  step(): number;
}

export function simulated(
  make: (rng: Rng) => State,
  transform: (z: number) => number = (z) => z,
): KnownProcess['make'] {
  return (rng, n, horizon, windows) => {
    const state = make(rng);
    const future = windows * horizon;
    const values = new Float64Array(n + future);
    const truth = new Float64Array(future);
    for (let t = 0; t < n; t++) values[t] = transform(state.step());
    for (let origin = 0; origin < future; origin += horizon) {
      for (let h = 0; h < horizon; h++) truth[origin + h] = transform(state.expected(h + 1));
      for (let h = 0; h < horizon; h++) values[n + origin + h] = transform(state.step());
    }
    return { values, truth };
  };
}

export const whiteNoise = (rng: Rng): State => ({ expected: () => 50, step: () => 50 + 4 * rng.normal() });

export const walk =
  (drift: number) =>
  (rng: Rng): State => {
    let level = 100;
    return {
      expected: (h) => level + drift * h,
      step() {
        level += drift + rng.normal();
        return level;
      },
    };
  };

export const autoregression =
  (phi: number) =>
  (rng: Rng): State => {
    let x = rng.normal() / Math.sqrt(1 - phi * phi);
    return {
      expected: (h) => 30 + phi ** h * x,
      step() {
        x = phi * x + rng.normal();
        return 30 + x;
      },
    };
  };

/** Innovations state space: level, slope and season. */
export const smoothing =
  (options: {
    alpha: number;
    beta?: number;
    phi?: number;
    gamma?: number;
    season?: number;
    size?: number;
    slope?: number;
  }) =>
  (rng: Rng): State => {
    const { alpha, beta = 0, phi = 1, gamma = 0, season = 1, size = 0 } = options;
    const shape = Float64Array.from({ length: season }, () => size * rng.normal());
    let [level, slope, t] = [100, options.slope ?? 0, 0];
    const damped = (h: number) => (phi === 1 ? h : (phi * (1 - phi ** h)) / (1 - phi));
    return {
      expected: (h) => level + damped(h) * slope + shape[(t + h - 1) % season],
      step() {
        const shock = rng.normal();
        const y = level + phi * slope + shape[t % season] + shock;
        level += phi * slope + alpha * shock;
        slope = phi * slope + beta * shock;
        shape[t % season] += gamma * shock;
        t++;
        return y;
      },
    };
  };

/** Days and weekends of so many steps, with autocorrelated noise. */
export const dayAndWeek = (rng: Rng, steps = 24): State => {
  const hours = 24 / steps;
  const [work, rest] = [0, 1].map((kind) =>
    Float64Array.from({ length: steps }, (_, step) => {
      const hour = step * hours;
      return kind === 0
        ? 10 * Math.sin((hour - 8) / 3.8) + (hour > 17 ? 4 : 0)
        : 5 * Math.sin((hour - 10) / 3.8) - 3;
    }),
  );
  let [x, t] = [0, rng.int(7 * steps)];
  const shape = (at: number) => (Math.floor(at / steps) % 7 < 5 ? work : rest)[at % steps];
  return {
    expected: (h) => 60 + shape(t + h - 1) + 0.8 ** h * x,
    step() {
      x = 0.8 * x + rng.normal();
      const y = 60 + shape(t) + x;
      t++;
      return y;
    },
  };
};

/** Counts with a rate that repeats every week. */
export function poisson(rates: readonly number[]): KnownProcess['make'] {
  return (rng, n, horizon, windows) => {
    const future = windows * horizon;
    const values = Float64Array.from({ length: n + future }, (_, t) => drawn(rates[t % rates.length], rng));
    const truth = Float64Array.from({ length: future }, (_, h) => medianOf(rates[(n + h) % rates.length]));
    return { values, truth };
  };
}

export function drawn(rate: number, rng: Rng): number {
  let [count, product] = [0, rng.uniform()];
  for (const limit = Math.exp(-rate); product > limit; count++) product *= rng.uniform();
  return count;
}

function medianOf(rate: number): number {
  let [count, term, sum] = [0, Math.exp(-rate), Math.exp(-rate)];
  while (sum < 0.5) {
    count++;
    term *= rate / count;
    sum += term;
  }
  return count;
}

const short = [60, 120, 180];
const ofSeason = (season: number) =>
  (season < 7 ? [10, 16, 24] : [6, 10, 16]).map((seasons) => seasons * season);
const plain = (name: string, make: KnownProcess['make'], lengths = short): KnownProcess => ({
  name,
  season: 1,
  horizon: 12,
  lengths,
  make,
});
const seasonal = (name: string, season: number, make: KnownProcess['make']): KnownProcess => ({
  name,
  season,
  horizon: Math.min(48, 2 * season),
  lengths: ofSeason(season),
  make,
});

export const processes: readonly KnownProcess[] = [
  plain('white noise', simulated(whiteNoise)),
  plain('random walk', simulated(walk(0))),
  plain('random walk with drift', simulated(walk(0.5))),
  plain('autoregression .6', simulated(autoregression(0.6))),
  plain('autoregression .9', simulated(autoregression(0.9))),
  plain('smooth level', simulated(smoothing({ alpha: 0.3 }))),
  plain('trend and noise', simulated(smoothing({ alpha: 0.05, slope: 0.5 }))),
  plain('local trend', simulated(smoothing({ alpha: 0.6, beta: 0.1 }))),
  plain('damped trend', simulated(smoothing({ alpha: 0.6, beta: 0.2, phi: 0.9 }))),
  plain(
    'growth',
    simulated(smoothing({ alpha: 0.5, slope: 0.8 }), (z) => Math.exp(z / 40)),
  ),
  plain('counts', poisson([4]), short),
  seasonal('quarters', 4, simulated(smoothing({ alpha: 0.3, season: 4, size: 3 }))),
  seasonal('quarters with trend', 4, simulated(smoothing({ alpha: 0.3, slope: 0.5, season: 4, size: 3 }))),
  seasonal('week', 7, simulated(smoothing({ alpha: 0.1, season: 7, size: 3 }))),
  seasonal('counts of a week', 7, poisson([12, 10, 9, 10, 14, 20, 18])),
  seasonal('months', 12, simulated(smoothing({ alpha: 0.3, season: 12, size: 3 }))),
  seasonal('months that change', 12, simulated(smoothing({ alpha: 0.3, gamma: 0.2, season: 12, size: 3 }))),
  seasonal(
    'months, multiplicative',
    12,
    simulated(smoothing({ alpha: 0.3, slope: 0.3, season: 12, size: 3 }), (z) => Math.exp(z / 20)),
  ),
  seasonal('hours', 24, simulated(smoothing({ alpha: 0.1, season: 24, size: 4 }))),
  // Fewer weeks do not say what a weekend is.
  { ...seasonal('hours of days and weeks', 24, simulated(dayAndWeek)), lengths: [336, 504, 672] },
];

export function madeBy(process: KnownProcess, n: number, count: number): ReturnType<KnownProcess['make']>[] {
  const rng = createRng(1_000_003 + n);
  return Array.from({ length: count }, () => process.make(rng, n, process.horizon, 1));
}
