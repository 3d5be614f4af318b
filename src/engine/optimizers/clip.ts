import type { Kernel } from '../kernels/contract/kernel.ts';
import { assert } from '../primitives/assert.ts';
import type { Parameters } from '../primitives/parameters.ts';

/** Scales all gradients by one factor so that their Euclidean norm is at most `max`. Returns the norm before scaling.
 *  If the norm is NaN or infinite, it is returned and nothing is scaled: the caller decides what to do with the step.
 *  Source: torch.nn.utils.clip_grad_norm_. */
export function clipGlobalNorm(kernel: Kernel, parameters: Parameters, max: number): number {
  assert(max > 0);
  return kernel.clipGlobalNorm(parameters.gradients, max);
}
