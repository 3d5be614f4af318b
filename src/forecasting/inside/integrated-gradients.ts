/** Integrated gradients along the straight way from the neutral context to that of a window: what an input adds is its
 *  value times the mean of its gradient on the way. Neutral: every scaled input is zero, as when all observations lie on
 *  the base path; which of them are there stays as it is.
 *  Source: Sundararajan, Taly & Yan (2017), Axiomatic Attribution for Deep Networks. */
import type { Floats } from '../../engine/index.ts';
import type { Layout } from '../layout.ts';
import type { Member } from '../weights-file.ts';
import { type Batch, createBatch } from '../windows.ts';
import { encoderSource, type InputSource, isPresence, stepInputSource } from './input-sources.ts';

/** Takes what an input adds. */
export type Add = (source: InputSource, amount: number) => void;

/** Midpoints of so many equal parts of the way from 0 to 1. */
export function midpoints(points: number): number[] {
  return Array.from({ length: points }, (_, j) => (j + 0.5) / points);
}

/** Windows on the way from the neutral context, 0, to that of window `b` of `batch`, 1. */
export function pathOf(batch: Batch, b: number, shares: readonly number[], layout: Layout): Batch {
  const { steps, inputSize, horizon, lags } = layout;
  const points = shares.length;
  const path = createBatch(layout, points);
  for (const [j, share] of shares.entries()) {
    for (let step = 0; step < steps; step++) {
      const from = (step * batch.size + b) * inputSize;
      const to = (step * points + j) * inputSize;
      for (let i = 0; i < inputSize; i++)
        path.inputs[to + i] = (isPresence(layout, i) ? 1 : share) * batch.inputs[from + i];
    }
    const length = horizon * lags;
    for (let i = 0; i < length; i++) path.lags[j * length + i] = share * batch.lags[b * length + i];
  }
  return path;
}

/** Gradients at all points of a path. A network for gradients always has those of its inputs. */
export function pathGradients({ network }: Member, dY: Float32Array) {
  const { dInputs, dStepInputs } = network.backward(dY);
  return { dInputs: dInputs!, dStepInputs: dStepInputs! };
}

/** What the inputs of the encoder add for window `b` of `batch`: each times the sum of its gradients [T, points, I], which
 *  have the weights of their points in them. */
export function addEncoder(batch: Batch, b: number, dInputs: Floats, layout: Layout, add: Add): void {
  const { steps, inputSize } = layout;
  const points = dInputs.length / (steps * inputSize);
  for (let step = 0; step < steps; step++)
    for (let i = 0; i < inputSize; i++) {
      const value = batch.inputs[(step * batch.size + b) * inputSize + i];
      if (value === 0 || isPresence(layout, i)) continue;
      let sum = 0;
      for (let j = 0; j < points; j++) sum += dInputs[(step * points + j) * inputSize + i];
      add(encoderSource(layout, step, i), value * sum);
    }
}

/** The same of the inputs of step `h` of the decoder, by their gradients [points, K, P]. */
export function addDecoder(
  batch: Batch,
  b: number,
  h: number,
  dStepInputs: Floats,
  layout: Layout,
  add: Add,
): void {
  const { horizon, lags } = layout;
  const points = dStepInputs.length / (horizon * Math.max(1, lags));
  for (let p = 0; p < lags; p++) {
    const value = batch.lags[(b * horizon + h) * lags + p];
    if (value === 0) continue;
    let sum = 0;
    for (let j = 0; j < points; j++) sum += dStepInputs[(j * horizon + h) * lags + p];
    add(stepInputSource(layout, h, p), value * sum);
  }
}
