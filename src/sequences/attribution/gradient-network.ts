import type { RecurrentLayers } from '../../attribution/index.ts';
import { codes } from '../../contracts/schemas/index.ts';
import { type Floats, type Kernel, stepwise, type Tensor } from '../../engine/index.ts';
import { surprisals } from '../evaluation/index.ts';
import type { ResolvedSymbolSpec, SymbolNetwork } from '../network/index.ts';

/** A trained network, its spec, and the kernel that it runs on. */
export interface TrainedSymbolNetwork {
  network: SymbolNetwork;
  spec: ResolvedSymbolSpec;
  kernel: Kernel;
}

/** A symbol network for gradients: it reads a vector for each symbol, with a gradient for each vector, and its
 *  head is applied where it is needed. T steps, B windows, E inputs, H hidden units, S codes, N rows. */
export interface GradientNetwork {
  encoder: RecurrentLayers;
  run: ReturnType<typeof stepwise>;
  /** Vector of each code; the identity matrix if codes are one-hot. [S, E] */
  table: Floats;
  /** Neutral vector: the mean over the vocabulary. [E] */
  neutral: Float32Array;
  vectors(symbols: Uint32Array): Float32Array; // [N] → [N, E]
  logits(h: Floats): Float32Array; // [N, H] → [N, S]
  /** Gradient of the hidden states from dLogits [N, S]. [N, H] */
  headBackward(dLogits: Float32Array): Float32Array;
  /** Number of weights in each recurrent step. */
  weightCount: number;
}

export function gradientNetwork({ network, spec, kernel }: TrainedSymbolNetwork): GradientNetwork {
  const { parameters, codeCount: S, inputSize: E } = network;
  const { cell, layers, hidden_size: H } = spec;
  const tensors: Tensor[] = parameters.tensors.filter(({ name }) => name.startsWith('encoder.'));
  const encoder = { kernel, tensors, cell, inputSize: E, hiddenSize: H, layers };
  const [weight, bias] = [parameters.get('head.weight'), parameters.get('head.bias')];
  const table = spec.input === 'one_hot' ? identity(S) : parameters.get('embedding.weight').value;
  const neutral = new Float32Array(E);
  for (let code = codes.first; code < S; code++)
    for (let i = 0; i < E; i++) neutral[i] += table[code * E + i] / (S - codes.first);
  return {
    encoder,
    run: stepwise(encoder),
    table,
    neutral,
    weightCount: tensors.reduce((sum, { value }) => sum + value.length, 0),
    vectors(symbols) {
      const x = new Float32Array(symbols.length * E);
      for (const [row, code] of symbols.entries()) x.set(table.subarray(code * E, (code + 1) * E), row * E);
      return x;
    },
    logits(h) {
      const rows = h.length / H;
      const y = new Float32Array(rows * S);
      kernel.linearForward(y, h, weight, bias, rows, H, S);
      return y;
    },
    headBackward(dLogits) {
      const rows = dLogits.length / S;
      const dh = new Float32Array(rows * H);
      kernel.gemm(false, false, rows, H, S, dLogits, weight.value, false, dh);
      return dh;
    },
  };
}

/** One-hot vectors as in `oneHot` of network.ts: the unknown symbol is all zeros. */
function identity(size: number): Float32Array {
  const table = new Float32Array(size * size);
  for (let code = 0; code < size; code++) if (code !== codes.unknown) table[code * size + code] = 1;
  return table;
}

/** ln of the probability of `code`; writes `weight` times its derivative with respect to the logits [S] to
 *  `dLogits`. */
export function logProbability(
  logits: Float32Array,
  code: number,
  spec: ResolvedSymbolSpec,
  dLogits: Float32Array,
  weight = 1,
): number {
  const nats = surprisals(logits, spec);
  for (let i = 0; i < nats.length; i++) dLogits[i] = weight * ((i === code ? 1 : 0) - Math.exp(-nats[i]));
  return -nats[code];
}

/** Most likely next code. */
export function likeliest(logits: Float32Array, spec: ResolvedSymbolSpec): number {
  const nats = surprisals(logits, spec);
  return nats.indexOf(Math.min(...nats));
}
