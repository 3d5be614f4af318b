import { describe, expect, test } from 'vitest';
import {
  adamw,
  availableKernels,
  cellNames,
  clipGlobalNorm,
  createParameters,
  type Floats,
  linear,
  meanSquaredError,
  oneCycle,
  pinball,
  recurrent,
} from '../../src/engine/index.ts';
import { relativeError } from './differences.ts';
import { fixture } from './fixtures.ts';

const toleranceMax = 1e-5;

for (const kernel of availableKernels()) {
  describe(`${kernel.name}, float32: equal to PyTorch`, () => {
    for (const cell of cellNames)
      for (const layers of [1, 2, 3])
        for (const withInitial of [false, true])
          test(`${cell}, ${layers} layers, ${withInitial ? 'given' : 'zero'} initial state`, () => {
            const torch = fixture(cell, `${layers}.${withInitial ? 'initial' : 'zeros'}.`);
            const lstm = cell === 'lstm';
            const [steps, batch, inputSize] = torch.shape('x');
            const hiddenSize = torch.shape('output')[2];
            const parameters = createParameters('float32');
            const network = recurrent({
              kernel,
              parameters,
              prefix: '',
              cell,
              inputSize,
              hiddenSize,
              layers,
              batchMax: batch + 3,
              stepsMax: steps + 2,
            });
            parameters.seal();
            for (const { name, shape, value } of parameters.tensors) {
              expect(shape).toEqual(torch.shape(name));
              value.set(torch.floats(name));
            }
            const equal = (actual: Floats, name: string) =>
              expect(relativeError(actual, torch.floats(name)), name).toBeLessThanOrEqual(toleranceMax);

            const initial = withInitial
              ? { h: torch.floats('h0'), c: lstm ? torch.floats('c0') : undefined }
              : undefined;
            const { output, hn, cn } = network.forward(torch.floats('x'), {
              steps,
              batch,
              training: true,
              initial,
            });
            equal(output, 'output');
            equal(hn, 'hn');
            if (lstm) equal(cn!, 'cn');

            const { dx, dH0, dC0 } = network.backward({
              dOutput: torch.floats('dOutput'),
              dHn: torch.floats('dHn'),
              dCn: lstm ? torch.floats('dCn') : undefined,
            });
            equal(dx!, 'dx');
            if (withInitial) equal(dH0, 'dH0');
            if (withInitial && lstm) equal(dC0!, 'dC0');
            for (const { name, gradient } of parameters.tensors) equal(gradient, `d.${name}`);
          });

    test('clipping by the global norm and AdamW over several steps', () => {
      const torch = fixture('training', 'adamw.');
      const [steps, count] = torch.shape('gradients');
      const parameters = createParameters('float32');
      parameters.add('weights', [count]);
      parameters.seal();
      parameters.values.set(torch.floats('initial'));
      const optimizer = adamw({ kernel, parameters, beta2: 0.99, weightDecay: 0.1 });
      for (let step = 0; step < steps; step++) {
        const row = (name: string) => torch.floats(name).subarray(step * count, (step + 1) * count);
        parameters.gradients.set(row('gradients'));
        const norm = clipGlobalNorm(kernel, parameters, 1);
        optimizer.step(0.05);
        expect(norm).toBeCloseTo(torch.floats('norms')[step], 4);
        expect(relativeError(parameters.values, row('values')), `step ${step}`).toBeLessThanOrEqual(
          toleranceMax,
        );
      }
    });

    test('pinball and mean squared error with missing targets', () => {
      const torch = fixture('training');
      const y = torch.floats('loss.y');
      const mask = torch.bytes('loss.mask');
      const losses = {
        pinball: pinball({ kernel, quantiles: [0.1, 0.5, 0.9], weights: [1, 5, 1] }),
        mse: meanSquaredError({ kernel }),
      };
      for (const [name, loss] of Object.entries(losses)) {
        const yHat = torch.floats(`${name}.yHat`);
        const dYHat = new Float32Array(yHat.length);
        expect(loss(dYHat, yHat, y, mask)).toBeCloseTo(torch.floats(`${name}.loss`)[0], 6);
        expect(relativeError(dYHat, torch.floats(`${name}.dYHat`))).toBeLessThanOrEqual(toleranceMax);
      }
    });

    test('linear', () => {
      const torch = fixture('training', 'linear.');
      const [outputSize, inputSize] = torch.shape('weight');
      const parameters = createParameters('float32');
      const layer = linear({ kernel, parameters, prefix: '', inputSize, outputSize, rowsMax: 9 });
      parameters.seal();
      for (const { name, value } of parameters.tensors) value.set(torch.floats(name));
      expect(relativeError(layer.forward(torch.floats('x')), torch.floats('y'))).toBeLessThanOrEqual(
        toleranceMax,
      );
      expect(relativeError(layer.backward(torch.floats('dy')), torch.floats('dx'))).toBeLessThanOrEqual(
        toleranceMax,
      );
      for (const { name, gradient } of parameters.tensors)
        expect(relativeError(gradient, torch.floats(`d.${name}`)), name).toBeLessThanOrEqual(toleranceMax);
    });
  });
}

test('one-cycle learning rates are those of PyTorch', () => {
  const torch = fixture('training');
  const steps = 20;
  const rates = (schedule: (step: number) => number) =>
    Float64Array.from({ length: steps }, (_, step) => schedule(step));
  expect(
    relativeError(rates(oneCycle({ maximum: 0.1, steps, warmUp: 0.1 })), torch.floats('oneCycle')),
  ).toBeLessThan(1e-9);
});
