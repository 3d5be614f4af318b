import { allocate, type Floats } from '../primitives/floats.ts';
import type { Tensor } from '../primitives/parameters.ts';
import type { Stepwise } from './stepwise.ts';

/** How much each step contributes to the gradient of one weight tensor. All steps share the weights, so the gradient is
 *  a sum over steps, g = Σ g_t. */
export interface StepShares {
  /** The tensor's name. */
  name: string;
  /** g, in the shape of the tensor: the gradient that training computes. */
  gradient: Floats;
  /** ‖g‖. */
  norm: number;
  /** ‖g_t‖. [T] */
  norms: Float64Array;
  /** ‖g_t + … + g_{T−1}‖ [T]: the sum while the gradient flows back to step t. The first one is ‖g‖. */
  sums: Float64Array;
  /** g_t · g / ‖g‖² [T]: the part of g that step t contributes along the direction of g. The shares sum to 1; the share
   *  of a step whose gradient opposes g is negative. All are 0 if g is zero. */
  shares: Float64Array;
}

/** Shares of every step in the gradient of every tensor. Call it after `network.forward`; `tensors` are those of the
 *  network, in its order; `dOutput` [T, B, H]. Runs backward twice: the shares need the complete g, and keeping all g_t
 *  would take T times the memory. */
export function gradientSharesByStep(
  network: Stepwise,
  tensors: readonly Tensor[],
  steps: number,
  dOutput: Floats,
): StepShares[] {
  const all = tensors.map(({ name, value }): StepShares => {
    const precision = value instanceof Float32Array ? 'float32' : 'float64';
    const gradient = allocate(precision, value.length);
    const perStep = () => new Float64Array(steps);
    return { name, gradient, norm: 0, norms: perStep(), sums: perStep(), shares: perStep() };
  });
  network.backward(dOutput, (step, layer, gradients) => {
    for (const [i, part] of gradients.entries()) {
      const { gradient, norms, sums } = all[4 * layer + i];
      for (let j = 0; j < part.length; j++) gradient[j] += part[j];
      norms[step] = Math.sqrt(dot(part, part));
      sums[step] = Math.sqrt(dot(gradient, gradient));
    }
  });
  for (const tensor of all) tensor.norm = Math.sqrt(dot(tensor.gradient, tensor.gradient));
  network.backward(dOutput, (step, layer, gradients) => {
    for (const [i, part] of gradients.entries()) {
      const { gradient, norm, shares } = all[4 * layer + i];
      if (norm > 0) shares[step] = dot(part, gradient) / norm / norm;
    }
  });
  return all;
}

function dot(a: Floats, b: Floats): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
