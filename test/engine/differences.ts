import type { Floats } from '../../src/engine/index.ts';

/** Largest absolute difference divided by the largest absolute value of `expected`; NaN if any value is NaN. */
export function relativeError(actual: Floats, expected: Floats): number {
  if (actual.length !== expected.length)
    throw new RangeError(`${actual.length} values instead of ${expected.length}`);
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return difference === 0 ? 0 : difference / largest;
}

/** Gradient of `loss` by central differences. Each of `values` is changed by ±`epsilon` in turn and then restored. */
export function centralDifferences(loss: () => number, values: Floats, epsilon = 1e-5): Float64Array {
  return Float64Array.from(values, (original, i) => {
    values[i] = original + epsilon;
    const above = loss();
    values[i] = original - epsilon;
    const below = loss();
    values[i] = original;
    return (above - below) / (2 * epsilon);
  });
}

export function dot(a: Floats, b: Floats): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
