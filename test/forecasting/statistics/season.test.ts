import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/engine/index.ts';
import type { ResolvedSpec } from '../../../src/forecasting/families/index.ts';
import { seasonOf } from '../../../src/forecasting/families/season-choice.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { memberNamesOf, readContext } from '../../../src/forecasting/pretrained/index.ts';
import { differenceAutocorrelation } from '../../../src/forecasting/statistics/season.ts';
import { header, seriesOf, specOf } from '../support.ts';

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

function decide(values: number[], proposed: number[], horizon: number): ResolvedSpec {
  const frequency = { ...header.frequency, season_lengths: proposed };
  return resolveSpec(specOf({ horizon }), historiesOf([seriesOf(values)], { target: 'y' }, header), {
    ...header,
    frequency,
  }).spec;
}

interface Shape {
  length: number;
  season: number;
  amplitude: number;
  noise: number;
  /** Number of steps of the random walk below. */
  drift?: number;
}

function wave({ length, season, amplitude, noise, drift = 0 }: Shape, seed: number): number[] {
  const rng = createRng(seed);
  let level = 50;
  return Array.from({ length }, (_, t) => {
    level += drift * rng.normal();
    return level + amplitude * Math.sin((2 * Math.PI * t) / season) + noise * rng.normal();
  });
}

const day = 288;
const seasonal: [string, Shape, number[], number][] = [
  ['a week of days', { length: 240, season: 7, amplitude: 10, noise: 3 }, [7], 14],
  ['a week of 5 minutes', { length: 7 * day, season: day, amplitude: 10, noise: 2 }, [day, 7 * day], 24],
  ['the same, noisier', { length: 7 * day, season: day, amplitude: 10, noise: 5 }, [day, 7 * day], day],
  ['four weeks of hours', { length: 672, season: 24, amplitude: 10, noise: 3 }, [24, 168], 24],
  ['eight weeks of hours, noisier', { length: 1_344, season: 24, amplitude: 10, noise: 5 }, [24, 168], 48],
  ['ten years of months on a walk', { length: 120, season: 12, amplitude: 10, noise: 5, drift: 1 }, [12], 12],
];

for (const [name, shape, proposed, horizon] of seasonal)
  test(`${name}: the shortest season that explains the series is found, and the series is not a random walk (20 seeds)`, () => {
    const specs = seeds.map((seed) => decide(wave(shape, seed), proposed, horizon));
    const found = specs.filter(({ season_length }) => season_length === shape.season);
    expect(found.length).toBeGreaterThanOrEqual(19);
    expect(specs.filter(({ location }) => location === 'fixed')).toEqual([]);
  });

test('a weekly season is found beside a daily one (20 seeds)', () => {
  for (const seed of seeds) {
    const hours = wave({ length: 1_344, season: 24, amplitude: 10, noise: 3 }, seed);
    const values = hours.map((value, t) => value + (t % 168 >= 120 ? -12 : 0));
    expect(decide(values, [24, 168], 24).season_length).toBe(168);
  }
});

/** Days of minutes with a busy hour before 11:00, until 9:00 of the last day. */
function minutes(days: number, seed: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length: days * 1_440 + 540 }, (_, t) => {
    const bump = 100 * Math.exp(-((((t % 1_440) - 600) / 42) ** 2));
    return Math.max(0, Math.round(bump + 3 + 1.7 * rng.normal()));
  });
}

const frequencyOf = (step: string, seasons: number[]) => ({
  frequency: { ...header.frequency, step, season_lengths: seasons },
});

test.each([2, 3, 4, 5, 7])(
  '%i days of minutes have a daily season, also where the last hours are quiet',
  (days) => {
    for (const seed of [1, 2, 3])
      expect(seasonOf([minutes(days, seed)], frequencyOf('PT1M', [1_440, 10_080]), 240)).toBe(1_440);
  },
);

/** Values with a course of the day; a weekend is lower by `drop`. */
function weeks(
  { day, count, drop }: { day: number; count: number; drop: number },
  seed: number,
): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length: 7 * day * count }, (_, t) => {
    const share = Math.floor(t / day) % 7 >= 5 ? 1 - drop : 1;
    return share * (100 + 50 * Math.sin((2 * Math.PI * t) / day)) + 6 * rng.normal();
  });
}

