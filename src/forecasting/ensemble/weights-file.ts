import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Weights } from '../../contracts/ports/index.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type Kernel,
  type SafetensorsFile,
  safetensorsMetadata,
} from '../../engine/index.ts';
import { requireVersion, type WeightsKind } from '../../training/index.ts';
import type { MemberSpec, ResolvedSpec } from '../families/index.ts';
import type { Network } from '../network/index.ts';
import type { TrainedUntil } from '../sampling/index.ts';
import { evenFactors, type WidthFactors, widthFactorCount } from './calibration.ts';
import { createEnsemble } from './ensemble.ts';
import type { FittedModel } from './fitted-model.ts';
import { buildMember, type Member, type MemberBuild } from './member.ts';
import { type EnsembleWeights, forAll, type MixtureWeights } from './mixture-weights.ts';
import type { PathCorrelation } from './sample-paths.ts';

export const weightsKind = { format: 'gatecast', version: '3' } as const satisfies WeightsKind;
const baseName = 'base.quantiles';
const calibrationName = 'calibration.factors';

/** Groups of networks in a model. The `members` forecast and are trained on all data; the `heldOut` networks are
 *  trained without the held-out parts, so that a backtest there is honest. */
export const groups = ['members', 'heldOut'] as const;
export type Group = (typeof groups)[number];
/** Names of the groups in the file. */
const groupNames = { members: 'members', heldOut: 'evaluation' } as const satisfies Record<Group, string>;

export interface ModelParts {
  spec: ResolvedSpec;
  members: readonly Member[];
  heldOut: readonly Member[];
  /** Kernel on which the networks run. */
  kernel: Kernel;
  /** Weights of the networks and of statistical methods, for each group of networks. */
  ensembleWeights: Readonly<Record<Group, MixtureWeights>>;
  /** Factors of the widths, for each group of networks. */
  calibration: Readonly<Record<Group, WidthFactors>>;
  /** Correlation of sample paths; null if it was not measured. */
  paths: PathCorrelation | null;
  /** How far the held-out networks have seen each series; null if it is not known. */
  trainedUntil: TrainedUntil | null;
}

/** Encodes a model as one safetensors file. Tensors of network N stand under `members.N.` or `evaluation.N.`: the
 *  trained tensors by PyTorch's names, and the base quantiles [K, Q]; the calibration [groups, kinds · parts · 2] is
 *  the model's. The metadata hold the spec of the model, the spec of each network without the encoding of the model,
 *  the ensemble weights (`shares`, and `shares_of_parts` for kinds of series and single series) the correlation of
 *  sample paths (`paths`), and the times up to which the held-out networks have seen the series (`trained_until`). The
 *  bytes depend on nothing else. */
