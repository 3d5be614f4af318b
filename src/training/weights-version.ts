import assert from 'node:assert/strict';
import type { Piscina } from 'piscina';
import type { Weights } from '../contracts/ports/index.ts';
import { safetensorsMetadata } from '../engine/index.ts';
import { AppError } from '../errors.ts';

/** A model from elsewhere may have settings that never end. */
const inspectMsMax = 20_000;

/** What a kind of weights file says of itself in its metadata. */
export interface WeightsKind {
  format: string;
  version: string;
}

/** Before weights are used: whether this version of the service reads them.
 *  @throws AppError model_outdated for weights of the same format that another version of the service wrote */
export function requireVersion(metadata: Readonly<Record<string, string>>, kind: WeightsKind): void {
  assert(metadata.format === kind.format, `not a weights file of the format ${kind.format}`);
  if (metadata.version === kind.version) return;
  throw new AppError('model_outdated', {
    detail: `The weights are in version ${metadata.version} of their format; accepted: ${kind.version}. \`POST /v1/models/{model_id}/retrain\` with \`{"mode":"scratch"}\` gives a model that is read here.`,
  });
}

/** Runs tasks of weights in threads. Their version is checked on this side: an error that comes out of a thread has lost
 *  its class. `kernel` null: the fastest that this machine has. */
export function runsOfWeights(threads: Pick<Piscina, 'run'>, kernel: string | null, kind: WeightsKind) {
  const requireReadable = versionCheck(kind);
  return {
    requireReadable,
    run:
      <Task extends { weights: { bytes: Uint8Array } }>(name: string) =>
      async (task: Task) => {
        requireReadable(task.weights);
        return threads.run({ ...task, kernel }, { name });
      },
    /** For what takes weights alone. */
    ofWeights: (name: string) => async (weights: Weights) => {
      requireReadable(weights);
      return threads.run(weights, { name });
    },
    /** For what says of a model from elsewhere whether it can be used here: of weights of any version. */
    inspect:
      <Task>(name: string) =>
      async (task: Task): Promise<string | null> => {
        const signal = AbortSignal.timeout(inspectMsMax);
        return threads.run({ ...task, kernel }, { name, signal }).catch((error: unknown) => {
          if (signal.aborted) return `it did not forecast within ${inspectMsMax / 1_000} s`;
          throw error;
        });
      },
  };
}

function versionCheck(kind: WeightsKind): (weights: { bytes: Uint8Array }) => void {
  const known = new WeakSet<Uint8Array>(); // weights stay in memory from call to call
  return ({ bytes }) => {
    if (known.has(bytes)) return;
    requireVersion(safetensorsMetadata(bytes), kind);
    known.add(bytes);
  };
}
