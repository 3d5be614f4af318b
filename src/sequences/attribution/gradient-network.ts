import type { RecurrentLayers } from '../../attribution/index.ts';
import { codes } from '../../contracts/schemas/index.ts';
import { type Floats, type Kernel, stepwise, type Tensor } from '../../engine/index.ts';
import { surprisals } from '../evaluation/index.ts';
import type { ResolvedSymbolSpec, SymbolNetwork } from '../network/index.ts';

/** A trained network, and what it runs on. */
export interface TrainedSymbolNetwork {
  network: SymbolNetwork;
  spec: ResolvedSymbolSpec;
  kernel: Kernel;
}

/** A network of symbols taken apart, to be looked into: it reads vectors, from which a gradient comes back, and its head
 *  stands where it is asked for. T steps, B windows, E inputs, H hidden units, S codes. */
export interface GradientNetwork {
  encoder: RecurrentLayers;
  run: ReturnType<typeof stepwise>;
  /** A vector for each code; the identity where each has an input of its own. [S, E] */
  table: Floats;
  /** The vector that stands for no symbol in particular: the mean of those of the vocabulary. [E] */
  neutral: Float32Array;
  vectors(symbols: Uint32Array): Float32Array; // [N] → [N, E]
  logits(h: Floats): Float32Array; // [N, H] → [N, S]
  /** Of the hidden state, from dLogits [N, S]. [N, H] */
  headBackward(dLogits: Float32Array): Float32Array;
  /** Weights that each step goes through. */
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

/** As the network's own, see `oneHot` in network.ts: the unknown symbol is no input at all. */
function identity(size: number): Float32Array {
  const table = new Float32Array(size * size);
  for (let code = 0; code < size; code++) if (code !== codes.unknown) table[code * size + code] = 1;
  return table;
}

/** ln of the probability of `code`; writes `weight` times its derivative with respect to the logits [S] into `dLogits`. */
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

/** The code that is most likely to come next. */
export function likeliest(logits: Float32Array, spec: ResolvedSymbolSpec): number {
  const nats = surprisals(logits, spec);
  return nats.indexOf(Math.min(...nats));
}
