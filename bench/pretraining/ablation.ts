import {
  contextAt,
  contextSize,
  featureAt,
  type InputBatch,
  memberCount,
  stepSize,
} from '../../src/forecasting/pretrained/index.ts';

/** Parts of the inputs that an ablation takes away, in training and in the forecast. */
export const ablations = ['bank', 'encoder', 'backtests'] as const;
export type Ablation = (typeof ablations)[number];

/** Takes parts away from the inputs of a batch. Without the bank every member is the last value, and the network sees
 *  neither the forecasts nor how they did. */
export function ablate(batch: InputBatch, without: readonly Ablation[]): void {
  if (without.includes('encoder')) batch.encoder.fill(0);
  if (without.includes('bank') || without.includes('backtests')) {
    batch.backtests.fill(0);
    clearScores(batch);
  }
  if (!without.includes('bank')) return;
  const { members, steps, size, stepCount } = batch;
  const rows = size * stepCount;
  for (let row = 0; row < rows; row++) {
    members.fill(members[row * memberCount], row * memberCount, (row + 1) * memberCount);
    steps.fill(0, row * stepSize, row * stepSize + memberCount);
    steps[row * stepSize + memberCount + featureAt.theta] = 0;
  }
}

function clearScores({ context, size }: InputBatch): void {
  for (let row = 0; row < size; row++)
    context.fill(0, row * contextSize + contextAt.errors, (row + 1) * contextSize);
}