export function encodeWeights(model: Omit<ModelParts, 'kernel'>): Weights {
  const { spec, ensembleWeights, calibration, paths, trainedUntil, ...parts } = model;
  const named = groups.flatMap((group) =>
    parts[group].map((member, n) => ({ member, prefix: `${groupNames[group]}.${n}.` })),
  );
  const tensors = named.flatMap(({ member: { network, layout }, prefix }) => [
    ...network.parameters.tensors.map(({ name, shape, value }) => ({
      name: prefix + name,
      shape: [...shape],
      data: Float32Array.from(value),
    })),
    { name: prefix + baseName, shape: [layout.horizon, layout.quantiles], data: network.base },
  ]);
  const bytes = encodeSafetensors([...tensors, factorsTensor(calibration)], {
    ...weightsKind,
    spec: JSON.stringify(spec),
    paths: JSON.stringify(paths),
    trained_until: JSON.stringify(trainedUntil),
    ...Object.fromEntries(groups.map((group) => [groupNames[group], String(parts[group].length)])),
    shares: JSON.stringify(byGroupName(ensembleWeights, ({ overall }) => overall)),
    shares_of_parts: JSON.stringify(byGroupName(ensembleWeights, ({ kinds, series }) => ({ kinds, series }))),
    ...Object.fromEntries(
      named.map(({ member, prefix }) => [
        `${prefix}spec`,
        JSON.stringify({ ...member.spec, encoding: null } satisfies MemberSpec),
      ]),
    ),
  });
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Weights with which the training of a network begins, instead of random ones. */
export interface InitialMember {
  base: Float32Array; // [K, Q]
  /** Copies the tensors into a network of the same layout. */
  fill(network: Network): void;
}

/** Initial weights of the networks of a warm training. */
export interface InitialWeights {
  /** Null for a network that the file does not have. */
  member(group: Group, n: number): InitialMember | null;
  trainedUntil: TrainedUntil | null;
}

/** Reads the initial weights of a warm training from a weights file. */
export function decodeInitial(bytes: Uint8Array): InitialWeights {
  const { tensors, metadata } = decoded(bytes);
  return {
    member(group, n) {
      if (n >= Number(metadata[groupNames[group]])) return null;
      const prefix = `${groupNames[group]}.${n}.`;
      return { base: floats(tensors, prefix + baseName), fill: (network) => fill(network, tensors, prefix) };
    },
    trainedUntil: trainedUntilOf(metadata),
  };
}

/** Settings of the model that a weights file has. */
export function specOfWeights(bytes: Uint8Array): ResolvedSpec {
  return JSON.parse(safetensorsMetadata(bytes).spec);
}

/** Whether a weights file tells how far the held-out networks have seen the series. Files of
 *  earlier versions do not. */
export function tellsTrainedUntil(bytes: Uint8Array): boolean {
  return trainedUntilOf(safetensorsMetadata(bytes)) !== null;
}

function trainedUntilOf(metadata: Readonly<Record<string, string>>): TrainedUntil | null {
  return JSON.parse(metadata.trained_until ?? 'null');
}

/** The model of networks that are built for forecasts of at most `batchMax` windows at a time. */
export function modelOf(parts: Omit<ModelParts, 'heldOut'>, batchMax: number): FittedModel {
  const { spec, members, kernel, ensembleWeights, calibration, paths } = parts;
  return createEnsemble({
    spec,
    members,
    kernel,
    paths,
    batchMax,
    calibration: calibration.members,
    ensembleWeights: ensembleWeights.members,
  });
}

/** Builds the model that was trained without the held-out parts, which a backtest there uses.
 *  @throws AppError model_outdated */
export function decodeHeldOut(
  bytes: Uint8Array,
  kernel: Kernel,
  batchMax: number,
): { model: FittedModel; trainedUntil: TrainedUntil | null } {
  const { heldOut, ensembleWeights, calibration, trainedUntil, ...parts } = decodeParts(
    bytes,
    ['heldOut'],
    kernel,
    batchMax,
  );
  const model = createEnsemble({
    ...parts,
    // The bound of the model counts values that these networks have not seen.
    spec: { ...parts.spec, lower_bound: heldOut[0]?.spec.lower_bound ?? null },
    members: heldOut,
    ensembleWeights: ensembleWeights.heldOut,
    calibration: calibration.heldOut,
    batchMax,
  });
  return { model, trainedUntil };
}

/** Builds the networks of a weights file, whose metadata the service has written, or checked at an
 *  import (`metadataFault`).
 *  @throws AppError model_outdated */
export function decodeParts(
  bytes: Uint8Array,
  wanted: readonly Group[],
  kernel: Kernel,
  batchMax: number,
  use: MemberBuild['use'] = 'forecasts',
): ModelParts {
  const { tensors, metadata } = decoded(bytes);
  const spec: ResolvedSpec = JSON.parse(metadata.spec);
  const read = (group: Group) =>
    Array.from(
      { length: wanted.includes(group) ? Number(metadata[groupNames[group]]) : 0 },
      (_, n): Member => {
        const prefix = `${groupNames[group]}.${n}.`;
        const own: MemberSpec = JSON.parse(metadata[`${prefix}spec`]);
        // Files of earlier versions repeat the encoding for each network.
        const memberSpec = { ...own, encoding: own.encoding ?? spec.encoding };
        return buildMember(memberSpec, { kernel, batchMax, use }, (network) => {
          fill(network, tensors, prefix);
          network.setBase(floats(tensors, prefix + baseName, network.base.length));
        });
      },
    );
  const shares: Record<string, EnsembleWeights> = JSON.parse(metadata.shares);
  // Files of earlier versions have none.
  const ofParts: Record<string, Omit<MixtureWeights, 'overall'>> = JSON.parse(
    metadata.shares_of_parts ?? '{}',
  );
  const weightsOf = (group: Group): MixtureWeights => ({
    ...forAll(shares[groupNames[group]]),
    ...ofParts[groupNames[group]],
  });
  return {
    spec,
    members: read('members'),
    heldOut: read('heldOut'),
    kernel,
    ensembleWeights: { members: weightsOf('members'), heldOut: weightsOf('heldOut') },
    calibration: factorsOf(floats(tensors, calibrationName)),
    paths: JSON.parse(metadata.paths ?? 'null'), // files of earlier versions have none
    trainedUntil: trainedUntilOf(metadata),
  };
}

/** Names of the tensors that a model has in its file. */
export function tensorNames(parts: Pick<ModelParts, Group>): Set<string> {
  const names = groups.flatMap((group) =>
    parts[group].flatMap(({ network }, n) =>
      [baseName, ...network.parameters.tensors.map(({ name }) => name)].map(
        (name) => `${groupNames[group]}.${n}.${name}`,
      ),
    ),
  );
  return new Set([...names, calibrationName]);
}

function factorsTensor(calibration: ModelParts['calibration']) {
  const data = new Float32Array(groups.length * widthFactorCount);
  for (const [g, group] of groups.entries()) data.set(calibration[group], g * widthFactorCount);
  return { name: calibrationName, shape: [groups.length, widthFactorCount], data };
}

/** Files of earlier versions have one factor of the inner and one of the outer part of all fans. */
function factorsOf(data: Float32Array): ModelParts['calibration'] {
  const of = (g: number) =>
    data.length === groups.length * widthFactorCount
      ? data.slice(g * widthFactorCount, (g + 1) * widthFactorCount)
      : evenFactors(data);
  return { members: of(0), heldOut: of(1) };
}

function byGroupName<T>(
  weights: ModelParts['ensembleWeights'],
  partOf: (weights: MixtureWeights) => T,
): Record<string, T> {
  return Object.fromEntries(groups.map((group) => [groupNames[group], partOf(weights[group])]));
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
