import {
  createParameters,
  dropout,
  type Floats,
  type Kernel,
  linear,
  type Parameters,
  type Rng,
  recurrent,
} from '../engine/index.ts';
import { uncalibrated } from './calibration.ts';
import { createFan } from './fan.ts';
import type { Layout, ResolvedSpec } from './layout.ts';
import type { Batch } from './windows.ts';

/** Encoder over the context → last hidden state → linear head → fan of quantiles. */
export interface Network {
  readonly parameters: Parameters;
  /** Quantiles of an untrained network, scaled. [K, Q] */
  readonly base: Float32Array;
  setBase(quantiles: Float32Array): void;
  /** Factors of the widths, inner and outer, that `predict` applies; `forward` gives the fan without them. [2] */
  readonly calibration: Float32Array;
  /** The weights stay as they are: for serving, see `Recurrent.freeze`. */
  freeze(): void;
  /** Gives [B, K, Q], scaled, a view, valid until the next call. */
  forward(batch: Batch, training: boolean): Float32Array;
  /** Adds to the gradients, from dY [B, K, Q] of the last `forward` in training. */
  backward(dY: Float32Array): InputGradients;
}

/** Views, valid until the next call. */
export interface InputGradients {
  dInputs: Floats | null; // [T, B, I], where it was asked for
  dStepInputs: Floats | null; // [B, K, L]
  dLast: Floats; // [B, H], of the last hidden state
}

export interface NetworkOptions {
  kernel: Kernel;
  spec: ResolvedSpec;
  layout: Layout;
  batchMax: number;
  /** Draws the initial weights of the encoder, then the dropout masks. */
  rng: Rng;
  /** Whether `backward` gives the gradients of the inputs, which training has no use for. */
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
  const fan = createFan(layout, parameters, batchMax);
  const head = linear({
    kernel,
    parameters,
    prefix: 'head.',
    inputSize: hiddenSize,
    outputSize: fan.outputs,
    rowsMax: batchMax,
  });
  const drop = dropout({
    precision: 'float32',
    rate: spec.dropout,
    lengthMax: batchMax * hiddenSize,
    rng,
  });
  parameters.seal();
  encoder.initialise(rng); // the head stays zero: the network starts as its base
  const base = new Float32Array(horizon * quantiles);
  const calibration = Float32Array.from(uncalibrated);
  let dHn = new Float32Array(0);

  return {
    parameters,
    base,
    calibration,
    setBase(values) {
      base.set(values);
      fan.setBase(base);
    },
    freeze: encoder.freeze,
    forward(batch, training) {
      const { output } = encoder.forward(batch.inputs, { steps, batch: batch.size, training });
      const last = output.subarray((steps - 1) * batch.size * hiddenSize, steps * batch.size * hiddenSize);
      const numbers = head.forward(drop.forward(last, training));
      return fan.forward(numbers, batch.lags, batch.size);
    },
    backward(dY) {
      const dLast = drop.backward(head.backward(fan.backward(dY)));
      if (dHn.length !== layers * dLast.length) dHn = new Float32Array(layers * dLast.length);
      dHn.set(dLast, (layers - 1) * dLast.length);
      const { dx } = encoder.backward({ dHn });
      return { dInputs: dx ?? null, dStepInputs: fan.dLags, dLast };
    },
  };
}
