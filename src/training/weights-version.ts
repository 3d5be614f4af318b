import assert from 'node:assert/strict';
import { safetensorsMetadata } from '../engine/index.ts';
import { AppError } from '../errors.ts';

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

/** The same where a call begins, on this side of the threads: an error that comes out of a thread has lost its class. */
export function versionCheck(kind: WeightsKind): (weights: { bytes: Uint8Array }) => void {
  const known = new WeakSet<Uint8Array>(); // weights stay in memory from call to call
  return ({ bytes }) => {
    if (known.has(bytes)) return;
    requireVersion(safetensorsMetadata(bytes), kind);
    known.add(bytes);
  };
}
