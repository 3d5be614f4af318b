import type { Rng } from '../engine/index.ts';
import { decimated } from './decimation.ts';
import type { Layout } from './layout.ts';
import type { PredictionWindow } from './prediction.ts';
import { empiricalQuantile } from './quantiles.ts';
import type { Split } from './split.ts';
import { type Batch, createBatch, tailBefore, writeContext, writeTargets } from './windows.ts';

/** A series as training sees it. */
export interface PreparedSeries {
  id: string;
  raw: Float64Array; // units of the series, NaN is missing
  values: Float64Array; // transformed, NaN is missing
  split: Split;
}

/** Windows whose targets lie in the part to fit. */
export interface Sampler {
  /** Windows there are, over all series. */
  readonly windows: number;
  /** Fills every row; a row for which no usable window was found has all its targets masked. */
  fill(batch: Batch, rng: Rng): void;
  /** At most `max` windows, evenly spread over series and time. */
  spread(max: number): PredictionWindow[];
}

/** Draws that may hit a window without enough observations before a row is given up. */
const drawsMax = 16;

/** A series is drawn in proportion to the root of its windows: long ones count more, but do not drown short ones
 *  (RECIPE C); its window uniformly. */
export function createSampler(series: readonly PreparedSeries[], layout: Layout): Sampler {
  const ranges = series
    .map(({ values, split }) => {
      const first = originAfter(values, layout.observedMin);
      return { values, end: split.fitEnd, first, count: split.fitEnd - layout.horizon - first + 1 };
    })
    .filter(({ count }) => count > 0);
  const cumulative = new Float64Array(ranges.length);
  let total = 0;
  for (const [i, { count }] of ranges.entries()) {
    total += Math.sqrt(count);
    cumulative[i] = total;
  }

  return {
    windows: ranges.reduce((sum, { count }) => sum + count, 0),
    fill(batch, rng) {
      for (let b = 0; b < batch.size; b++) {
        for (let draw = 0; draw < drawsMax; draw++) {
          const { values, first, count, end } = ranges[firstAbove(cumulative, rng.uniform() * total)];
          const origin = first + rng.int(count);
          if (!writeContext(batch, b, tailBefore(values, origin, layout), layout)) continue;
          writeTargets(batch, b, values.subarray(origin, Math.min(end, origin + layout.horizon)), layout);
          break;
        }
      }
    },
    spread(max) {
      const perSeries = Math.max(1, Math.floor(max / Math.max(1, ranges.length)));
      return decimated(ranges, max).flatMap(({ values, first, count }) => {
        const taken = Math.min(perSeries, count);
        return Array.from({ length: taken }, (_, i) => ({
          values,
          origin: first + Math.floor(((i + 0.5) * count) / taken),
        }));
      });
    },
  };
}

/** Windows of the validation part, at most `max`. */
export function validationWindows(
  series: readonly PreparedSeries[],
  max: number,
): readonly PredictionWindow[] {
  return decimated(
    series.flatMap(({ values, split }) => split.validationOrigins.map((origin) => ({ values, origin }))),
    max,
  );
}

/** Batches of fixed windows with their targets, to be evaluated again and again. */
export function fixedBatches(
  windows: readonly PredictionWindow[],
  layout: Layout,
  batchMax: number,
): Batch[] {
  const batches: Batch[] = [];
  for (let first = 0; first < windows.length; first += batchMax) {
    const batch = createBatch(layout, Math.min(batchMax, windows.length - first));
    for (let b = 0; b < batch.size; b++) {
      const { values, origin } = windows[first + b];
      if (writeContext(batch, b, tailBefore(values, origin, layout), layout))
        writeTargets(batch, b, values.subarray(origin, origin + layout.horizon), layout);
    }
    batches.push(batch);
  }
  return batches;
}

/** Quantiles of the scaled residuals from the base path for each step of the horizon: where the network starts.
 *  Where the median is fixed they are made symmetric around it. [K, Q] */
export function residualQuantiles(windows: readonly PredictionWindow[], layout: Layout): Float32Array {
  const { horizon, quantiles: Q, grid, learnsLocation } = layout;
  const residuals = Array.from({ length: horizon }, () => new Float64Array(windows.length));
  const counts = new Uint32Array(horizon);
  const batch = createBatch(layout, 1);
  for (const { values, origin } of windows) {
    if (!writeContext(batch, 0, tailBefore(values, origin, layout), layout)) continue;
    writeTargets(batch, 0, values.subarray(origin, origin + horizon), layout);
    for (let h = 0; h < horizon; h++) if (batch.mask[h]) residuals[h][counts[h]++] = batch.targets[h];
  }
  const quantiles = new Float32Array(horizon * Q);
  for (let h = 0; h < horizon; h++) {
    if (counts[h] === 0) continue;
    const sorted = residuals[h].subarray(0, counts[h]).sort();
    for (let k = 0; k < Q; k++) {
      const p = grid.levels[k];
      const value = empiricalQuantile(sorted, p);
      quantiles[h * Q + k] = learnsLocation ? value : (value - empiricalQuantile(sorted, 1 - p)) / 2;
    }
  }
  return quantiles;
}

/** The first origin with so many observations before it. */
function originAfter(values: Float64Array, observations: number): number {
  let count = 0;
  for (let t = 0; t < values.length; t++) {
    if (!Number.isNaN(values[t])) count++;
    if (count === observations) return t + 1;
  }
  return values.length;
}

/** Index of the first element above `x`; the last one when there is none. */
function firstAbove(ascending: Float64Array, x: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