test.each([
  ['PT6H', 4],
  ['PT2H', 12],
  ['PT1H', 24],
  ['PT10M', 144],
])('two and three weeks of %s: the week is a season where weekends differ', (step, day) => {
  for (const count of [2, 3])
    for (const seed of [1, 2, 3, 4, 5]) {
      const found = (drop: number) =>
        seasonOf([weeks({ day, count, drop }, seed)], frequencyOf(step, [day, 7 * day]), day);
      expect(found(0.6)).toBe(7 * day);
      expect(found(0)).toBe(day);
    }
});

test('three weeks of minutes have the season of a day, beside which the network reads the week', () => {
  const values = weeks({ day: 1_440, count: 3, drop: 0.6 }, 1);
  expect(seasonOf([values], frequencyOf('PT1M', [1_440, 10_080]), 60)).toBe(1_440);
  const read = readContext(values, 1_440);
  expect(read.secondSeason).toBe(10_080);
  expect(memberNamesOf(read)).toContain('week_of_days');
});

test('two weeks of hours whose days have independent levels have no weekly season (20 seeds)', () => {
  const found = seeds.map((seed) => {
    const rng = createRng(seed);
    const levels = Array.from({ length: 14 }, () => 1 + 0.3 * rng.normal());
    const values = weeks({ day: 24, count: 2, drop: 0 }, seed).map(
      (value, t) => levels[Math.floor(t / 24)] * value,
    );
    return seasonOf([values], frequencyOf('PT1H', [24, 168]), 24);
  });
  expect(found.filter((season) => season === 168).length).toBeLessThanOrEqual(1);
});

const walks: [number, number[], number][] = [
  [500, [7], 14],
  [1_500, [24, 168], 24],
  [7 * day, [day, 7 * day], 24],
  [120, [12], 12],
  [76, [4], 8],
  [4_320, [1_440, 10_080], 60],
  [60, [12], 6],
  [1_000, [], 20],
];
for (const [length, proposed, horizon] of walks)
  test(`a random walk of ${length} steps has no season of ${proposed.join(' or ') || 'any length'} (20 seeds)`, () => {
    const shape = { length, season: 7, amplitude: 0, noise: 0, drift: 1 };
    const specs = seeds.map((seed) => decide(wave(shape, seed), proposed, horizon));
    expect(specs.filter(({ season_length }) => season_length === 1).length).toBeGreaterThanOrEqual(19);
    expect(specs.filter(({ location }) => location === 'fixed').length).toBeGreaterThanOrEqual(17);
  });

test('every part of the S&P 500 moves like a random walk', () => {
  const csv = readFileSync('node_modules/vega-datasets/data/sp500-2000.csv', 'utf8').trim().split('\n');
  const prices = csv.slice(1).map((line) => Number(line.split(',')[4]));
  for (const seed of seeds)
    expect(decide(prices.slice(0, prices.length - 200 * (seed - 1)), [5], 20)).toMatchObject({
      base: 'naive',
      season_length: 1,
      location: 'fixed',
    });
});

test.each([0, 1, 2, 3, 4, 6, 41, 59, 60])(
  'correlations up to lag %i are those of one lag after the other',
  (lagMax) => {
    const values = Float64Array.from({ length: 60 }, (_, t) =>
      t % 11 === 4 ? Number.NaN : 5 * Math.sin(t * t),
    );
    const differences = values.slice(1).map((value, t) => value - values[t]);
    const known = differences.filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const products = Array.from({ length: lagMax + 1 }, (_, lag) => {
      let sum = 0;
      for (let t = lag; t < differences.length; t++) {
        const product = (differences[t] - mean) * (differences[t - lag] - mean);
        if (!Number.isNaN(product)) sum += product;
      }
      return sum;
    });
    expect([...differenceAutocorrelation(values, lagMax)]).toEqual(products.map((sum) => sum / products[0]));
  },
);
