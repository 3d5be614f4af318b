/** The table of requests by kind of model, and its look-ups. */
import { type KindName, kindOf, type Model, otherModelKind } from '../../contracts/schemas/index.ts';
import { numericRequests } from './numeric.ts';
import type { RequestKind } from './request-kind.ts';
import { symbolRequests } from './symbols.ts';

const requestKinds: { [Kind in KindName]: RequestKind<Kind> } = {
  numeric: numericRequests,
  symbols: symbolRequests,
};

export { numericSpecOf } from './numeric-spec.ts';

export function requestKind(kind: KindName): RequestKind {
  return requestKinds[kind];
}

/** Requires that a body is for the kind of the model that it is sent to. @throws AppError model_kind_mismatch */
export function requireBodyOfKind(call: 'forecast' | 'trace', model: Model, body: object): void {
  const expected = requestKind(kindOf(model))[call];
  if (fits(body, expected.schema)) return;
  const kinds = Object.keys(requestKinds) as KindName[];
  const wanted = kinds.find((kind) => fits(body, requestKinds[kind][call].schema))!; // one of them has validated it
  throw otherModelKind(model, wanted, expected.alternative(model));
}

/** Whether a schema has every field of a validated body. */
function fits(body: object, { shape }: { shape: object }): boolean {
  return Object.keys(body).every((field) => Object.hasOwn(shape, field));
}
