import { expect, test } from 'vitest';
import { availableKernels } from '../../src/engine/index.ts';
import { relativeError } from './differences.ts';
import { float64Kernels, randomNetwork } from './network.ts';

const sizes = { steps: 3, batch: 1, inputSize: 1, hiddenSize: 1, layers: 1 };

/** An RNN of one unit over three steps, with the loss h[3], the state after step 2 (steps count from 0). */
function threeSteps(kernel = availableKernels()[0]) {
  const made = randomNetwork(kernel, 'float64', 'rnn', sizes);
  const { parameters, network, x, dOutput } = made;
  dOutput.set([0, 0, 1]);
  const { output } = network.forward(x, { steps: 3, batch: 1, training: true });
  const h = [0, ...output]; // h[t] is the state before step t
  const { dx } = network.backward({ dOutput });
  return { parameters, x, h, dx: dx! };
}

for (const kernel of float64Kernels()) {
  test(`${kernel.name}: a loss at step 2 has gradients at steps 2, 1 and 0, and that of a shared weight is their sum`, () => {
    const { parameters, x, h, dx } = threeSteps(kernel);
    const weightHh = parameters.get('encoder.weight_hh_l0').value[0];
    const weightIh = parameters.get('encoder.weight_ih_l0').value[0];

    // Unrolled by hand: a_t = w_ih x_t + b_ih + w_hh h_t + b_hh, h_{t+1} = tanh(a_t), loss = h_3.
    const slope = (t: number) => 1 - h[t + 1] ** 2;
    const da2 = slope(2);
    const da1 = da2 * weightHh * slope(1);
    const da0 = da1 * weightHh * slope(0);

    const gradient = (name: string) => parameters.get(`encoder.${name}_l0`).gradient[0];
    expect(gradient('weight_hh')).toBeCloseTo(da2 * h[2] + da1 * h[1] + da0 * h[0], 14);
    expect(gradient('weight_ih')).toBeCloseTo(da2 * x[2] + da1 * x[1] + da0 * x[0], 14);
    expect(gradient('bias_hh')).toBeCloseTo(da2 + da1 + da0, 14);
    expect(gradient('bias_ih')).toBeCloseTo(da2 + da1 + da0, 14);
    expect([...dx]).toEqual([da0, da1, da2].map((da) => expect.closeTo(da * weightIh, 14)));
    for (const contribution of [da2 * h[2], da1 * h[1], da0 * x[0]]) expect(contribution).not.toBe(0);
  });

  test(`${kernel.name}: the gradient of a loss at all steps is the sum of the gradients of a loss at each step`, () => {
    const long = { steps: 6, batch: 3, inputSize: 2, hiddenSize: 4, layers: 2 };
    const { steps, batch, hiddenSize } = long;
    const { parameters, network, x, dOutput } = randomNetwork(kernel, 'float64', 'lstm', long);
    network.forward(x, { steps, batch, training: true });
    network.backward({ dOutput });
    const whole = parameters.gradients.slice();
    parameters.zeroGradients();
    for (let t = 0; t < steps; t++) {
      const only = new Float64Array(dOutput.length);
      const [start, end] = [t * batch * hiddenSize, (t + 1) * batch * hiddenSize];
      only.set(dOutput.subarray(start, end), start);
      network.backward({ dOutput: only });
    }
    expect(relativeError(parameters.gradients, whole)).toBeLessThan(1e-12);
  });
}
