import type { Weights } from '../../contracts/ports/index.ts';
import {
  addActivation,
  addLinear,
  addParameter,
  addRecurrent,
  createOnnxGraph,
  type OnnxGraph,
  type OnnxValue,
  type Parameters,
  selectKernel,
} from '../../engine/index.ts';
import { bendMax } from '../network/index.ts';
import type { Member } from './member.ts';
import { decodeParts } from './weights-file.ts';

/** Encodes the networks of a weights file as one ONNX file. Member N maps scaled inputs `members.N.x` [T, batch, I]
 *  and, if its decoder has inputs, `members.N.step_inputs` [batch, K, P], to the scaled quantiles `members.N.y` [batch,
 *  K, Q], which may cross where the median is learnt. Scaling, base path and the mean over the members are not in the
 *  file; their specs are in its metadata. */
export function exportNetworks({ bytes }: Weights): Uint8Array {
  const { spec, members } = decodeParts(bytes, ['members'], selectKernel(), 1);
  const graph = createOnnxGraph(`${spec.family}_${spec.cell}_${members.length}`);
  const metadata: Record<string, string> = { spec: JSON.stringify(spec) };
  for (const [n, member] of members.entries()) {
    const prefix = `members.${n}.`;
    metadata[`${prefix}spec`] = JSON.stringify(member.spec);
    addMember(graph, member, prefix);
  }
  return graph.encode(metadata);
}

/** Context in which the nodes of a member are added. */
interface Context {
  graph: OnnxGraph;
  member: Member;
  parameters: Parameters;
  prefix: string;
  constant(name: string, shape: readonly number[], data: Float32Array | BigInt64Array): OnnxValue;
}

function addMember(graph: OnnxGraph, member: Member, prefix: string): void {
  const { network, layout, spec } = member;
  const parameters = prefixed(network.parameters, prefix);
  const constant: Context['constant'] = (name, shape, data) => graph.constant(prefix + name, shape, data);
  const context = { graph, member, parameters, prefix, constant };
  const x = graph.input(`${prefix}x`, [layout.steps, 'batch', layout.inputSize]);
  const { hn } = addRecurrent(graph, x, {
    parameters,
    prefix: `${prefix}encoder.`,
    cell: spec.cell,
    hiddenSize: spec.hidden_size,
    layers: spec.layers,
  });
  const lastLayer = constant('last_layer', [], BigInt64Array.of(BigInt(spec.layers - 1)));
  const hidden = graph.node('Gather', [hn, lastLayer], { axis: 0 }); // [batch, H]
  const y = layout.fixedMedian ? widths(context, hidden) : levels(context, hidden);
  graph.output(`${prefix}y`, y, ['batch', layout.horizon, layout.quantiles]);
}

/** As width-decoder.ts and quantile-spread.ts. */
function widths({ graph, member, parameters, prefix, constant }: Context, hidden: OnnxValue): OnnxValue {
  const { network, layout } = member;
  const { horizon: K, quantiles: Q, median } = layout;
  const first = addLinear(graph, hidden, { parameters, prefix: `${prefix}decoder.hidden.` });
  const numbers = addLinear(graph, addActivation(graph, first, 'silu'), {
    parameters,
    prefix: `${prefix}decoder.out.`,
  });
  const sizes = constant('numbers_split', [2], BigInt64Array.of(BigInt(K), BigInt(Q - 1)));
  const [g, d] = graph.nodes('Split', [numbers, sizes], { axis: 1 }, 2);
  const stepAxis = constant('step_axis', [1], BigInt64Array.of(1n));
  const levelAxis = constant('level_axis', [1], BigInt64Array.of(2n));
  const sum = graph.node('Add', [
    graph.node('Unsqueeze', [g, levelAxis]), // [batch, K, 1]
    graph.node('Unsqueeze', [d, stepAxis]), // [batch, 1, Q-1]
  ]);
  const limit = constant('bend', [], Float32Array.of(bendMax));
  const bent = graph.node('Mul', [graph.node('Tanh', [graph.node('Div', [sum, limit])]), limit]);
  const { base } = network;
  const gaps = Float32Array.from({ length: K * (Q - 1) }, (_, i) => {
    const at = Math.floor(i / (Q - 1)) * Q + (i % (Q - 1));
    return base[at + 1] - base[at];
  });
  const wide = graph.node('Mul', [graph.node('Exp', [bent]), constant('base_gaps', [K, Q - 1], gaps)]);
  const parts = constant('gaps_split', [2], BigInt64Array.of(BigInt(median), BigInt(Q - 1 - median)));
  const [below, above] = graph.nodes('Split', [wide, parts], { axis: 2 }, 2);
  const axis = constant('sum_axis', [], BigInt64Array.of(2n));
  const lower = graph.node('Neg', [graph.node('CumSum', [below, axis], { reverse: 1 })]);
  const upper = graph.node('CumSum', [above, axis]);
  const oneStep = graph.node('Sub', [
    graph.node('Unsqueeze', [g, levelAxis]),
    graph.node('Unsqueeze', [g, levelAxis]),
  ]);
  const fan = graph.node('Concat', [lower, oneStep, upper], { axis: 2 });
  const medians = Float32Array.from({ length: K }, (_, h) => base[h * Q + median]);
  return graph.node('Add', [fan, constant('base_median', [K, 1], medians)]);
}

