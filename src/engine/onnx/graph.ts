import assert from 'node:assert/strict';
import {
  graph,
  model,
  node,
  type OnnxAttributes,
  type OnnxData,
  type OnnxShape,
  type OnnxType,
  tensor,
  valueInfo,
} from './messages.ts';
import type { Bytes } from './protobuf.ts';

/** Name of a value of the graph: an input, a constant or an output of a node. */
export type OnnxValue = string;

/** Builder of an ONNX model. Nodes are added in the order in which they compute. */
export interface OnnxGraph {
  input(name: string, shape: OnnxShape, type?: OnnxType): OnnxValue;
  /** `data` is copied by `encode`, not before. */
  constant(name: string, shape: readonly number[], data: OnnxData): OnnxValue;
  /** Adds an operator with one output. Returns the output. */
  node(operator: string, inputs: readonly OnnxValue[], attributes?: OnnxAttributes): OnnxValue;
  /** Adds an operator and returns its first `outputCount` outputs. */
  nodes(
    operator: string,
    inputs: readonly OnnxValue[],
    attributes: OnnxAttributes,
    outputCount: number,
  ): OnnxValue[];
  output(name: string, value: OnnxValue, shape: OnnxShape): void;
  /** The ONNX file. */
  encode(metadata?: Readonly<Record<string, string>>): Uint8Array;
}

/** Stands for an optional input that is left out. */
export const absent: OnnxValue = '';

/** An empty graph. `name` is stored in the file. Its methods fail if a name is already taken or a
 *  value does not exist. */
export function createOnnxGraph(name: string): OnnxGraph {
  const nodes: Bytes[] = [];
  const constants: { name: string; shape: readonly number[]; data: OnnxData }[] = [];
  const inputs: Bytes[] = [];
  const outputs: Bytes[] = [];
  const names = new Set<string>();
  const register = (name: string) => {
    assert(name !== '' && !names.has(name), `the name ${name} is taken`);
    names.add(name);
    return name;
  };

  const builder: OnnxGraph = {
    input(name, shape, type = 'float32') {
      inputs.push(valueInfo(register(name), type, shape));
      return name;
    },
    constant(name, shape, data) {
      assert.equal(
        data.length,
        shape.reduce((product, size) => product * size, 1),
        `${name} does not have its shape`,
      );
      constants.push({ name: register(name), shape, data });
      return name;
    },
    node: (operator, from, attributes = {}) => builder.nodes(operator, from, attributes, 1)[0],
    nodes(operator, from, attributes, outputCount) {
      const index = nodes.length;
      const to = Array.from({ length: outputCount }, (_, i) => register(`${operator}_${index}_${i}`));
      for (const value of from) assert(value === absent || names.has(value), `there is no value ${value}`);
      nodes.push(node(operator, from, to, attributes));
      return to;
    },
    output(name, value, shape) {
      nodes.push(node('Identity', [value], [register(name)], {}));
      outputs.push(valueInfo(name, 'float32', shape));
    },
    encode(metadata = {}) {
      const stored = constants.map(({ name, shape, data }) => tensor(name, shape, data));
      return model(graph({ name, nodes, constants: stored, inputs, outputs }), metadata);
    },
  };
  return builder;
}
