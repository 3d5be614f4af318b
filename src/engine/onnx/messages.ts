/** The protobuf messages of an ONNX file. Source of the field numbers: onnx/onnx.proto of
 *  https://github.com/onnx/onnx. */
import { type Bytes, bytes, integer, message, text } from './protobuf.ts';

export type OnnxData = Float32Array | BigInt64Array;
/** A dimension that is a name is dynamic: its size is known when the model runs. */
export type OnnxShape = readonly (number | string)[];
export type OnnxAttributes = Readonly<Record<string, number | readonly number[]>>;

const elementTypes = { float32: 1, int64: 7 } as const;
export type OnnxType = keyof typeof elementTypes;

/** ONNX 1.12: intermediate representation 8, operator set 17. */
const irVersion = 8;
const opsetVersion = 17;

export function model(graph: Bytes, metadata: Readonly<Record<string, string>>): Bytes {
  return message(
    integer(1, irVersion),
    text(2, 'gatecast'),
    bytes(7, graph),
    bytes(8, message(text(1, ''), integer(2, opsetVersion))),
    ...Object.entries(metadata).map(([key, value]) => bytes(14, message(text(1, key), text(2, value)))),
  );
}

export function graph(parts: {
  name: string;
  nodes: Bytes[];
  constants: Bytes[];
  inputs: Bytes[];
  outputs: Bytes[];
}): Bytes {
  return message(
    ...parts.nodes.map((node) => bytes(1, node)),
    text(2, parts.name),
    ...parts.constants.map((constant) => bytes(5, constant)),
    ...parts.inputs.map((input) => bytes(11, input)),
    ...parts.outputs.map((output) => bytes(12, output)),
  );
}

/** NodeProto. An empty name stands for an optional input or output that is left out. */
export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: OnnxAttributes,
): Bytes {
  return message(
    ...inputs.map((input) => text(1, input)),
    ...outputs.map((output) => text(2, output)),
    text(3, outputs.find((output) => output !== '')!),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
  );
}

const attributeTypes = { integer: 2, integers: 7 } as const;

function attribute(name: string, value: OnnxAttributes[string]): Bytes {
  const named = (type: number, ...values: Bytes[]) => message(text(1, name), ...values, integer(20, type));
  if (typeof value === 'number') return named(attributeTypes.integer, integer(3, value));
  return named(attributeTypes.integers, ...value.map((item) => integer(8, item)));
}

export function tensor(name: string, shape: readonly number[], data: OnnxData): Bytes {
  return message(
    ...shape.map((size) => integer(1, size)),
    integer(2, elementTypes[data instanceof Float32Array ? 'float32' : 'int64']),
    text(8, name),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  );
}

export function valueInfo(name: string, type: OnnxType, shape: OnnxShape): Bytes {
  const sizes = shape.map((size) => bytes(1, typeof size === 'number' ? integer(1, size) : text(2, size)));
  const tensorType = message(integer(1, elementTypes[type]), bytes(2, message(...sizes)));
  return message(text(1, name), bytes(2, bytes(1, tensorType)));
}
