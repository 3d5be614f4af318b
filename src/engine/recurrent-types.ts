import type { Floats } from './floats.ts';
import type { CellName, Kernel } from './kernels/kernel.ts';
import type { Parameters, Tensor } from './parameters.ts';
import type { Rng } from './rng.ts';

export interface RecurrentOptions {
  kernel: Kernel;
  parameters: Parameters;
  /** Put before PyTorch's parameter names, such as `encoder.`. */
  prefix: string;
  cell: CellName;
  inputSize: number;
  hiddenSize: number;
  layers: number;
  /** Share of each layer's output that is dropped on its way into the next layer, in training only. */
  dropout?: number;
  batchMax: number;
  stepsMax: number;
  /** Draws the dropout masks; needed when `dropout` > 0. */
  rng?: Rng;
  /** `false`: `backward` gives no `dx`, which saves a product. */
  inputGradient?: boolean;
}

export interface SequenceShape {
  steps: number;
  batch: number;
  /** Dropout is on, and `backward` may follow. */
  training: boolean;
  /** h [L, B, H], for LSTM also c [L, B, H]; zeros without. */
  initial?: { h: Floats; c?: Floats };
}

/** Views, valid until the next call of `forward`. */
export interface SequenceOutput {
  output: Floats; // [T, B, H], the last layer
  hn: Floats; // [L, B, H]
  cn?: Floats; // [L, B, H], LSTM
}

/** What enters from the loss, at every step and at the final states; what is left out is zero. */
export interface OutputGradients {
  dOutput?: Floats; // [T, B, H]
  dHn?: Floats; // [L, B, H]
  dCn?: Floats; // [L, B, H], LSTM
}

/** Views, valid until the next call of `backward`. */
export interface InputGradients {
  dx?: Floats; // [T, B, I], unless `inputGradient` is false
  dH0: Floats; // [L, B, H]
  dC0?: Floats; // [L, B, H], LSTM
}

export interface Recurrent {
  /** Per layer weight_ih, weight_hh, bias_ih, bias_hh. */
  readonly tensors: readonly Tensor[];
  /** Memory for activations, beside the parameters. */
  readonly bytes: number;
  /** The weights stay as they are from here on: `forward` no longer brings them into the kernel's order each time,
   *  and is not for training. For serving, where a forecast is a single sequence. */
  freeze(): void;
  /** U(-1/√H, 1/√H) for all, as PyTorch does. */
  initialise(rng: Rng): void;
  /** `x` [T, B, I] is not copied: it must stay as it is until `backward`. */
  forward(x: Floats, shape: SequenceShape): SequenceOutput;
  /** Adds to the parameters' gradients, summed over steps and batch. Needs a `forward` in training before it. */
  backward(gradients: OutputGradients): InputGradients;
}
