/** Kernels that give the same bytes as the reference. */
import { describe, expect, test } from 'vitest';
import { createRng, type Kernel, type Rng, selectKernel } from '../../src/engine/index.ts';
import {
  type SeasonalShape,
  type SeasonalWindows,
  seasonalMomentCount,
  seasonalNumberCount,
} from '../../src/engine/kernels/contract/seasonal-windows.ts';
import { instructionSets } from '../../src/engine/kernels/native/index.ts';
import { fastKernels } from './kernels.ts';
import { randomFloats } from './network.ts';

const reference = selectKernel('reference');

/** Values of very different sizes; one of twenty is missing, and the first and the last ones often are. */
function observations(length: number, rng: Rng): Float64Array {
  return Float64Array.from({ length }, (_, t) => {
    const isMissing = rng.uniform() < 0.05 || (Math.min(t, length - 1 - t) < 3 && rng.uniform() < 0.5);
    return isMissing ? Number.NaN : (rng.uniform() - 0.4) * 10 ** (12 * rng.uniform() - 6);
  });
}

/** Context, season, group, horizon, lags, observations, base seasons. */
const windows: [number, number, number, number, number, number, number[]][] = [
  [336, 24, 24, 48, 14, 336, [1]],
  [504, 24, 12, 48, 21, 400, [1, 7]],
  [168, 24, 12, 10, 7, 168, [1]],
  [28, 7, 7, 9, 4, 27, [1, 3]],
  [300, 3, 1, 7, 2, 300, [2]],
  [20, 2, 5, 5, 10, 3, [1]],
  [12, 12, 4, 13, 1, 12, [1]],
  [640, 64, 64, 3, 10, 513, [1, 7]],
  [10, 5, 5, 5, 2, 1, [1]],
];

/** All numbers that a kernel writes for windows of random values. */
function written(kernel: Kernel, seed: number): Float64Array[] {
  const results: Float64Array[] = [];
  for (const [context, season, group, horizon, lags, length, baseSeasons] of windows) {
    const rng = createRng(seed);
    const values = observations(length + 20, rng);
    const shape: SeasonalShape = {
      context,
      season,
      group,
      horizon,
      inputSize: 2 * group + 5,
      stepInputs: 2 * lags + 1,
    };
    const size = 3;
    const made: SeasonalWindows = {
      size,
      inputs: new Float32Array((context / group) * size * shape.inputSize).fill(9),
      stepInputs: new Float32Array(size * horizon * shape.stepInputs).fill(9),
      base: new Float64Array(size * horizon),
      unit: new Float64Array(size * horizon),
    };
    for (const b of [0, 2]) {
      const [from, to] = [b * 5, b * 5 + length];
      const moments = new Float64Array(seasonalMomentCount);
      kernel.seasonalMoments(values, from, to, season, moments);
      const scale = 10 ** (6 * rng.uniform() - 3);
      const numbers = [rng.uniform(), 1 / scale, scale, 2, -0.3, 0.7, 30, ...baseSeasons];
      expect(numbers).toHaveLength(seasonalNumberCount + baseSeasons.length);
      kernel.seasonalWindow(
        shape,
        lags,
        made,
        b,
        values,
        from,
        to,
        Float64Array.from(numbers),
        baseSeasons.length,
      );
      results.push(moments);
    }
    results.push(Float64Array.from(made.inputs), Float64Array.from(made.stepInputs), made.base, made.unit);
  }
  return results;
}

for (const kernel of fastKernels())
  describe(kernel.name, () => {
    test('windows of a season are those of the reference', () => {
      for (let seed = 1; seed <= 5; seed++) expect(written(kernel, seed)).toEqual(written(reference, seed));
    });

    test('sums of the decoder of levels are those of the reference', () => {
      for (const [rows, horizon, quantiles, skips] of [
        [12, 4, 9, 3],
        [1, 1, 1, 0],
        [96, 48, 21, 14],
      ]) {
        const shape = { rows, horizon, quantiles, skips, stepInputs: skips + 5, skipAt: 2 };
        const run = (tested: Kernel) => {
          const rng = createRng(rows);
          const floats = (length: number) => randomFloats('float32', length, rng) as Float32Array;
          const y = floats(rows * quantiles);
          const [skip, stepInputs] = [floats(skips), floats(rows * shape.stepInputs)];
          const start = Float64Array.from({ length: horizon * quantiles }, () => rng.uniform());
          tested.levelSums(shape, y, floats(y.length), start, floats(rows), skip, stepInputs);
          const [dOffset, dMoves, dSkip] = [floats(horizon * quantiles), floats(rows), floats(skips)];
          tested.levelSumsBackward(shape, dOffset, dMoves, dSkip, floats(y.length), stepInputs);
          return { y, dOffset, dMoves, dSkip };
        };
        expect(run(kernel)).toEqual(run(reference));
      }
    });
  });

