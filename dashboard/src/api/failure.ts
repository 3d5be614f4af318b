import { GatecastError, HttpError } from '../../../clients/typescript/src/index.ts';

/** Why something could not be read, in the way that a page shows it. */
export type Failure =
  | { status: 'offline' }
  | { status: 'unauthorized'; error: GatecastError }
  | { status: 'forbidden'; error: GatecastError }
  | { status: 'error'; error: Error };

export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof GatecastError) {
    if (thrown.status === 401) return { status: 'unauthorized', error: thrown };
    if (thrown.status === 403) return { status: 'forbidden', error: thrown };
    return { status: 'error', error: thrown };
  }
  if (thrown instanceof TypeError) return { status: 'offline' }; // `fetch` got no answer
  if (thrown instanceof HttpError && thrown.isOutage) return { status: 'offline' }; // a proxy answers instead
  return { status: 'error', error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
}
