import { inverseTransform } from '../fourier.ts';
import type { Family, Frame } from '../frame.ts';
import { seasonShape, standardized } from '../seasons.ts';

/** Gaussian process with a random spectrum: smooth, rough or locally periodic parts, their sums and products, and
 *  noise. Source: Ansari et al. (2024), KernelSynth of Chronos; by a Fourier transform instead of a Cholesky factor. */
export const gaussianProcess: Family = {
  name: 'gaussian-process',
  isObserved: false,
  weight: (season, history) => (season === 1 && history < 60 ? 0.04 : 0.08),
  make(frame) {
    const { random, length } = frame;
    const [first, second] = twoPaths(frame);
    if (random.chance(0.3)) for (let t = 0; t < length; t++) first[t] *= 1 + 0.7 * second[t];
    else for (let t = 0; t < length; t++) first[t] += second[t];
    standardized(first);
    const size = random.logBetween(1, 30);
    const slope = random.chance(0.4) ? (random.normal() * size) / length : 0;
    const shape = frame.season > 1 && random.chance(0.5) ? seasonShape(random, frame.season) : null;
    const seasonal = random.logBetween(0.3, 8);
    for (let t = 0; t < length; t++) {
      first[t] = size * first[t] + slope * t + random.normal();
      if (shape !== null) first[t] += seasonal * shape[t % frame.season];
    }
    return first;
  },
};

/** Two independent paths of one spectrum: the real and the imaginary part of one transform. */
function twoPaths({ random, season, length }: Frame): [Float64Array, Float64Array] {
  let size = 64;
  while (size < 1.2 * length) size *= 2;
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const kind = random.uniform();
  const scale = random.logBetween(0.02, 0.5) * length;
  const roughness = random.between(1, 3);
  const isPeriodic = season > 1 && kind < 0.4;
  for (let k = 1; k <= size / 2; k++) {
    const frequency = k / size;
    let power: number;
    if (kind > 0.7) power = Math.exp(-0.5 * (6.28 * frequency * scale) ** 2);
    else power = (1 + (6.28 * frequency * scale) ** 2) ** (-0.5 * (1 + roughness));
    if (isPeriodic) {
      const harmonic = Math.max(1, Math.round(frequency * season));
      const apart = (frequency - harmonic / season) * 2 * length;
      power += (0.5 * Math.exp(-0.5 * apart * apart)) / harmonic ** 2;
    }
    const amplitude = Math.sqrt(power);
    real[k] = amplitude * random.normal();
    imaginary[k] = amplitude * random.normal();
    real[size - k] = amplitude * random.normal();
    imaginary[size - k] = amplitude * random.normal();
  }
  inverseTransform(real, imaginary);
  return [standardized(real.subarray(0, length)), standardized(imaginary.subarray(0, length))];
}
