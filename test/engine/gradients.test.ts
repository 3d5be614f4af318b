import { describe, expect, test } from 'vitest';
import {
  availableKernels,
  type CellName,
  cellNames,
  createParameters,
  createRng,
  dropout,
  type Floats,
  type Kernel,
  linear,
  meanSquaredError,
  pinball,
} from '../../src/engine/index.ts';
import { centralDifferences, dot, relativeError } from './differences.ts';
import { float64Kernels, randomFloats, randomNetwork } from './network.ts';

interface Case {
  layers: number;
  withInitial: boolean;
  lossAt: 'every step and the final states' | 'the last step';
  dropout?: number;
}

/** All gradients of one case, each with its central differences. */
function recurrentGradients(kernel: Kernel, cell: CellName, { layers, withInitial, lossAt, dropout }: Case) {
  const sizes = { steps: 4, batch: 2, inputSize: 2, hiddenSize: 3, layers };
  const { steps, batch, hiddenSize } = sizes;
  const made = randomNetwork(kernel, 'float64', cell, sizes, { dropout });
  const { parameters, network, rng, x, dOutput } = made;
  const initial = withInitial ? made.initial : undefined;
  const everywhere = lossAt !== 'the last step';
  if (!everywhere) dOutput.fill(0, 0, (steps - 1) * batch * hiddenSize);
  const { dHn, dCn } = everywhere ? made : { dHn: undefined, dCn: undefined };

  const masks = rng.state();
  const loss = () => {
    rng.restore(masks);
    const { output, hn, cn } = network.forward(x, { steps, batch, training: true, initial });
    return dot(output, dOutput) + (dHn ? dot(hn, dHn) : 0) + (dCn ? dot(cn!, dCn) : 0);
  };

  loss();
  parameters.zeroGradients();
  const { dx, dH0, dC0 } = network.backward({ dOutput, dHn, dCn });
  const pairs: [string, Floats, Floats][] = parameters.tensors.map(({ name, value, gradient }) => [
    name,
    gradient,
    value,
  ]);
  pairs.push(['x', dx!, x]);
  if (initial) pairs.push(['h0', dH0, initial.h]);
  if (initial?.c) pairs.push(['c0', dC0!, initial.c]);
  return pairs.map(([name, gradient, values]) => ({
    name,
    gradient: gradient.slice(),
    numeric: centralDifferences(loss, values),
  }));
}

for (const kernel of float64Kernels()) {
  describe(`${kernel.name}, float64: gradients are the central differences`, () => {
    for (const cell of cellNames)
      for (const layers of [1, 2, 3])
        for (const withInitial of [false, true])
          for (const lossAt of ['every step and the final states', 'the last step'] as const)
            test(`${cell}, ${layers} layers, ${withInitial ? 'given' : 'zero'} initial state, loss at ${lossAt}`, () => {
              for (const { name, gradient, numeric } of recurrentGradients(kernel, cell, {
                layers,
                withInitial,
                lossAt,
              }))
                expect(relativeError(gradient, numeric), name).toBeLessThanOrEqual(1e-6);
            });

    for (const cell of cellNames)
      test(`${cell}, 3 layers with dropout between them, masks held fixed`, () => {
        const options = {
          layers: 3,
          withInitial: true,
          lossAt: 'every step and the final states',
          dropout: 0.4,
        };
        for (const { name, gradient, numeric } of recurrentGradients(kernel, cell, options as Case))
          expect(relativeError(gradient, numeric), name).toBeLessThanOrEqual(1e-6);
      });

    test('linear', () => {
      const rng = createRng(1);
      const parameters = createParameters('float64');
      const layer = linear({ kernel, parameters, prefix: '', inputSize: 3, outputSize: 5, rowsMax: 7 });
      parameters.seal();
      layer.initialise(rng);
      const x = randomFloats('float64', 7 * 3, rng);
      const dy = randomFloats('float64', 7 * 5, rng);
      const loss = () => dot(layer.forward(x), dy);
      loss();
      const dx = layer.backward(dy).slice();
      for (const { name, gradient, value } of parameters.tensors)
        expect(relativeError(gradient, centralDifferences(loss, value)), name).toBeLessThanOrEqual(1e-6);
      expect(relativeError(dx, centralDifferences(loss, x))).toBeLessThanOrEqual(1e-6);
    });

    test('dropout with its mask held fixed', () => {
      const rng = createRng(2);
      const layer = dropout({ precision: 'float64', rate: 0.3, lengthMax: 30, rng });
      const x = randomFloats('float64', 20, rng);
      const dy = randomFloats('float64', 20, rng);
      const mask = rng.state();
      const loss = () => {
        rng.restore(mask);
        return dot(layer.forward(x, true), dy);
      };
      loss();
      const dx = layer.backward(dy).slice();
      expect(relativeError(dx, centralDifferences(loss, x))).toBeLessThanOrEqual(1e-6);
      expect(dx.filter((gradient) => gradient === 0).length).toBeGreaterThan(0);
    });

    for (const masked of [false, true])
      test(`pinball and mean squared error${masked ? ' with missing targets' : ''}`, () => {
        const rng = createRng(3);
        const y = randomFloats('float64', 12, rng);
        const mask = masked ? Uint8Array.from(y, (_, i) => (i % 3 === 0 ? 0 : 1)) : undefined;
        const losses = [
          { size: 12, loss: meanSquaredError({ kernel }) },
          { size: 36, loss: pinball({ kernel, quantiles: [0.1, 0.5, 0.9], weights: [1, 5, 2] }) },
        ];
        for (const { size, loss } of losses) {
          const yHat = randomFloats('float64', size, rng);
          const dYHat = new Float64Array(size);
          loss(dYHat, yHat, y, mask);
          const gradient = dYHat.slice();
          const numeric = centralDifferences(() => loss(dYHat, yHat, y, mask), yHat);
          expect(relativeError(gradient, numeric)).toBeLessThanOrEqual(1e-6);
        }
      });
  });
}

