import { expect, test } from 'vitest';
import {
  adamw,
  availableKernels,
  type CellName,
  cellNames,
  clipGlobalNorm,
  createParameters,
  createRng,
  decodeSafetensors,
  dropout,
  encodeSafetensors,
  type Floats,
  type Kernel,
  linear,
  meanSquaredError,
  recurrent,
} from '../../src/engine/index.ts';

const steps = 6;
const batch = 16;

/** Trains a network to predict the sign of the first value of a sequence from the state after the last step, so that
 *  the gradient must reach the first step. All random numbers come from one generator, so that (values, m, v, step,
 *  rng) is a complete checkpoint. */
function createTrainer(kernel: Kernel, cell: CellName, seed: number) {
  const rng = createRng(seed);
  const parameters = createParameters('float32');
  const shared = { kernel, parameters };
  const encoder = recurrent({
    ...shared,
    prefix: 'encoder.',
    cell,
    inputSize: 1,
    hiddenSize: 12,
    layers: 2,
    dropout: 0.1,
    batchMax: batch,
    stepsMax: steps,
    rng,
    inputGradient: false,
  });
  const outputDropout = dropout({ precision: 'float32', rate: 0.1, lengthMax: batch * 12, rng });
  const head = linear({ ...shared, prefix: 'head.', inputSize: 12, outputSize: 1, rowsMax: batch });
  parameters.seal();
  encoder.initialise(rng);
  head.initialise(rng);
  const optimizer = adamw(shared);
  const loss = meanSquaredError(shared);
  const x = new Float32Array(steps * batch);
  const y = new Float32Array(batch);
  const dYHat = new Float32Array(batch);
  const dHn = new Float32Array(2 * batch * 12);

  return {
    step(learningRate: number): number {
      for (let i = 0; i < x.length; i++) x[i] = rng.normal();
      for (let b = 0; b < batch; b++) y[b] = Math.sign(x[b]);
      parameters.zeroGradients();
      const { output } = encoder.forward(x, { steps, batch, training: true });
      const last: Floats = output.subarray((steps - 1) * batch * 12);
      const value = loss(dYHat, head.forward(outputDropout.forward(last, true)), y);
      dHn.set(outputDropout.backward(head.backward(dYHat)), batch * 12);
      encoder.backward({ dHn });
      clipGlobalNorm(kernel, parameters, 1);
      optimizer.step(learningRate);
      return value;
    },
    checkpoint(): Uint8Array {
      const { m, v, step } = optimizer.state();
      const arrays = { values: parameters.values, m, v, rng: rng.state() };
      const tensors = Object.entries(arrays).map(([name, data]) => ({ name, shape: [data.length], data }));
      return encodeSafetensors(tensors, { step: `${step}` });
    },
    restore(file: Uint8Array): void {
      const { tensors, metadata } = decodeSafetensors(file);
      const floats = (name: string) => tensors.get(name)!.data as Floats;
      parameters.values.set(floats('values'));
      optimizer.restore({ m: floats('m'), v: floats('v'), step: Number(metadata.step) });
      rng.restore(tensors.get('rng')!.data as Uint32Array);
    },
  };
}

for (const kernel of availableKernels())
  for (const cell of cellNames) {
    test(`${kernel.name} ${cell}: learns the sign of the first of ${steps} values`, () => {
      const trainer = createTrainer(kernel, cell, 1);
      const losses = Array.from({ length: 300 }, () => trainer.step(1e-2));
      const mean = (part: number[]) => part.reduce((sum, loss) => sum + loss, 0) / part.length;
      expect(mean(losses.slice(0, 10))).toBeGreaterThan(0.8); // 1 is the loss of the best constant
      expect(mean(losses.slice(-30))).toBeLessThan(0.4);
    });

    test(`${kernel.name} ${cell}: the same seed gives the same bytes, also after a restart from a checkpoint`, () => {
      const run = (trainer: ReturnType<typeof createTrainer>, count: number) => {
        for (let step = 0; step < count; step++) trainer.step(1e-2);
        return trainer.checkpoint();
      };
      const undisturbed = run(createTrainer(kernel, cell, 5), 12);
      expect(run(createTrainer(kernel, cell, 5), 12)).toEqual(undisturbed);
      expect(run(createTrainer(kernel, cell, 6), 12)).not.toEqual(undisturbed);
      const resumed = createTrainer(kernel, cell, 99);
      resumed.restore(run(createTrainer(kernel, cell, 5), 5));
      expect(run(resumed, 7)).toEqual(undisturbed);
    });
  }
