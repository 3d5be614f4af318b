import type { Floats } from '../../engine/index.ts';
import { type Batch, createBatch, type Layout, type WindowSource, writeContext } from '../families/index.ts';

export interface PredictionWindow {
  source: WindowSource;
  origin: number;
}

/** Windows as a network reads them. */
export interface Reading {
  batch: Batch;
  /** Whether the context said enough; what is forecast of the others means nothing. */
  usable: boolean[]; // [B]
  isLog: boolean[]; // [B]
}

/** Reads windows for networks of one layout. The last reading is overwritten where the next one is as large. */
export function createReader(layout: Layout): (windows: readonly PredictionWindow[]) => Reading {
  let batch: Batch | null = null;
  return (windows) => {
    const { length } = windows;
    const own = batch?.size === length ? batch : createBatch(layout, length);
    batch = own;
    return {
      batch: own,
      usable: windows.map(({ source, origin }, b) => writeContext(own, b, source, origin, layout)),
      isLog: windows.map(({ source }) => source.isLog),
    };
  };
}

/** Whether networks of one model read windows alike: all else follows from the spec that they share. */
export function haveSameInputs(a: Layout, b: Layout): boolean {
  return a.context === b.context && a.group === b.group && a.baseSeasons.join() === b.baseSeasons.join();
}

/** Scaled quantiles in the units of the source. Those of a free decoder are sorted here.
 *  @param scaled [B, K, Q]
 *  @param to [B, K, Q], ascending in Q */
export function unscaled(to: Float64Array, { base, unit }: Batch, scaled: Floats, Q: number): void {
  for (let row = 0; row < base.length; row++) {
    const at = row * Q;
    for (let k = 0; k < Q; k++) {
      const value = base[row] + unit[row] * scaled[at + k];
      // By insertion: they are nearly in order.
      let place = at + k;
      for (; place > at && to[place - 1] > value; place--) to[place] = to[place - 1];
      to[place] = value;
    }
  }
}
