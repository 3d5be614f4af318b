import { assert } from '../assert.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Parameters } from '../parameters.ts';

/** Scales all gradients together so that their Euclidean norm is at most `max`, and gives the norm before.
 *  A norm that is not finite is given as it is and nothing is scaled: the caller decides what a broken step means.
 *  Source: torch.nn.utils.clip_grad_norm_. */
export function clipGlobalNorm(kernel: Kernel, parameters: Parameters, max: number): number {
  assert(max > 0);
  return kernel.clipGlobalNorm(parameters.gradients, max);
}
