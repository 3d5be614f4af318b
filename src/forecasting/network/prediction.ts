import type { Floats, Kernel } from '../../engine/index.ts';
import { type Batch, createBatch, type Layout, type WindowSource, writeContext } from '../families/index.ts';

export interface PredictionWindow {
  source: WindowSource;
  origin: number;
}

/** Windows as a network reads them. B windows. */
export interface Reading {
  batch: Batch;
  /** Whether there are enough observations before the origin; the forecasts of other windows are meaningless. */
  usable: boolean[]; // [B]
  isLog: boolean[]; // [B]
}

/** Returns a function that reads windows for networks of one layout. A reading is overwritten by the next one
 *  of the same size. */
export function createReader(
  layout: Layout,
  kernel: Kernel,
): (windows: readonly PredictionWindow[]) => Reading {
  let batch: Batch | null = null;
  return (windows) => {
    const { length } = windows;
    const current = batch?.size === length ? batch : createBatch(layout, length, kernel);
    batch = current;
    return {
      batch: current,
      usable: windows.map(({ source, origin }, b) => writeContext(current, b, source, origin, layout)),
      isLog: windows.map(({ source }) => source.isLog),
    };
  };
}

/** Whether two networks of one model read windows alike. Only these settings differ between members. */
export function haveSameInputs(a: Layout, b: Layout): boolean {
  return a.context === b.context && a.group === b.group && a.baseSeasons.join() === b.baseSeasons.join();
}

/** Transforms scaled quantiles into the units of the source, and sorts them.
 *  @param scaled [B, K, Q]
 *  @param to [B, K, Q], ascending in Q */
export function unscaled(to: Float64Array, { base, unit }: Batch, scaled: Floats, Q: number): void {
  for (let row = 0; row < base.length; row++) {
    const at = row * Q;
    for (let k = 0; k < Q; k++) {
      const value = base[row] + unit[row] * scaled[at + k];
      // Insertion sort, since they are nearly sorted.
      let place = at + k;
      for (; place > at && to[place - 1] > value; place--) to[place] = to[place - 1];
      to[place] = value;
    }
  }
}
