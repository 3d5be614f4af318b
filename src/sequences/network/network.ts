import { codes } from '../../contracts/schemas/index.ts';
import {
  createParameters,
  dropout,
  embedding,
  type Kernel,
  linear,
  type Parameters,
  type Rng,
  recurrent,
} from '../../engine/index.ts';
import type { ResolvedSymbolSpec } from './spec.ts';

/** Logit of a code that cannot occur: its exponential is zero, and the difference of two is finite. */
export const impossibleLogit = -1e30;

/** Recurrent state that is carried from one window to the next. */
export interface State {
  h: Float32Array; // [L, B, H]
  c: Float32Array; // [L, B, H], empty unless LSTM
}

export interface WindowShape {
  steps: number;
  batch: number;
  training: boolean;
}

export interface InputGradients {
  /** Gradient of the vectors of the symbols. */
  dInputs: Float32Array; // [T, B, E]
}

/** A symbol network: symbols → embedding or one-hot vectors → recurrent layers → linear head over all codes, at
 *  every step. T steps, B sequences in a batch, E inputs, S codes (vocabulary, boundary and unknown). */
export interface SymbolNetwork {
  readonly kernel: Kernel;
  readonly parameters: Parameters;
  readonly codeCount: number; // S
  readonly inputSize: number; // E
  /** Prepares the weights for serving; they cannot change afterwards, see `Recurrent.freeze`. */
  freeze(): void;
  /** State of zeros for `batch` sequences. */
  zeroState(batch: number): State;
  /** Logits [T, B, S] of the next symbols: a view, valid until the next call. `symbols` [T, B] must not change
   *  until `backward`. The state after the last step is written to `state`. */
  forward(symbols: Uint32Array, shape: WindowShape, state: State): Float32Array;
  /** Adds to the gradients of the parameters, from dLogits [T, B, S] of the last `forward` in training.
   *  Backpropagation is truncated at the first step of the window. The result is valid until the next call. */
  backward(dLogits: Float32Array): InputGradients;
}

export interface SymbolNetworkOptions {
  kernel: Kernel;
  spec: ResolvedSymbolSpec;
  batchMax: number;
  stepsMax: number;
  /** Draws the initial weights and then the dropout masks. */
  rng: Rng;
}

export function createSymbolNetwork(options: SymbolNetworkOptions): SymbolNetwork {
  const { kernel, spec, batchMax, stepsMax, rng } = options;
  const { cell, layers, hidden_size: hiddenSize } = spec;
  const codeCount = codes.first + spec.vocabulary_size;
  const inputSize = spec.input === 'one_hot' ? codeCount : spec.embedding_size;
  const rowsMax = batchMax * stepsMax;
  const parameters = createParameters('float32', kernel.allocate);
  const vectors =
    spec.input === 'one_hot'
      ? oneHot(codeCount, rowsMax)
      : embedding({ parameters, prefix: 'embedding.', symbolCount: codeCount, size: inputSize, rowsMax });
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
    stepsMax,
    rng,
  });
  const drop = dropout({ precision: 'float32', rate: spec.dropout, lengthMax: rowsMax * hiddenSize, rng });
  const head = linear({
    kernel,
    parameters,
    prefix: 'head.',
    inputSize: hiddenSize,
    outputSize: codeCount,
    rowsMax,
  });
  parameters.seal();
  vectors.initialise(rng);
  encoder.initialise(rng); // the head stays zero: all symbols are equally likely at first
  const isLstm = cell === 'lstm';

  return {
    kernel,
    parameters,
    codeCount,
    inputSize,
    freeze: encoder.freeze,
    zeroState(batch) {
      const length = layers * batch * hiddenSize;
      return { h: new Float32Array(length), c: new Float32Array(isLstm ? length : 0) };
    },
    forward(symbols, { steps, batch, training }, state) {
      const x = vectors.forward(symbols);
      const initial = isLstm ? state : { h: state.h };
      const { output, hn, cn } = encoder.forward(x, { steps, batch, training, initial });
      state.h.set(hn);
      if (cn !== undefined) state.c.set(cn);
      const logits = head.forward(drop.forward(output, training)) as Float32Array;
      // One long text has no boundaries.
      if (!training && !spec.boundary)
        for (let row = codes.boundary; row < logits.length; row += codeCount) logits[row] = impossibleLogit;
      return logits;
    },
    backward(dLogits) {
      const dOutput = drop.backward(head.backward(dLogits));
      const { dx } = encoder.backward({ dOutput });
      vectors.backward(dx!);
      return { dInputs: dx as Float32Array };
    },
  };
}

/** One-hot vectors. The unknown symbol is all zeros: training sees it only where `vocabulary_size` drops rare symbols,
 *  and elsewhere weights of its own would stay noise. */
function oneHot(codeCount: number, rowsMax: number) {
  const whole = new Float32Array(rowsMax * codeCount);
  return {
    initialise() {},
    forward(symbols: Uint32Array): Float32Array {
      const x = whole.subarray(0, symbols.length * codeCount).fill(0);
      for (const [row, symbol] of symbols.entries())
        if (symbol !== codes.unknown) x[row * codeCount + symbol] = 1;
      return x;
    },
    backward() {},
  };
}
