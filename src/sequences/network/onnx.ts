import type { Weights } from '../../contracts/ports/index.ts';
import { codes } from '../../contracts/schemas/index.ts';
import {
  addEmbedding,
  addLinear,
  addRecurrent,
  createOnnxGraph,
  type OnnxGraph,
  type OnnxValue,
  type Parameters,
  selectKernel,
} from '../../engine/index.ts';
import { impossibleLogit } from './network.ts';
import type { ResolvedSymbolSpec } from './spec.ts';
import { decodeSymbolWeights } from './weights-file.ts';

/** Exports the network of a weights file to ONNX. Inputs: `symbols` [steps, batch] (int64 codes) and the state
 *  `h0` (for LSTM also `c0`) [L, batch, H]. Outputs: the `logits` [steps, batch, S] of the next symbol, and the
 *  state `hn` (`cn`). The metadata has the spec and the vocabulary; code 0 is a boundary, 1 the unknown symbol,
 *  2 + i symbol i. */
export function exportSymbolNetwork({ bytes }: Weights): Uint8Array {
  const { network, spec, symbols } = decodeSymbolWeights(bytes, selectKernel());
  const { codeCount } = network;
  const parameters = spec.boundary ? network.parameters : withoutBoundary(network.parameters, spec);
  const { cell, layers, hidden_size: hiddenSize } = spec;
  const graph = createOnnxGraph(`symbols_${cell}_${layers}x${hiddenSize}`);
  const shape = [layers, 'batch', hiddenSize];
  const read = graph.input('symbols', ['steps', 'batch'], 'int64');
  const state = { h: graph.input('h0', shape), ...(cell === 'lstm' && { c: graph.input('c0', shape) }) };
  const x =
    spec.input === 'one_hot'
      ? addOneHot(graph, read, spec)
      : addEmbedding(graph, read, { parameters, prefix: 'embedding.' });
  const part = { parameters, prefix: 'encoder.', cell, hiddenSize, layers };
  const { output, hn, cn } = addRecurrent(graph, x, part, state);
  const rows = graph.constant('rows', [2], BigInt64Array.of(-1n, BigInt(hiddenSize)));
  const flat = addLinear(graph, graph.node('Reshape', [output, rows]), { parameters, prefix: 'head.' });
  const sizes = graph.node('Concat', [graph.node('Shape', [read]), addSize(graph, codeCount)], { axis: 0 });
  graph.output('logits', graph.node('Reshape', [flat, sizes]), ['steps', 'batch', codeCount]);
  graph.output('hn', hn, shape);
  if (cn !== undefined) graph.output('cn', cn, shape);
  return graph.encode({ spec: JSON.stringify(spec), vocabulary: JSON.stringify(symbols) });
}

/** Sets the logit of the boundary to that of a code that cannot occur, as forecasts do. */
function withoutBoundary(parameters: Parameters, { hidden_size }: ResolvedSymbolSpec): Parameters {
  return {
    ...parameters,
    get(name) {
      const tensor = parameters.get(name);
      if (name !== 'head.weight' && name !== 'head.bias') return tensor;
      const value = Float32Array.from(tensor.value);
      const from = codes.boundary;
      if (name === 'head.bias') value[from] = impossibleLogit;
      else value.fill(0, from * hidden_size, (from + 1) * hidden_size);
      return { ...tensor, value };
    },
  };
}

function addSize(graph: OnnxGraph, size: number): OnnxValue {
  return graph.constant('code_count', [1], BigInt64Array.of(BigInt(size)));
}

/** One-hot vector of each symbol; the unknown one is all zeros. */
function addOneHot(graph: OnnxGraph, read: OnnxValue, { vocabulary_size }: ResolvedSymbolSpec): OnnxValue {
  const size = codes.first + vocabulary_size;
  const identity = new Float32Array(size * size);
  for (let code = 0; code < size; code++) if (code !== codes.unknown) identity[code * size + code] = 1;
  return graph.node('Gather', [graph.constant('one_hot', [size, size], identity), read], { axis: 0 });
}
