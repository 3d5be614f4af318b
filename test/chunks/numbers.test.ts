import { describe, expect, test } from 'vitest';
import { packNumbers, unpackDecimals, unpackNumbers } from '../../src/chunks/numbers.ts';

const length = 4_096;
const minuteMs = 60_000;
const start = Date.UTC(2020, 0, 1);

/** Numbers from 0 to 1, the same in each run. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A random walk of one percent a step. */
function prices(round: (price: number) => number): Float64Array {
  const next = uniform(7);
  let price = 100;
  return Float64Array.from({ length }, () => {
    price *= 1 + 0.02 * (next() - 0.5);
    return round(price);
  });
}

const decimals = (digits: number) => (price: number) => Number(price.toFixed(digits));
const gappy = uniform(3);

/** Each with the bytes per number that it may take. */
const cases: Record<string, { numbers: Float64Array; bytesMax: number }> = {
  'times on a grid': {
    numbers: Float64Array.from({ length }, (_, i) => start + i * minuteMs),
    bytesMax: 0.01,
  },
  'times with weekends': {
    numbers: Float64Array.from(
      { length },
      (_, i) => start + (7 * Math.floor(i / 5) + (i % 5)) * 1_440 * minuteMs,
    ),
    bytesMax: 0.05,
  },
  'prices with two decimals': { numbers: prices(decimals(2)), bytesMax: 2 },
  'prices with six decimals': { numbers: prices(decimals(6)), bytesMax: 4 },
  'prices in float32': { numbers: prices(Math.fround), bytesMax: 4 },
  'prices in float64': { numbers: prices((price) => price), bytesMax: 8 },
  'prices with missing ones': {
    numbers: prices((price) => (gappy() < 0.1 ? Number.NaN : decimals(2)(price))),
    bytesMax: 2.5,
  },
  counts: { numbers: prices((price) => Math.floor(price % 5)), bytesMax: 1 },
  constant: { numbers: new Float64Array(length).fill(0.1), bytesMax: 0.01 },
  missing: { numbers: new Float64Array(length).fill(Number.NaN), bytesMax: 0.01 },
};

const fewNumbers: Record<string, number[]> = {
  none: [],
  one: [5.25],
  'a missing one first': [Number.NaN, 5.25, 5.5],
  'negative zeros': [1, -0, 0, -0],
  'the largest and smallest': [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -Number.MIN_VALUE],
  infinite: [Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY],
  'sums with errors': [0.1, 0.2, 0.1 + 0.2],
  'large integers': [2 ** 53, 2 ** 53 - 1, -(2 ** 53)],
  'large steps': [0, 2 ** 49, -(2 ** 49), 1],
  'a step of one unit more than fits': [0, 2 ** 30, 2 ** 30 + 1, -(2 ** 31)],
  falling: [3, 2, 1, 0, -1],
  'tiny decimals': [1e-9, 2e-9, 5e-7],
};

describe('packed numbers', () => {
  for (const [name, { numbers, bytesMax }] of Object.entries(cases))
    test(`${name} come back as they were, in at most ${bytesMax} bytes each`, () => {
      const packed = packNumbers(numbers);
      const unpacked = new Float64Array(numbers.length);
      unpackNumbers(packed, unpacked);
      expect(unpacked.every((number, i) => Object.is(number, numbers[i]))).toBe(true);
      expect(packed.length / numbers.length).toBeLessThanOrEqual(bytesMax);
    });

  for (const [name, few] of Object.entries(fewNumbers))
    test(`${name}: come back as they were`, () => {
      const unpacked = new Float64Array(few.length);
      unpackNumbers(packNumbers(Float64Array.from(few)), unpacked);
      expect([...unpacked].map((number) => (Object.is(number, -0) ? '-0' : number))).toEqual(
        few.map((number) => (Object.is(number, -0) ? '-0' : number)),
      );
    });

  test('random bits come back as they were', () => {
    const next = uniform(11);
    const bits = Uint32Array.from({ length: 2 * length }, () => next() * 2 ** 32);
    const numbers = new Float64Array(bits.buffer).map((number) =>
      Number.isNaN(number) ? Number.NaN : number,
    );
    const unpacked = new Float64Array(length);
    unpackNumbers(packNumbers(numbers), unpacked);
    expect(unpacked.every((number, i) => Object.is(number, numbers[i]))).toBe(true);
  });

  test('the decimals of prices are their integers', () => {
    const packed = packNumbers(Float64Array.of(1.25, Number.NaN, 1.5));
    const { integers, decimals: digits, missing } = unpackDecimals(packed, 3)!;
    expect([...integers]).toEqual([125, 125, 150]);
    expect(digits).toBe(2);
    expect([...missing!]).toEqual([0b010]);
    expect(unpackDecimals(packNumbers(Float64Array.of(1 / 3, 2 / 3)), 2)).toBeNull();
  });

  test('damaged bytes are an error, not other numbers', () => {
    const packed = packNumbers(prices(decimals(2)));
    const unpacked = new Float64Array(length);
    expect(() => unpackNumbers(packed.subarray(0, 900), unpacked)).toThrow();
    expect(() => unpackNumbers(Uint8Array.of(9, 0), unpacked)).toThrow('form 9');
  });
});
