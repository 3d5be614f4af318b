/** The kernel contract: few calls with large work, so that TypeScript, C and WebAssembly can all implement it.
 *
 *  B batch, T time, I input size, H hidden size, G gates of the cell, N rows, K horizon steps, Q quantiles.
 *  Everything is row-major and contiguous. An array may be longer than its shape: the shape counts.
 *  No call but `allocate` allocates. Arguments of one call never overlap. Gradients of parameters are added to;
 *  everything else is overwritten. NaN goes in and comes out. */
import type { Allocate, Floats, Precision } from '../floats.ts';
import type { Tensor } from '../parameters.ts';

export type CellName = 'rnn' | 'lstm' | 'gru';
export const cellNames: readonly CellName[] = ['rnn', 'lstm', 'gru'];

/** G of each cell; rows of the weights are stacked in PyTorch's order: LSTM i, f, g, o; GRU r, z, n. */
export const gateCounts = { rnn: 1, lstm: 4, gru: 3 } satisfies Record<CellName, number>;

export interface LayerShape {
  cell: CellName;
  steps: number;
  batch: number;
  inputSize: number;
  hiddenSize: number;
}

export interface LayerTensors {
  weightIh: Tensor; // [G*H, I]
  weightHh: Tensor; // [G*H, H]
  biasIh: Tensor; // [G*H]
  biasHh: Tensor; // [G*H]
}

export interface Kernel {
  readonly name: string;
  readonly precisions: readonly Precision[];

  /** Zeroed memory that the kernel works on where it is. Any other array is accepted everywhere too, but a kernel may
   *  have to copy it in and out of its own memory. */
  allocate: Allocate;

  /** Elements that `recurrentForward` keeps for `recurrentBackward`, in a layout of the kernel's own. */
  tapeLength(shape: LayerShape): number;
  /** Elements of working memory that any call for this shape needs; nothing in it survives a call. */
  scratchLength(shape: LayerShape): number;
  /** Elements of the layer's weights in the order in which the kernel reads them, whatever the steps and the batch. */
  packedLength(shape: LayerShape): number;

  /** Fills `packed` from the weights. */
  pack(shape: LayerShape, layer: LayerTensors, packed: Floats): void;

  /** One layer over the whole sequence, after `pack` with the same weights.
   *  `h[0]` and, for LSTM, `c[0]` hold the initial state; `h[t + 1]` and `c[t + 1]` are written by step t.
   *  Not in training no backward follows: the tape and what lies between `c[0]` and `c[T]` may be left as they are. */
  recurrentForward(
    shape: LayerShape,
    layer: LayerTensors,
    packed: Floats,
    x: Floats, // [T, B, I]
    h: Floats, // [T+1, B, H]
    c: Floats, // [T+1, B, H], empty unless LSTM
    tape: Floats,
    scratch: Floats,
    training: boolean,
  ): void;

  /** Backpropagation through time of one layer, exact over all T steps, after `recurrentForward` with the same
   *  `x`, `h`, `c` and `tape`. `dH` and `dC` hold the gradient of the final state and end as that of the
   *  initial state. `null` for `dOutput` means zeros, for `dx` that it is not wanted. */
  recurrentBackward(
    shape: LayerShape,
    layer: LayerTensors,
    x: Floats, // [T, B, I]
    h: Floats, // [T+1, B, H]
    c: Floats, // [T+1, B, H], empty unless LSTM
    tape: Floats,
    scratch: Floats,
    dOutput: Floats | null, // [T, B, H]
    dH: Floats, // [B, H]
    dC: Floats, // [B, H], empty unless LSTM
    dx: Floats | null, // [T, B, I]
  ): void;

  /** c [m, n] = op(a) [m, k] · op(b) [k, n] (+ c when `accumulate`); op transposes what is stored when asked. */
  gemm(
    transposeA: boolean,
    transposeB: boolean,
    m: number,
    n: number,
    k: number,
    a: Floats,
    b: Floats,
    accumulate: boolean,
    c: Floats,
  ): void;

  /** y [N, out] = x [N, in] · weightᵀ + bias, weight [out, in]. */
  linearForward(
    y: Floats,
    x: Floats,
    weight: Tensor,
    bias: Tensor,
    rows: number,
    inputSize: number,
    outputSize: number,
  ): void;
  /** `dx` null: not wanted. */
  linearBackward(
    dx: Floats | null,
    dy: Floats,
    x: Floats,
    weight: Tensor,
    bias: Tensor,
    rows: number,
    inputSize: number,
    outputSize: number,
  ): void;

  /** y = x · sigmoid(x) over the length of `y`; see activation.ts. */
  siluForward(y: Floats, x: Floats): void;
  siluBackward(dx: Floats, x: Floats, dy: Floats): void;

  /** to [N, R, columns] = rows [R, columns] + shifts [N, columns]. */
  outerSum(to: Floats, rows: Floats, shifts: Floats, N: number, R: number, columns: number): void;
  /** Adds the gradient `d` [N, R, columns] to that of the rows, and writes that of the shifts. */
  outerSumBackward(
    dRows: Floats, // [R, columns]
    dShifts: Floats, // [N, columns]
    d: Floats,
    N: number,
    R: number,
    columns: number,
  ): void;

  /** Writes `dYHat` and the loss; see losses/pinball.ts. The loss goes into an array because V8 puts a number that a
   *  function returns on its heap: a step would allocate. */
  pinball(
    dYHat: Floats, // [N, Q]
    yHat: Floats, // [N, Q]
    y: Floats, // [N]
    mask: Uint8Array | null, // [N]
    quantiles: Float64Array, // [Q]
    weights: Float64Array, // [Q]
    rows: number,
    lossOut: Float64Array, // [1]
  ): void;
  /** Writes −ln softmax(logits)[symbol] of each row, and where they are wanted the gradient of its mean over the rows that
   *  are there, and which logit is the largest; see losses/cross-entropy.ts. Of a row that is not there all are 0. */
  crossEntropy(
    dLogits: Floats | null, // [N, S]
    logits: Floats, // [N, S]
    symbols: Uint32Array, // [N], each in [0, S)
    mask: Uint8Array | null, // [N]
    symbolCount: number,
    nats: Float64Array, // [N]
    tops: Uint32Array | null, // [N]
  ): void;
  /** Writes `dYHat` and the loss; see losses/mean-squared-error.ts. */
  meanSquaredError(
    dYHat: Floats,
    yHat: Floats,
    y: Floats,
    mask: Uint8Array | null,
    length: number,
    lossOut: Float64Array, // [1]
  ): void;

  /** Scales all gradients so that their norm is at most `max` and gives the norm before. */
  clipGlobalNorm(gradients: Floats, max: number): number;

  /** One step of AdamW, `step` counted from 1; see optimizers/adamw.ts. */
  adamw(
    values: Floats,
    gradients: Floats,
    m: Floats,
    v: Floats,
    step: number,
    learningRate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    weightDecay: number,
  ): void;
}
