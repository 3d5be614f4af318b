import assert from 'node:assert/strict';
import { decodeSafetensors, encodeSafetensors } from '../../engine/index.ts';
import type { LoopState } from '../../training/index.ts';
import type { State } from './network.ts';
import type { ResolvedSymbolSpec } from './spec.ts';
import type { StreamPosition } from './streams.ts';

/** Everything that the rest of a training depends on, beside the data: a training that continues from here ends with
 *  the bytes of one that was never interrupted. Arrays are the trainer's own; encoding copies them. */
export interface SymbolTrainingState extends LoopState {
  spec: ResolvedSymbolSpec;
  /** Where the rows are in the data, and the state that they carry. */
  position: StreamPosition;
  carried: State;
  /** Sum and number of the training losses since the last validation check. */
  recent: { sum: number; count: number };
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
  // JSON keeps every double exactly, but not infinity: the initial best loss becomes null.
  const bestLoss = Number.isFinite(rest.bestLoss) ? rest.bestLoss : null;
  const scalars = { ...rest, adamStep: adam.step, rng: [...rng], bestLoss };
  return encodeSafetensors(tensors, { format, version, state: JSON.stringify(scalars) });
}

/** @returns null for a checkpoint of another version of the service: the training starts over */
export function decodeSymbolCheckpoint(bytes: Uint8Array): SymbolTrainingState | null {
  const { tensors, metadata } = decodeSafetensors(bytes);
  assert(metadata.format === format, 'a checkpoint');
  if (metadata.version !== version) return null;
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
