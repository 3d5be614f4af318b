import { expect, test } from 'vitest';
import { Random, seedOf } from '../../bench/pretraining/generator/random.ts';

const draws = 200_000;

/** Mean and variance of many draws. */
function momentsOf(draw: () => number): { mean: number; variance: number } {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < draws; i++) {
    const x = draw();
    sum += x;
    squares += x * x;
  }
  const mean = sum / draws;
  return { mean, variance: squares / draws - mean * mean };
}

test('normal numbers have the tails of a normal distribution', () => {
  const random = new Random(1);
  const beyond = [0, 0, 0, 0];
  const { mean, variance } = momentsOf(() => {
    const x = Math.abs(random.normal());
    for (const limit of [1, 2, 3, 3.6]) if (x > limit) beyond[[1, 2, 3, 3.6].indexOf(limit)]++;
    return x;
  });
  expect(mean).toBeCloseTo(Math.sqrt(2 / Math.PI), 2);
  expect(variance).toBeCloseTo(1 - 2 / Math.PI, 2);
  const shares = beyond.map((count) => count / draws);
  for (const [i, share] of [0.3173, 0.0455, 0.0027, 0.000318].entries())
    expect(Math.abs(shares[i] - share)).toBeLessThan(4 * Math.sqrt(share / draws));
});

test('half of the normal numbers are negative, near 0 and in the tail', () => {
  const random = new Random(2);
  const [near, far] = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < 4 * draws; i++) {
    const x = random.normal();
    if (Math.abs(x) < 0.05) near[x < 0 ? 0 : 1]++;
    if (Math.abs(x) > 3) far[x < 0 ? 0 : 1]++;
  }
  for (const [below, above] of [near, far])
    expect(Math.abs(below - above)).toBeLessThan(4 * Math.sqrt(below + above));
});

test.each([
  ['gamma 0.4', (random: Random) => random.gamma(0.4), 0.4, 0.4],
  ['gamma 6', (random: Random) => random.gamma(6), 6, 6],
  ['exponential', (random: Random) => random.exponential(), 1, 1],
  ['Poisson 0.7', (random: Random) => random.poisson(0.7), 0.7, 0.7],
  ['Poisson 30', (random: Random) => random.poisson(30), 30, 30],
  ['negative binomial', (random: Random) => random.negativeBinomial(5, 2), 5, 5 + 25 / 2],
  ['t of 6 degrees', (random: Random) => random.studentT(6), 0, 1],
] as const)('%s has its mean and variance', (_, draw, mean, variance) => {
  const random = new Random(3);
  const found = momentsOf(() => draw(random));
  expect(Math.abs(found.mean - mean)).toBeLessThan(6 * Math.sqrt(variance / draws) + 0.002 * mean);
  expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.05);
});

test('neighbouring seeds and indices give different seeds that the engine accepts', () => {
  const seeds = [0, 1, 2, 2 ** 32, 2 ** 53 - 1].flatMap((seed) =>
    Array.from({ length: 2_000 }, (_, index) => seedOf(seed, index)),
  );
  expect(new Set(seeds).size).toBe(seeds.length);
  expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
});
