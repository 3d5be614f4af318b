import { describe, expect, test } from 'vitest';
import {
  availableKernels,
  type CellName,
  cellNames,
  createParameters,
  type Floats,
  gatesOf,
  gradientSharesByStep,
  type Kernel,
  type Precision,
  recurrent,
  selectKernel,
  stepwise,
} from '../../src/engine/index.ts';
import { centralDifferences, dot, relativeError } from './differences.ts';
import { fastKernels } from './kernels.ts';
import { randomNetwork } from './network.ts';

const sizes = { steps: 9, batch: 3, inputSize: 2, hiddenSize: 18, layers: 2 };
const { steps, batch, inputSize, hiddenSize, layers } = sizes;
const states = batch * hiddenSize;

function randomStepwise(kernel: Kernel, cell: CellName, precision: Precision = 'float32') {
  const made = randomNetwork(kernel, precision, cell, sizes);
  const { tensors } = made.network;
  return { ...made, tensors, stepped: stepwise({ kernel, tensors, cell, inputSize, hiddenSize, layers }) };
}

for (const kernel of [selectKernel('reference'), ...fastKernels()])
  for (const cell of cellNames)
    describe(`${kernel.name} ${cell}, step by step`, () => {
      test('gives the states and gradients of the whole sequence and does not change the gradients of the network', () => {
        const { network, parameters, x, dOutput, stepped } = randomStepwise(kernel, cell);
        const { output } = network.forward(x, { steps, batch, training: true });
        const { dx, dH0, dC0 } = network.backward({ dOutput });
        const gradients = parameters.gradients.slice();

        const found = stepped.forward(x, { steps, batch });
        expect(relativeError(found[1].h.subarray(states), output)).toBeLessThan(1e-5);
        const backward = stepped.backward(dOutput);
        expect(relativeError(backward.dx, dx!)).toBeLessThan(1e-5);
        for (const [layer, { dH, dC }] of backward.layers.entries()) {
          const initial = (of: Floats) => of.subarray(layer * states, (layer + 1) * states);
          expect(relativeError(dH.subarray(0, states), initial(dH0))).toBeLessThan(1e-5);
          if (dC0) expect(relativeError(dC.subarray(0, states), initial(dC0))).toBeLessThan(1e-5);
        }
        expect(parameters.gradients).toEqual(gradients);
      });

      test('the parts of the steps in the gradient of a weight sum to the gradient of training', () => {
        const { network, x, dOutput, tensors, stepped } = randomStepwise(kernel, cell);
        network.forward(x, { steps, batch, training: true });
        network.backward({ dOutput });

        stepped.forward(x, { steps, batch });
        const parts = gradientSharesByStep(stepped, tensors, steps, dOutput);
        expect(parts.map(({ name }) => name)).toEqual(tensors.map(({ name }) => name));
        for (const [i, { gradient, norms, shares }] of parts.entries()) {
          expect(relativeError(gradient, tensors[i].gradient)).toBeLessThanOrEqual(1e-5);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
          // The initial state is zero, so W_hh has no gradient at the first step.
          expect(norms[0] === 0).toBe(tensors[i].name.includes('weight_hh'));
          expect(norms.subarray(1).every((norm) => norm > 0)).toBe(true);
        }
      });

      test('starts from the given state, and from zeros if the next call gives none', () => {
        const { network, x, stepped } = randomStepwise(kernel, cell);
        const { hn, cn } = network.forward(x, { steps, batch, training: false });
        const initial = { h: hn.slice(), c: cn?.slice() };
        const shape = { steps, batch };
        const later = network.forward(x, { ...shape, training: false, initial }).output.slice();
        const top = () => stepped.forward(x, { ...shape, initial })[layers - 1].h.subarray(states);
        expect(relativeError(top(), later)).toBeLessThan(1e-5);
        const afresh = network.forward(x, { ...shape, training: false }).output;
        expect(relativeError(stepped.forward(x, shape)[layers - 1].h.subarray(states), afresh)).toBeLessThan(
          1e-5,
        );
        expect(relativeError(top(), afresh)).toBeGreaterThan(1e-3);
      });

      test('the gradient of a state is that of a network that starts from this state', () => {
        const { x, dOutput, stepped, network } = randomStepwise(kernel, cell);
        const t = 4; // a second network runs from this step on
        const [below, above] = stepped.forward(x, { steps, batch });
        const { layers: gradients } = stepped.backward(dOutput);
        const from = (of: Floats) => of.slice(t * states, (t + 1) * states);
        const h = new Float32Array([...from(below.h), ...from(above.h)]);
        const c = new Float32Array(cell === 'lstm' ? [...from(below.c), ...from(above.c)] : []);
        const rest = { x: x.slice(t * batch * inputSize), dOutput: dOutput.slice(t * states) };
        const shape = { steps: steps - t, batch, training: true, initial: { h, c } };
        network.forward(rest.x, shape);
        const { dH0, dC0 } = network.backward({ dOutput: rest.dOutput });
        // This state is also the output of step t - 1, where the loss reads it too.
        const direct = dOutput.subarray((t - 1) * states, t * states);
        const top = dH0.slice(states).map((value, i) => value + direct[i]);
        expect(relativeError(from(gradients[1].dH), top)).toBeLessThan(1e-5);
        if (dC0) expect(relativeError(from(gradients[1].dC), dC0.slice(states))).toBeLessThan(1e-5);
      });

      test('the states computed from the gates are those of the kernel', () => {
        const { x, tensors, stepped } = randomStepwise(kernel, cell);
        const found = stepped.forward(x, { steps, batch });
        const input = found[0].h.subarray(states);
        const before = found[1].h.subarray(0, steps * states);
        const after = found[1].h.subarray(states);
        const gates = gatesOf(
          { kernel, cell, tensors: tensors.slice(4), inputSize: hiddenSize, hiddenSize },
          input,
          before,
        );
        if (cell === 'rnn') return expect(gates).toEqual({});
        const { c } = found[1];
        const made = after.map((_, k) => {
          if (cell === 'gru') return (1 - gates.z[k]) * gates.n[k] + gates.z[k] * before[k];
          return gates.o[k] * Math.tanh(gates.f[k] * c[k] + gates.i[k] * gates.g[k]);
        });
        expect(relativeError(made, after)).toBeLessThan(1e-5);
      });
    });

