import { expect, test } from 'vitest';
import { createRng, type Rng } from '../../../src/engine/index.ts';
import { seasonOf as seasonWithoutModel } from '../../../src/forecasting/families/season-choice.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { decideInstant } from '../../../src/forecasting/methods/index.ts';
import { header, seriesOf, specOf } from '../support.ts';

const seeds = [1, 2, 3];
const seriesOfPanel = 40;
const monthly = { ...header, frequency: { ...header.frequency, step: 'P1M', season_lengths: [12] } };

function seasonOf(
  length: number,
  seed: number,
  make: (rng: Rng, s: number) => (t: number) => number,
): number {
  const rng = createRng(seed);
  const series = Array.from({ length: seriesOfPanel }, (_, s) => {
    const value = make(rng, s);
    return seriesOf(
      Array.from({ length }, (_, t) => value(t)),
      `s${s}`,
    );
  });
  const histories = historiesOf(series, { target: 'y' }, monthly);
  return resolveSpec(specOf({ horizon: 12 }), histories, monthly).spec.season_length;
}

test('a spike of each week is a season of hours, not an outlier', () => {
  const rng = createRng(7);
  const hours = Array.from({ length: 6 * 168 }, (_, t) => (t % 168 === 34 ? 1_000 : 100) + 2 * rng.normal());
  const hourly = {
    ...header,
    frequency: { ...header.frequency, step: 'PT1H', season_lengths: [24, 168] },
  };
  const histories = historiesOf([seriesOf(hours, 'a')], { target: 'y' }, hourly);
  expect(resolveSpec(specOf({ horizon: 12 }), histories, hourly).spec.season_length).toBe(168);
  const values = [Float64Array.from(hours)];
  expect(seasonWithoutModel(values, hourly, 12)).toBe(168);
  // Without a proposal, the values suggest the season.
  expect(decideInstant(values, { season: 1, horizon: 12, levels: [] }).seasons).toContain(168);
});

function yearOf(rng: Rng): number[] {
  return Array.from({ length: 12 }, () => rng.normal());
}

function poisson(rng: Rng, mean: number): number {
  let count = 0;
  for (let product = rng.uniform(); product > Math.exp(-mean); count++) product *= rng.uniform();
  return count;
}

/** Series 0, 1 and 2 of five have a year; the others have none. */
const hasYear = (s: number) => s % 5 < 3;

const panels: [string, readonly number[], (rng: Rng, s: number) => (t: number) => number][] = [
  [
    'levels with noise',
    [30, 36, 84, 108],
    (rng, s) => {
      const year = yearOf(rng);
      return (t) => 100 + (hasYear(s) ? 8 * year[t % 12] : 0) + 5 * rng.normal();
    },
  ],
  [
    'growth, multiplied',
    [36, 60, 108],
    (rng, s) => {
      const year = yearOf(rng);
      return (t) => 100 * Math.exp(0.01 * t + (hasYear(s) ? 0.15 * year[t % 12] : 0) + 0.04 * rng.normal());
    },
  ],
  [
    'counts with many zeros',
    [84, 108],
    (rng, s) => {
      const year = yearOf(rng);
      return (t) => poisson(rng, Math.exp(0.2 + (hasYear(s) ? year[t % 12] : 0)));
    },
  ],
  [
    'random walks beside them',
    [60, 108],
    (rng, s) => {
      const year = yearOf(rng);
      let level = 200;
      return (t) => {
        level += 2 * rng.normal();
        return level + (hasYear(s) ? 8 * year[t % 12] : 0);
      };
    },
  ],
];
for (const [name, lengths, make] of panels)
  test(`a year is found where most series of a monthly panel have one: ${name}`, () => {
    for (const length of lengths)
      for (const seed of seeds) expect(seasonOf(length, seed, make), `${length} months`).toBe(12);
  });

test('a weak year is found by all series together, where no series alone confirms it', () => {
  for (const seed of seeds)
    expect(
      seasonOf(144, seed, (rng) => {
        const year = yearOf(rng);
        return (t) => 100 + 3.5 * year[t % 12] + 10 * rng.normal();
      }),
    ).toBe(12);
});

test('a monthly panel of random walks has no year', () => {
  for (const length of [60, 108])
    for (const seed of seeds)
      expect(
        seasonOf(length, seed, (rng) => {
          let level = 200;
          return () => {
            level += rng.normal();
            return level;
          };
        }),
      ).toBe(1);
});
