import { scaleFloor } from '../statistics/index.ts';
import { type Batch, tailBefore, type WindowSource } from './batch.ts';
import type { Layout } from './layout.ts';
import { type PriceFeatures, priceEncoder, priceFeatures } from './price-features.ts';

const rowSize = priceEncoder.inputs.length;

/** Features of the last `context` values. Those before them have an effect on the volatility. */
function tailFeatures(tail: Float64Array, isLog: boolean, context: number): PriceFeatures {
  return priceFeatures({ values: tail, isLog }, null, null, Math.max(0, tail.length - context));
}

/** Writes a window of the prices family: the base path is the last value, its unit the volatility times the root of the
 *  steps since. */
export function writePrices(
  batch: Batch,
  b: number,
  source: WindowSource,
  origin: number,
  layout: Layout,
): boolean {
  if (origin === 0) return false;
  const { context, horizon } = layout;
  // A training brings the features of whole series; the tail alone gives nearly the same.
  const tail = source.features === undefined ? tailBefore(source.values, origin, layout.tail) : null;
  const features = source.features ?? tailFeatures(tail!, source.isLog, context);
  const last = (tail?.length ?? origin) - 1;
  if (features.observed[last] < layout.observedMin) return false;
  const { rows } = features;
  for (let step = Math.max(0, context - 1 - last); step < context; step++) {
    const from = (last - context + 1 + step) * rowSize;
    const to = (step * batch.size + b) * layout.inputSize;
    for (let i = 0; i < rowSize; i++) batch.inputs[to + i] = rows[from + i];
  }
  const level = features.level[last];
  const scale = features.scale[last];
  const gap = features.gap[last];
  batch.scale[b] = scale;
  batch.moves[b] = scale > scaleFloor(level) ? 1 : 0;
  batch.base.fill(level, b * horizon, (b + 1) * horizon);
  for (let h = 0; h < horizon; h++) batch.unit[b * horizon + h] = scale * Math.sqrt(gap + h + 1);
  return true;
}
