import { describe, expect, test } from 'vitest';
import {
  availableKernels,
  type CellName,
  type ChunkedOptions,
  cellNames,
  chunkedRecurrent,
  createParameters,
  createRng,
  type Floats,
  type Kernel,
  type Precision,
  planBytes,
  planChunkedBytes,
  type RecurrentOptions,
} from '../../src/engine/index.ts';
import { relativeError } from './differences.ts';
import { randomFloats, randomNetwork, type Sizes } from './network.ts';

const sizes = { steps: 13, batch: 3, inputSize: 2, hiddenSize: 5, layers: 2 };

/** The network of `randomNetwork` with the same weights, run in chunks. */
function chunkedTwin(
  kernel: Kernel,
  precision: Precision,
  cell: CellName,
  { steps, batch, inputSize, hiddenSize, layers }: Sizes,
  weights: Floats,
  options: Partial<ChunkedOptions>,
) {
  const parameters = createParameters(precision);
  const network = chunkedRecurrent({
    kernel,
    parameters,
    prefix: 'encoder.',
    cell,
    inputSize,
    hiddenSize,
    layers,
    batchMax: batch,
    stepsMax: steps,
    ...options,
  });
  parameters.seal();
  parameters.values.set(weights);
  return { parameters, network };
}

for (const kernel of availableKernels())
  for (const cell of cellNames)
    describe(`${kernel.name} ${cell} in chunks`, () => {
      for (const chunkSteps of [undefined, 1, 4, 13, 50])
        for (const withInitial of [false, true])
          test(`of ${chunkSteps ?? '√T'} steps, ${withInitial ? 'given' : 'zero'} initial state: values and gradients of the whole`, () => {
            const precision = kernel.precisions.includes('float64') ? 'float64' : 'float32';
            const whole = randomNetwork(kernel, precision, cell, sizes);
            const twin = chunkedTwin(kernel, precision, cell, sizes, whole.parameters.values, { chunkSteps });
            const { x, dOutput, dHn, dCn } = whole;
            const initial = withInitial ? whole.initial : undefined;
            const shape = { steps: sizes.steps, batch: sizes.batch, training: true, initial };
            const expected = whole.network.forward(x, shape);
            const actual = twin.network.forward(x, shape);
            const equal = (a: Floats, b: Floats, name: string) =>
              expect(relativeError(a, b), name).toBeLessThanOrEqual(1e-6);
            equal(actual.output, expected.output, 'output');
            equal(actual.hn, expected.hn, 'hn');
            if (cell === 'lstm') equal(actual.cn!, expected.cn!, 'cn');

            const expectedInputs = whole.network.backward({ dOutput, dHn, dCn });
            const actualInputs = twin.network.backward({ dOutput, dHn, dCn });
            equal(actualInputs.dx!, expectedInputs.dx!, 'dx');
            equal(actualInputs.dH0, expectedInputs.dH0, 'dH0');
            if (cell === 'lstm') equal(actualInputs.dC0!, expectedInputs.dC0!, 'dC0');
            for (const { name, gradient } of whole.parameters.tensors)
              equal(twin.parameters.get(name).gradient, gradient, name);
          });

      test('a shorter and smaller sequence after a longer one, without dx and with only the last output', () => {
        const short = { ...sizes, steps: 6, batch: 2 };
        const plain = { inputGradient: false };
        const whole = randomNetwork(kernel, 'float32', cell, short, plain);
        const options = { stepsMax: 30, batchMax: 4, wholeOutput: false, ...plain };
        const twin = chunkedTwin(kernel, 'float32', cell, short, whole.parameters.values, options);
        const long = randomFloats('float32', 30 * 4 * 2, createRng(1));
        twin.network.forward(long, { steps: 30, batch: 4, training: true });
        twin.network.backward({ dHn: randomFloats('float32', 2 * 4 * 5, createRng(2)) });
        twin.parameters.zeroGradients();

        const shape = { steps: 6, batch: 2, training: true };
        const { output } = whole.network.forward(whole.x, shape);
        const last = twin.network.forward(whole.x, shape).output;
        expect(relativeError(last, output.subarray(-2 * 5))).toBeLessThanOrEqual(1e-6);
        whole.network.backward({ dHn: whole.dHn });
        expect(twin.network.backward({ dHn: whole.dHn }).dx).toBeUndefined();
        expect(relativeError(twin.parameters.gradients, whole.parameters.gradients)).toBeLessThanOrEqual(
          1e-5,
        );
      });

      test('dropout: backward meets the masks of the forward, and the generator goes on as it would have', () => {
        const dropout = { dropout: 0.4 };
        const whole = randomNetwork(kernel, 'float32', cell, sizes, { ...dropout, rng: createRng(3) });
        const rng = createRng(3);
        const options = { ...dropout, rng, chunkSteps: 4 };
        const twin = chunkedTwin(kernel, 'float32', cell, sizes, whole.parameters.values, options);
        const shape = { steps: sizes.steps, batch: sizes.batch, training: true };
        const expected = whole.network.forward(whole.x, shape).output;
        expect(relativeError(twin.network.forward(whole.x, shape).output, expected)).toBeLessThanOrEqual(
          1e-6,
        );
        const after = rng.state();
        whole.network.backward({ dOutput: whole.dOutput });
        twin.network.backward({ dOutput: whole.dOutput });
        expect(rng.state()).toEqual(after);
        expect(relativeError(twin.parameters.gradients, whole.parameters.gradients)).toBeLessThanOrEqual(
          1e-5,
        );
      });

      test('truncated: each chunk has the gradient of a sequence that starts there', () => {
        const whole = randomNetwork(kernel, 'float32', cell, sizes);
        const options = { chunkSteps: 5, truncate: true };
        const twin = chunkedTwin(kernel, 'float32', cell, sizes, whole.parameters.values, options);
        const shape = { batch: sizes.batch, training: true };
        twin.network.forward(whole.x, { ...shape, steps: 13 });
        const { dx } = twin.network.backward({ dOutput: whole.dOutput });
        let initial: RecurrentState | undefined;
        const expectedDx = new Float32Array(dx!.length);
        for (const [start, end] of [
          [0, 5],
          [5, 10],
          [10, 13],
        ]) {
          const part = (all: Floats, size: number) => all.subarray(start * 3 * size, end * 3 * size);
          const { hn, cn } = whole.network.forward(part(whole.x, 2), {
            ...shape,
            steps: end - start,
            initial,
          });
          initial = { h: hn.slice(), c: cn?.slice() };
          part(expectedDx, 2).set(whole.network.backward({ dOutput: part(whole.dOutput, 5) }).dx!);
        }
        expect(relativeError(dx!, expectedDx)).toBeLessThanOrEqual(1e-6);
        expect(relativeError(twin.parameters.gradients, whole.parameters.gradients)).toBeLessThanOrEqual(
          1e-5,
        );
      });

      test('truncated, loss at the end: only the last chunk has a gradient', () => {
        const { x, dHn, dCn, parameters } = randomNetwork(kernel, 'float32', cell, sizes);
        const options = { chunkSteps: 5, truncate: true };
        const { network } = chunkedTwin(kernel, 'float32', cell, sizes, parameters.values, options);
        network.forward(x, { steps: 13, batch: 3, training: true });
        const { dx, dH0 } = network.backward({ dHn, dCn });
        const reached = dx!.map((gradient) => (gradient === 0 ? 0 : 1));
        expect([...reached.subarray(0, 10 * 6)].every((one) => one === 0)).toBe(true);
        expect([...reached.subarray(10 * 6)].every((one) => one === 1)).toBe(true);
        expect(dH0.every((gradient) => gradient === 0)).toBe(true);
      });
    });

