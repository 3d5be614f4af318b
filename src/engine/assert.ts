import { AssertionError } from 'node:assert/strict';

/** For what runs in every step: node:assert's own makes an array of its arguments at each call. */
export function assert(condition: unknown, message = 'a bug in the caller'): asserts condition {
  if (!condition) throw new AssertionError({ message, stackStartFn: assert });
}
