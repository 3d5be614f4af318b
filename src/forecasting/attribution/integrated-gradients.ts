/** Integrated gradients (see src/attribution/path.ts) from a neutral window to the window that is explained. In
 *  the neutral window scaled inputs of the encoder are zero, values of the decoder lie on the base path,
 *  covariates have their values on the base path, and attributes are spread evenly over their classes. Marks of
 *  presence are those of the window. */
import type { Floats } from '../../engine/index.ts';
import type { Member } from '../ensemble/index.ts';
import { type Batch, createBatch, type Layout } from '../families/index.ts';
import {
  encoderSource,
  type InputSource,
  neutralInput,
  neutralStepInput,
  stepInputSource,
} from './input-sources.ts';

/** Receives the contribution of an input. */
export type Add = (source: InputSource, amount: number) => void;

/** Neutral window for window `b` of `batch`. */
export function neutralWindow(batch: Batch, b: number, member: Pick<Member, 'layout' | 'spec'>): Batch {
  const { layout } = member;
  const { steps, inputSize, horizon, stepInputs: P } = layout;
  const neutral = createBatch(layout, 1);
  for (let step = 0; step < steps; step++)
    for (let i = 0; i < inputSize; i++) {
      const actual = batch.inputs[(step * batch.size + b) * inputSize + i];
      neutral.inputs[step * inputSize + i] = neutralInput(member, i, actual);
    }
  for (let h = 0; h < horizon; h++) {
    const from = (b * horizon + h) * P;
    const row = batch.stepInputs.subarray(from, from + P);
    for (let p = 0; p < P; p++) neutral.stepInputs[h * P + p] = neutralStepInput(layout, row, p);
  }
  return neutral;
}

/** Windows on the path from `neutral` (0) to window `b` of `batch` (1), one for each share. */
export function pathWindows(
  batch: Batch,
  b: number,
  neutral: Batch,
  shares: readonly number[],
  layout: Layout,
): Batch {
  const { steps, inputSize, horizon, stepInputs: P } = layout;
  const path = createBatch(layout, shares.length);
  for (const [j, share] of shares.entries()) {
    for (let step = 0; step < steps; step++)
      for (let i = 0; i < inputSize; i++) {
        const start = neutral.inputs[step * inputSize + i];
        const end = batch.inputs[(step * batch.size + b) * inputSize + i];
        path.inputs[(step * shares.length + j) * inputSize + i] = start + share * (end - start);
      }
    const length = horizon * P;
    for (let i = 0; i < length; i++) {
      const start = neutral.stepInputs[i];
      path.stepInputs[j * length + i] = start + share * (batch.stepInputs[b * length + i] - start);
    }
  }
  return path;
}

/** Contributions of the encoder's inputs: the distance of each from neutral, times the sum of its gradients
 *  `dInputs` [T, points, I], in which the weights of the points are included. */
export function addEncoder(
  batch: Batch,
  b: number,
  neutral: Batch,
  dInputs: Floats,
  member: Pick<Member, 'layout' | 'spec'>,
  add: Add,
): void {
  const { steps, inputSize } = member.layout;
  const points = dInputs.length / (steps * inputSize);
  for (let step = 0; step < steps; step++)
    for (let i = 0; i < inputSize; i++) {
      const distance =
        batch.inputs[(step * batch.size + b) * inputSize + i] - neutral.inputs[step * inputSize + i];
      if (distance === 0) continue;
      let sum = 0;
      for (let j = 0; j < points; j++) sum += dInputs[(step * points + j) * inputSize + i];
      add(encoderSource(member, step, i), distance * sum);
    }
}

/** Contributions of the decoder's inputs at step `h`, from `dStepInputs` [points, K, P]. `gap` values are
 *  missing at the end of the window. */
export function addDecoder(
  batch: Batch,
  b: number,
  neutral: Batch,
  h: number,
  gap: number,
  dStepInputs: Floats,
  member: Pick<Member, 'layout' | 'spec'>,
  add: Add,
): void {
  const { horizon, stepInputs: P } = member.layout;
  const points = dStepInputs.length / (horizon * P);
  for (let p = 0; p < P; p++) {
    const distance = batch.stepInputs[(b * horizon + h) * P + p] - neutral.stepInputs[h * P + p];
    if (distance === 0) continue;
    let sum = 0;
    for (let j = 0; j < points; j++) sum += dStepInputs[(j * horizon + h) * P + p];
    add(stepInputSource(member, gap, h, p), distance * sum);
  }
}
