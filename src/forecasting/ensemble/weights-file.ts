import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Weights } from '../../contracts/ports/index.ts';
import {
  createRng,
  decodeSafetensors,
  encodeSafetensors,
  type Kernel,
  type SafetensorsFile,
} from '../../engine/index.ts';
import { requireVersion, type WeightsKind } from '../../training/index.ts';
import { layoutOf, type MemberSpec, type ResolvedSpec } from '../families/index.ts';
import { createNetwork, type Network } from '../network/index.ts';
import { createEnsemble } from './ensemble.ts';
import type { EnsembleWeights } from './ensemble-weights.ts';
import type { FittedModel } from './fitted-model.ts';
import type { Member } from './mixture.ts';
import type { PathCorrelation } from './sample-paths.ts';

export const weightsKind = { format: 'gatecast', version: '3' } as const satisfies WeightsKind;
const baseName = 'base.quantiles';
const calibrationName = 'calibration.factors';

/** Networks of a weights file: those that forecast have learnt from all data, those of the evaluation have not seen
 *  the parts that were held out, so that a backtest there is honest. */
export const groups = ['members', 'evaluation'] as const;
export type Group = (typeof groups)[number];

export interface ModelParts {
  spec: ResolvedSpec;
  members: readonly Member[];
  evaluation: readonly Member[];
  /** Of the networks and of statistical methods, in the model and in its evaluation. */
  ensembleWeights: Readonly<Record<Group, EnsembleWeights>>;
  calibration: Float32Array; // [2]
  /** Of sample paths; null where it was not measured. */
  paths: PathCorrelation | null;
}

/** One file. Of member N, under `members.N.` (and `evaluation.N.`): the trained tensors with PyTorch's names and the
 *  base quantiles [K, Q]; its spec is in the metadata `members.N.spec`, that of the model in `spec`, the shares of networks and
 *  methods in `shares`. The calibration [2] is the model's, as is the correlation of sample paths in the metadata `paths`. The
 *  bytes depend on nothing else. */
export function encodeWeights({ spec, ensembleWeights, calibration, paths, ...parts }: ModelParts): Weights {
  const named = groups.flatMap((group) =>
    parts[group].map((member, n) => ({ member, prefix: `${group}.${n}.` })),
  );
  const tensors = named.flatMap(({ member: { network, layout }, prefix }) => [
    ...network.parameters.tensors.map(({ name, shape, value }) => ({
      name: prefix + name,
      shape: [...shape],
      data: Float32Array.from(value),
    })),
    { name: prefix + baseName, shape: [layout.horizon, layout.quantiles], data: network.base },
  ]);
  const bytes = encodeSafetensors([...tensors, { name: calibrationName, shape: [2], data: calibration }], {
    ...weightsKind,
    spec: JSON.stringify(spec),
    paths: JSON.stringify(paths),
    members: String(parts.members.length),
    evaluation: String(parts.evaluation.length),
    shares: JSON.stringify(ensembleWeights),
    ...Object.fromEntries(named.map(({ member, prefix }) => [`${prefix}spec`, JSON.stringify(member.spec)])),
  });
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Where the training of one network begins instead of at random weights. */
export interface InitialMember {
  base: Float32Array; // [K, Q]
  /** Copies the tensors into a network of the same layout. */
  fill(network: Network): void;
}

/** What a training that goes on from a weights file needs of it; null where the file has no such network. */
export function decodeInitial(bytes: Uint8Array): (group: Group, member: number) => InitialMember | null {
  const { tensors, metadata } = decoded(bytes);
  return (group, n) => {
    if (n >= Number(metadata[group])) return null;
    const prefix = `${group}.${n}.`;
    return { base: floats(tensors, prefix + baseName), fill: (network) => fill(network, tensors, prefix) };
  };
}

/** The model of a weights file, for forecasts of at most `batchMax` windows at a time. */
export function decodeWeights(bytes: Uint8Array, kernel: Kernel, batchMax: number): FittedModel {
  const { evaluation: _, ensembleWeights, ...parts } = decodeParts(bytes, ['members'], kernel, batchMax);
  return createEnsemble({ ...parts, ensembleWeights: ensembleWeights.members, batchMax });
}

/** The model as it was before it learnt from the parts held out: what a backtest there may use. */
export function decodeEvaluation(bytes: Uint8Array, kernel: Kernel, batchMax: number): FittedModel {
  const { evaluation, ensembleWeights, ...parts } = decodeParts(bytes, ['evaluation'], kernel, batchMax);
  return createEnsemble({
    ...parts,
    members: evaluation,
    ensembleWeights: ensembleWeights.evaluation,
    batchMax,
  });
}

/** The networks of a weights file, frozen for forecasts; or for `gradients`: not frozen, without dropout, with the
 *  gradients of their inputs. */
export function decodeParts(
  bytes: Uint8Array,
  wanted: readonly Group[],
  kernel: Kernel,
  batchMax: number,
  use: 'forecasts' | 'gradients' = 'forecasts',
): ModelParts {
  const { tensors, metadata } = decoded(bytes);
  const read = (group: Group) =>
    Array.from({ length: wanted.includes(group) ? Number(metadata[group]) : 0 }, (_, n): Member => {
      const prefix = `${group}.${n}.`;
      const spec: MemberSpec = JSON.parse(metadata[`${prefix}spec`]);
      const layout = layoutOf(spec);
      const network = createNetwork({
        kernel,
        spec: use === 'gradients' ? { ...spec, dropout: 0 } : spec,
        layout,
        batchMax,
        rng: createRng(spec.seed),
        inputGradients: use === 'gradients',
      });
      fill(network, tensors, prefix);
      network.setBase(floats(tensors, prefix + baseName, network.base.length));
      if (use === 'forecasts') network.freeze();
      return { network, layout, spec };
    });
  return {
    spec: JSON.parse(metadata.spec),
    members: read('members'),
    evaluation: read('evaluation'),
    ensembleWeights: JSON.parse(metadata.shares),
    calibration: floats(tensors, calibrationName, 2),
    paths: JSON.parse(metadata.paths ?? 'null'), // files from before it was measured have none
  };
}

/** @throws AppError model_outdated */
function decoded(bytes: Uint8Array): SafetensorsFile {
  const file = decodeSafetensors(bytes);
  requireVersion(file.metadata, weightsKind);
  return file;
}

function fill({ parameters }: Network, tensors: SafetensorsFile['tensors'], prefix: string): void {
  for (const { name, value } of parameters.tensors) value.set(floats(tensors, prefix + name, value.length));
}

function floats(tensors: SafetensorsFile['tensors'], name: string, length?: number): Float32Array {
  const data = tensors.get(name)?.data;
  assert(data instanceof Float32Array, `the tensor ${name} is missing or not float32`);
  assert(length === undefined || data.length === length, `the tensor ${name} does not fit its spec`);
  return data;
}
