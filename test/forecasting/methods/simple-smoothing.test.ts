import { expect, test } from 'vitest';
import { createRng, runEts } from '../../../src/engine/index.ts';
import { fitEts } from '../../../src/forecasting/methods/fitting/ets-fit.ts';
import { fitSimpleSmoothing } from '../../../src/forecasting/methods/fitting/simple-smoothing.ts';

const form = { error: 'additive', trend: 'none', season: 'none' } as const;

function squaresOf(values: Float64Array): number {
  const fitted = { ...fitSimpleSmoothing(values), beta: 0, gamma: 0, phi: 1, slope: 0 };
  return runEts(form, { ...fitted, seasons: new Float64Array(1) }, values).squares;
}

/** A level that moves by a share of what the noise around it does. */
function smoothedNoise(alpha: number, length: number, seed: number): Float64Array {
  const rng = createRng(seed);
  let level = 100;
  return Float64Array.from({ length }, () => {
    const error = 10 * rng.normal();
    const value = level + error;
    level += alpha * error;
    return value;
  });
}

test('no search over smoothing and level finds smaller errors', () => {
  for (const alpha of [0.05, 0.3, 0.7, 0.95])
    for (let seed = 1; seed <= 10; seed++) {
      const values = smoothedNoise(alpha, 60, seed);
      const both = fitEts(form, [values], 1)[0]!.run.squares;
      expect(squaresOf(values) / both, `${alpha}, ${seed}`).toBeLessThan(1.0001);
    }
});

test('the smoothing that generated the data is found', () => {
  for (const alpha of [0.1, 0.4, 0.8])
    expect(fitSimpleSmoothing(smoothedNoise(alpha, 4_000, 3)).alpha).toBeCloseTo(alpha, 1);
});

test('smoothing at the ends of its range, and very few data', () => {
  const walk = smoothedNoise(1, 300, 5);
  expect(fitSimpleSmoothing(walk).alpha).toBeGreaterThan(0.9);
  const flat = new Float64Array(20).fill(7);
  expect(fitSimpleSmoothing(flat).level).toBeCloseTo(7, 9);
  expect(fitSimpleSmoothing(Float64Array.of(3)).level).toBe(3);
  const { alpha, level } = fitSimpleSmoothing(Float64Array.of(1, 2));
  expect(alpha).toBeGreaterThan(0);
  expect(Number.isFinite(level)).toBe(true);
});

test('a high level does not change the smoothing', () => {
  const values = smoothedNoise(0.3, 200, 7);
  const near = fitSimpleSmoothing(values);
  const far = fitSimpleSmoothing(values.map((value) => value + 1e9));
  expect(far.alpha).toBeCloseTo(near.alpha, 4);
  expect(far.level - 1e9).toBeCloseTo(near.level, 3);
});
