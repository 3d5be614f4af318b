/** The file of a pre-trained network: its weights by name, and its shape in the metadata. */
import {
  decodeSafetensors,
  EngineError,
  encodeSafetensors,
  type Parameters,
  type SafetensorsFile,
} from '../../engine/index.ts';
import {
  createPretrainedNetwork,
  type NetworkOptions,
  type NetworkShape,
  type PretrainedNetwork,
} from './network.ts';

const kind = 'gatecast-instant-1';

/** @param values all weights, in the order of `parameters` */
export function encodePretrained(
  { parameters, shape }: PretrainedNetwork,
  values: Float32Array,
  about: Readonly<Record<string, string>>,
): Uint8Array {
  let at = 0;
  const tensors = parameters.tensors.map(({ name, shape: dimensions, value }) => {
    at += value.length;
    return { name, shape: [...dimensions], data: values.slice(at - value.length, at) };
  });
  return encodeSafetensors(tensors, { ...about, kind, shape: JSON.stringify(shape) });
}

/** Builds the network of a file.
 *  @throws EngineError if the file is not one of these */
export function decodePretrained(
  file: Uint8Array,
  options: Omit<NetworkOptions, 'shape'>,
): PretrainedNetwork {
  const { tensors, metadata } = decodeSafetensors(file);
  if (metadata.kind !== kind)
    throw new EngineError(`The file has the kind ${metadata.kind}; accepted: ${kind}.`);
  const shape = JSON.parse(metadata.shape) as NetworkShape;
  const network = createPretrainedNetwork({ ...options, shape });
  fill(network.parameters, tensors);
  return network;
}

function fill({ tensors }: Parameters, stored: SafetensorsFile['tensors']): void {
  for (const { name, shape, value } of tensors) {
    const found = stored.get(name);
    if (found === undefined || found.shape.join() !== shape.join())
      throw new EngineError(`The file has no tensor ${name} of shape ${shape}.`);
    value.set(found.data as Float32Array);
  }
}
