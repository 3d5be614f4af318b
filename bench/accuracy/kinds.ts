/** Generated kinds of series, on which `auto` must not be worse than repeating the last value or season. No method or
 *  setting was chosen on them. */
import { createRng, type Rng } from '../../src/engine/index.ts';

export interface Kind {
  name: string;
  /** Season of the data, given to the baseline; a model has to find it. */
  season: number;
  horizon: number;
  series: number;
  lengths: readonly [least: number, most: number];
  values(rng: Rng, length: number): number[];
}

const turn = 2 * Math.PI;
const wave = (t: number, season: number, phase = 0) => Math.sin((turn * t) / season + phase);
const steps = (length: number, value: (t: number) => number) => Array.from({ length }, (_, t) => value(t));

function walk(length: number, start: number, shock: () => number): number[] {
  let level = start;
  return steps(length, () => {
    level += shock();
    return level;
  });
}

/** A random seasonal shape, which is not a sine. */
function shapeOf(rng: Rng, season: number): number[] {
  let value = 0;
  const raw = steps(season, () => {
    value = 0.7 * value + rng.normal();
    return value;
  });
  const mean = raw.reduce((sum, x) => sum + x, 0) / season;
  return raw.map((x) => x - mean);
}

/** A series with a random seasonal shape, noise, and a level that is a slow random walk. */
function seasonal(season: number, noise: number) {
  return (rng: Rng, length: number): number[] => {
    const shape = shapeOf(rng, season);
    const level = walk(length, 0, () => 0.03 * rng.normal());
    return steps(length, (t) => 20 + level[t] + 2 * shape[t % season] + noise * rng.normal());
  };
}

function poisson(rng: Rng, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = rng.uniform(); product > limit; product *= rng.uniform()) count++;
  return count;
}

/** Student's t with 3 degrees of freedom: its squares have no variance. */
function heavy(rng: Rng): number {
  const squares = rng.normal() ** 2 + rng.normal() ** 2 + rng.normal() ** 2;
  return rng.normal() / Math.sqrt(squares / 3);
}

