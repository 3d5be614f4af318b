import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import {
  availableKernels,
  cellNames,
  createParameters,
  createRng,
  type Floats,
  type Kernel,
  linear,
  planBytes,
  recurrent,
  selectKernel,
} from '../../src/engine/index.ts';
import { instructionSets } from '../../src/engine/kernels/native/index.ts';
import { relativeError } from './differences.ts';
import { fastKernels } from './kernels.ts';
import { randomFloats, randomNetwork } from './network.ts';
import { gradientsAfterPasses } from './training-thread.ts';

const reference = selectKernel('reference');
const toleranceMax = 1e-5;

test('all three kernels are available', ({ skip }) => {
  const names = availableKernels().map(({ name }) => name);
  // A machine without a C compiler is supported. In CI a missing native kernel would go unnoticed, so there it fails.
  if (process.env.CI === undefined && !names.includes('native'))
    skip('THE NATIVE KERNEL IS NOT TESTED: it was not built. Run: npm run build:native');
  expect(names).toEqual(['native', 'wasm', 'reference']);
});

test('a kernel of one instruction set is chosen by name, and threads get the same one', ({ skip }) => {
  if (instructionSets.length === 0) skip('the native kernel was not built');
  for (const instructionSet of instructionSets) {
    const name = `native-${instructionSet}`;
    expect(selectKernel(selectKernel(name).name).name).toBe(name);
  }
  expect(() => selectKernel('native-abacus')).toThrow(
    `available: native, wasm, reference, native-${instructionSets[0]}`,
  );
});

test('threads of one process give the results of a single thread', async () => {
  const file = new URL('training-thread.ts', import.meta.url);
  const answers = await Promise.all(
    [1, 2, 3].map(async () => (await once(new Worker(file), 'message'))[0] as Float32Array),
  );
  for (const answer of answers) expect(answer).toEqual(gradientsAfterPasses());
});

// T, B, I, H, layers. Sizes that do and do not fill vectors, more rows than a chunk or a tile, inputs that are
// projected for several steps at once, more hidden units than one block of a matrix product. The last one is the only
// one that AVX2 computes in several blocks of rows, panels and columns.
const sizes = [
  [1, 1, 1, 1, 1],
  [1, 5, 3, 17, 2],
  [7, 5, 2, 3, 1],
  [6, 3, 40, 33, 2],
  [130, 5, 1, 16, 1],
  [19, 1, 17, 255, 1],
  [3, 61, 9, 64, 2],
  [2, 165, 3, 250, 1],
];

