import { assert } from '../assert.ts';
import type { Floats } from '../floats.ts';
import type { Kernel } from '../kernels/kernel.ts';

/** Writes the gradient `dYHat` and gives the loss; all arrays have one length. `mask` is 0 where the target is
 *  missing (its `y` is not read and its gradient 0). Without any target the loss is 0. */
export type PointLoss = (dYHat: Floats, yHat: Floats, y: Floats, mask?: Uint8Array) => number;

/** Mean of (yHat - y)² over the targets that are there, in the squared units of `y`. */
export function meanSquaredError({ kernel }: { kernel: Kernel }): PointLoss {
  return (dYHat, yHat, y, mask) => {
    assert(yHat.length === y.length && dYHat.length === y.length);
    assert(mask === undefined || mask.length === y.length);
    return kernel.meanSquaredError(dYHat, yHat, y, mask ?? null, y.length);
  };
}