test('logarithms of the native kernels are those of this platform', ({ skip }) => {
  if (instructionSets.length === 0) skip('the native kernel was not built');
  const rng = createRng(1);
  const near = [0, 1, 2, 3].flatMap((k) =>
    [0, 1, 0x6147a, 0x6147b, 0x6a09b, 0x6a09c, 0x6b851, 0x6b852, 0xffffd, 0xffffe, 0xfffff].map(
      (high) => 2 ** k * (1 + high / 2 ** 20),
    ),
  );
  const sizes = [
    ...near.flatMap((x) => [x - 1, x * (1 - 2 ** -53) - 1, x * (1 + 2 ** -52) - 1]),
    ...[0, 2 ** -60, 2 ** -20, Number.MAX_VALUE, Number.POSITIVE_INFINITY],
    ...Array.from({ length: 20_000 }, () => 10 ** (40 * rng.uniform() - 20)),
    ...Array.from({ length: 20_000 }, () => rng.uniform() * 3),
  ].filter((x) => x >= 0);
  const values = Float64Array.from(sizes.flatMap((x) => [x, -x]));
  const shape = { context: values.length, season: 1, group: values.length, horizon: 0, stepInputs: 0 };
  const inputSize = 2 * values.length + 3;
  for (const instructionSet of instructionSets) {
    const made = { size: 1, inputs: new Float32Array(inputSize), stepInputs: new Float32Array(0) };
    const steps = { base: new Float64Array(0), unit: new Float64Array(0) };
    const numbers = Float64Array.of(0, 1, 1, 1, 0, 0, 30);
    const kernel = selectKernel(`native-${instructionSet}`);
    kernel.seasonalWindow(
      { ...shape, inputSize },
      0,
      { ...made, ...steps },
      0,
      values,
      0,
      values.length,
      numbers,
      0,
    );
    const expected = values.map((x) => (x < 0 ? -Math.log(1 - x) : Math.log(1 + x)));
    expect(made.inputs.subarray(0, values.length)).toEqual(Float32Array.from(expected));
  }
});

test('native kernels refuse arrays that do not fit', ({ skip }) => {
  if (instructionSets.length === 0) skip('the native kernel was not built');
  const kernel = selectKernel('native');
  const values = new Float64Array(10);
  expect(() => kernel.seasonalMoments(values, 0, 11, 2, new Float64Array(9))).toThrow('numbers');
  expect(() => kernel.seasonalMoments(values, 5, 3, 2, new Float64Array(9))).toThrow('a size');
  expect(() => kernel.seasonalMoments(values, 0, 10, 2, new Float64Array(8))).toThrow('numbers');
  const shape = { context: 10, season: 5, group: 5, inputSize: 13, horizon: 4, stepInputs: 4 };
  const made = {
    size: 2,
    inputs: new Float32Array(52),
    stepInputs: new Float32Array(32),
    base: new Float64Array(8),
    unit: new Float64Array(8),
  };
  const numbers = Float64Array.of(0, 1, 1, 1, 0, 0, 30, 1);
  const write = (change: object, b = 1, lags = 2, own = numbers) =>
    kernel.seasonalWindow({ ...shape, ...change }, lags, { ...made, ...change }, b, values, 0, 10, own, 1);
  write({});
  expect(() => write({ inputs: made.inputs.subarray(1) })).toThrow('inputs does');
  expect(() => write({ inputSize: 13, stepInputs: 3 })).toThrow('the shape');
  expect(() => write({ base: made.base.subarray(1) })).toThrow('numbers');
  expect(() => write({ inputSize: 12 })).toThrow('the shape');
  expect(() => write({ group: 3 })).toThrow('the shape');
  expect(() => write({ context: 5 })).toThrow('the shape');
  expect(() => write({}, 2)).toThrow('the shape');
  expect(() => write({}, 1, 3)).toThrow('the shape');
  expect(() => write({}, 1, 2, numbers.subarray(0, 7))).toThrow('numbers');
  expect(() => write({}, 1, 2, Float64Array.of(0, 1, 1, 1, 0, 0, 30, 0))).toThrow('a base season');
});