for (const kernel of availableKernels()) {
  test(`${kernel.name}: missing targets are not read; if all are missing, the loss and its gradient are 0`, () => {
    const yHat = Float32Array.of(1, 2, 3, 4);
    const dYHat = new Float32Array(4);
    const loss = pinball({ kernel, quantiles: [0.2, 0.8] });
    const value = loss(dYHat, yHat, Float32Array.of(Number.NaN, 3), Uint8Array.of(0, 1));
    expect(value).toBeCloseTo((0.2 * 0 + 0.2 * 1) / 2);
    expect([...dYHat.subarray(0, 2)]).toEqual([0, 0]);
    expect(loss(dYHat, yHat, Float32Array.of(Number.NaN, Number.NaN), new Uint8Array(2))).toBe(0);
    expect([...dYHat].every((gradient) => gradient === 0)).toBe(true);
    const squared = meanSquaredError({ kernel });
    expect(squared(dYHat, yHat, Float32Array.of(Number.NaN, 2, 3, 6), Uint8Array.of(0, 1, 1, 1))).toBeCloseTo(
      4 / 3,
    );
  });

  test(`${kernel.name}: gradients accumulate over calls until they are zeroed`, () => {
    const made = randomNetwork(kernel, 'float32', 'gru', {
      steps: 3,
      batch: 2,
      inputSize: 2,
      hiddenSize: 4,
      layers: 2,
    });
    const { parameters, network, x, dOutput } = made;
    network.forward(x, { steps: 3, batch: 2, training: true });
    network.backward({ dOutput });
    const once = parameters.gradients.slice();
    network.backward({ dOutput });
    expect(
      relativeError(
        parameters.gradients,
        once.map((gradient) => 2 * gradient),
      ),
    ).toBeLessThan(1e-6);
    parameters.zeroGradients();
    network.backward({ dOutput });
    expect(parameters.gradients).toEqual(once);
  });

  test(`${kernel.name}: gemm is the matrix product for every shape and transposition`, () => {
    const rng = createRng(5);
    for (const [m, n, k] of [
      [1, 1, 1],
      [4, 2, 3],
      [5, 3, 7],
      [3, 9, 1],
      [17, 6, 33],
    ])
      for (const transposeA of [false, true])
        for (const transposeB of [false, true]) {
          const a = randomFloats('float32', m * k, rng);
          const b = randomFloats('float32', k * n, rng);
          const c = randomFloats('float32', m * n, rng);
          const expected = Float32Array.from(c, (before, at) => {
            const [i, j] = [Math.floor(at / n), at % n];
            let sum = before;
            for (let l = 0; l < k; l++)
              sum += a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
            return sum;
          });
          const fresh = new Float32Array(m * n).fill(Number.NaN);
          kernel.gemm(transposeA, transposeB, m, n, k, a, b, false, fresh);
          expect(
            relativeError(
              fresh,
              expected.map((sum, at) => sum - c[at]),
            ),
          ).toBeLessThan(1e-5);
          kernel.gemm(transposeA, transposeB, m, n, k, a, b, true, c);
          expect(relativeError(c, expected)).toBeLessThan(1e-5);
        }
  });
}
