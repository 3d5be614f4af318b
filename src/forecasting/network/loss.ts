import { type Kernel, type KernelLoss, pinball } from '../../engine/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import { quantileGrid } from '../statistics/index.ts';

/** What training makes small: the pinball loss over the trained quantiles, the median with a weight of its own. */
export function trainingLoss(kernel: Kernel, { quantiles, median_weight }: ResolvedSpec): KernelLoss {
  const levels = [...quantileGrid(quantiles).levels];
  return pinball({
    kernel,
    quantiles: levels,
    weights: levels.map((p) => (p === 0.5 ? median_weight : 1)),
  });
}
