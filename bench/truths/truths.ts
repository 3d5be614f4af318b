/** Truths that `auto` is measured on: processes whose best forecast is known. */
import type { Rng } from '../../src/engine/index.ts';
import {
  autoregression,
  dayAndWeek,
  drawn,
  type KnownProcess,
  poisson,
  simulated,
  smoothing,
  walk,
  whiteNoise,
} from './processes.ts';

export interface Truth extends Pick<KnownProcess, 'name' | 'season' | 'horizon' | 'make'> {
  /** Season lengths that the frequency of the data suggests. */
  proposed: readonly number[];
}

/** A level that jumps rarely, with noise. The best forecast is the present level. */
const shifts = (rng: Rng) => {
  let level = 100;
  return {
    expected: () => level,
    step() {
      if (rng.uniform() < 0.01) level += 20 * rng.normal();
      return level + 2 * rng.normal();
    },
  };
};

/** Logarithms of prices whose variance follows GARCH(1,1). */
const garch = (rng: Rng) => {
  let [log, variance] = [4, 1];
  return {
    expected: () => log,
    step() {
      const change = Math.sqrt(variance) * rng.normal();
      variance = 0.05 + 0.08 * change ** 2 + 0.87 * variance;
      log += 0.01 * change;
      return log;
    },
  };
};

/** Demand in a third of the steps: the median is 0. */
const intermittent: KnownProcess['make'] = (rng, n, horizon, windows) => {
  const chance = 0.15 + 0.2 * rng.uniform();
  const size = 1 + 3 * rng.uniform();
  return {
    values: Float64Array.from({ length: n + windows * horizon }, () =>
      rng.uniform() < chance ? 1 + drawn(size, rng) : 0,
    ),
    truth: new Float64Array(windows * horizon),
  };
};

/** Growth that saturates. The curve is known, the noise is not. */
const logistic: KnownProcess['make'] = (rng, n, horizon, windows) => {
  const middle = n * (0.4 + 0.5 * rng.uniform());
  const curve = (t: number) => 20 + 100 / (1 + Math.exp((8 * (middle - t)) / n));
  return {
    values: Float64Array.from({ length: n + windows * horizon }, (_, t) => curve(t) + 2 * rng.normal()),
    truth: Float64Array.from({ length: windows * horizon }, (_, h) => curve(n + h)),
  };
};

const share = (z: number) => 1 / (1 + Math.exp(-(z - 30) / 2));
const plain = (name: string, make: KnownProcess['make']): Truth => ({
  name,
  make,
  season: 1,
  horizon: 12,
  proposed: [],
});
const seasonal = (name: string, season: number, make: KnownProcess['make'], proposed = [season]): Truth => ({
  name,
  make,
  season,
  horizon: Math.min(48, Math.max(8, season)),
  proposed,
});
/** A season with a horizon of its length. */
const long = (season: number, make: KnownProcess['make'], proposed: number[]): Truth => ({
  name: proposed.map((length, i) => (i === 0 ? length : length / proposed[i - 1])).join(' × '),
  season,
  make,
  horizon: season,
  proposed,
});
const ofSeason = (season: number, size: number) => simulated(smoothing({ alpha: 0.1, season, size }));

const single: readonly Truth[] = [
  plain('noise', simulated(whiteNoise)),
  plain('trend', simulated(smoothing({ alpha: 0.02, slope: 0.5 }))),
  plain('damped trend', simulated(smoothing({ alpha: 0.6, beta: 0.2, phi: 0.9 }))),
  seasonal('season of 4', 4, ofSeason(4, 3)),
  seasonal('season of 7', 7, ofSeason(7, 3)),
  seasonal('season of 12', 12, ofSeason(12, 3)),
  seasonal('season of 24', 24, ofSeason(24, 3)),
  seasonal('season of 52', 52, ofSeason(52, 3)),
  seasonal(
    '24 × 7',
    24,
    simulated((rng) => dayAndWeek(rng)),
    [24, 168],
  ),
  long(
    288,
    simulated((rng) => dayAndWeek(rng, 288)),
    [288, 2_016],
  ),
  seasonal(
    'trend and season, multiplied',
    12,
    simulated(smoothing({ alpha: 0.2, slope: 0.1, season: 12, size: 3 }), (z) => Math.exp(z / 20)),
  ),
  plain('level shifts', simulated(shifts)),
  plain('AR(1) with .8', simulated(autoregression(0.8))),
  plain('random walk', simulated(walk(0))),
  plain('random walk with drift', simulated(walk(0.1))),
  plain('GARCH prices', simulated(garch, Math.exp)),
  plain('intermittent demand', intermittent),
  plain('counts', poisson([4])),
  plain('bounded shares', simulated(autoregression(0.9), share)),
  plain('logistic growth', logistic),
];

/** Series of many kinds in one panel. */
const mixed: Truth = {
  ...plain('mixture', (rng, n, horizon, windows) => {
    const kinds = single.filter(({ season }) => season === 1 || season === 12);
    return kinds[rng.int(kinds.length)].make(rng, n, horizon, windows);
  }),
  proposed: [12],
};

export const truths: readonly Truth[] = [...single, mixed];
