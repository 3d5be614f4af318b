/** Integrated gradients (see src/attribution/path.ts) from the neutral context to that of a window. Neutral: every scaled input
 *  of the encoder is zero, and the values that the decoder reads lie on the base path, and covariates where they were
 *  there; attributes are a little of each class; what is there, and what not, stays as it is. */
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

/** Takes what an input adds. */
export type Add = (source: InputSource, amount: number) => void;

/** The neutral window beside window `b` of `batch`. */
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

/** Windows on the way from `neutral`, 0, to window `b` of `batch`, 1. */
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

/** What the inputs of the encoder add: each its distance from neutral times the sum of its gradients [T, points, I], which
 *  have the weights of their points in them. */
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

/** The same of the inputs of step `h` of the decoder, by their gradients [points, K, P]; `gap` values are missing at the
 *  end of the window. */
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
