import type { Floats } from './floats.ts';
import type { Rng } from './rng.ts';

/** U(-bound, bound) in order: the same generator state gives the same values. */
export function fillUniform(values: Floats, bound: number, rng: Rng): void {
  for (let i = 0; i < values.length; i++) values[i] = bound * (2 * rng.uniform() - 1);
}
