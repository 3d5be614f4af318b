import assert from 'node:assert/strict';
import { exact } from '../kernels/exact.ts';
import { choose } from '../kernels/reference/exact/draws.ts';

/** Pseudo-random generator. */
export interface Rng {
  /** Uniform in [0, 1), a multiple of 2^-32. */
  uniform(): number;
  /** Normal, mean 0, variance 1. Box–Muller; the second number of each pair is not kept, so that
   *  `state()` is complete. */
  normal(): number;
  /** Uniform integer in [0, n) without modulo bias, for 1 ≤ n ≤ 2^32. */
  int(n: number): number;
  /** Sets each element to `first` with the given probability, else to `second`. Draws the same numbers as a loop over
   *  `uniform() < probability`, faster. */
  choose(to: Float32Array | Float64Array, probability: number, first: number, second: number): void;
  /** Shuffles in place (Fisher–Yates). */
  shuffle(items: { length: number; [index: number]: unknown }): void;
  /** A copy of the state, 4 words. */
  state(): Uint32Array;
  /** Continues the sequence exactly from a state that `state()` returned. */
  restore(state: Uint32Array): void;
}

/** A generator whose integers depend only on `seed`, a safe integer ≥ 0, and are the same on every machine.
 *  Source: Blackman & Vigna, xoshiro128** 1.1 (https://prng.di.unimi.it/xoshiro128starstar.c). */
export function createRng(seed: number): Rng {
  assert(Number.isSafeInteger(seed) && seed >= 0, 'a seed is an integer ≥ 0');
  const s = new Uint32Array(4);
  const chosen = new Float64Array(3);
  // The bound of the last `int`: callers draw many integers of one range.
  let [bounded, bound] = [1, 2 ** 32];
  seedState(s, seed);

  function next(): number {
    const scrambled = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotateLeft(s[3], 11);
    return scrambled;
  }

  const rng: Rng = {
    uniform: () => next() * 2 ** -32,
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - rng.uniform()));
      return radius * Math.cos(2 * Math.PI * rng.uniform());
    },
    int(n) {
      assert(Number.isSafeInteger(n) && n >= 1 && n <= 2 ** 32);
      if (n !== bounded) {
        bounded = n;
        bound = 2 ** 32 - (2 ** 32 % n);
      }
      let drawn = next();
      while (drawn >= bound) drawn = next();
      return drawn % n;
    },
    choose(to, probability, first, second) {
      chosen[0] = probability * 2 ** 32;
      chosen[1] = first;
      chosen[2] = second;
      if (to instanceof Float32Array) exact.choose(s, to, chosen);
      else choose(s, to, chosen);
    },
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = rng.int(last + 1);
        const swapped = items[last];
        items[last] = items[other];
        items[other] = swapped;
      }
    },
    state: () => s.slice(),
    restore(state) {
      assert(state.length === 4 && state.some((word) => word !== 0), 'a state is 4 words, not all zero');
      s.set(state);
    },
  };
  return rng;
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** Mixes both halves of the seed into the 4 words with MurmurHash3's finaliser, so that similar seeds give unrelated
 *  states. The all-zero state, which the generator cannot leave, is avoided. */
function seedState(s: Uint32Array, seed: number): void {
  let word = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32);
  for (let i = 0; i < 4; i++) {
    word = (word + 0x9e3779b9) | 0;
    let mixed = word ^ Math.imul(high, i + 1);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    s[i] = mixed ^ (mixed >>> 16);
  }
  if (s.every((state) => state === 0)) s[0] = 1;
}
