import { expect, test } from 'vitest';
import { createParameters, createRng, recurrent, selectKernel } from '../../src/engine/index.ts';

const [batch, steps, hiddenSize] = [5, 400, 20];
const smallestNormal = 2 ** -126;

/** Gradient of the initial state, from a loss on the last state alone: it vanishes on the way. */
function gradientOverManySteps(kernelName: string, threads: number, cell: 'rnn' | 'lstm' | 'gru') {
  const kernel = selectKernel(kernelName, { threads });
  const parameters = createParameters('float32', kernel.allocate);
  const encoder = recurrent({
    ...{ kernel, parameters, prefix: '', cell, inputSize: 1, hiddenSize, layers: 1 },
    ...{ batchMax: batch, stepsMax: steps, inputGradient: true },
  });
  parameters.seal();
  encoder.initialise(createRng(1));
  const x = kernel.allocate('float32', steps * batch);
  x.fill(0.5);
  encoder.forward(x, { steps, batch, training: true });
  const { dx } = encoder.backward({ dHn: kernel.allocate('float32', batch * hiddenSize).fill(1e-3) });
  return { dx: dx!, parameters };
}

test.runIf(process.arch === 'x64').each([
  ['rnn', 1],
  ['rnn', 2],
  ['lstm', 1],
  ['gru', 2],
] as const)(
  'a gradient that vanishes becomes 0, and no subnormal number (%s, %i threads)',
  (cell, threads) => {
    const { dx, parameters } = gradientOverManySteps('native', threads, cell);
    const sizes = [...dx, ...parameters.gradients].map(Math.abs);
    expect(sizes.filter((size) => size > 0 && size < smallestNormal)).toEqual([]);
    expect(dx[0]).toBe(0); // of the first step
    expect(Math.abs(dx.at(-1)!)).toBeGreaterThan(1e-9); // of the last step
    const tiny = [Number.MIN_VALUE, 1e-310];
    expect(tiny.map((value) => value * 1.5 > 0)).toEqual([true, true]); // JavaScript computes as before
  },
);
