import assert from 'node:assert/strict';
import type { CardSentence } from '../../contracts/schemas/index.ts';
import { decodeSafetensors, encodeSafetensors } from '../../engine/index.ts';
import type { LoopState, LossHistory } from '../../training/index.ts';
import type { ResolvedSpec } from '../families/index.ts';

/** Everything that the rest of the training of one network depends on, beside the data. Arrays are the trainer's own;
 *  encoding copies them. */
export interface MemberState extends LoopState {
  base: Float32Array; // [K, Q]
}

/** A copy that stays valid when the training goes on or ends. */
export function copyOfState(state: MemberState): MemberState {
  const { adam, parameters, best, base, history } = state;
  return {
    ...state,
    parameters: parameters.slice(),
    best: best.slice(),
    base: base.slice(),
    history: [...history],
    adam: { m: adam.m.slice(), v: adam.v.slice(), step: adam.step },
  };
}

/** A network that has been trained. */
export interface TrainedMember {
  parameters: Float32Array; // [P]
  base: Float32Array; // [K, Q]
  steps: number;
  bestStep: number;
  windows: number;
  history: LossHistory;
}

/** Everything that the rest of a training depends on, beside the data: a training that continues from here ends with
 *  the bytes of one that was never interrupted. */
export interface TrainingState {
  spec: ResolvedSpec;
  notes: CardSentence[];
  /** Trained networks, by their index in the schedule. */
  done: ReadonlyMap<number, TrainedMember>;
  /** Networks that have begun, by their index in the schedule. */
  current: ReadonlyMap<number, MemberState>;
}

const format = 'gatecast-checkpoint';
/** Version 6 had series whose steps did not follow the clock of their zone. */
const version = '7';

export function encodeCheckpoint({ spec, notes, done, current }: TrainingState): Uint8Array {
  const arrays: Record<string, Float32Array> = {};
  const trained = [...done].map(([index, { parameters, base, ...rest }]) => {
    Object.assign(arrays, named(`done.${index}`, { parameters, base }));
    return { place: index, ...rest };
  });
  const begun = [...current].map(([index, { parameters, best, adam, base, rng, ...rest }]) => {
    const { m, v, step: adamStep } = adam;
    Object.assign(arrays, named(`current.${index}`, { parameters, best, base, 'adam.m': m, 'adam.v': v }));
    // JSON keeps every finite double exactly, but has no infinity: the initial best loss is written as null.
    return { place: index, ...rest, adamStep, rng: [...rng], bestLoss: finiteOrNull(rest.bestLoss) };
  });
  const tensors = Object.entries(arrays).map(([name, values]) => ({
    name,
    shape: [values.length],
    data: values,
  }));
  const state = JSON.stringify({ spec, notes, done: trained, current: begun });
  return encodeSafetensors(tensors, { format, version, state });
}

/** @returns null for a checkpoint of another version of the service: the training starts over */
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
  const doneOf = ({ place: index, ...rest }: SavedMember): [number, TrainedMember] => [
    index,
    { ...rest, parameters: values(`done.${index}.parameters`), base: values(`done.${index}.base`) },
  ];
  const currentOf = ({
    place: index,
    adamStep,
    rng,
    bestLoss,
    ...rest
  }: SavedState): [number, MemberState] => {
    const arrayOf = (name: string) => values(`current.${index}.${name}`);
    return [
      index,
      {
        ...rest,
        rng: Uint32Array.from(rng),
        bestLoss: bestLoss ?? Number.POSITIVE_INFINITY,
        parameters: arrayOf('parameters'),
        best: arrayOf('best'),
        base: arrayOf('base'),
        adam: { m: arrayOf('adam.m'), v: arrayOf('adam.v'), step: adamStep },
      },
    ];
  };
  return { spec, notes, done: new Map(done.map(doneOf)), current: new Map(current.map(currentOf)) };
}

/** A trained network, and one that has begun, in the checkpoint's JSON: without the arrays. `place` is the
 *  index in the schedule. */
type SavedMember = { place: number } & Omit<TrainedMember, 'parameters' | 'base'>;
type SavedState = { place: number; adamStep: number; rng: number[]; bestLoss: number | null } & Pick<
  MemberState,
  'step' | 'finished' | 'bestStep' | 'history' | 'isRestarted'
>;

function named(prefix: string, arrays: Record<string, Float32Array>): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(arrays).map(([name, values]) => [`${prefix}.${name}`, values]));
}

function finiteOrNull(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
