import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Weights } from '../contracts/ports.ts';
import { createRng, decodeSafetensors, encodeSafetensors, type Kernel } from '../engine/index.ts';
import { type Layout, layoutOf, type ResolvedSpec } from './layout.ts';
import { createNetwork, type Network } from './network.ts';

const format = 'gatecast';
const version = '1';
const baseName = 'base.quantiles';
const calibrationName = 'calibration.factors';

/** Trained tensors under PyTorch's names, the base quantiles [K, Q], the calibration [2], and the spec they belong to.
 *  The bytes depend on nothing else. */
export function encodeWeights(network: Network, layout: Layout, spec: ResolvedSpec): Weights {
  const tensors = network.parameters.tensors.map(({ name, shape, value }) => ({
    name,
    shape: [...shape],
    data: Float32Array.from(value),
  }));
  const base = { name: baseName, shape: [layout.horizon, layout.quantiles], data: network.base };
  const calibration = { name: calibrationName, shape: [2], data: network.calibration };
  const bytes = encodeSafetensors([...tensors, base, calibration], {
    format,
    version,
    spec: JSON.stringify(spec),
  });
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export interface LoadedNetwork {
  network: Network;
  layout: Layout;
  spec: ResolvedSpec;
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
    base: floats(tensors.get(baseName)?.data),
    fill(network) {
      for (const { name, value } of network.parameters.tensors) value.set(floats(tensors.get(name)?.data));
    },
  };
}

/** The network of a weights file, for forecasts of at most `batchMax` windows at a time. */
export function decodeWeights(bytes: Uint8Array, kernel: Kernel, batchMax: number): LoadedNetwork {
  const { tensors, metadata } = decodeSafetensors(bytes);
  assert(metadata.format === format && metadata.version === version, 'not a weights file of this version');
  const spec: ResolvedSpec = JSON.parse(metadata.spec);
  const layout = layoutOf(spec);
  const network = createNetwork({ kernel, spec, layout, batchMax, rng: createRng(spec.seed) });
  for (const { name, value } of network.parameters.tensors) value.set(floats(tensors.get(name)?.data));
  network.setBase(floats(tensors.get(baseName)?.data));
  // Files from before calibration have none.
  const calibration = tensors.get(calibrationName);
  if (calibration !== undefined) network.calibration.set(floats(calibration.data));
  network.freeze();
  return { network, layout, spec };
}

function floats(data: unknown): Float32Array {
  assert(data instanceof Float32Array, 'a tensor is missing or not float32');
  return data;
}
