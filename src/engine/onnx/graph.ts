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

/** The name of a value of the graph: an input, a constant or what a node gives. */
export type OnnxValue = string;

/** A model under construction, in the order in which it computes. */
export interface OnnxGraph {
  input(name: string, shape: OnnxShape, type?: OnnxType): OnnxValue;
  /** Copied when the file is made. */
  constant(name: string, shape: readonly number[], data: OnnxData): OnnxValue;
  /** Gives the only output of an operator. */
  node(operator: string, inputs: readonly OnnxValue[], attributes?: OnnxAttributes): OnnxValue;
  /** Gives the first `outputCount` outputs of an operator. */
  nodes(
    operator: string,
    inputs: readonly OnnxValue[],
    attributes: OnnxAttributes,
    outputCount: number,
  ): OnnxValue[];
  output(name: string, value: OnnxValue, shape: OnnxShape): void;
  /** The file. */
  encode(metadata?: Readonly<Record<string, string>>): Uint8Array;
}

/** `absent` in a list of inputs leaves an optional one out. */
export const absent: OnnxValue = '';

export function createOnnxGraph(name: string): OnnxGraph {
  const nodes: Bytes[] = [];
  const constants: { name: string; shape: readonly number[]; data: OnnxData }[] = [];
  const inputs: Bytes[] = [];
  const outputs: Bytes[] = [];
  const names = new Set<string>();
  const take = (wanted: string) => {
    assert(wanted !== '' && !names.has(wanted), `the name ${wanted} is taken`);
    names.add(wanted);
    return wanted;
  };

  const made: OnnxGraph = {
    input(name, shape, type = 'float32') {
      inputs.push(valueInfo(take(name), type, shape));
      return name;
    },
    constant(name, shape, data) {
      assert.equal(
        data.length,
        shape.reduce((product, size) => product * size, 1),
        `${name} does not have its shape`,
      );
      constants.push({ name: take(name), shape, data });
      return name;
    },
    node: (operator, from, attributes = {}) => made.nodes(operator, from, attributes, 1)[0],
    nodes(operator, from, attributes, outputCount) {
      const index = nodes.length;
      const to = Array.from({ length: outputCount }, (_, i) => take(`${operator}_${index}_${i}`));
      for (const value of from) assert(value === absent || names.has(value), `there is no value ${value}`);
      nodes.push(node(operator, from, to, attributes));
      return to;
    },
    output(name, value, shape) {
      nodes.push(node('Identity', [value], [take(name)], {}));
      outputs.push(valueInfo(name, 'float32', shape));
    },
    encode(metadata = {}) {
      const stored = constants.map(({ name, shape, data }) => tensor(name, shape, data));
      return model(graph({ name, nodes, constants: stored, inputs, outputs }), metadata);
    },
  };
  return made;
}
