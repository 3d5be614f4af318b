import type { Floats } from '../primitives/floats.ts';
import type { Rng } from '../random/rng.ts';

/** Fills `values` in order with draws from U(-bound, bound). */
export function fillUniform(values: Floats, bound: number, rng: Rng): void {
  for (let i = 0; i < values.length; i++) values[i] = bound * (2 * rng.uniform() - 1);
}
