import { AssertionError } from 'node:assert/strict';

/** Assertion for code that runs in every training step. node:assert's version allocates an array at each call; this one
 *  allocates nothing unless it fails.
 *  @throws AssertionError if `condition` is falsy. */
export function assert(condition: unknown, message = 'a bug in the caller'): asserts condition {
  if (!condition) throw new AssertionError({ message, stackStartFn: assert });
}
