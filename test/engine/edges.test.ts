import { describe, expect, test } from 'vitest';
import {
  availableKernels,
  cellNames,
  clipGlobalNorm,
  createParameters,
  createRng,
  dropout,
  EngineError,
  type Kernel,
  linear,
  pinball,
  selectKernel,
} from '../../src/engine/index.ts';
import { dot } from './differences.ts';
import { randomNetwork } from './network.ts';

for (const kernel of availableKernels())
  for (const cell of cellNames)
    describe(`${kernel.name} ${cell}`, () => {
      for (const [steps, batch, inputSize, hiddenSize] of [
        [1, 1, 1, 1],
        [1, 5, 2, 3],
        [9, 1, 3, 17],
        [4, 5, 1, 33],
      ])
        test(`T ${steps}, B ${batch}, I ${inputSize}, H ${hiddenSize}: a series gives the same bits alone and in a batch`, () => {
          const sizes = { steps, batch, inputSize, hiddenSize, layers: 2 };
          const { network, x, parameters, dOutput } = randomNetwork(kernel, 'float32', cell, sizes);
          const together = network.forward(x, { steps, batch, training: true }).output.slice();
          network.backward({ dOutput });
          expect(parameters.gradients.every(Number.isFinite)).toBe(true);
          const last = batch - 1;
          const alone = new Float32Array(steps * inputSize);
          const expected = new Float32Array(steps * hiddenSize);
          for (let t = 0; t < steps; t++) {
            const row = t * batch + last;
            alone.set(x.subarray(row * inputSize, (row + 1) * inputSize), t * inputSize);
            expected.set(together.subarray(row * hiddenSize, (row + 1) * hiddenSize), t * hiddenSize);
          }
          const { output } = network.forward(alone, { steps, batch: 1, training: false });
          expect(output).toEqual(expected);
        });

      test('the scratch memory is enough for every batch up to the largest', () => {
        const sizes = { steps: 3, batch: 96, inputSize: 3, hiddenSize: 17, layers: 1 };
        const { network, x } = randomNetwork(kernel, 'float32', cell, sizes);
        for (let batch = 1; batch <= sizes.batch; batch++) {
          const part = x.subarray(0, 3 * batch * 3);
          const { output } = network.forward(part, { steps: 3, batch, training: false });
          expect(output.every(Number.isFinite), `${batch}`).toBe(true);
        }
      });

      test('a sequence in two parts, with the state passed on, gives the output of the whole', () => {
        const sizes = { steps: 8, batch: 2, inputSize: 3, hiddenSize: 5, layers: 3 };
        const { network, x, initial } = randomNetwork(kernel, 'float32', cell, sizes);
        const shape = { batch: 2, training: false };
        const whole = network.forward(x, { ...shape, steps: 8, initial }).output.slice();
        const first = network.forward(x.subarray(0, 3 * 6), { ...shape, steps: 3, initial });
        const parts = [...first.output];
        const passedOn = { h: first.hn.slice(), c: first.cn?.slice() };
        parts.push(...network.forward(x.subarray(3 * 6), { ...shape, steps: 5, initial: passedOn }).output);
        expect(parts).toEqual([...whole]);
      });

      test('saturated gates: finite outputs, vanishing and finite gradients', () => {
        const sizes = { steps: 5, batch: 2, inputSize: 2, hiddenSize: 3, layers: 1 };
        const { network, parameters, x, dOutput } = randomNetwork(kernel, 'float32', cell, sizes);
        for (let i = 0; i < x.length; i++) x[i] = i % 2 === 0 ? 1e30 : -1e30;
        const { output } = network.forward(x, { steps: 5, batch: 2, training: true });
        network.backward({ dOutput });
        expect(output.every((state) => Math.abs(state) <= 5)).toBe(true);
        expect(parameters.get('encoder.bias_ih_l0').gradient.every(Number.isFinite)).toBe(true);
      });

      test('NaN in one series appears in its output from that step on, and in no other series', () => {
        const sizes = { steps: 4, batch: 2, inputSize: 1, hiddenSize: 3, layers: 2 };
        const { network, parameters, x, dOutput } = randomNetwork(kernel, 'float32', cell, sizes);
        x[2 * 2] = Number.NaN; // step 2 of series 0
        const { output } = network.forward(x, { steps: 4, batch: 2, training: true });
        const broken = Array.from({ length: 8 }, (_, row) =>
          output.subarray(row * 3, row * 3 + 3).some(Number.isNaN),
        );
        expect(broken).toEqual([false, false, false, false, true, false, true, false]);
        network.backward({ dOutput });
        const norm = clipGlobalNorm(kernel, parameters, 1);
        expect(norm).toBeNaN();
      });

      test('dropout acts between layers and in training only', () => {
        const sizes = { steps: 4, batch: 2, inputSize: 2, hiddenSize: 3, layers: 2 };
        const plain = randomNetwork(kernel, 'float32', cell, sizes);
        const dropping = randomNetwork(kernel, 'float32', cell, sizes, { dropout: 0.5 });
        const single = randomNetwork(kernel, 'float32', cell, { ...sizes, layers: 1 }, { dropout: 0.5 });
        const run = ({ network, x }: typeof plain, training: boolean) =>
          network.forward(x, { steps: 4, batch: 2, training }).output.slice();
        expect(run(dropping, false)).toEqual(run(plain, false));
        expect(run(dropping, true)).not.toEqual(run(plain, true));
        expect(run(single, true)).toEqual(run(single, false));
      });
    });

