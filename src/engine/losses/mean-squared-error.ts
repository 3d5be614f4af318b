import type { Kernel } from '../kernels/contract/kernel.ts';
import { assert } from '../primitives/assert.ts';
import type { Floats } from '../primitives/floats.ts';
import { type KernelLoss, kernelLoss } from './kernel-loss.ts';

/** Mean of (yHat - y)² over the targets that are present, in the squared units of `y`. All arrays
 *  have the same length. */
export function meanSquaredError({ kernel }: { kernel: Kernel }): KernelLoss {
  return kernelLoss(
    (dYHat: Floats, yHat: Floats, y: Floats, mask: Uint8Array | null, value: Float64Array) => {
      assert(yHat.length === y.length && dYHat.length === y.length);
      kernel.meanSquaredError(dYHat, yHat, y, mask, y.length, value);
    },
  );
}
