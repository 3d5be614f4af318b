import assert from 'node:assert/strict';
import type { ModelCard } from '../contracts/model.ts';
import { decodeSafetensors, encodeSafetensors } from '../engine/index.ts';
import type { ResolvedSpec } from './layout.ts';

/** All that the rest of the training of one network depends on beside the data. Arrays are the trainer's own; encoding
 *  copies them. */
export interface MemberState {
  /** Steps done. */
  step: number;
  /** All steps are done, or it stopped early. */
  finished: boolean;
  rng: Uint32Array; // [4]
  parameters: Float32Array; // [P]
  best: Float32Array; // [P]
  bestStep: number;
  bestLoss: number;
  adam: { m: Float32Array; v: Float32Array; step: number };
  base: Float32Array; // [K, Q]
  history: ModelCard['training']['loss'];
}

/** A network that is done. */
export interface TrainedMember {
  parameters: Float32Array; // [P]
  base: Float32Array; // [K, Q]
  steps: number;
  bestStep: number;
  windows: number;
  history: ModelCard['training']['loss'];
}

/** All that the rest of a training depends on beside the data: going on from here gives the bytes of an undisturbed
 *  run. */
export interface TrainingState {
  spec: ResolvedSpec;
  notes: string[];
  /** In the order in which they are trained. */
  done: readonly TrainedMember[];
  /** The one that is under way; null between two of them. */
  current: MemberState | null;
}

const format = 'gatecast-checkpoint';
const version = '2';

export function encodeCheckpoint({ spec, notes, done, current }: TrainingState): Uint8Array {
  const arrays: Record<string, Float32Array> = {};
  const members = done.map(({ parameters, base, ...rest }, n) => {
    arrays[`done.${n}.parameters`] = parameters;
    arrays[`done.${n}.base`] = base;
    return rest;
  });
  let scalars = null;
  if (current !== null) {
    const { parameters, best, adam, base, rng, ...rest } = current;
    Object.assign(arrays, { parameters, best, base, 'adam.m': adam.m, 'adam.v': adam.v });
    // JSON keeps every double exactly; an infinity it does not, so the first best loss is left out.
    scalars = { ...rest, adamStep: adam.step, rng: [...rng], bestLoss: finiteOrNull(rest.bestLoss) };
  }
  const tensors = Object.entries(arrays).map(([name, values]) => ({
    name,
    shape: [values.length],
    data: values,
  }));
  const state = JSON.stringify({ spec, notes, done: members, current: scalars });
  return encodeSafetensors(tensors, { format, version, state });
}

/** Null for the checkpoint of another version of the service: its training begins anew. */
export function decodeCheckpoint(bytes: Uint8Array): TrainingState | null {
  const { tensors, metadata } = decodeSafetensors(bytes);
  assert(metadata.format === format, 'a checkpoint');
  if (metadata.version !== version) return null;
  const { spec, notes, done, current } = JSON.parse(metadata.state);
  const values = (name: string) => {
    const data = tensors.get(name)?.data;
    assert(data instanceof Float32Array, `the checkpoint has no ${name}`);
    return data;
  };
  return {
    spec,
    notes,
    done: done.map((rest: Omit<TrainedMember, 'parameters' | 'base'>, n: number) => ({
      ...rest,
      parameters: values(`done.${n}.parameters`),
      base: values(`done.${n}.base`),
    })),
    current: current === null ? null : currentOf(current, values),
  };
}

function currentOf(
  {
    adamStep,
    rng,
    bestLoss,
    ...rest
  }: Pick<MemberState, 'step' | 'finished' | 'bestStep' | 'history'> & {
    adamStep: number;
    rng: number[];
    bestLoss: number | null;
  },
  values: (name: string) => Float32Array,
): MemberState {
  return {
    ...rest,
    rng: Uint32Array.from(rng),
    bestLoss: bestLoss ?? Number.POSITIVE_INFINITY,
    parameters: values('parameters'),
    best: values('best'),
    base: values('base'),
    adam: { m: values('adam.m'), v: values('adam.v'), step: adamStep },
  };
}

function finiteOrNull(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
