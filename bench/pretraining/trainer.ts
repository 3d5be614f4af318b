/** Pre-training: AdamW with a warm-up and one cosine, gradients clipped, weights averaged. */
import { adamw, clipGlobalNorm, createRng, type Kernel } from '../../src/engine/index.ts';
import {
  createPretrainedNetwork,
  levelCount,
  type NetworkShape,
  type PretrainedNetwork,
} from '../../src/forecasting/pretrained/index.ts';
import { batchSize, stepsPerSeries, type TrainingBatch } from './block.ts';
import { pretrainingLoss } from './loss.ts';

const warmUpSteps = 100;
const lastRateShare = 0.02;
const gradientNormMax = 1;
/** Decay of the average of the weights, by step. */
const averageDecay = 0.998;

export interface TrainerOptions {
  kernel: Kernel;
  shape: NetworkShape;
  seed: number;
  /** Steps of the whole training. */
  steps: number;
  learningRate: number;
}

/** State of a training that continues from here to the same bytes. */
export interface TrainerState {
  step: number;
  values: Float32Array;
  average: Float32Array;
  m: Float32Array;
  v: Float32Array;
}

export interface Trainer {
  readonly network: PretrainedNetwork;
  /** Averaged weights, which are the result. */
  readonly average: Float32Array;
  /** @returns the loss of the batch @throws Error if it is not finite */
  step(batch: TrainingBatch): number;
  /** Mean loss of the averaged weights. */
  validate(batches: readonly TrainingBatch[]): number;
  state(): TrainerState;
  restore(state: TrainerState): void;
}

export function createTrainer({ kernel, shape, seed, steps, learningRate }: TrainerOptions): Trainer {
  const network = createPretrainedNetwork({
    kernel,
    shape,
    batchMax: batchSize,
    rowsMax: batchSize * stepsPerSeries,
  });
  const { parameters } = network;
  network.initialise(createRng(seed));
  const optimizer = adamw({ kernel, parameters, beta1: 0.9, beta2: 0.98, weightDecay: 0.01 });
  const average = Float32Array.from(parameters.values);
  const dY = kernel.allocate('float32', batchSize * stepsPerSeries * levelCount) as Float32Array;
  let done = 0;

  function rateAt(step: number): number {
    const warmUp = Math.min(warmUpSteps, steps / 10);
    if (step < warmUp) return (learningRate * (step + 1)) / warmUp;
    const share = (step - warmUp) / Math.max(1, steps - warmUp);
    return learningRate * (lastRateShare + ((1 - lastRateShare) * (1 + Math.cos(Math.PI * share))) / 2);
  }

  return {
    network,
    average,
    step(batch) {
      parameters.zeroGradients();
      const loss = pretrainingLoss(dY, network.forward(batch, true), batch);
      network.backward(dY);
      const norm = clipGlobalNorm(kernel, parameters, gradientNormMax);
      if (!Number.isFinite(loss) || !Number.isFinite(norm))
        throw new Error(`The loss is not finite at step ${done}.`);
      optimizer.step(rateAt(done));
      done++;
      // At the beginning the average follows at once.
      const decay = Math.min(averageDecay, done / (done + 10));
      const { values } = parameters;
      for (let i = 0; i < values.length; i++) average[i] += (1 - decay) * (values[i] - average[i]);
      return loss;
    },
    validate(batches) {
      const { values } = parameters;
      const trained = Float32Array.from(values);
      values.set(average);
      let sum = 0;
      for (const batch of batches) sum += pretrainingLoss(dY, network.forward(batch, false), batch);
      values.set(trained);
      return sum / batches.length;
    },
    state() {
      const { m, v } = optimizer.state();
      return {
        step: done,
        values: Float32Array.from(parameters.values),
        average: Float32Array.from(average),
        m: Float32Array.from(m),
        v: Float32Array.from(v),
      };
    },
    restore({ step, values, average: averaged, m, v }) {
      done = step;
      parameters.values.set(values);
      average.set(averaged);
      optimizer.restore({ m, v, step });
    },
  };
}
