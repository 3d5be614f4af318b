import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Weights } from '../../contracts/ports/index.ts';
import { codes } from '../../contracts/schemas/index.ts';
import { createRng, decodeSafetensors, encodeSafetensors, type Kernel } from '../../engine/index.ts';
import { requireVersion, type WeightsKind } from '../../training/index.ts';
import { createSymbolNetwork, type SymbolNetwork } from './network.ts';
import type { ResolvedSymbolSpec } from './spec.ts';

export const weightsKind = { format: 'gatecast-symbols', version: '1' } as const satisfies WeightsKind;

export interface LoadedSymbolNetwork {
  network: SymbolNetwork;
  spec: ResolvedSymbolSpec;
  kernel: Kernel;
  /** Symbol `symbols[i]` has the code `codes.first + i`. */
  symbols: string[];
  /** Largest batch of the network: sequences side by side, and steps of a window. */
  batchMax: number;
  stepsMax: number;
}

/** Continuations that are computed in one batch. */
const batchMax = 32;
/** Steps of a window; fewer with a large vocabulary, to bound the logits. */
const windowStepsMax = 256;
const logitsMax = 4_000_000;

/** Weights file: the trained tensors with PyTorch's names, their spec and the vocabulary. The bytes depend on
 *  nothing else. */
export function encodeSymbolWeights(
  network: SymbolNetwork,
  spec: ResolvedSymbolSpec,
  symbols: readonly string[],
): Weights {
  const tensors = network.parameters.tensors.map(({ name, shape, value }) => ({
    name,
    shape: [...shape],
    data: Float32Array.from(value),
  }));
  const bytes = encodeSafetensors(tensors, {
    ...weightsKind,
    spec: JSON.stringify(spec),
    vocabulary: JSON.stringify(symbols),
  });
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Network of a weights file, for forecasts. @throws AppError model_outdated */
export function decodeSymbolWeights(bytes: Uint8Array, kernel: Kernel): LoadedSymbolNetwork {
  const { metadata } = decodeSafetensors(bytes);
  requireVersion(metadata, weightsKind);
  const spec: ResolvedSymbolSpec = JSON.parse(metadata.spec);
  const symbols: string[] = JSON.parse(metadata.vocabulary);
  const fitting = Math.floor(logitsMax / (batchMax * (codes.first + symbols.length)));
  const stepsMax = Math.max(1, Math.min(windowStepsMax, fitting));
  const network = createSymbolNetwork({ kernel, spec, batchMax, stepsMax, rng: createRng(spec.seed) });
  loadWeights(network, bytes);
  network.freeze();
  return { network, spec, kernel, symbols, batchMax, stepsMax };
}

/** Copies the tensors of a weights file into a network of the same shape. @throws AppError model_outdated */
export function loadWeights(network: SymbolNetwork, bytes: Uint8Array): void {
  const { tensors, metadata } = decodeSafetensors(bytes);
  requireVersion(metadata, weightsKind);
  for (const { name, value } of network.parameters.tensors) {
    const data = tensors.get(name)?.data;
    assert(data instanceof Float32Array && data.length === value.length, `tensor ${name} does not fit`);
    value.set(data);
  }
}
