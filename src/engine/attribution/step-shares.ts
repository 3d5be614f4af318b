import { allocate, type Floats } from '../floats.ts';
import type { Tensor } from '../parameters.ts';
import type { Stepwise } from './stepwise.ts';

/** How the gradient of one shared weight is made up. g_t is what step t adds to the gradient g = Σ g_t. */
export interface StepShares {
  /** The tensor's name. */
  name: string;
  /** g, with the shape of the tensor: what training applies. */
  gradient: Floats;
  /** ‖g‖. */
  norm: number;
  /** ‖g_t‖. [T] */
  norms: Float64Array;
  /** g_t · g / ‖g‖²: how far step t goes in the direction in which the whole goes. They sum to 1; a step that pulls the
   *  other way has a negative one. Zeros where g is zero. [T] */
  shares: Float64Array;
}

/** After `forward`, for the tensors in the order of the network. Goes backwards twice: g has to be there before the
 *  shares in it, and all g_t at once would be T times the memory. */
export function gradientSharesByStep(
  network: Stepwise,
  tensors: readonly Tensor[],
  steps: number,
  dOutput: Floats,
): StepShares[] {
  const all = tensors.map(({ name, value }): StepShares => {
    const precision = value instanceof Float32Array ? 'float32' : 'float64';
    const gradient = allocate(precision, value.length);
    return { name, gradient, norm: 0, norms: new Float64Array(steps), shares: new Float64Array(steps) };
  });
  network.backward(dOutput, (step, layer, gradients) => {
    for (const [i, part] of gradients.entries()) {
      const { gradient, norms } = all[4 * layer + i];
      for (let j = 0; j < part.length; j++) gradient[j] += part[j];
      norms[step] = Math.sqrt(dot(part, part));
    }
  });
  for (const one of all) one.norm = Math.sqrt(dot(one.gradient, one.gradient));
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
