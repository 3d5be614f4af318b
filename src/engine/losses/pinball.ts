import type { Kernel } from '../kernels/contract/kernel.ts';
import { assert } from '../primitives/assert.ts';
import type { Floats } from '../primitives/floats.ts';
import { type KernelLoss, kernelLoss } from './kernel-loss.ts';

/** Mean pinball loss over the targets that are present and over the quantiles, in the units of `y`:
 *  Σ w_q max(q e, (q - 1) e) / (targets · Σ w_q) with e = y - yHat. `yHat` [B, K, Q], `y` [B, K]. `weights` [Q]: one
 *  for each quantile; default: 1.
 *  @throws RangeError unless every 0 < q < 1 and every weight > 0.
 *  Source: Koenker & Bassett (1978), eq. 1. */
export function pinball(options: {
  kernel: Kernel;
  quantiles: readonly number[];
  weights?: readonly number[];
}): KernelLoss {
  const { kernel, quantiles } = options;
  const weights = options.weights ?? quantiles.map(() => 1);
  if (quantiles.length === 0 || !quantiles.every((q) => q > 0 && q < 1))
    throw new RangeError(`A quantile must be between 0 and 1, not ${quantiles}`);
  if (weights.length !== quantiles.length || !weights.every((weight) => weight > 0))
    throw new RangeError(`Each quantile needs a weight above 0, not ${weights}`);
  const q = Float64Array.from(quantiles);
  const w = Float64Array.from(weights);

  return kernelLoss(
    (dYHat: Floats, yHat: Floats, y: Floats, mask: Uint8Array | null, value: Float64Array) => {
      assert(yHat.length === y.length * q.length && dYHat.length === yHat.length);
      kernel.pinball(dYHat, yHat, y, mask, q, w, y.length, value);
    },
  );
}
