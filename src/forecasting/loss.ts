import { type Kernel, type KernelLoss, pinball } from '../engine/index.ts';
import type { Layout } from './layout.ts';

/** Weight of the median beside 1 for the others, where it is learnt: the point forecast is what is looked at first. */
const medianWeight = 3;

/** What training makes small: the pinball loss over the trained quantiles. */
export function trainingLoss(kernel: Kernel, { grid, learnsLocation }: Layout): KernelLoss {
  const quantiles = [...grid.levels];
  return pinball({
    kernel,
    quantiles,
    weights: quantiles.map((p) => (p === 0.5 && learnsLocation ? medianWeight : 1)),
  });
}
