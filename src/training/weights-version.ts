import assert from 'node:assert/strict';
import type { Piscina } from 'piscina';
import type { Weights } from '../contracts/ports/index.ts';
import { safetensorsMetadata } from '../engine/index.ts';
import { AppError } from '../errors.ts';

/** Time limit: an imported model may have settings whose forecast takes forever. */
const inspectMsMax = 20_000;

/** Metadata by which a weights file names its format. */
export interface WeightsKind {
  format: string;
  version: string;
}

/** Checks that this version of the service reads the weights.
 *  @throws AppError model_outdated for weights that another version of the service wrote */
export function requireVersion(metadata: Readonly<Record<string, string>>, kind: WeightsKind): void {
  assert(metadata.format === kind.format, `not a weights file of the format ${kind.format}`);
  if (metadata.version === kind.version) return;
  throw new AppError('model_outdated', {
    detail: `The weights are in version ${metadata.version} of their format; accepted: ${kind.version}. \`POST /v1/models/{model_id}/retrain\` with \`{"mode":"scratch"}\` gives a model that is read here.`,
  });
}

/** Makes calls that run tasks with weights in threads. They check the version in the calling thread, since an error loses
 *  its class on its way out of a thread.
 *  @param kernel null: the fastest one of this machine */
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
    /** A call whose task is the weights alone. */
    ofWeights: (name: string) => async (weights: Weights) => {
      requireReadable(weights);
      return threads.run(weights, { name });
    },
    /** A call that checks an imported model, with weights of any version. */
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
  const checked = new WeakSet<Uint8Array>(); // each call passes the same array
  return ({ bytes }) => {
    if (checked.has(bytes)) return;
    requireVersion(safetensorsMetadata(bytes), kind);
    checked.add(bytes);
  };
}