test('step by step in float64, the gradient of every input equals central differences', () => {
  const kernel = selectKernel('reference');
  for (const cell of cellNames) {
    const { x, dOutput, stepped } = randomStepwise(kernel, cell, 'float64');
    stepped.forward(x, { steps, batch });
    const { dx } = stepped.backward(dOutput);
    const loss = () => dot(stepped.forward(x, { steps, batch })[1].h.subarray(states), dOutput);
    expect(relativeError(dx, centralDifferences(loss, x))).toBeLessThan(1e-6);
  }
});

test('sequences of different sizes follow each other', () => {
  const [kernel] = availableKernels();
  const { stepped, tensors } = randomStepwise(kernel, 'gru');
  const parameters = createParameters('float32');
  const whole = recurrent({
    kernel,
    parameters,
    prefix: 'encoder.',
    cell: 'gru',
    inputSize,
    hiddenSize,
    layers,
    batchMax: 5,
    stepsMax: 12,
  });
  parameters.seal();
  for (const [i, { value }] of whole.tensors.entries()) value.set(tensors[i].value);
  for (const size of [
    { steps: 3, batch: 5 },
    { steps: 12, batch: 1 },
  ]) {
    const x = Float32Array.from({ length: size.steps * size.batch * inputSize }, (_, i) => Math.sin(i));
    const { output } = whole.forward(x, { ...size, training: false });
    const h = stepped.forward(x, size)[1].h.subarray(size.batch * hiddenSize);
    expect(relativeError(h, output)).toBeLessThan(1e-5);
  }
});
