import type { LookBack } from '../contracts/schemas/index.ts';
import type { LayerStateGradients } from '../engine/index.ts';

const allShare = 0.95;
const mostShare = 0.8;

/** Words of the sentence about a look back. */
export interface LookBackWords {
  step: 'step' | 'symbol';
  what: string;
}

/** Lags that hold 80 and 95 % of the contributions. Null if the contributions add up to `negligible` or less.
 *  @param sizes absolute contributions by lag, the last observation first [C] */
export function lookBackFrom(sizes: Float64Array, negligible: number, words: LookBackWords): LookBack | null {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!(total > negligible)) return null;
  const lagsFor = (share: number) => {
    let sum = 0;
    let lag = 0;
    while (lag < sizes.length && sum < share * total) sum += sizes[lag++];
    return lag;
  };
  const [looksBack, most] = [lagsFor(allShare), lagsFor(mostShare)];
  return { context: sizes.length, looks_back: looksBack, most, sentence: inWords(words, looksBack, most) };
}

function inWords({ step, what }: LookBackWords, looksBack: number, most: number): string {
  const steps = looksBack === 1 ? `one ${step}` : `${looksBack} ${step}s`;
  const last = most === 1 ? 'one' : most;
  return `Looks back about ${steps}; 80 % of ${what} comes from the last ${last}`;
}

/** Number of observations back to where a norm is half of the first, interpolated linearly in logarithms; null
 *  if it never is.
 *  @param norms by recurrent step of `perStep` observations, the last step first */
export function halfLife(norms: readonly number[], perStep: number): number | null {
  const half = norms[0] / 2;
  const after = norms.findIndex((norm) => norm <= half);
  if (after < 1) return null; // the first norm is zero, or none is half of it
  const [above, below] = [Math.log(norms[after - 1]), Math.log(Math.max(norms[after], Number.MIN_VALUE))];
  return perStep * (after - 1 + (above - Math.log(half)) / (above - below));
}

/** Norm of the gradient of the states of all layers, for window `b` of `batch` after step `step`, counted from
 *  1. */
export function stateNorm(
  layers: readonly LayerStateGradients[],
  { b, batch, step, hiddenSize }: { b: number; batch: number; step: number; hiddenSize: number },
): number {
  const at = (step * batch + b) * hiddenSize;
  let square = 0;
  for (const { dH } of layers) for (let j = at; j < at + hiddenSize; j++) square += dH[j] ** 2;
  return Math.sqrt(square);
}
