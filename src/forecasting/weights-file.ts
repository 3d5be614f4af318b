import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Weights } from '../contracts/ports.ts';
import {
  createRng,
  decodeSafetensors,
  encodeSafetensors,
  type Kernel,
  type SafetensorsFile,
} from '../engine/index.ts';
import type { FittedModel } from './fitted-model.ts';
import { type Layout, layoutOf, type ResolvedSpec } from './layout.ts';
import { createNetwork, type Network } from './network.ts';
import { createNetworkModel } from './network-model.ts';

const format = 'gatecast';
const version = '2';
const baseName = 'base.quantiles';
const calibrationName = 'calibration.factors';

/** A network and what it was built from. */
export interface Member {
  network: Network;
  layout: Layout;
  spec: ResolvedSpec;
}

/** All members in one file. Of member N, under `members.N.`: the trained tensors with PyTorch's names, the base
 *  quantiles [K, Q] and the calibration [2]; its spec is in the metadata `members.N.spec`, that of the model in `spec`.
 *  The bytes depend on nothing else. */
export function encodeWeights(members: readonly Member[]): Weights {
  const tensors = members.flatMap(({ network, layout }, n) => [
    ...network.parameters.tensors.map(({ name, shape, value }) => ({
      name: memberName(n, name),
      shape: [...shape],
      data: Float32Array.from(value),
    })),
    { name: memberName(n, baseName), shape: [layout.horizon, layout.quantiles], data: network.base },
    { name: memberName(n, calibrationName), shape: [2], data: network.calibration },
  ]);
  const specs = members.map(({ spec }, n) => [memberName(n, 'spec'), JSON.stringify(spec)]);
  const bytes = encodeSafetensors(tensors, {
    format,
    version,
    members: String(members.length),
    spec: JSON.stringify(members[0].spec),
    ...Object.fromEntries(specs),
  });
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export interface InitialWeights {
  base: Float32Array; // [K, Q]
  /** Copies the tensors into a network of the same layout. */
  fill(network: Network): void;
}

/** What a training that goes on from a weights file needs of it. */
export function decodeTensors(bytes: Uint8Array): InitialWeights {
  const { tensors } = decodeSafetensors(bytes);
  return {
    base: floats(tensors, memberName(0, baseName)),
    fill: (network) => fill(network, tensors, 0),
  };
}

/** The model of a weights file, for forecasts of at most `batchMax` windows at a time. */
export function decodeWeights(bytes: Uint8Array, kernel: Kernel, batchMax: number): FittedModel {
  const [{ network, layout, spec }] = decodeMembers(bytes, kernel, batchMax);
  return createNetworkModel(network, layout, spec, batchMax);
}

/** The networks of a weights file, frozen for forecasts; or `gradients`: not frozen, without dropout, with the gradients
 *  of their inputs. */
export function decodeMembers(
  bytes: Uint8Array,
  kernel: Kernel,
  batchMax: number,
  use: 'forecasts' | 'gradients' = 'forecasts',
): Member[] {
  const { tensors, metadata } = decodeSafetensors(bytes);
  assert(metadata.format === format && metadata.version === version, 'not a weights file of this version');
  return Array.from({ length: Number(metadata.members) }, (_, n) => {
    const spec: ResolvedSpec = JSON.parse(metadata[memberName(n, 'spec')]);
    const layout = layoutOf(spec);
    const network = createNetwork({
      kernel,
      spec: use === 'gradients' ? { ...spec, dropout: 0 } : spec,
      layout,
      batchMax,
      rng: createRng(spec.seed),
      inputGradients: use === 'gradients',
    });
    fill(network, tensors, n);
    network.setBase(floats(tensors, memberName(n, baseName), network.base.length));
    network.calibration.set(floats(tensors, memberName(n, calibrationName), network.calibration.length));
    if (use === 'forecasts') network.freeze();
    return { network, layout, spec };
  });
}

function memberName(member: number, name: string): string {
  return `members.${member}.${name}`;
}

function fill({ parameters }: Network, tensors: SafetensorsFile['tensors'], member: number): void {
  for (const { name, value } of parameters.tensors)
    value.set(floats(tensors, memberName(member, name), value.length));
}

function floats(tensors: SafetensorsFile['tensors'], name: string, length?: number): Float32Array {
  const data = tensors.get(name)?.data;
  assert(data instanceof Float32Array, `the tensor ${name} is missing or not float32`);
  assert(length === undefined || data.length === length, `the tensor ${name} does not fit its spec`);
  return data;
}
