import type { CellName, Kernel } from '../kernels/contract/kernel.ts';
import type { Floats } from '../primitives/floats.ts';
import type { Parameters, Tensor } from '../primitives/parameters.ts';
import type { Rng } from '../random/rng.ts';

export interface RecurrentOptions {
  kernel: Kernel;
  parameters: Parameters;
  /** Prefix of the parameter names, which are PyTorch's: `encoder.` gives `encoder.weight_ih_l0`. */
  prefix: string;
  cell: CellName;
  inputSize: number;
  hiddenSize: number;
  layers: number;
  /** Dropout rate between layers, in [0, 1); applied in training only. Default: 0. */
  dropout?: number;
  batchMax: number;
  stepsMax: number;
  /** Draws the dropout masks; required if `dropout` > 0. */
  rng?: Rng;
  /** `false`: `backward` does not compute `dx`, which saves a matrix product. Default: true. */
  inputGradient?: boolean;
}

export interface SequenceShape {
  steps: number;
  batch: number;
  /** `true`: dropout is applied and `backward` can follow. */
  training: boolean;
  /** Initial state: h [L, B, H] and, for LSTM, c [L, B, H]. Default: zeros. */
  initial?: { h: Floats; c?: Floats };
}

/** Result of `forward`: views that are valid until its next call. */
export interface SequenceOutput {
  output: Floats; // [T, B, H], the last layer
  hn: Floats; // [L, B, H]
  cn?: Floats; // [L, B, H], LSTM
}

/** Gradient of the loss with respect to the outputs and the final states. Arrays that are left out count as zeros. */
export interface OutputGradients {
  dOutput?: Floats; // [T, B, H]
  dHn?: Floats; // [L, B, H]
  dCn?: Floats; // [L, B, H], LSTM
}

/** Result of `backward`: views that are valid until its next call. */
export interface InputGradients {
  dx?: Floats; // [T, B, I], unless `inputGradient` is false
  dH0: Floats; // [L, B, H]
  dC0?: Floats; // [L, B, H], LSTM
}

export interface Recurrent {
  /** For each layer: weight_ih, weight_hh, bias_ih, bias_hh. */
  readonly tensors: readonly Tensor[];
  /** Bytes of memory in addition to the parameters. */
  readonly bytes: number;
  /** Packs the weights for the kernel once, instead of at each `forward`. Afterwards the weights must not change and
   *  `forward` refuses training. For serving: a forecast runs few series, so that packing would
   *  take much of its time. */
  freeze(): void;
  /** Draws all parameters from U(-1/√H, 1/√H), as PyTorch does. */
  initialise(rng: Rng): void;
  /** `x` [T, B, I] is not copied: do not change it before `backward`. */
  forward(x: Floats, shape: SequenceShape): SequenceOutput;
  /** Adds to the gradients of the parameters, summed over steps and batch. The last `forward` must have been in
   *  training. */
  backward(gradients: OutputGradients): InputGradients;
}
