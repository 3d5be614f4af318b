/** Factors of the transforms by their size. */
const factors = new Map<number, { cosines: Float64Array; sines: Float64Array }>();

/** Inverse discrete Fourier transform in place, not divided by the size, which is a power of 2.
 *  Source: Cooley & Tukey (1965), radix 2, decimation in time. */
export function inverseTransform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reorder(real, imaginary);
  const { cosines, sines } = factorsOf(size);
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let k = 0; k < half; k++) {
      const c = cosines[k * stride];
      const s = sines[k * stride];
      for (let a = k; a < size; a += 2 * half) {
        const b = a + half;
        const x = c * real[b] - s * imaginary[b];
        const y = c * imaginary[b] + s * real[b];
        real[b] = real[a] - x;
        imaginary[b] = imaginary[a] - y;
        real[a] += x;
        imaginary[a] += y;
      }
    }
  }
}

function reorder(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  let reversed = 0;
  for (let i = 1; i < size; i++) {
    let bit = size >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed |= bit;
    if (i >= reversed) continue;
    [real[i], real[reversed]] = [real[reversed], real[i]];
    [imaginary[i], imaginary[reversed]] = [imaginary[reversed], imaginary[i]];
  }
}

function factorsOf(size: number) {
  let known = factors.get(size);
  if (known === undefined) {
    const turn = (2 * Math.PI) / size;
    known = {
      cosines: Float64Array.from({ length: size / 2 }, (_, k) => Math.cos(turn * k)),
      sines: Float64Array.from({ length: size / 2 }, (_, k) => Math.sin(turn * k)),
    };
    factors.set(size, known);
  }
  return known;
}
