import { move, transferableSymbol, valueSymbol } from 'piscina';

/** Makes the answer of a task of a thread move its buffers out of the thread instead of copying them. A task returns it
 *  as it would return `value`, and the caller of the pool gets `value`.
 *  @param buffers in which typed arrays of the value lie: the thread cannot use them afterwards */
export function movedAnswer<T>(value: T, buffers: ArrayBuffer[]): T {
  const answer = { [transferableSymbol]: buffers, [valueSymbol]: value };
  return move(answer as never) as unknown as T; // Piscina has no type for what it unwraps
}
