import { levelCount, levels } from '../../src/forecasting/pretrained/index.ts';
import type { TrainingBatch } from './block.ts';

/** Weight of the median beside the other levels: point forecasts are scored more often than widths. */
const medianWeight = 4;
const weights = levels.map((level) => (level === 0.5 ? medianWeight : 1));
const weightSum = weights.reduce((sum, weight) => sum + weight, 0);

/** Mean pinball loss in units of MASE, over the targets that are there, and its gradient.
 *  @param y quantiles [B, K, Q] @param dY overwritten [B, K, Q] */
export function pretrainingLoss(
  dY: Float32Array,
  y: ArrayLike<number>,
  { targets, units, stepCount }: TrainingBatch,
): number {
  let count = 0;
  for (let row = 0; row < targets.length; row++) if (!Number.isNaN(targets[row])) count++;
  let loss = 0;
  for (let row = 0; row < targets.length; row++) {
    const at = row * levelCount;
    const target = targets[row];
    if (Number.isNaN(target)) {
      dY.fill(0, at, at + levelCount);
      continue;
    }
    const share = 1 / (weightSum * count * units[Math.floor(row / stepCount)]);
    for (let k = 0; k < levelCount; k++) {
      const miss = target - y[at + k];
      const slope = miss >= 0 ? levels[k] : levels[k] - 1;
      loss += weights[k] * share * slope * miss;
      dY[at + k] = -weights[k] * share * slope;
    }
  }
  return loss;
}