/** As level-decoder.ts. */
function levels({ graph, member, parameters, prefix, constant }: Context, hidden: OnnxValue): OnnxValue {
  const { network, layout } = member;
  const { horizon: K, quantiles: Q, stepInputs: P, skipInputs: S } = layout;
  const linear = (x: OnnxValue, name: string) =>
    addLinear(graph, x, { parameters, prefix: `${prefix}decoder.${name}.` });
  const parameter = (name: string) => addParameter(graph, parameters.get(`${prefix}decoder.${name}`));
  const stepAxis = constant('step_axis', [1], BigInt64Array.of(1n));
  const levelAxis = constant('level_axis', [1], BigInt64Array.of(2n));
  const shift = graph.node('Unsqueeze', [linear(hidden, 'hidden'), stepAxis]); // [batch, 1, E]
  let before = graph.node('Add', [shift, parameter('steps')]); // [batch, K, E]
  let skipped: OnnxValue | null = null;
  if (P > 0) {
    const inputs = graph.input(`${prefix}step_inputs`, ['batch', K, P]);
    const weight = graph.node('Transpose', [parameter('inputs.weight')], { perm: [1, 0] });
    before = graph.node('Add', [before, graph.node('MatMul', [inputs, weight])]);
    if (S > 0) {
      const place = (name: string, at: number) => constant(name, [1], BigInt64Array.of(BigInt(at)));
      const { skipAt } = layout;
      const from = place('skips_from', skipAt);
      const last =
        P === S ? inputs : graph.node('Slice', [inputs, from, place('skips_to', skipAt + S), levelAxis]);
      const column = graph.node('Unsqueeze', [parameter('skip'), stepAxis]); // [S, 1]
      skipped = graph.node('MatMul', [last, column]); // [batch, K, 1]
    }
  }
  const matrix = (x: OnnxValue, name: string) => {
    const weight = graph.node('Transpose', [parameter(`${name}.weight`)], { perm: [1, 0] });
    return graph.node('Add', [graph.node('MatMul', [x, weight]), parameter(`${name}.bias`)]);
  };
  const mixed = addActivation(graph, matrix(addActivation(graph, before, 'silu'), 'mix'), 'silu');
  const location = graph.node('Unsqueeze', [linear(hidden, 'location'), levelAxis]); // [batch, K, 1]
  const base = constant('base', [K, Q], Float32Array.from(network.base));
  const fixed = graph.node('Add', [base, parameter('offset')]);
  const free = graph.node('Add', [matrix(mixed, 'out'), location]);
  const y = graph.node('Add', [free, fixed]);
  return skipped === null ? y : graph.node('Add', [y, skipped]);
}

/** The same parameters under longer names. */
function prefixed(parameters: Parameters, prefix: string): Parameters {
  return {
    ...parameters,
    get(name) {
      const tensor = parameters.get(name.slice(prefix.length));
      return { ...tensor, name };
    },
  };
}
