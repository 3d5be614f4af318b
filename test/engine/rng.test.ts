import { expect, test } from 'vitest';
import { createRng } from '../../src/engine/index.ts';

test('the integers are those of xoshiro128** 1.1', () => {
  const rng = createRng(0);
  rng.restore(Uint32Array.of(1, 2, 3, 4));
  const drawn = Array.from({ length: 8 }, () => rng.uniform() * 2 ** 32);
  expect(drawn).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849]);
});

test('a seed gives the same sequence on every machine', () => {
  const first = Array.from({ length: 3 }, () => createRng(42).int(2 ** 32));
  expect(first).toEqual([2837322924, 2837322924, 2837322924]);
});

test('similar and large seeds give unrelated sequences', () => {
  const seeds = [0, 1, 2, 3, 2 ** 32, 2 ** 32 + 1, 2 ** 33, Number.MAX_SAFE_INTEGER];
  const states = new Set(seeds.map((seed) => createRng(seed).state().join()));
  expect(states.size).toBe(seeds.length);
  const firsts = seeds.map((seed) => createRng(seed).uniform());
  expect(new Set(firsts).size).toBe(seeds.length);
});

test('a restored state continues the sequence exactly, normal numbers and shuffles included', () => {
  const rng = createRng(3);
  rng.normal();
  const state = rng.state();
  const draw = () => {
    const items = [1, 2, 3, 4, 5, 6];
    rng.shuffle(items);
    return [rng.normal(), rng.uniform(), rng.int(10), items];
  };
  const expected = draw();
  draw();
  rng.restore(state);
  expect(draw()).toEqual(expected);
});

test('uniform and normal numbers have their means and variances, integers their range', () => {
  const rng = createRng(11);
  const count = 100_000;
  const moments = (draw: () => number) => {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      const value = draw();
      sum += value;
      squares += value * value;
    }
    return { mean: sum / count, variance: squares / count - (sum / count) ** 2 };
  };
  const uniform = moments(rng.uniform);
  expect(uniform.mean).toBeCloseTo(1 / 2, 2);
  expect(uniform.variance).toBeCloseTo(1 / 12, 2);
  const normal = moments(rng.normal);
  expect(Math.abs(normal.mean)).toBeLessThan(0.02);
  expect(Math.abs(normal.variance - 1)).toBeLessThan(0.03);
  const counts = new Array(7).fill(0);
  for (let i = 0; i < 7_000; i++) counts[rng.int(7)]++;
  for (const times of counts) expect(Math.abs(times - 1_000)).toBeLessThan(150);
});

test('a seed that is not an integer ≥ 0 and an invalid state fail an assertion', () => {
  for (const seed of [-1, 0.5, Number.NaN, 2 ** 60]) expect(() => createRng(seed)).toThrow('seed');
  expect(() => createRng(1).restore(new Uint32Array(4))).toThrow('state');
  expect(() => createRng(1).int(0)).toThrow();
});

test('choose gives the same values and the same state as single draws', () => {
  for (const share of [0, 0.1, 0.5, 1]) {
    const [one, many] = [createRng(9), createRng(9)];
    const expected = Array.from({ length: 1_000 }, () => (one.uniform() < share ? 3 : 4));
    const chosen = new Float32Array(1_000);
    many.choose(chosen, share, 3, 4);
    expect([...chosen]).toEqual(expected);
    expect(many.state()).toEqual(one.state());
    expect(many.uniform()).toBe(one.uniform());
  }
});
