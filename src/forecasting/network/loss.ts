import { type Kernel, type KernelLoss, pinball } from '../../engine/index.ts';
import type { ResolvedSpec } from '../families/index.ts';
import { quantileGrid } from '../statistics/index.ts';

/** Loss of training: the mean pinball loss over the quantiles, with `median_weight` for the median. Source:
 *  Koenker & Bassett (1978). */
export function trainingLoss(kernel: Kernel, { quantiles, median_weight }: ResolvedSpec): KernelLoss {
  const levels = [...quantileGrid(quantiles).levels];
  return pinball({
    kernel,
    quantiles: levels,
    weights: levels.map((p) => (p === 0.5 ? median_weight : 1)),
  });
}
