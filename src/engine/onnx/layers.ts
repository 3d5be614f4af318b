import { type CellName, gateCounts } from '../kernels/contract/kernel.ts';
import type { ActivationName } from '../layers/activation.ts';
import type { RecurrentOptions } from '../layers/recurrent-types.ts';
import type { Floats } from '../primitives/floats.ts';
import type { Parameters, Tensor } from '../primitives/parameters.ts';
import { absent, type OnnxGraph, type OnnxValue } from './graph.ts';

type RecurrentPart = Pick<RecurrentOptions, 'parameters' | 'prefix' | 'cell' | 'hiddenSize' | 'layers'>;
type Part = { parameters: Parameters; prefix: string };

/** Index of our gate for each gate of ONNX: LSTM i, o, f, c from our i, f, g, o; GRU z, r, h from our r, z, n. */
const gateOrder = { rnn: [0], lstm: [0, 3, 1, 2], gru: [1, 0, 2] } satisfies Record<CellName, number[]>;
const operators = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' } satisfies Record<CellName, string>;

/** Adds the layers of `recurrent` in inference, without dropout. `x` [T, B, I]; `initial`: h and c [L, B, H], default
 *  zeros. Returns the output [T, B, H] and the final states [L, B, H]. */
export function addRecurrent(
  graph: OnnxGraph,
  x: OnnxValue,
  part: RecurrentPart,
  initial?: { h: OnnxValue; c?: OnnxValue },
): { output: OnnxValue; hn: OnnxValue; cn?: OnnxValue } {
  const { parameters, prefix, cell, hiddenSize, layers } = part;
  const lstm = cell === 'lstm';
  const gates = gateCounts[cell];
  const directionAxis = graph.constant(`${prefix}direction_axis`, [1], BigInt64Array.of(1n));
  const perLayer = (states: OnnxValue | undefined) => {
    if (states === undefined) return Array.from({ length: layers }, () => absent);
    return layers === 1 ? [states] : graph.nodes('Split', [states], { axis: 0 }, layers);
  };
  const initialH = perLayer(initial?.h);
  const initialC = perLayer(initial?.c);
  const finalH: OnnxValue[] = [];
  const finalC: OnnxValue[] = [];

  let output = x;
  for (let layer = 0; layer < layers; layer++) {
    const weights = (name: string) => {
      const { value, shape } = parameters.get(`${prefix}${name}_l${layer}`);
      const columns = shape[1] ?? 1;
      return { columns, values: reorderGates(value, hiddenSize * columns, gateOrder[cell]) };
    };
    const matrix = (name: string, ours: string) => {
      const { columns, values } = weights(ours);
      return graph.constant(`${prefix}${name}_${layer}`, [1, gates * hiddenSize, columns], values);
    };
    const biases = new Float32Array(2 * gates * hiddenSize);
    biases.set(weights('bias_ih').values);
    biases.set(weights('bias_hh').values, gates * hiddenSize);
    const inputs = [
      output,
      matrix('W', 'weight_ih'),
      matrix('R', 'weight_hh'),
      graph.constant(`${prefix}B_${layer}`, [1, 2 * gates * hiddenSize], biases),
      absent, // sequence lengths: all are equal
      initialH[layer],
      ...(lstm ? [initialC[layer]] : []),
    ];
    const attributes = {
      hidden_size: hiddenSize,
      ...(cell === 'gru' ? { linear_before_reset: 1 } : {}),
    };
    const [sequence, h, c] = graph.nodes(operators[cell], inputs, attributes, lstm ? 3 : 2);
    finalH.push(h);
    if (lstm) finalC.push(c);
    output = graph.node('Squeeze', [sequence, directionAxis]); // [T, 1, B, H] to [T, B, H]
  }
  const joined = (states: OnnxValue[]) =>
    layers === 1 ? states[0] : graph.node('Concat', states, { axis: 0 });
  return { output, hn: joined(finalH), ...(lstm ? { cn: joined(finalC) } : {}) };
}

/** Adds a linear layer: x [N, in] to y [N, out]. */
export function addLinear(graph: OnnxGraph, x: OnnxValue, { parameters, prefix }: Part): OnnxValue {
  const weight = addParameter(graph, parameters.get(`${prefix}weight`));
  const bias = addParameter(graph, parameters.get(`${prefix}bias`));
  return graph.node('Gemm', [x, weight, bias], { transB: 1 });
}

/** Adds an embedding. `symbols`: int64, any shape. Returns the vectors of the symbols, on one more axis at the end. */
export function addEmbedding(graph: OnnxGraph, symbols: OnnxValue, { parameters, prefix }: Part): OnnxValue {
  return graph.node('Gather', [addParameter(graph, parameters.get(`${prefix}weight`)), symbols], { axis: 0 });
}

/** Adds an element-wise activation. */
export function addActivation(graph: OnnxGraph, x: OnnxValue, name: ActivationName): OnnxValue {
  const add = {
    silu: () => graph.node('Mul', [x, graph.node('Sigmoid', [x])]),
  } satisfies Record<ActivationName, () => OnnxValue>;
  return add[name]();
}

/** Adds a parameter as a float32 constant, under its own name and in its own shape. */
export function addParameter(graph: OnnxGraph, { name, shape, value }: Tensor): OnnxValue {
  return graph.constant(name, shape, Float32Array.from(value));
}

/** Reorders blocks of rows: block k of the result is block `order[k]` of `values`. */
function reorderGates(values: Floats, blockLength: number, order: readonly number[]): Float32Array {
  const reordered = new Float32Array(values.length);
  for (const [to, from] of order.entries())
    reordered.set(values.subarray(from * blockLength, (from + 1) * blockLength), to * blockLength);
  return reordered;
}
