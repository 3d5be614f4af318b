import { calibrate, factorsByQuantile } from './calibration.ts';
import type { Layout } from './layout.ts';
import type { Network } from './network.ts';
import { createBatch, tailBefore, writeContext } from './windows.ts';

export interface PredictionWindow {
  values: Float64Array; // transformed
  origin: number;
}

export interface Prediction {
  /** Whether the context said enough; the rows of the others are zero. */
  usable: boolean[]; // [N]
  quantiles: Float64Array; // [N, K, Q], transformed, ascending in Q
}

/** Quantiles of many windows, `batchMax` at a time. */
export function predict(
  network: Network,
  layout: Layout,
  windows: readonly PredictionWindow[],
  batchMax: number,
): Prediction {
  const { horizon, quantiles: Q, median } = layout;
  const factors = factorsByQuantile(layout, network.calibration);
  const calibrated = new Float64Array(Q);
  const usable: boolean[] = [];
  const quantiles = new Float64Array(windows.length * horizon * Q);
  for (let first = 0; first < windows.length; first += batchMax) {
    const size = Math.min(batchMax, windows.length - first);
    const batch = createBatch(layout, size);
    for (let b = 0; b < size; b++) {
      const { values, origin } = windows[first + b];
      usable.push(writeContext(batch, b, tailBefore(values, origin, layout.tail), layout));
    }
    const scaled = network.forward(batch, false);
    for (let b = 0; b < size; b++) {
      for (let h = 0; h < horizon; h++) {
        const row = b * horizon + h;
        calibrate(calibrated, scaled, row * Q, factors, median);
        for (let k = 0; k < Q; k++)
          quantiles[(first * horizon + row) * Q + k] = batch.base[row] + batch.unit[row] * calibrated[k];
      }
    }
  }
  return { usable, quantiles };
}
