import type { RecurrentOptions } from '../recurrent-types.ts';
import { createOnnxGraph } from './graph.ts';
import { addLinear, addRecurrent } from './layers.ts';

export interface OnnxExportOptions
  extends Pick<RecurrentOptions, 'parameters' | 'prefix' | 'cell' | 'inputSize' | 'hiddenSize' | 'layers'> {
  /** Prefix of a linear layer over the last step's output. */
  headPrefix?: string;
  /** `true`: the initial state is an input (`h0`, for LSTM also `c0`, [L, B, H]); zeros otherwise. */
  initialState?: boolean;
  metadata?: Readonly<Record<string, string>>;
}

/** An ONNX file (opset 17) of recurrent layers and, with `headPrefix`, a linear head, in float32.
 *  Inputs: `x` [steps, batch, I] and, when asked, the initial state. Outputs: `output` [steps, batch, H],
 *  `hn` (and `cn`) [L, batch, H] and, with a head, `y` [batch, out]. What stands before `x` and after `y`,
 *  the scaling of series, is not in the file. */
export function exportRecurrentOnnx(options: OnnxExportOptions): Uint8Array {
  const { parameters, cell, inputSize, hiddenSize, layers, headPrefix, initialState = false } = options;
  const states = [layers, 'batch', hiddenSize];
  const graph = createOnnxGraph(`${cell}_${layers}x${hiddenSize}`);
  const x = graph.input('x', ['steps', 'batch', inputSize]);
  const initial = initialState
    ? { h: graph.input('h0', states), ...(cell === 'lstm' ? { c: graph.input('c0', states) } : {}) }
    : undefined;
  const { output, hn, cn } = addRecurrent(graph, x, options, initial);
  graph.output('output', output, ['steps', 'batch', hiddenSize]);
  graph.output('hn', hn, states);
  if (cn !== undefined) graph.output('cn', cn, states);
  if (headPrefix !== undefined) {
    const lastLayer = graph.constant('last_layer', [], BigInt64Array.of(BigInt(layers - 1)));
    const last = graph.node('Gather', [hn, lastLayer], { axis: 0 }); // [batch, H]
    const y = addLinear(graph, last, { parameters, prefix: headPrefix });
    graph.output('y', y, ['batch', parameters.get(`${headPrefix}bias`).shape[0]]);
  }
  return graph.encode(options.metadata);
}
