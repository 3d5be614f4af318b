import type { LookBack } from '../contracts/schemas/index.ts';
import type { LayerStateGradients } from '../engine/index.ts';

const allShare = 0.95;
const mostShare = 0.8;

/** How a look back is put in words: so many `step`s, and what comes from them. */
export interface LookBackWords {
  step: 'step' | 'symbol';
  what: string;
}

/** How far back the inputs lie that add something. `sizes` [C]: what each adds, without its sign, the last one first.
 *  Null where all of them together are no more than `nothing`. */
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

/** Observations back to where `norms`, by recurrent step of `perStep` observations, are half of the first, linear in their
 *  logarithms between two steps; null where they never are. */
export function halfLife(norms: readonly number[], perStep: number): number | null {
  const half = norms[0] / 2;
  const after = norms.findIndex((norm) => norm <= half);
  if (after < 1) return null; // nothing to halve, or never halved
  const [above, below] = [Math.log(norms[after - 1]), Math.log(Math.max(norms[after], Number.MIN_VALUE))];
  return perStep * (after - 1 + (above - Math.log(half)) / (above - below));
}

/** Norm of the gradient of all layers' states of window `b` of `batch` after step `step`, counted from 1. */
export function stateNorm(
  layers: readonly LayerStateGradients[],
  { b, batch, step, hiddenSize }: { b: number; batch: number; step: number; hiddenSize: number },
): number {
  const at = (step * batch + b) * hiddenSize;
  let square = 0;
  for (const { dH } of layers) for (let j = at; j < at + hiddenSize; j++) square += dH[j] ** 2;
  return Math.sqrt(square);
}
