import {
  createParameters,
  dropout,
  type Floats,
  type Kernel,
  type Parameters,
  type Rng,
  recurrent,
} from '../../engine/index.ts';
import type { Batch, Layout, MemberSpec } from '../families/index.ts';
import { createDecoder } from './decoder.ts';

/** A network: inputs [T, B, I] → recurrent encoder → last hidden state [B, H] → decoder → quantiles [B, K, Q]. */
export interface Network {
  readonly parameters: Parameters;
  /** Scaled quantiles of an untrained network. [K, Q] */
  readonly base: Float32Array;
  setBase(quantiles: Float32Array): void;
  /** Sets the initial weights of known-future covariates. [skips of the covariates] */
  setEffects(effects: Float32Array): void;
  /** Prepares the weights for serving; they cannot change afterwards, see `Recurrent.freeze`. */
  freeze(): void;
  /** Scaled quantiles [B, K, Q]: a view, valid until the next call. */
  forward(batch: Batch, training: boolean): Floats;
  /** Adds to the gradients of the parameters, from dY [B, K, Q] of the last `forward` in training. */
  backward(dY: Float32Array): InputGradients;
}

/** Gradients of the inputs as views, valid until the next call; null unless they were requested. */
export interface InputGradients {
  dInputs: Floats | null; // [T, B, I]
  dStepInputs: Floats | null; // [B, K, P]
  dLast: Floats; // [B, H], of the last hidden state; never null
}

export interface NetworkOptions {
  kernel: Kernel;
  spec: MemberSpec;
  layout: Layout;
  batchMax: number;
  /** Draws the initial weights and then the dropout masks. */
  rng: Rng;
  /** Whether `backward` computes the gradients of the inputs; training does not need them. */
  inputGradients?: boolean;
}

export function createNetwork(options: NetworkOptions): Network {
  const { kernel, spec, layout, batchMax, rng, inputGradients = false } = options;
  const { cell, hidden_size: hiddenSize, layers } = spec;
  const { steps, inputSize, horizon, quantiles } = layout;
  const parameters = createParameters('float32', kernel.allocate);
  const encoder = recurrent({
    kernel,
    parameters,
    prefix: 'encoder.',
    cell,
    inputSize,
    hiddenSize,
    layers,
    dropout: layers > 1 ? spec.dropout : 0,
    batchMax,
    stepsMax: steps,
    rng,
    inputGradient: inputGradients,
  });
  const decoder = createDecoder({
    kernel,
    parameters,
    spec,
    layout,
    batchMax,
    inputGradient: inputGradients,
  });
  const drop = dropout({
    precision: 'float32',
    rate: spec.dropout,
    lengthMax: batchMax * hiddenSize,
    rng,
  });
  parameters.seal();
  encoder.initialise(rng);
  decoder.initialise(rng);
  const base = new Float32Array(horizon * quantiles);
  let dHnOfBatch = kernel.allocate('float32', 0); // of the largest batch, from the first `backward` on
  let dHn = dHnOfBatch;

  return {
    parameters,
    base,
    setBase(values) {
      base.set(values);
      decoder.setBase(base);
    },
    setEffects: decoder.setEffects,
    freeze() {
      encoder.freeze();
      decoder.freeze();
    },
    forward(batch, training) {
      const { output } = encoder.forward(batch.inputs, { steps, batch: batch.size, training });
      const last = output.subarray((steps - 1) * batch.size * hiddenSize, steps * batch.size * hiddenSize);
      return decoder.forward(drop.forward(last, training), batch);
    },
    backward(dY) {
      const dLast = drop.backward(decoder.backward(dY));
      if (dHnOfBatch.length === 0) dHnOfBatch = kernel.allocate('float32', layers * batchMax * hiddenSize);
      if (dHn.length !== layers * dLast.length) dHn = dHnOfBatch.subarray(0, layers * dLast.length).fill(0);
      dHn.set(dLast, (layers - 1) * dLast.length);
      const { dx } = encoder.backward({ dHn });
      return { dInputs: dx ?? null, dStepInputs: decoder.dStepInputs, dLast };
    },
  };
}
