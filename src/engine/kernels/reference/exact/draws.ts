/** See `choose` of the contract. */
export function choose(
  state: Uint32Array,
  to: Float32Array | Float64Array,
  [bound, first, second]: Float64Array,
): void {
  let [s0, s1, s2, s3] = state;
  for (let i = 0; i < to.length; i++) {
    to[i] = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0 < bound ? first : second;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotateLeft(s3, 11);
  }
  state.set([s0, s1, s2, s3]);
}

/** See `multiply` of the contract. */
export function multiply(
  y: Float32Array | Float64Array,
  x: Float32Array | Float64Array,
  factor: Float32Array | Float64Array,
): void {
  for (let i = 0; i < y.length; i++) y[i] = x[i] * factor[i];
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
