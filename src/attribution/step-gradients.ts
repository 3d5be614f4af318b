import type { StepGradients, TraceGradients } from '../contracts/schemas/index.ts';
import { type Floats, gradientSharesByStep, type Stepwise } from '../engine/index.ts';
import type { RecurrentLayers } from './layers.ts';

/** A value whose gradient flows back from one step. */
export interface GradientSource {
  step: number;
  /** Null if it is the forecast. */
  loss: number | null;
  /** Gradient of the output of that step. [H] */
  dOutput: Floats;
}

/** Backpropagation through time over the T steps of one sequence, which `run` has read last: the gradient of
 *  each source alone, that of their sum, and its parts in the shared weights. */
export function stepGradients(
  network: RecurrentLayers,
  run: Stepwise,
  {
    of,
    steps,
    sources,
    wanted,
  }: {
    of: StepGradients['of'];
    steps: number;
    sources: readonly GradientSource[];
    wanted: TraceGradients;
  },
): StepGradients {
  const { hiddenSize: H, tensors, cell } = network;
  const normsOf = ({ layers }: ReturnType<Stepwise['backward']>) => ({
    states: normsByStep(
      layers.map(({ dH }) => dH),
      steps,
      H,
    ),
    cells:
      cell === 'lstm'
        ? normsByStep(
            layers.map(({ dC }) => dC),
            steps,
            H,
          )
        : null,
  });
  const all = new Float32Array(steps * H);
  const alone = sources.map(({ step, loss, dOutput }) => {
    const own = new Float32Array(steps * H);
    own.set(dOutput, step * H);
    for (let j = 0; j < H; j++) all[step * H + j] += dOutput[j];
    return { step, loss, ...normsOf(run.backward(own)) };
  });
  const weights = gradientSharesByStep(run, tensors, steps, all);
  const parts = wanted === 'parts' ? partsByStep(run, tensors.length, all) : null;
  return {
    of,
    loss: of === 'loss' ? sources.reduce((sum, { loss }) => sum + (loss ?? 0), 0) : null,
    sources: alone,
    ...normsOf(run.backward(all)),
    weights: weights.map(({ name, norm, norms, sums, shares }, i) => ({
      name,
      shape: [...tensors[i].shape],
      norm,
      norms: Array.from(norms),
      sums: Array.from(sums),
      shares: Array.from(shares),
      ...(parts === null ? {} : { parts: parts[i] }),
    })),
  };
}

/** Norm over all layers of the rows after each step. Row 0 is the state before the first one. */
function normsByStep(layers: readonly Floats[], steps: number, H: number): number[] {
  return Array.from({ length: steps }, (_, step) => {
    let square = 0;
    for (const rows of layers) for (let j = (step + 1) * H; j < (step + 2) * H; j++) square += rows[j] ** 2;
    return Math.sqrt(square);
  });
}

/** Parts of the steps in the gradient of each tensor. [tensors][steps][values] */
function partsByStep(run: Stepwise, tensorCount: number, dOutput: Floats): number[][][] {
  const parts: number[][][] = Array.from({ length: tensorCount }, () => []);
  run.backward(dOutput, (step, layer, gradients) => {
    for (const [i, part] of gradients.entries()) parts[4 * layer + i][step] = Array.from(part);
  });
  return parts;
}

/** Numbers that the gradients add to a trace, for each step. */
export function gradientNumbers(
  { tensors }: Pick<RecurrentLayers, 'tensors'>,
  sources: number,
  wanted: TraceGradients | undefined,
): number {
  if (wanted === undefined) return 0;
  const weights = wanted === 'parts' ? tensors.reduce((sum, { value }) => sum + value.length, 0) : 0;
  return weights + 3 * tensors.length + 2 * (sources + 1);
}