for (const kernel of fastKernels())
  describe(kernel.name, () => {
    // T, B, I, H: batches that leave tiles of one row, panels that fill tiles and do not, inputs that are projected.
    for (const [steps, batch, inputSize, hiddenSize] of [
      [5, 9, 1, 100],
      [50, 2, 12, 64],
      [3, 25, 20, 150],
    ])
      for (const cell of cellNames)
        test(`${cell}, T ${steps}, B ${batch}, I ${inputSize}, H ${hiddenSize}: each series has the same bits alone and in the batch`, () => {
          const sizes = { steps, batch, inputSize, hiddenSize, layers: 2 };
          const { network, x } = randomNetwork(kernel, 'float32', cell, sizes);
          const together = network.forward(x, { steps, batch, training: false }).output.slice();
          const ofSeries = (values: Floats, width: number, row: number) =>
            Float32Array.from({ length: steps * width }, (_, i) => {
              const step = Math.floor(i / width);
              return values[(step * batch + row) * width + (i % width)];
            });
          for (let row = 0; row < batch; row++) {
            const alone = ofSeries(x, inputSize, row);
            const { output } = network.forward(alone, { steps, batch: 1, training: false });
            expect(output, `series ${row}`).toEqual(ofSeries(together, hiddenSize, row));
          }
        });
    for (const cell of cellNames)
      for (const [steps, batch, inputSize, hiddenSize, layers] of sizes)
        test(`${cell}, T ${steps}, B ${batch}, I ${inputSize}, H ${hiddenSize}, ${layers} layers: outputs and gradients are the reference's`, () => {
          const run = (tested: Kernel) => {
            const made = randomNetwork(tested, 'float32', cell, {
              steps,
              batch,
              inputSize,
              hiddenSize,
              layers,
            });
            const { network, parameters, x, initial, dOutput, dHn, dCn } = made;
            const forward = network.forward(x, { steps, batch, training: true, initial });
            const results: Record<string, Floats> = {
              output: forward.output.slice(),
              hn: forward.hn.slice(),
            };
            if (forward.cn) results.cn = forward.cn.slice();
            const backward = network.backward({ dOutput, dHn, dCn });
            Object.assign(results, { dx: backward.dx!.slice(), dH0: backward.dH0.slice() });
            if (backward.dC0) results.dC0 = backward.dC0.slice();
            for (const { name, gradient } of parameters.tensors) results[name] = gradient.slice();
            return results;
          };
          const expected = run(reference);
          for (const [name, actual] of Object.entries(run(kernel)))
            expect(relativeError(actual, expected[name]), name).toBeLessThanOrEqual(toleranceMax);
        });

    for (const cell of cellNames)
      test(`${cell}: inference gives the bytes of training, also with frozen weights or memory from outside the kernel`, () => {
        const shape = { steps: 9, batch: 2, inputSize: 11, hiddenSize: 19, layers: 2 };
        const make = (allocate?: Kernel['allocate']) => {
          const parameters = createParameters('float32', allocate);
          const rest = { cell, kernel, parameters, prefix: '', batchMax: 2, stepsMax: 9 };
          const made = recurrent({ ...shape, ...rest });
          parameters.seal();
          made.initialise(createRng(3));
          return made;
        };
        const x = randomFloats('float32', 9 * 2 * 11, createRng(4));
        const run = (tested: ReturnType<typeof make>, training: boolean) => {
          const { output, hn, cn } = tested.forward(x, { steps: 9, batch: 2, training });
          return [output.slice(), hn.slice(), cn?.slice()];
        };
        const network = make(kernel.allocate);
        const expected = run(network, true);
        expect(run(network, false)).toEqual(expected);
        network.freeze();
        expect(run(network, false)).toEqual(expected);
        expect(run(make(), true)).toEqual(expected);
        expect(() => run(network, true)).toThrow('frozen');
      });

    for (const [rows, inputSize, outputSize] of [
      [1, 17, 5],
      [1, 300, 70],
      [20, 64, 64],
      [33, 13, 160],
    ])
      test(`a linear layer of ${inputSize} × ${outputSize} gives ${rows} rows with the same bytes once it is frozen`, () => {
        const parameters = createParameters('float32', kernel.allocate);
        const layer = linear({ kernel, parameters, prefix: '', inputSize, outputSize, rowsMax: 40 });
        parameters.seal();
        layer.initialise(createRng(5));
        const x = randomFloats('float32', rows * inputSize, createRng(6));
        const expected = layer.forward(x).slice();
        layer.freeze();
        expect(layer.forward(x).slice()).toEqual(expected);
        // A row does not depend on the others.
        expect(layer.forward(x.subarray(0, inputSize)).slice()).toEqual(expected.subarray(0, outputSize));
      });

    for (const cell of cellNames)
      test(`${cell}: the same call gives the same bytes`, () => {
        const once = () => {
          const shape = { steps: 12, batch: 7, inputSize: 3, hiddenSize: 21, layers: 1 };
          const { network, parameters, x, dOutput } = randomNetwork(kernel, 'float32', cell, shape);
          network.forward(x, { steps: 12, batch: 7, training: true });
          network.backward({ dOutput });
          return parameters.gradients.slice();
        };
        expect(once()).toEqual(once());
      });

    test('sigmoid and tanh are precise for small values and at their limits', () => {
      const points = 40_001;
      const x = Float32Array.from({ length: points }, (_, i) =>
        Math.fround(((i - 20_000) / 20_000) ** 3 * 20),
      );
      const oneStep = (cell: 'rnn' | 'gru', values: Record<string, number[]>, inputs: Float32Array) => {
        const parameters = createParameters('float32');
        const rest = { layers: 1, prefix: '', batchMax: inputs.length, stepsMax: 1 };
        const network = recurrent({ kernel, parameters, cell, inputSize: 1, hiddenSize: 1, ...rest });
        parameters.seal();
        for (const [name, numbers] of Object.entries(values)) parameters.get(name).value.set(numbers);
        const initial = { h: new Float32Array(inputs.length).fill(1) };
        return network.forward(inputs, { steps: 1, batch: inputs.length, training: false, initial }).output;
      };
      // With n = 0 and the state 1 before, the output of a GRU is z.
      const cells = [
        {
          run: (inputs: Float32Array) => oneStep('rnn', { weight_ih_l0: [1] }, inputs),
          exact: Math.tanh,
          far: Float32Array.of(-1e38, 1e38, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
          limits: [-1, 1],
        },
        {
          run: (inputs: Float32Array) => oneStep('gru', { weight_ih_l0: [0, 1, 0] }, inputs),
          exact: (value: number) => 1 / (1 + Math.exp(-value)),
          far: Float32Array.of(-1e38, 1e38, -1e30, 1e30), // 0 · ∞ would be NaN
          limits: [0, 1],
        },
      ];
      for (const { run, exact, far, limits } of cells) {
        const actual = run(x).slice();
        let worst = 0;
        for (let i = 0; i < points; i++) {
          const expected = exact(x[i]);
          const error = expected === 0 ? actual[i] : actual[i] / expected - 1;
          worst = Math.max(worst, Math.abs(error)); // NaN if an output is NaN
        }
        expect(worst).toBeLessThan(/sse2|wasm/.test(kernel.name) ? 1e-6 : 5e-7);
        const [low, high] = limits;
        for (const [i, limit] of [low, high, low, high].entries())
          expect(Math.abs(run(far)[i] - limit)).toBeLessThan(1e-7);
        expect(run(Float32Array.of(Number.NaN, 0))[0]).toBeNaN();
      }
    });

    for (const [m, n, k] of [
      [1, 1, 1],
      [5, 3, 0],
      [7, 33, 65],
      [13, 1, 300],
      [203, 70, 260],
      [20, 1050, 10],
    ])
      test(`gemm [${m}, ${k}] · [${k}, ${n}], all transpositions, is the reference's`, () => {
        const rng = createRng(m + n + k);
        const [a, b, c] = [m * k, k * n, m * n].map((length) => randomFloats('float32', length, rng));
        for (const transposeA of [false, true])
          for (const transposeB of [false, true])
            for (const accumulate of [false, true]) {
              const [actual, expected] = [c.slice(), c.slice()];
              kernel.gemm(transposeA, transposeB, m, n, k, a, b, accumulate, actual);
              reference.gemm(transposeA, transposeB, m, n, k, a, b, accumulate, expected);
              expect(relativeError(actual, expected)).toBeLessThanOrEqual(toleranceMax);
            }
      });

    test('a linear layer, SiLU, clipping and AdamW are the reference’s', () => {
      const run = (tested: Kernel) => {
        const rng = createRng(11);
        const random = (length: number) => randomFloats('float32', length, rng);
        const tensor = (shape: number[]) => {
          const length = shape.reduce((product, size) => product * size, 1);
          return { name: '', shape, value: random(length), gradient: random(length) };
        };
        const [weight, bias] = [tensor([5, 19]), tensor([5])];
        const [x, y, dy, dx] = [37 * 19, 37 * 5, 37 * 5, 37 * 19].map(random);
        tested.linearForward(y, x, weight, bias, 37, 19, 5);
        tested.linearBackward(dx, dy, x, weight, bias, 37, 19, 5);
        const [values, gradients, m] = [1003, 1003, 1003].map(random);
        const v = random(1003).map((value) => value * value);
        const before = tested.clipGlobalNorm(gradients, 2);
        tested.adamw(values, gradients, m, v, 3, 1e-2, 0.9, 0.999, 1e-8, 0.01);
        const [wide, silu, dSilu] = [1003, 1003, 1003].map(random);
        for (let i = 0; i < wide.length; i++) wide[i] *= 8;
        tested.siluForward(silu, wide);
        tested.siluBackward(dSilu, wide, silu);
        // 37 windows of 7 steps, with more and with fewer columns than a vector has lanes.
        const outer = [33, 5].flatMap((columns) => {
          const [sum, d] = [37 * 7 * columns, 37 * 7 * columns].map(random);
          const [rows, dRows] = [7 * columns, 7 * columns].map(random);
          const [shifts, dShifts] = [37 * columns, 37 * columns].map(random);
          tested.outerSum(sum, rows, shifts, 37, 7, columns);
          tested.outerSumBackward(dRows, dShifts, d, 37, 7, columns);
          return [sum, dRows, dShifts];
        });
        const [yHat, dYHat, target] = [37 * 5, 37 * 5, 37].map(random);
        target[3] = yHat[3 * 5 + 2]; // an error of 0
        const [lossMasked, lossAll] = [new Float64Array(1), new Float64Array(1)];
        const dMasked = new Float32Array(dYHat.length);
        const levels = Float64Array.of(0.025, 0.1, 0.5, 0.9, 0.975);
        const weights = Float64Array.of(1, 1, 5, 1, 1);
        const mask = Uint8Array.from(target, (_, row) => (row % 4 === 1 ? 0 : 1));
        tested.pinball(dMasked, yHat, target, mask, levels, weights, 37, lossMasked);
        tested.pinball(dYHat, yHat, target, null, levels, weights, 37, lossAll);
        const symbols = Uint32Array.from({ length: 37 }, (_, row) => (row * 5) % 45);
        const logits = random(37 * 45).map((value) => 9 * value);
        const dLogits = new Float32Array(logits.length);
        const [natsMasked, natsAll] = [new Float64Array(37), new Float64Array(37)];
        const tops = new Uint32Array(37);
        tested.crossEntropy(dLogits, logits, symbols, mask, 45, natsMasked, null);
        tested.crossEntropy(null, logits, symbols, null, 45, natsAll, tops);
        return [
          ...outer,
          ...[dMasked, dYHat, lossMasked, lossAll],
          ...[dLogits, natsMasked, natsAll, Float64Array.from(tops)],
          y,
          dx,
          weight.gradient,
          bias.gradient,
          silu,
          dSilu,
          values,
          gradients,
          m,
          v,
          Float64Array.of(before),
        ];
      };
      const expected = run(reference);
      for (const [index, actual] of run(kernel).entries())
        expect(relativeError(actual, expected[index])).toBeLessThanOrEqual(toleranceMax);
    });

    test('an outer sum adds each row to each shift; its gradient adds to the rows and overwrites the shifts', () => {
      const float = (...values: number[]) => Float32Array.from(values);
      const to = new Float32Array(8);
      kernel.outerSum(to, float(1, 2, 3, 4), float(10, 20, 30, 40), 2, 2, 2);
      expect([...to]).toEqual([11, 22, 13, 24, 31, 42, 33, 44]);
      const [dRows, dShifts] = [float(100, 0, 0, 0), float(9, 9, 9, 9)];
      kernel.outerSumBackward(dRows, dShifts, float(1, 2, 3, 4, 5, 6, 7, 8), 2, 2, 2);
      expect([...dRows]).toEqual([106, 8, 10, 12]);
      expect([...dShifts]).toEqual([4, 6, 12, 14]);
      expect(() => kernel.outerSum(to, float(1), float(1, 2), 2, 2, 2)).toThrow();
      expect(() => kernel.outerSumBackward(dRows, dShifts, float(1), 2, 2, 2)).toThrow();
    });

    test('the pinball loss of NaN is NaN, and that of no target is 0', () => {
      const [one, out] = [Float64Array.of(0.5), new Float64Array(1)];
      const [d, yHat] = [new Float32Array(2), Float32Array.of(1, Number.NaN)];
      kernel.pinball(d, yHat, Float32Array.of(3, 3), null, one, one, 2, out);
      expect([...d]).toEqual([-0.25, Number.NaN]);
      expect(out[0]).toBeNaN();
      kernel.pinball(d, yHat, Float32Array.of(3, 3), Uint8Array.of(1, 0), one, one, 2, out);
      expect([...d]).toEqual([-0.5, 0]);
      expect(out[0]).toBe(1);
      kernel.pinball(d, yHat, Float32Array.of(3, 3), Uint8Array.of(0, 0), one, one, 2, out);
      expect([out[0], ...d]).toEqual([0, 0, 0]);
    });

    test('the cross-entropy of extreme logits, of a single symbol, and of NaN', () => {
      const [nats, tops] = [new Float64Array(2), new Uint32Array(2)];
      const logits = Float32Array.of(1e30, -1e30, 0, -5, -5, -5);
      kernel.crossEntropy(null, logits, Uint32Array.of(0, 2), null, 3, nats, tops);
      expect(nats[0]).toBe(0);
      expect(nats[1]).toBeCloseTo(Math.log(3), 6);
      expect([...tops]).toEqual([0, 0]);
      const d = new Float32Array(2);
      kernel.crossEntropy(d, Float32Array.of(-3, 7), Uint32Array.of(0, 0), null, 1, nats, tops);
      expect([...nats, ...d]).toEqual([0, 0, 0, 0]);
      kernel.crossEntropy(d, Float32Array.of(1, Number.NaN), Uint32Array.of(0), null, 2, nats, null);
      expect(nats[0]).toBeNaN();
      expect(() => kernel.crossEntropy(null, logits, Uint32Array.of(3), null, 3, nats, tops)).toThrow();
      const none = Uint8Array.of(0, 0);
      kernel.crossEntropy(null, logits, Uint32Array.of(9, 9), none, 3, nats, tops);
      expect([...nats]).toEqual([0, 0]);
    });

    test('squares that overflow float32 still give a norm', () => {
      const gradients = Float32Array.of(3e30, 4e30);
      expect(kernel.clipGlobalNorm(gradients, 1)).toBeCloseTo(5e30, -25);
      expect(gradients[0]).toBeCloseTo(0.6, 6);
    });

    test('arrays that do not fit the shape are refused before they are read', () => {
      const short = kernel.allocate('float32', 3);
      const long = kernel.allocate('float32', 16);
      expect(() => kernel.gemm(false, false, 4, 4, 4, short, long, false, long)).toThrow();
      expect(() => kernel.gemm(false, false, 4, 4, 4, long, long, false, short)).toThrow();
      expect(() => kernel.gemm(false, false, 2, 2, 2, new Float64Array(16), long, false, long)).toThrow();
      expect(() => kernel.gemm(false, false, 2 ** 33, 2 ** 31, 0, long, long, false, long)).toThrow();
      expect(() => kernel.outerSum(long, long, long, 2 ** 31, 2 ** 31, 4)).toThrow();
      expect(() => kernel.outerSumBackward(long, long, long, 2 ** 31, 2 ** 31, 4)).toThrow();
      const huge = {
        cell: 'lstm',
        steps: 2 ** 30,
        batch: 2 ** 30,
        inputSize: 1,
        hiddenSize: 2 ** 30,
      } as const;
      const tensor = { name: '', shape: [], value: long, gradient: long };
      const layer = { weightIh: tensor, weightHh: tensor, biasIh: tensor, biasHh: tensor };
      expect(() => kernel.pack(huge, layer, long)).toThrow();
    });

    test('an allocation that is too large fails, and the kernel can still be used', () => {
      expect(() => kernel.allocate('float32', 2 ** 40)).toThrow();
      expect([...kernel.allocate('float32', 2)]).toEqual([0, 0]);
      expect(kernel.allocate('float32', 0).length).toBe(0);
    });

    test('planBytes is the memory that a network allocates; a shorter window needs less', () => {
      const network = {
        kernel,
        cell: 'lstm',
        inputSize: 3,
        hiddenSize: 20,
        layers: 2,
        dropout: 0.1,
      } as const;
      const parameters = createParameters('float32');
      const rng = createRng(1);
      const made = recurrent({ ...network, parameters, prefix: '', batchMax: 8, stepsMax: 30, rng });
      expect(planBytes(network, 8, 30)).toBe(made.bytes);
      expect(planBytes(network, 8, 10)).toBeLessThan(made.bytes);
    });
  });
