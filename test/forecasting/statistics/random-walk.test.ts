import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRng, type Rng } from '../../../src/engine/index.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { decideInstant } from '../../../src/forecasting/methods/index.ts';
import { movesLikeRandomWalk } from '../../../src/forecasting/statistics/index.ts';
import { header, seriesOf, specOf } from '../support.ts';

type Process = (rng: Rng, length: number) => Float64Array;

const seeds = Array.from({ length: 30 }, (_, i) => i + 1);
const horizon = 12;

function stepped(length: number, value: (t: number) => number): Float64Array {
  return Float64Array.from({ length }, (_, t) => value(t));
}

const walk =
  (drift: number): Process =>
  (rng, length) => {
    let level = 1_000;
    return stepped(length, () => {
      level += drift + rng.normal();
      return level;
    });
  };

/** Logarithms with a GARCH variance and heavy tails. */
const garch: Process = (rng, length) => {
  let [log, variance] = [Math.log(50), 1];
  return stepped(length, () => {
    const tail = Math.sqrt(
      (rng.normal() ** 2 + rng.normal() ** 2 + rng.normal() ** 2 + rng.normal() ** 2) / 4,
    );
    const change = (Math.sqrt(variance) * rng.normal()) / Math.max(0.3, tail);
    variance = Math.min(20, 0.05 + 0.05 * change ** 2 + 0.85 * variance);
    log += 0.01 * change;
    return Math.exp(log);
  });
};

const autoregression =
  (phi: number): Process =>
  (rng, length) => {
    let x = rng.normal() / Math.sqrt(1 - phi * phi);
    return stepped(length, () => {
      x = phi * x + rng.normal();
      return 100 + x;
    });
  };

const line =
  (noise: number): Process =>
  (rng, length) =>
    stepped(length, (t) => 100 + 2 * t + noise * rng.normal());

const logistic =
  (noise: number): Process =>
  (rng, length) => {
    const middle = length * (0.4 + 0.4 * rng.uniform());
    return stepped(
      length,
      (t) => 20 + 100 / (1 + Math.exp((10 * (middle - t)) / length)) + noise * rng.normal(),
    );
  };

const trendAndSeason: Process = (rng, length) =>
  stepped(length, (t) => 100 + 0.3 * t + 10 * Math.sin((2 * Math.PI * t) / 12) + 3 * rng.normal());

const walks: [string, Process, number[]][] = [
  ['a random walk', walk(0), [60, 120, 250, 1_000]],
  ['a random walk with drift', walk(0.1), [60, 120, 250, 1_000]],
  ['prices with a GARCH variance', garch, [120, 500, 1_500]],
];
const others: [string, Process, number[]][] = [
  ['AR(1) with .8', autoregression(0.8), [200, 400, 1_000]],
  ['AR(1) with .95', autoregression(0.95), [900, 1_500]],
  ['a straight line with little noise', line(1), [80, 150, 250]],
  ['a straight line with noise', line(10), [80, 150, 250]],
  ['a straight line with more noise', line(30), [80, 150, 250]],
  ['logistic growth', logistic(1), [120, 200, 400]],
  ['logistic growth with noise', logistic(4), [120, 200, 400]],
  ['trend and season', trendAndSeason, [120, 300]],
  ['a random walk with a large drift', walk(1), [80, 250, 1_000]],
];

const isPrices = (values: Float64Array) =>
  resolveSpec(specOf({ horizon }), historiesOf([seriesOf(values)], { target: 'y' }, header), header).spec
    .family === 'prices';
const madeOf = (process: Process, length: number) => seeds.map((seed) => process(createRng(seed), length));

for (const [name, process, lengths] of walks)
  test(`${name} is of the family of prices (30 seeds of each length)`, () => {
    for (const length of lengths)
      expect(madeOf(process, length).filter(isPrices).length, `${length} points`).toBeGreaterThanOrEqual(26);
  });

for (const [name, process, lengths] of others)
  test(`${name} is not of the family of prices (30 seeds of each length)`, () => {
    for (const length of lengths)
      expect(madeOf(process, length).filter(isPrices).length, `${length} points`).toBeLessThanOrEqual(3);
  });

test('the instant forecast takes the same series for prices, and no others', () => {
  const arePrices = (values: Float64Array) =>
    decideInstant([values], { horizon, season: 1, levels: [] }).arePrices;
  for (const process of [walk(0), garch])
    expect(madeOf(process, 500).filter(arePrices).length).toBeGreaterThanOrEqual(26);
  for (const process of [autoregression(0.8), line(10), logistic(4)])
    expect(madeOf(process, 300).filter(arePrices).length).toBeLessThanOrEqual(2);
});

test('many series need less evidence each: a panel of slow autoregressions is told from a panel of walks', () => {
  const panel = (process: Process, seed: number) =>
    Array.from({ length: 10 }, (_, i) => process(createRng(100 * seed + i), 150));
  const few = seeds.slice(0, 10);
  expect(few.filter((seed) => movesLikeRandomWalk(panel(walk(0), seed), horizon))).toHaveLength(10);
  expect(few.filter((seed) => movesLikeRandomWalk(panel(autoregression(0.9), seed), horizon))).toEqual([]);
  expect(few.filter((seed) => movesLikeRandomWalk(panel(line(10), seed), horizon))).toEqual([]);
});

test('constant and very short series decide nothing, and missing values are left out', () => {
  expect(movesLikeRandomWalk([new Float64Array(100).fill(5), Float64Array.of(1, 2, 3)], horizon)).toBe(true);
  const values = line(10)(createRng(1), 200);
  for (let t = 5; t < 200; t += 7) values[t] = Number.NaN;
  expect(movesLikeRandomWalk([values], horizon)).toBe(false);
  // A line without noise: the last value is never right.
  expect(movesLikeRandomWalk([line(0)(createRng(1), 100)], horizon)).toBe(false);
});

test('parts of the S&P 500 of any length are prices', () => {
  const csv = readFileSync('node_modules/vega-datasets/data/sp500-2000.csv', 'utf8').trim().split('\n');
  const logs = Float64Array.from(csv.slice(1), (row) => Math.log(Number(row.split(',')[4])));
  for (const length of [120, 250, 500, 1_000]) {
    const starts = Array.from({ length: 20 }, (_, i) => Math.floor((i * (logs.length - length)) / 20));
    const walking = starts.filter((at) => movesLikeRandomWalk([logs.subarray(at, at + length)], horizon));
    expect(walking.length, `${length} points`).toBeGreaterThanOrEqual(17);
  }
});
