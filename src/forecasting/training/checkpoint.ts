import assert from 'node:assert/strict';
import type { ModelCard } from '../../contracts/schemas/index.ts';
import { decodeSafetensors, encodeSafetensors } from '../../engine/index.ts';
import type { ResolvedSpec } from '../families/index.ts';

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
  /** By place in the order of the networks. */
  done: ReadonlyMap<number, TrainedMember>;
  /** Those that have begun, by place. */
  current: ReadonlyMap<number, MemberState>;
}

const format = 'gatecast-checkpoint';
const version = '3';

export function encodeCheckpoint({ spec, notes, done, current }: TrainingState): Uint8Array {
  const arrays: Record<string, Float32Array> = {};
  const trained = [...done].map(([place, { parameters, base, ...rest }]) => {
    Object.assign(arrays, named(`done.${place}`, { parameters, base }));
    return { place, ...rest };
  });
  const begun = [...current].map(([place, { parameters, best, adam, base, rng, ...rest }]) => {
    const { m, v, step: adamStep } = adam;
    Object.assign(arrays, named(`current.${place}`, { parameters, best, base, 'adam.m': m, 'adam.v': v }));
    // JSON keeps every double exactly; an infinity it does not, so the first best loss is left out.
    return { place, ...rest, adamStep, rng: [...rng], bestLoss: finiteOrNull(rest.bestLoss) };
  });
  const tensors = Object.entries(arrays).map(([name, values]) => ({
    name,
    shape: [values.length],
    data: values,
  }));
  const state = JSON.stringify({ spec, notes, done: trained, current: begun });
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
  const doneOf = ({ place, ...rest }: SavedMember): [number, TrainedMember] => [
    place,
    { ...rest, parameters: values(`done.${place}.parameters`), base: values(`done.${place}.base`) },
  ];
  const currentOf = ({ place, adamStep, rng, bestLoss, ...rest }: SavedState): [number, MemberState] => {
    const own = (name: string) => values(`current.${place}.${name}`);
    return [
      place,
      {
        ...rest,
        rng: Uint32Array.from(rng),
        bestLoss: bestLoss ?? Number.POSITIVE_INFINITY,
        parameters: own('parameters'),
        best: own('best'),
        base: own('base'),
        adam: { m: own('adam.m'), v: own('adam.v'), step: adamStep },
      },
    ];
  };
  return { spec, notes, done: new Map(done.map(doneOf)), current: new Map(current.map(currentOf)) };
}

/** What the JSON has of a network that is done, and of one that has begun. */
type SavedMember = { place: number } & Omit<TrainedMember, 'parameters' | 'base'>;
type SavedState = { place: number; adamStep: number; rng: number[]; bestLoss: number | null } & Pick<
  MemberState,
  'step' | 'finished' | 'bestStep' | 'history'
>;

function named(prefix: string, arrays: Record<string, Float32Array>): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(arrays).map(([name, values]) => [`${prefix}.${name}`, values]));
}

function finiteOrNull(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
