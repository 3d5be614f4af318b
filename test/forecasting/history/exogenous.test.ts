import { expect, test } from 'vitest';
import type { Covariates } from '../../../src/contracts/schemas/datasets/covariates.ts';
import {
  type ExogenousPlace,
  encodingOf,
  exogenousInputs,
  exogenousOf,
  type SeriesCovariates,
  writeExogenous,
} from '../../../src/forecasting/history/exogenous.ts';

const f = (...numbers: number[]) => Float64Array.from(numbers);
const names: Covariates = { past: ['p'], future: ['f'], static: ['region', 'size'] };
const missing = Number.NaN;

/** Eight observations and two steps ahead; p rises, f is on at every third time. */
const covariates: SeriesCovariates = {
  past: [f(1, 2, 3, 4, missing, 6, 7, 8)],
  future: [f(1, 0, 0, 1, 0, 0, 1, 0, 0, 1)],
  static: ['coast', 3],
};
const others: SeriesCovariates[] = [
  { ...covariates, static: ['hills', 5] },
  { ...covariates, static: ['coast', 7] },
];
const encoding = encodingOf(
  [covariates, ...others].map((one) => ({ covariates: one, end: 8 })),
  names,
)!;
const inputs = exogenousInputs(encoding);
const place = (settings: Partial<ExogenousPlace> = {}): ExogenousPlace => ({
  context: 4,
  horizon: 2,
  season: 1,
  baseSeasons: [],
  isLastValue: true,
  group: 1,
  recurrentSteps: 4,
  inputSize: 1 + inputs.observation + inputs.constants,
  stepInputs: 1 + inputs.steps,
  skips: inputs.skips,
  encoderAt: 1,
  decoderAt: 1,
  ...settings,
});

function written(series: SeriesCovariates, origin: number, at = place()) {
  const batch = {
    size: 1,
    inputs: new Float32Array((at.context / at.group) * at.inputSize),
    stepInputs: new Float32Array(at.horizon * at.stepInputs),
  };
  writeExogenous(batch, 0, exogenousOf(series, encoding)!, origin, at);
  return batch;
}

test('inputs: two for each observation and covariate, two and the differences for each step, one for each class', () => {
  expect(inputs).toEqual({ past: 1, future: 1, observation: 4, constants: 4, skips: 6, steps: 8 });
  expect(exogenousInputs(null)).toMatchObject({ observation: 0, constants: 0, steps: 0 });
});

test('a past covariate is scaled by its context, and a missing value is marked', () => {
  const { inputs: values } = written(covariates, 8);
  const row = (step: number) =>
    Array.from(values.subarray(step * place().inputSize + 1, step * place().inputSize + 3));
  // 6, 7 and 8 have the mean 7 and the standard deviation √(2/3).
  expect(row(0)).toEqual([0, 0]);
  expect(row(1)[0]).toBeCloseTo(Math.asinh(-1 / Math.sqrt(2 / 3)), 5);
  expect(row(2)).toEqual([0, 1]);
  expect(row(3)[1]).toBe(1);
});

test('groups of observations stand side by side in a recurrent step', () => {
  const at = place({ group: 2, recurrentSteps: 2, inputSize: 1 + 2 * inputs.observation + inputs.constants });
  const { inputs: grouped } = written(covariates, 8, at);
  const { inputs: single } = written(covariates, 8);
  const one = place().inputSize;
  for (let position = 0; position < 4; position++)
    for (let i = 0; i < inputs.observation; i++)
      expect(
        grouped[Math.floor(position / 2) * at.inputSize + 1 + (position % 2) * inputs.observation + i],
      ).toBe(single[position * one + 1 + i]);
  expect(grouped.subarray(at.inputSize - 4, at.inputSize)).toEqual(single.subarray(one - 4, one));
});

test('a step of the horizon has its covariate, and the difference from the value on the base path', () => {
  const { scale: unit } = encoding.future[0];
  const lastValue = written(covariates, 8).stepInputs;
  // On at step 1, off at step 0 and at the last observation; on average on at a quarter of the context.
  expect(Array.from(lastValue.subarray(1, 3))).toEqual([0, expect.closeTo(0.25 / unit, 5)]);
  const next = place().stepInputs + 1; // of the second step
  expect(lastValue[next]).toBeCloseTo(1 / unit, 5);
  expect(lastValue[next + inputs.skips + 1]).toBe(1);
  // Crossed with the attributes: it is on the coast.
  expect(Array.from(lastValue.subarray(next + 2, next + 4))).toEqual([lastValue[next], 0]);
  const seasonal = written(
    covariates,
    8,
    place({ season: 3, baseSeasons: [1], isLastValue: false }),
  ).stepInputs;
  // The same phase a season before was as it is now.
  expect(seasonal[1]).toBe(0);
  expect(seasonal[next]).toBe(0);
});