export const kinds: readonly Kind[] = [
  {
    name: 'hourly, day and week',
    season: 24,
    horizon: 48,
    series: 12,
    lengths: [900, 900],
    values: (rng, length) =>
      steps(
        length,
        (t) => 100 + 20 * wave(t, 24) + 8 * wave(t, 12, 1) + 12 * wave(t, 168, 2) + 4 * rng.normal(),
      ),
  },
  {
    name: 'daily, week and trend',
    season: 7,
    horizon: 14,
    series: 30,
    lengths: [300, 500],
    values(rng, length) {
      const week = steps(7, () => 10 * rng.normal());
      return steps(length, (t) => 200 + 0.2 * t + week[t % 7] + 5 * rng.normal());
    },
  },
  {
    name: 'monthly, multiplied',
    season: 12,
    horizon: 12,
    series: 60,
    lengths: [70, 140],
    values(rng, length) {
      const year = shapeOf(rng, 12);
      const growth = 0.004 + 0.004 * rng.normal();
      return steps(length, (t) => 500 * Math.exp(growth * t + 0.1 * year[t % 12] + 0.04 * rng.normal()));
    },
  },
  {
    name: 'demand, mostly zero',
    season: 1,
    horizon: 14,
    series: 80,
    lengths: [150, 250],
    values: (rng, length) => steps(length, () => (rng.uniform() < 0.15 ? 1 + poisson(rng, 2) : 0)),
  },
  {
    name: 'levels that shift',
    season: 1,
    horizon: 12,
    series: 40,
    lengths: [200, 300],
    values(rng, length) {
      let level = 100;
      return steps(length, () => {
        if (rng.uniform() < 0.01) level *= rng.uniform() < 0.5 ? 0.6 : 1.6;
        return level * (1 + 0.03 * rng.normal());
      });
    },
  },
  {
    name: 'random walks',
    season: 1,
    horizon: 10,
    series: 40,
    lengths: [400, 400],
    values: (rng, length) => walk(length, 0, () => rng.normal()),
  },
  {
    name: 'prices',
    season: 1,
    horizon: 20,
    series: 20,
    lengths: [900, 900],
    values: (rng, length) =>
      walk(length, 4, () => 0.0002 + 0.012 * rng.normal()).map((level) => Math.exp(level)),
  },
  {
    name: 'constants',
    season: 1,
    horizon: 6,
    series: 6,
    lengths: [60, 60],
    values(rng, length) {
      const level = Math.round(100 * rng.normal());
      return steps(length, () => level);
    },
  },
  {
    name: 'few and short',
    season: 1,
    horizon: 4,
    series: 3,
    lengths: [20, 30],
    values: (rng, length) => walk(length, 50, () => 0.5 + 2 * rng.normal()),
  },
  {
    name: 'quarters, short',
    season: 4,
    horizon: 6,
    series: 40,
    lengths: [36, 60],
    values(rng, length) {
      const year = shapeOf(rng, 4);
      const level = walk(length, 100, () => 0.4 + 1.5 * rng.normal());
      return steps(length, (t) => level[t] + 5 * year[t % 4] + rng.normal());
    },
  },
  {
    name: 'counts',
    season: 7,
    horizon: 14,
    series: 40,
    lengths: [200, 300],
    values(rng, length) {
      const week = steps(7, () => 0.4 * rng.normal());
      return steps(length, (t) => poisson(rng, 4 * Math.exp(week[t % 7])));
    },
  },
  {
    name: 'around zero',
    season: 12,
    horizon: 12,
    series: 30,
    lengths: [150, 200],
    values: (rng, length) => steps(length, (t) => 3 * wave(t, 12) + rng.normal()),
  },
  {
    name: 'noise alone',
    season: 1,
    horizon: 12,
    series: 30,
    lengths: [200, 300],
    values: (rng, length) => steps(length, () => 50 + 5 * rng.normal()),
  },
  {
    name: 'heavy tails',
    season: 24,
    horizon: 24,
    series: 20,
    lengths: [500, 700],
    values: (rng, length) => steps(length, (t) => 100 + 10 * wave(t, 24) + 4 * heavy(rng)),
  },
  {
    name: 'season of 48',
    season: 48,
    horizon: 48,
    series: 8,
    lengths: [1_000, 1_200],
    values: seasonal(48, 0.5),
  },
  {
    name: 'season of 52',
    season: 52,
    horizon: 13,
    series: 30,
    lengths: [230, 320],
    values: seasonal(52, 0.5),
  },
  {
    name: 'season of 96',
    season: 96,
    horizon: 96,
    series: 4,
    lengths: [1_500, 2_000],
    values: seasonal(96, 0.5),
  },
  {
    name: 'season of 168',
    season: 168,
    horizon: 48,
    series: 4,
    lengths: [2_500, 5_000],
    values: seasonal(168, 0.5),
  },
  {
    name: 'one series, year in months',
    season: 12,
    horizon: 12,
    series: 1,
    lengths: [180, 180],
    values: (rng, length) =>
      steps(length, (t) => 300 * Math.exp(0.006 * t + 0.15 * wave(t, 12) + 0.03 * rng.normal())),
  },
  {
    name: 'many series of many sizes',
    season: 12,
    horizon: 12,
    series: 200,
    lengths: [50, 200],
    values(rng, length) {
      const size = Math.exp(6 * rng.uniform());
      const year = shapeOf(rng, 12);
      const level = walk(length, 10, () => 0.1 * rng.normal());
      return steps(length, (t) => size * (level[t] + year[t % 12] + 0.5 * rng.normal()));
    },
  },
];

/** Each kind has its own random generator, so that a new kind does not change the others. */
export function generated(kind: Kind): number[][] {
  const seed = [...kind.name].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 1_000_003, 7);
  const rng = createRng(seed);
  const [least, most] = kind.lengths;
  return Array.from({ length: kind.series }, () =>
    kind.values(rng, least + Math.floor((most - least + 1) * rng.uniform())),
  );
}