describe('layers', () => {
  const [kernel] = availableKernels();

  test('the arrays of a kernel call do not overlap, as the contract requires', () => {
    const calls: string[] = [];
    const expectNoOverlap = (call: string, values: unknown[]) => {
      calls.push(call);
      const arrays = values
        .filter((value) => ArrayBuffer.isView(value))
        .filter((array) => array.byteLength > 0);
      for (const [i, a] of arrays.entries())
        for (const b of arrays.slice(i + 1))
          if (a.buffer === b.buffer)
            expect(
              a.byteOffset + a.byteLength <= b.byteOffset || b.byteOffset + b.byteLength <= a.byteOffset,
            ).toBe(true);
    };
    const watched: Kernel = {
      ...kernel,
      recurrentForward(...values) {
        expectNoOverlap('forward', values);
        kernel.recurrentForward(...values);
      },
      recurrentBackward(...values) {
        expectNoOverlap('backward', values);
        kernel.recurrentBackward(...values);
      },
    };
    const sizes = { steps: 3, batch: 2, inputSize: 2, hiddenSize: 3, layers: 4 };
    for (const dropout of [0, 0.5]) {
      const made = randomNetwork(watched, 'float32', 'lstm', sizes, { dropout });
      made.network.forward(made.x, { steps: 3, batch: 2, training: true });
      made.network.backward({ dOutput: made.dOutput });
    }
    expect(calls.length).toBe(2 * 2 * 4);
  });

  test('dropout keeps the mean and drops the given rate', () => {
    const layer = dropout({ precision: 'float32', rate: 0.25, lengthMax: 40_000, rng: createRng(1) });
    const x = new Float32Array(40_000).fill(1);
    const y = layer.forward(x, true);
    const dropped = y.filter((value) => value === 0).length / y.length;
    expect(dropped).toBeCloseTo(0.25, 2);
    expect(dot(y, x) / y.length).toBeCloseTo(1, 1);
    expect(layer.forward(x, false)).toBe(x);
  });

  test('a linear layer that is not initialised is zero', () => {
    const parameters = createParameters('float32');
    const head = linear({ kernel, parameters, prefix: 'head.', inputSize: 2, outputSize: 3, rowsMax: 4 });
    parameters.seal();
    expect([...head.forward(Float32Array.of(1, 2))]).toEqual([0, 0, 0]);
  });

  test('backward without a forward in training fails an assertion', () => {
    const sizes = { steps: 2, batch: 1, inputSize: 1, hiddenSize: 2, layers: 1 };
    const { network, x, dOutput } = randomNetwork(kernel, 'float32', 'gru', sizes);
    network.forward(x, { steps: 2, batch: 1, training: false });
    expect(() => network.backward({ dOutput })).toThrow('forward in training');
  });

  test('a norm that is not finite is returned and the gradients are not changed', () => {
    const parameters = createParameters('float32');
    parameters.add('w', [2]);
    parameters.seal();
    parameters.gradients.set([Number.POSITIVE_INFINITY, 3]);
    expect(clipGlobalNorm(kernel, parameters, 1)).toBe(Number.POSITIVE_INFINITY);
    expect([...parameters.gradients]).toEqual([Number.POSITIVE_INFINITY, 3]);
  });

  test('quantiles outside (0, 1) are refused', () => {
    for (const quantiles of [[], [0], [1], [0.5, Number.NaN]])
      expect(() => pinball({ kernel, quantiles })).toThrow(RangeError);
    expect(() => pinball({ kernel, quantiles: [0.5], weights: [0] })).toThrow(RangeError);
  });

  test('a kernel is chosen by name; an unknown name is refused with the available ones', () => {
    expect(selectKernel('reference').name).toBe('reference');
    expect(selectKernel().name).toBe(availableKernels()[0].name);
    expect(() => selectKernel('abacus')).toThrow(EngineError);
    expect(() => selectKernel('abacus')).toThrow('reference');
  });
});
