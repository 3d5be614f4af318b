import {
  adamw,
  clipGlobalNorm,
  createParameters,
  createRng,
  type Floats,
  type Kernel,
  linear,
  meanSquaredError,
  type Rng,
  recurrent,
} from '../../src/engine/index.ts';
import { type Contestant, timeCalls } from './contestant.ts';
import type { Row, Task } from './rows.ts';

export const learningRate = 1e-3;
export const clipNorm = 1;

/** Recurrent layers, a linear head on the last step, and what one training step needs. Everything is made here:
 *  a step allocates nothing. */
export function createNetwork(kernel: Kernel, { cell, shape }: Row, rng: Rng, inputGradient: boolean) {
  const [batch, steps, inputSize, hiddenSize, layers] = shape;
  const parameters = createParameters('float32', kernel.allocate);
  const shared = { kernel, parameters };
  const encoder = recurrent({
    ...shared,
    prefix: '',
    cell,
    inputSize,
    hiddenSize,
    layers,
    batchMax: batch,
    stepsMax: steps,
    inputGradient,
  });
  const head = linear({
    ...shared,
    prefix: 'head.',
    inputSize: hiddenSize,
    outputSize: 1,
    rowsMax: batch,
  });
  parameters.seal();
  encoder.initialise(rng);
  head.initialise(rng);
  const optimizer = adamw({ ...shared, weightDecay: 0 });
  const loss = meanSquaredError(shared);

  const states = batch * hiddenSize;
  const zeros = (length: number) => kernel.allocate('float32', length);
  const normals = (length: number): Floats => {
    const values = zeros(length);
    for (let i = 0; i < length; i++) values[i] = rng.normal();
    return values;
  };
  const x = normals(steps * batch * inputSize); // [T, B, I]
  const y = normals(batch);
  const dYHat = zeros(batch);
  const dHn = zeros(layers * states); // a loss on the last step's output is one on the last layer's state
  const training = { steps, batch, training: true };
  const inference = { steps, batch, training: false };
  const final = { dHn };
  const last = encoder.forward(x, inference).output.subarray((steps - 1) * states);

  return {
    parameters,
    encoder,
    head,
    x,
    y,
    /** Loss of the last training step. [1] */
    lossValue: loss.value,
    /** Forward, loss on the last step, backward, clipping, Adam. */
    trainStep(): void {
      parameters.zeroGradients();
      encoder.forward(x, training);
      loss.write(dYHat, head.forward(last), y);
      dHn.set(head.backward(dYHat), (layers - 1) * states);
      encoder.backward(final);
      clipGlobalNorm(kernel, parameters, clipNorm);
      optimizer.step(learningRate);
    },
    /** Forward and backward of the recurrent layers alone, with the gradient of the input. */
    layerStep(): void {
      parameters.values[0] += 1e-6; // other weights at every step: packing them is part of the work
      parameters.zeroGradients();
      encoder.forward(x, training);
      dHn.fill(0.01, (layers - 1) * states);
      encoder.backward(final);
    },
    infer(): void {
      encoder.forward(x, inference);
      head.forward(last);
    },
    layerInfer(): void {
      encoder.forward(x, inference);
    },
  };
}

/** Our engine, twice: the whole step, as PyTorch and tfjs do it, and the recurrent layers alone, as oneDNN does. */
export function ours(kernel: Kernel, part: 'step' | 'layer', name: string): Contestant {
  let work = () => {};
  return {
    name,
    covers: () => true,
    async prepare(row: Row, task: Task) {
      const network = createNetwork(kernel, row, createRng(1), part === 'layer');
      if (task === 'infer') network.encoder.freeze(); // as a service does, and the peers
      if (part === 'step') work = task === 'train' ? network.trainStep : network.infer;
      else work = task === 'train' ? network.layerStep : network.layerInfer;
    },
    run: async (count) => timeCalls(work, count),
  };
}
