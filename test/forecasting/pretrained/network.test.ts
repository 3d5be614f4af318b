import { expect, test } from 'vitest';
import {
  availableKernels,
  type CellName,
  cellNames,
  createRng,
  type Kernel,
} from '../../../src/engine/index.ts';
import {
  createPretrainedNetwork,
  type InputGradients,
  levelCount,
  levels,
  memberCount,
} from '../../../src/forecasting/pretrained/index.ts';
import {
  backtestAt,
  backtestSize,
  backtestsMax,
  contextAt,
  contextSize,
  errorAt,
  logStepAt,
  stepSize,
} from '../../../src/forecasting/pretrained/input-sizes.ts';
import { hourly, inputsOf, randomNetwork, tinyShape } from './support.ts';

const histories = [hourly(240, 1), hourly(200, 2), hourly(70, 3)];
const rows = 3 * 6;

/** A network whose loss is the sum of its outputs times a random direction, which is then the
 *  gradient of the outputs. */
function lossAlong(kernel: Kernel, cell: CellName) {
  const network = randomNetwork(kernel, { ...tinyShape, cell });
  const { batch } = inputsOf(histories, 24, 6);
  const rng = createRng(7);
  const direction = Float32Array.from({ length: rows * levelCount }, () => rng.normal());
  const dY = kernel.allocate('float32', direction.length);
  dY.set(direction);
  const loss = () => {
    const y = network.forward(batch, true);
    return direction.reduce((sum, d, i) => sum + d * y[i], 0);
  };
  return { network, batch, loss, dY };
}

for (const kernel of availableKernels())
  for (const cell of cellNames)
    test(`${kernel.name} ${cell}: gradients of the parameters match central differences`, () => {
      const { network, loss, dY } = lossAlong(kernel, cell);
      const { parameters } = network;
      parameters.zeroGradients();
      loss();
      network.backward(dY);
      const gradients = Float64Array.from(parameters.gradients);
      const largest = gradients.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
      for (const { name, value } of parameters.tensors) {
        const at = value.byteOffset / 4 - parameters.values.byteOffset / 4;
        const i = Math.floor(value.length / 2);
        const before = value[i];
        const step = 4e-3;
        value[i] = before + step;
        const above = loss();
        value[i] = before - step;
        const below = loss();
        value[i] = before;
        const numeric = (above - below) / (2 * step);
        expect(Math.abs(numeric - gradients[at + i]), `${name}[${i}]`).toBeLessThan(
          0.02 * Math.abs(numeric) + 2e-3 * largest,
        );
      }
    });

for (const kernel of availableKernels())
  for (const cell of cellNames)
    test(`${kernel.name} ${cell}: gradients of the inputs match central differences`, () => {
      const { network, batch, loss, dY } = lossAlong(kernel, cell);
      loss();
      const gradients = Object.entries(network.backward(dY)!).map(
        ([name, values]) => [name as keyof InputGradients, Float64Array.from(values)] as const,
      );
      for (const [name, gradient] of gradients) {
        const inputs = batch[name];
        expect(gradient).toHaveLength(inputs.length);
        const largest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
        const places = Array.from({ length: 11 }, (_, k) => Math.floor(((k + 1) * inputs.length) / 12));
        if (name === 'context')
          for (const at of [errorAt.newest, errorAt.worstOfBest, errorAt.mean])
            places.push(contextAt.errors + at);
        for (const i of places) {
          const before = inputs[i];
          const step = 4e-2;
          inputs[i] = before + step;
          const above = loss();
          inputs[i] = before - step;
          const below = loss();
          inputs[i] = before;
          // The growth by the step counts as a constant.
          if (name === 'steps' && i % stepSize === logStepAt) continue;
          const numeric = (above - below) / (2 * step);
          expect(Math.abs(numeric - gradient[i]), `${name}[${i}]`).toBeLessThan(
            // float32 sums of the loss are this exact.
            0.02 * Math.abs(numeric) + 5e-3 * largest + 1e-4,
          );
        }
      }
    });

test('the context ends with a summary of the backtests', () => {
  const { batch } = inputsOf(histories, 24, 6);
  for (let row = 0; row < histories.length; row++) {
    const errors = batch.context.subarray(row * contextSize + contextAt.errors, (row + 1) * contextSize);
    const scored = Array.from({ length: backtestsMax }, (_, j) => {
      const at = (j * histories.length + row) * backtestSize;
      return batch.backtests.subarray(at, at + backtestSize);
    }).filter((scores) => scores[backtestAt.isScored] === 1);
    const best = scored.map((scores) => scores[backtestAt.best]);
    expect(errors[errorAt.scoredShare]).toBeCloseTo(scored.length / backtestsMax, 6);
    expect(errors[errorAt.bestOfNewest]).toBe(best.at(-1));
    expect(errors[errorAt.worstOfBest]).toBe(Math.max(...best));
    for (let i = 0; i < memberCount; i++) {
      const relative = scored.map((scores) => scores[backtestAt.relative + i]);
      expect(errors[errorAt.newest + i]).toBe(relative.at(-1));
      const mean = relative.reduce((sum, error) => sum + error, 0) / scored.length;
      expect(errors[errorAt.mean + i]).toBeCloseTo(mean, 5);
    }
  }
});

test('quantiles never cross, whatever the weights are', () => {
  const [kernel] = availableKernels();
  for (let seed = 1; seed <= 5; seed++) {
    const network = randomNetwork(kernel, tinyShape, seed);
    const y = network.forward(inputsOf(histories, 24, 6).batch, false);
    for (let row = 0; row < rows; row++)
      for (let k = 1; k < levelCount; k++)
        expect(y[row * levelCount + k]).toBeGreaterThanOrEqual(y[row * levelCount + k - 1]);
  }
});

test('an untrained network is a mean of the bank, with most weight on Theta after equal errors, and its quantiles are normal', () => {
  const [kernel] = availableKernels();
  const network = createPretrainedNetwork({ kernel, shape: tinyShape, batchMax: 4, rowsMax: 64 });
  network.initialise(createRng(1));
  const { batch } = inputsOf(histories, 24, 6);
  for (let end = contextSize; end <= batch.context.length; end += contextSize)
    batch.context.fill(0, end - contextSize + contextAt.errors, end);
  const y = network.forward(batch, false);
  for (let row = 0; row < rows; row++) {
    const weights = network.weights.subarray(row * memberCount, (row + 1) * memberCount);
    expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 5);
    expect(weights.indexOf(Math.max(...weights))).toBe(2);
    const members = batch.members.subarray(row * memberCount, (row + 1) * memberCount);
    const median = y[row * levelCount + levels.indexOf(0.5)];
    expect(median).toBeCloseTo(
      weights.reduce((sum, w, i) => sum + w * members[i], 0),
      3,
    );
    const growth = ((row % 6) + 1) ** 0.25;
    expect((y[row * levelCount + levels.indexOf(0.9)] - median) / growth).toBeCloseTo(1.2816, 2);
    expect((median - y[row * levelCount + levels.indexOf(0.025)]) / growth).toBeCloseTo(1.96, 2);
  }
});

test('every kernel gives the same quantiles within 1e-5 of the spread', () => {
  const { batch } = inputsOf(histories, 24, 6);
  const outputs = availableKernels().map((kernel) =>
    Float64Array.from(randomNetwork(kernel).forward(batch, false)),
  );
  const spread = Math.max(...outputs[0]) - Math.min(...outputs[0]);
  for (const y of outputs)
    for (let i = 0; i < y.length; i++)
      expect(Math.abs(y[i] - outputs[0][i])).toBeLessThan(1e-5 * Math.max(1, spread));
});
