import assert from 'node:assert/strict';
import type { ModelCard } from '../contracts/model.ts';
import { decodeSafetensors, encodeSafetensors } from '../engine/index.ts';
import type { ResolvedSpec } from './layout.ts';

/** All that the rest of a training depends on beside the data: going on from here gives the bytes of an undisturbed
 *  run. Arrays are the trainer's own; encoding copies them. */
export interface TrainingState {
  spec: ResolvedSpec;
  notes: string[];
  /** Steps done. */
  step: number;
  /** Training has ended (all steps, or stopped early); what is left is the backtest. */
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

const format = 'gatecast-checkpoint';
const version = '1';

export function encodeCheckpoint(state: TrainingState): Uint8Array {
  const { parameters, best, adam, base, rng, ...rest } = state;
  const data = { parameters, best, base, 'adam.m': adam.m, 'adam.v': adam.v };
  const tensors = Object.entries(data).map(([name, values]) => ({
    name,
    shape: [values.length],
    data: values,
  }));
  // JSON keeps every double exactly; an infinity it does not, so the first best loss is left out.
  const scalars = { ...rest, adamStep: adam.step, rng: [...rng], bestLoss: finiteOrNull(rest.bestLoss) };
  return encodeSafetensors(tensors, { format, version, state: JSON.stringify(scalars) });
}

export function decodeCheckpoint(bytes: Uint8Array): TrainingState {
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
    base: values('base'),
    adam: { m: values('adam.m'), v: values('adam.v'), step: adamStep },
  };
}

function finiteOrNull(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}