test('only the steps of the horizon are read after the origin', () => {
  const before = written(covariates, 6);
  const changed = {
    ...covariates,
    past: [covariates.past[0].map((value, t) => (t < 6 ? value : -1e6))],
    future: [covariates.future[0].map((value, t) => (t < 8 ? value : -1e6))],
  };
  expect(written(changed, 6)).toEqual(before);
});

test('an unknown class is spread over the known ones; a missing number is marked', () => {
  const constants = (...attributes: SeriesCovariates['static']) =>
    Array.from(exogenousOf({ ...covariates, static: attributes }, encoding)!.constants);
  expect(constants('hills', 5)).toEqual([0, 1, 0, 1]);
  expect(constants('moon', null)).toEqual([0.5, 0.5, 0, 0]);
  expect(constants(null, 'large')).toEqual([0.5, 0.5, 0, 0]);
});

test('covariates whose level differs by series are scaled by that level', () => {
  const price = (level: number): SeriesCovariates => ({
    past: [],
    future: [f(1, 1.1, 0.9, 1, 1.1, 0.9, 1, 1, 1.1, 1).map((share) => share * level)],
    static: [],
  });
  const only: Covariates = { past: [], future: ['price'], static: [] };
  const own = encodingOf(
    [1, 20, 900].map((level) => ({ covariates: price(level), end: 8 })),
    only,
  )!;
  expect(own.future[0].is_relative).toBe(true);
  const at = place({ inputSize: 3, stepInputs: 5, skips: 2 });
  const [cheap, dear] = [1, 900].map((level) => {
    const batch = { size: 1, inputs: new Float32Array(12), stepInputs: new Float32Array(10) };
    writeExogenous(batch, 0, exogenousOf(price(level), own)!, 8, at);
    return batch;
  });
  for (const [i, x] of dear.stepInputs.entries()) expect(x).toBeCloseTo(cheap.stepInputs[i], 4);
  expect(dear.stepInputs[1]).toBeGreaterThan(1);
});

test.each([1e-10, 1e-20, 1e12])('covariates in a unit of %d give the same inputs', (unit) => {
  const inUnit = (size: number) => {
    const scaled = (column: Float64Array) => column.map((value) => value * size);
    const series = {
      past: covariates.past.map(scaled),
      future: covariates.future.map(scaled),
      static: ['coast', 3 * size],
    };
    const many = [series, { ...series, static: ['hills', 5 * size] }];
    const own = encodingOf(
      many.map((one) => ({ covariates: one, end: 8 })),
      names,
    )!;
    const batch = { size: 1, inputs: new Float32Array(4 * 9), stepInputs: new Float32Array(2 * 9) };
    writeExogenous(batch, 0, exogenousOf(series, own)!, 8, place());
    return [...batch.inputs, ...batch.stepInputs];
  };
  const plain = inUnit(1);
  for (const [i, value] of inUnit(unit).entries()) expect(value).toBeCloseTo(plain[i], 4);
});

test('covariates that are constant but for rounding do not vary, and count by their level', () => {
  const constant = (level: number): SeriesCovariates => ({
    past: [],
    future: [Float64Array.from({ length: 10 }, (_, t) => level * (t % 3 === 0 ? 1 + 2e-16 : 1))],
    static: [],
  });
  const only: Covariates = { past: [], future: ['price'], static: [] };
  const scalesOf = (levels: number[]) =>
    encodingOf(
      levels.map((level) => ({ covariates: constant(level), end: 8 })),
      only,
    )!.future[0];
  for (const level of [0, 0.3, 1e-12, 1e12])
    expect(scalesOf([level, level])).toMatchObject({ scale: 1, is_relative: false });
  for (const unit of [1, 1e-12]) {
    const { scale, is_relative } = scalesOf([unit, 20 * unit, 900 * unit]);
    expect(is_relative).toBe(false);
    expect(scale / unit).toBeCloseTo(419.4, 0);
  }
});
