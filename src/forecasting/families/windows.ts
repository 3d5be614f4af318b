import { writeExogenous } from '../history/index.ts';
import { bounded } from '../statistics/index.ts';
import type { Batch, WindowSource } from './batch.ts';
import { familyOf } from './families.ts';
import type { Layout } from './layout.ts';

/** Bound of residuals in scaled units, so that one jump after a calm context does not dominate the loss. */
const targetMax = 30;

/** Fills window `b` of the batch from the observations before the origin.
 *  @returns false, with a window of zeros, if there are too few observations */
export function writeContext(
  batch: Batch,
  b: number,
  source: WindowSource,
  origin: number,
  layout: Layout,
): boolean {
  const { writesAllInputs, writeWindow } = familyOf(layout);
  const isAll = writesAllInputs && layout.encoder.length === layout.inputSize;
  if (!isAll) clearInputs(batch, b, layout);
  clearTargets(batch, b, layout);
  if (writeWindow(batch, b, source, origin, layout)) {
    if (source.exogenous !== undefined) writeExogenous(batch, b, source.exogenous, origin, layout.exogenous);
    return true;
  }
  clearInputs(batch, b, layout);
  clearTargets(batch, b, layout);
  return false;
}

/** Targets of window `b` after `writeContext`: up to K values from the origin on, none at or after `end`. */
export function writeTargets(
  batch: Batch,
  b: number,
  { values }: WindowSource,
  origin: number,
  end: number,
  { horizon }: Layout,
): void {
  const available = Math.min(horizon, end - origin);
  for (let h = 0; h < horizon; h++) {
    const at = b * horizon + h;
    const residual = h < available ? (values[origin + h] - batch.base[at]) / batch.unit[at] : Number.NaN;
    const isObserved = !Number.isNaN(residual);
    batch.mask[at] = isObserved ? 1 : 0;
    batch.targets[at] = isObserved ? bounded(residual, targetMax) : 0;
  }
}

function clearInputs(batch: Batch, b: number, layout: Layout): void {
  const { steps, inputSize, horizon, stepInputs } = layout;
  for (let step = 0; step < steps; step++) {
    const at = (step * batch.size + b) * inputSize;
    batch.inputs.fill(0, at, at + inputSize);
  }
  batch.stepInputs.fill(0, b * horizon * stepInputs, (b + 1) * horizon * stepInputs);
}

function clearTargets(batch: Batch, b: number, { horizon }: Layout): void {
  batch.targets.fill(0, b * horizon, (b + 1) * horizon);
  batch.mask.fill(0, b * horizon, (b + 1) * horizon);
  batch.base.fill(0, b * horizon, (b + 1) * horizon);
  batch.scale[b] = 0;
  batch.moves[b] = 0;
  batch.unit.fill(0, b * horizon, (b + 1) * horizon);
}
