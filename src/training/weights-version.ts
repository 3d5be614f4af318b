import assert from 'node:assert/strict';
import type { Piscina } from 'piscina';
import type { Weights } from '../contracts/ports/index.ts';
import { safetensorsMetadata } from '../engine/index.ts';
import { AppError } from '../errors.ts';

/** Time limit of the work: an imported model may have settings whose forecast takes forever. */
const inspectMsMax = 20_000;

/** Threads that run tasks by name. */
export interface TaskThreads {
  /** @param options `workMsMax`: milliseconds of work, without the wait for a thread; a task that takes longer ends
   *  with a `TimeoutError` */
  // biome-ignore lint/suspicious/noExplicitAny: the defaults of Piscina
  run(task: any, options?: Parameters<Piscina['run']>[1] & { workMsMax?: number }): Promise<any>;
}

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

/** Makes calls that run tasks with weights in threads. They check the version in the calling thread, since an error
 *  loses its class on its way out of a thread.
 *  @param kernel null: the fastest one of this machine */
export function runsOfWeights(threads: TaskThreads, kernel: string | null, kind: WeightsKind) {
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
      (task: Task): Promise<string | null> =>
        threads.run({ ...task, kernel }, { name, workMsMax: inspectMsMax }).catch((error: unknown) => {
          if (!(error instanceof DOMException) || error.name !== 'TimeoutError') throw error;
          return `it did not forecast within ${inspectMsMax / 1_000} s`;
        }),
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
