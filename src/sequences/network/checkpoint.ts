import assert from 'node:assert/strict';
import type { SymbolCard } from '../../contracts/schemas/index.ts';
import { decodeSafetensors, encodeSafetensors } from '../../engine/index.ts';
import type { State } from './network.ts';
import type { ResolvedSymbolSpec } from './spec.ts';
import type { StreamPosition } from './streams.ts';

/** All that the rest of a training depends on beside the data: going on from here gives the bytes of an undisturbed
 *  run. Arrays are the trainer's own; encoding copies them. */
export interface SymbolTrainingState {
  spec: ResolvedSymbolSpec;
  /** Steps done. */
  step: number;
  /** Training has ended; what is left is the evaluation. */
  finished: boolean;
  rng: Uint32Array; // [4]
  /** Where the rows are in the data, and the state that they carry. */
  position: StreamPosition;
  carried: State;
  parameters: Float32Array; // [P]
  best: Float32Array; // [P]
  bestStep: number;
  bestLoss: number;
  adam: { m: Float32Array; v: Float32Array; step: number };
  /** Mean of the training losses since the last look, and of how many. */
  recent: { sum: number; count: number };
  history: SymbolCard['training']['loss'];
}

const format = 'gatecast-symbols-checkpoint';
const version = '2';

export function encodeSymbolCheckpoint(state: SymbolTrainingState): Uint8Array {
  const { parameters, best, adam, carried, rng, ...rest } = state;
  const data = {
    parameters,
    best,
    'adam.m': adam.m,
    'adam.v': adam.v,
    'carried.h': carried.h,
    'carried.c': carried.c,
  };
  const tensors = Object.entries(data).map(([name, values]) => ({
    name,
    shape: [values.length],
    data: values,
  }));
  // JSON keeps every double exactly; an infinity it does not, so the first best loss is left out.
  const bestLoss = Number.isFinite(rest.bestLoss) ? rest.bestLoss : null;
  const scalars = { ...rest, adamStep: adam.step, rng: [...rng], bestLoss };
  return encodeSafetensors(tensors, { format, version, state: JSON.stringify(scalars) });
}

export function decodeSymbolCheckpoint(bytes: Uint8Array): SymbolTrainingState {
  const { tensors, metadata } = decodeSafetensors(bytes);
  assert(metadata.format === format && metadata.version === version, 'not a checkpoint of this version');
  const { adamStep, rng, bestLoss, ...rest } = JSON.parse(metadata.state);
  const values = (name: string) => tensors.get(name)?.data as Float32Array;
  return {
    ...rest,
    rng: Uint32Array.from(rng),
    bestLoss: bestLoss ?? Number.POSITIVE_INFINITY,
    parameters: values('parameters'),
    best: values('best'),
    carried: { h: values('carried.h'), c: values('carried.c') },
    adam: { m: values('adam.m'), v: values('adam.v'), step: adamStep },
  };
}
