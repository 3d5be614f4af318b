/** The kernel contract. Its calls are few and large, so that TypeScript, C and WebAssembly can all implement it.
 *
 *  B batch, T time, I input size, H hidden size, G gates of the cell, N rows, K horizon steps, Q quantiles.
 *  All arrays are row-major and contiguous. An array may be longer than its shape; the rest is not touched.
 *  Only `allocate` allocates. The arrays of one call must not overlap. Calls add to the gradients of parameters and
 *  overwrite all other results. NaN propagates. */
import type { Allocate, Floats, Precision } from '../../primitives/floats.ts';
import type { Tensor } from '../../primitives/parameters.ts';
import type { SeasonalShape, SeasonalWindows } from './seasonal-windows.ts';

export type CellName = 'rnn' | 'lstm' | 'gru';
export const cellNames: readonly CellName[] = ['rnn', 'lstm', 'gru'];

/** Number of gates G of each cell. The rows of the weights are in PyTorch's order: LSTM i, f, g, o; GRU r, z, n. */
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

/** Sizes of `levelSums`. */
export interface LevelShape {
  rows: number; // N
  horizon: number; // K
  quantiles: number; // Q
  stepInputs: number; // P
  skips: number; // step inputs that are added, each with a weight of its own
  skipAt: number; // place of the first of them among the step inputs
}

export interface Kernel {
  readonly name: string;
  readonly precisions: readonly Precision[];

  /** Returns a zeroed array that the kernel uses in place. All calls also accept other arrays; a kernel may have to
   *  copy those into its own memory and back. */
  allocate: Allocate;
  /** Returns a function that frees the memory of all arrays that `allocate` has returned since: the next ones may lie
   *  in it. Scopes are closed in the reverse order. Without a call, and in kernels without memory of their own, arrays
   *  are freed by the garbage collector, those of WebAssembly with their whole kernel. */
  openScope(): () => void;

  /** Elements of the tape: values that `recurrentForward` keeps for `recurrentBackward`, in a layout that is private to
   *  the kernel. */
  tapeLength(shape: LayerShape): number;
  /** Elements of working memory that every call of this shape needs. Its content is not kept between calls. */
  scratchLength(shape: LayerShape): number;
  /** Elements of the packed weights of a layer: its weights in the order in which the kernel reads them. Does not
   *  depend on steps and batch. */
  packedLength(shape: LayerShape): number;

  /** Fills `packed` from the weights. */
  pack(shape: LayerShape, layer: LayerTensors, packed: Floats): void;

  /** Runs one layer over the whole sequence. Call `pack` with the same weights first.
   *  `h[0]` and, for LSTM, `c[0]` hold the initial state. Step t writes `h[t + 1]` and `c[t + 1]`.
   *  If `training` is false, no backward may follow: a kernel need not write the tape and `c[1]` … `c[T - 1]`. */
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

  /** Backpropagation through time of one layer, exact over all T steps. Call `recurrentForward` with the same `x`, `h`,
   *  `c` and `tape` first. On entry `dH` and `dC` hold the gradient of the final state; on return, that of the initial
   *  state. `dOutput` null: zeros. `dx` null: not computed. */
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

  /** c [m, n] = op(a) [m, k] · op(b) [k, n], plus the old c if `accumulate`. op(a) is the transpose of `a` if
   *  `transposeA`, else `a`; the same for `b`. */
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
  /** The same with the weights by columns [in, out]: those of a frozen layer. */
  frozenLinearForward(
    y: Floats,
    x: Floats,
    columns: Floats,
    bias: Tensor,
    rows: number,
    inputSize: number,
    outputSize: number,
  ): void;
  /** `dx` null: not computed. */
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

  /** y = x · sigmoid(x) for all elements of `y`; see activation.ts. */
  siluForward(y: Floats, x: Floats): void;
  siluBackward(dx: Floats, x: Floats, dy: Floats): void;

  /** to [N, R, columns] = rows [R, columns] + shifts [N, columns]. */
  outerSum(to: Floats, rows: Floats, shifts: Floats, N: number, R: number, columns: number): void;
  /** `d` [N, R, columns]: gradient of the result. Adds to `dRows` and overwrites `dShifts`. */
  outerSumBackward(
    dRows: Floats, // [R, columns]
    dShifts: Floats, // [N, columns]
    d: Floats,
    N: number,
    R: number,
    columns: number,
  ): void;

  /** Writes `dYHat` and the loss; see losses/pinball.ts. The loss goes into an array because V8 allocates a number that
   *  a function returns on its heap, and a training step must not allocate. */
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
  /** Writes −ln softmax(logits)[symbol] of each row to `nats`. Unless null, writes to `dLogits` the gradient of the
   *  mean of `nats` over the rows that are present, and to `tops` the index of the largest logit of each row. For rows
   *  with mask 0 all results are 0. See losses/cross-entropy.ts. */
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

  /** Numbers of a context, `values[from]` … `values[to - 1]`, from which its level and scale follow, in the places of
   *  `seasonalMoment`. NaN is missing. Each sum is in float64 and has one order, so all kernels
   *  write the same bytes. */
  seasonalMoments(
    values: Float64Array,
    from: number,
    to: number,
    season: number,
    moments: Float64Array,
  ): void;
  /** Writes window `b` of a series with a season: with x = (value − level)·inverse and f(a) = sign(a)·ln(1 + |a|), the
   *  step inputs f(x) [G], f(seasonal difference · inverse) [G], roughness, logScale and the share that is missing; the
   *  decoder inputs x [lags] of the same phase in the last seasons and their distances from the base path [lags]; and
   *  base path and unit. Inputs beyond these are left as they are. Observations are `values[from]` … `values[to - 1]`,
   *  at most `context` of them; NaN is missing. The base path is the mean over the base seasons, counted back from 1.
   *  All kernels compute in float64 in the same order; only the logarithm is the platform's own in the reference. */
  seasonalWindow(
    shape: SeasonalShape,
    lags: number,
    windows: SeasonalWindows,
    b: number,
    values: Float64Array,
    from: number,
    to: number,
    numbers: Float64Array, // [7 + base seasons], in the places of `seasonalNumber`
    baseSeasons: number,
  ): void;

  /** y [N, Q] = q [N, Q] + start [K, Q] + moves [N] + Σ skip·stepInputs, with K rows for each of N / K windows. The sum
   *  goes over the `skips` inputs from `skipAt` on. All kernels write the same bytes. */
  levelSums(
    shape: LevelShape,
    y: Floats, // [N, Q]
    q: Floats, // [N, Q]
    start: Float64Array, // [K, Q]
    moves: Floats, // [N]
    skip: Floats, // [skips]
    stepInputs: Floats, // [N, P]
  ): void;
  /** Adds to `dOffset`, the gradient of `start`, and to `dSkip`; overwrites `dMoves`. */
  levelSumsBackward(
    shape: LevelShape,
    dOffset: Floats, // [K, Q]
    dMoves: Floats, // [N]
    dSkip: Floats, // [skips]
    d: Floats, // [N, Q]
    stepInputs: Floats, // [N, P]
  ): void;

  /** Scales all gradients so that their norm is at most `max`. Returns the norm before; see optimizers/clip.ts. */
  clipGlobalNorm(gradients: Floats, max: number): number;

  /** One step of AdamW; `step` counts from 1. See optimizers/adamw.ts. */
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
