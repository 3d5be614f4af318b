import type { Floats } from '../engine/index.ts';
import { type Batch, createBatch, type WindowSource } from './batch.ts';
import type { Layout } from './layout.ts';
import type { Network } from './network.ts';
import { writeContext } from './windows.ts';

export interface PredictionWindow {
  source: WindowSource;
  origin: number;
}

export interface Prediction {
  /** Whether the context said enough; the rows of the others are zero. */
  usable: boolean[]; // [N]
  quantiles: Float64Array; // [N, K, Q], in the units of the sources, ascending in Q
}

/** Quantiles of many windows, `batchMax` at a time. Those of a free decoder are sorted here. */
export function predict(
  network: Network,
  layout: Layout,
  windows: readonly PredictionWindow[],
  batchMax: number,
): Prediction {
  return predicted((batch) => network.forward(batch, false), layout, windows, batchMax);
}

/** The same of the network before it was trained: the base path, with the base quantiles around it. */
export function basePrediction(
  { base }: Network,
  layout: Layout,
  windows: readonly PredictionWindow[],
  batchMax: number,
): Prediction {
  const all = new Float32Array(batchMax * base.length);
  for (let b = 0; b < batchMax; b++) all.set(base, b * base.length);
  return predicted(() => all, layout, windows, batchMax);
}

/** `scaledOf` gives scaled quantiles [B, K, Q]. */
function predicted(
  scaledOf: (batch: Batch) => Floats,
  layout: Layout,
  windows: readonly PredictionWindow[],
  batchMax: number,
): Prediction {
  const { horizon, quantiles: Q } = layout;
  const usable: boolean[] = [];
  const quantiles = new Float64Array(windows.length * horizon * Q);
  for (let first = 0; first < windows.length; first += batchMax) {
    const size = Math.min(batchMax, windows.length - first);
    const batch = createBatch(layout, size);
    for (let b = 0; b < size; b++) {
      const { source, origin } = windows[first + b];
      usable.push(writeContext(batch, b, source, origin, layout));
    }
    const scaled = scaledOf(batch);
    const { base, unit } = batch;
    for (let row = 0; row < size * horizon; row++) {
      const at = (first * horizon + row) * Q;
      for (let k = 0; k < Q; k++) {
        const value = base[row] + unit[row] * scaled[row * Q + k];
        // By insertion: they are nearly in order.
        let to = at + k;
        for (; to > at && quantiles[to - 1] > value; to--) quantiles[to] = quantiles[to - 1];
        quantiles[to] = value;
      }
    }
  }
  return { usable, quantiles };
}