type RecurrentState = { h: Floats; c?: Floats };

test('a window of 2,000 steps: the gradient of the whole, in a tenth of the memory', () => {
  const [kernel] = availableKernels();
  const long = { steps: 2000, batch: 2, inputSize: 1, hiddenSize: 8, layers: 1 };
  const whole = randomNetwork(kernel, 'float32', 'gru', long, { inputGradient: false });
  const options = { wholeOutput: false, inputGradient: false };
  const twin = chunkedTwin(kernel, 'float32', 'gru', long, whole.parameters.values, options);
  for (const { network } of [whole, twin]) {
    network.forward(whole.x, { steps: 2000, batch: 2, training: true });
    network.backward({ dHn: whole.dHn });
  }
  expect(relativeError(twin.parameters.gradients, whole.parameters.gradients)).toBeLessThanOrEqual(1e-5);
  expect(twin.network.bytes).toBeLessThan(whole.network.bytes / 10);
});

describe('planned memory', () => {
  const [kernel] = availableKernels();
  const options = (stepsMax: number): RecurrentOptions => ({
    kernel,
    parameters: createParameters('float32'),
    prefix: '',
    cell: 'lstm',
    inputSize: 1,
    hiddenSize: 64,
    layers: 2,
    batchMax: 32,
    stepsMax,
    inputGradient: false,
  });

  test('is what the layers then take', () => {
    for (const chunk of [{}, { chunkSteps: 7 }, { wholeOutput: false }])
      expect(planChunkedBytes({ ...options(50), ...chunk })).toBe(
        chunkedRecurrent({ ...options(50), ...chunk }).bytes,
      );
  });

  test('in chunks grows with the square root of the steps', () => {
    const bytes = (steps: number) => planChunkedBytes({ ...options(steps), wholeOutput: false });
    expect(bytes(2000) / planBytes(options(2000), 32, 2000)).toBeLessThan(0.1);
    expect(bytes(8000) / bytes(2000)).toBeLessThan(2.1);
  });
});
