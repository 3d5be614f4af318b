import type { Kernel, Rng } from '../../engine/index.ts';
import {
  type Batch,
  createBatch,
  familyOf,
  type Layout,
  type WindowSource,
  writeContext,
  writeTargets,
} from '../families/index.ts';
import type { SeriesHistory } from '../history/index.ts';
import { decimated, empiricalQuantile, type Split } from '../statistics/index.ts';

/** A series with its split and the source of its windows. */
export interface PreparedSeries extends SeriesHistory {
  source: WindowSource;
  split: Split;
}

/** A window of a training set. */
export interface SampledWindow {
  source: WindowSource;
  origin: number;
  /** Targets are before it. */
  end: number;
}

/** Windows whose targets lie in the part to fit. */
export interface Sampler {
  /** Number of training windows over all series: those whose context is not constant. */
  readonly windows: number;
  /** Whether there are windows, but all values before the held-out parts are constant. */
  readonly isFlat: boolean;
  /** Fills every row; a row for which no usable window was found has all its targets masked. */
  fill(batch: Batch, rng: Rng): void;
  /** At most `max` windows, evenly spread over series and time. */
  spread(max: number): SampledWindow[];
}

/** Draws of a window for a row; if none has enough observations, the row stays without targets. */
const drawsMax = 16;

/** Draws training windows: the series in proportion to the root of its number of windows, so that long series count
 *  more but do not dominate short ones, and the window by the recency of the family.
 *  @param endOf end of the part to fit */
export function createSampler(
  series: readonly PreparedSeries[],
  layout: Layout,
  endOf: (series: PreparedSeries) => number,
): Sampler {
  const { recency, targetsNeeded, seasonsBeforeOrigin } = familyOf(layout);
  const exponent = 1 / recency;
  const needed = targetsNeeded(layout.horizon);
  const observed = series.map((one) => {
    const { values } = one.source;
    const end = endOf(one);
    const earliest = originAfter(values, layout.observedMin);
    const preferred = layout.season > 1 ? seasonsBeforeOrigin * layout.season : 0;
    return rangeOf(one.source, end, Math.max(earliest, Math.min(preferred, end - needed)), needed);
  });
  // A constant context has no scale, so its targets do not show the width of other fans.
  const ranges = observed
    .map(({ source, end, first }) =>
      rangeOf(source, end, Math.max(first, firstMove(source.values) + 1), needed),
    )
    .filter(({ count }) => count > 0);
  const cumulative = new Float64Array(ranges.length);
  let total = 0;
  for (const [i, { count }] of ranges.entries()) {
    total += Math.sqrt(count);
    cumulative[i] = total;
  }

  return {
    windows: ranges.reduce((sum, { count }) => sum + count, 0),
    isFlat: ranges.length === 0 && observed.some(({ count }) => count > 0),
    fill(batch, rng) {
      for (let b = 0; b < batch.size; b++) {
        for (let draw = 0; draw < drawsMax; draw++) {
          const { source, first, count, end } = ranges[firstAbove(cumulative, rng.uniform() * total)];
          const place = Math.floor(count * rng.uniform() ** exponent);
          const origin = first + Math.min(place, count - 1);
          if (!writeContext(batch, b, source, origin, layout)) continue;
          if (batch.moves[b] === 0) continue;
          writeTargets(batch, b, source, origin, end, layout);
          break;
        }
      }
    },
    spread(max) {
      const perSeries = Math.max(1, Math.floor(max / Math.max(1, ranges.length)));
      return decimated(ranges, max).flatMap(({ source, first, count, end }) => {
        const taken = Math.min(perSeries, count);
        return Array.from({ length: taken }, (_, i) => ({
          source,
          origin: first + Math.floor(((i + 0.5) * count) / taken),
          end,
        }));
      });
    },
  };
}

/** Windows of the validation part, at most `max`. */
export function validationWindows(series: readonly PreparedSeries[], max: number): readonly SampledWindow[] {
  return decimated(
    series.flatMap(({ source, split }) =>
      split.validationOrigins.map((origin) => ({ source, origin, end: split.trainEnd })),
    ),
    max,
  );
}

/** Windows of the validation part that do not overlap, at most `max`. */
export function separateWindows(series: readonly PreparedSeries[], layout: Layout, max: number): number {
  const separate = series.reduce((sum, { split: { validationOrigins: origins } }) => {
    return sum + (origins.length === 0 ? 0 : 1 + (origins[origins.length - 1] - origins[0]) / layout.horizon);
  }, 0);
  return Math.min(max, separate);
}

/** Bound on the memory of fixed batches, which a network keeps for as long as it is trained. */
const fixedBytesMax = 128 * 2 ** 20;
/** Bytes of a cell of the inputs, and of a step of the targets with its mask, base and unit. */
const [inputBytes, targetBytes] = [4, 21];

/** Batches of fixed windows with their targets, on which losses are computed during training. Windows whose context is
 *  constant have no targets. Of windows that take more than 128 MiB, some are used. */
export function fixedBatches(
  given: readonly SampledWindow[],
  layout: Layout,
  batchMax: number,
  kernel: Kernel,
): Batch[] {
  const windows = decimated(given, Math.max(1, Math.floor(fixedBytesMax / bytesOfWindow(layout))));
  const batches: Batch[] = [];
  for (let first = 0; first < windows.length; first += batchMax) {
    const batch = createBatch(layout, Math.min(batchMax, windows.length - first), kernel);
    for (let b = 0; b < batch.size; b++) {
      const { source, origin, end } = windows[first + b];
      if (writeContext(batch, b, source, origin, layout) && batch.moves[b] === 1)
        writeTargets(batch, b, source, origin, end, layout);
    }
    batches.push(batch);
  }
  return batches;
}

function bytesOfWindow({ steps, inputSize, horizon, stepInputs }: Layout): number {
  return inputBytes * (steps * inputSize + horizon * stepInputs) + targetBytes * horizon;
}

/** Smallest gap between neighbouring quantiles, relative to that of a random walk. Equal residuals would give a
 *  fan of zero width, which training cannot widen. */
const gapShareMin = 0.05;

/** Quantiles of the scaled residuals from the base path at each step of the horizon, with which a network starts. The
 *  effects of covariates are subtracted first. The quantiles are drawn towards those of a random walk of the context's
 *  scale, which counts as much as one separate window. A fixed median makes them symmetric. [K, Q] */
export function residualQuantiles(
  windows: readonly SampledWindow[],
  layout: Layout,
  kernel?: Kernel,
  effects: Float32Array = new Float32Array(layout.exogenous.skips),
): Float32Array {
  const { horizon, quantiles: Q, median, grid, fixedMedian } = layout;
  const { walkDeviation } = familyOf(layout);
  const residuals = Array.from({ length: horizon }, () => new Float64Array(windows.length));
  const counts = new Uint32Array(horizon);
  const batch = createBatch(layout, 1, kernel);
  for (const { source, origin, end } of windows) {
    if (!writeContext(batch, 0, source, origin, layout) || batch.moves[0] === 0) continue;
    writeTargets(batch, 0, source, origin, end, layout);
    for (let h = 0; h < horizon; h++) {
      if (batch.mask[h] === 0) continue;
      let explained = 0;
      const at = h * layout.stepInputs + layout.exogenous.decoderAt;
      for (let i = 0; i < effects.length; i++) explained += effects[i] * batch.stepInputs[at + i];
      residuals[h][counts[h]++] = batch.targets[h] - explained;
    }
  }
  const quantiles = new Float32Array(horizon * Q);
  for (let h = 0; h < horizon; h++) {
    const row = quantiles.subarray(h * Q, (h + 1) * Q);
    const walk = grid.scores.map((score) => score * walkDeviation(h));
    const sorted = residuals[h].subarray(0, counts[h]).sort();
    const trust = counts[h] / (counts[h] + horizon); // windows overlap by the horizon
    for (let k = 0; k < Q; k++) {
      const p = grid.levels[k];
      const value = counts[h] === 0 ? 0 : empiricalQuantile(sorted, p);
      const mirrored = counts[h] === 0 ? 0 : empiricalQuantile(sorted, 1 - p);
      const residual = fixedMedian ? (value - mirrored) / 2 : value;
      row[k] = trust * residual + (1 - trust) * walk[k];
    }
    widen(row, walk, median);
    const middle = row[median]; // the base path is the median
    for (let k = 0; k < Q; k++) row[k] -= middle;
  }
  return quantiles;
}

function widen(row: Float32Array, walk: Float64Array, median: number): void {
  for (let k = median + 1; k < row.length; k++)
    row[k] = Math.max(row[k], row[k - 1] + gapShareMin * (walk[k] - walk[k - 1]));
  for (let k = median - 1; k >= 0; k--)
    row[k] = Math.min(row[k], row[k + 1] - gapShareMin * (walk[k + 1] - walk[k]));
}

interface OriginRange {
  source: WindowSource;
  end: number;
  first: number;
  count: number;
}

/** Origins from `first` to the last one with `targets` steps before the end. */
function rangeOf(source: WindowSource, end: number, first: number, targets: number): OriginRange {
  return { source, end, first, count: end - targets - first + 1 };
}

/** Position of the first value that differs from the one before; the length if there is none. */
function firstMove(values: Float64Array): number {
  let last = Number.NaN;
  for (let t = 0; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    if (values[t] !== last && !Number.isNaN(last)) return t;
    last = values[t];
  }
  return values.length;
}

/** The first origin with `observations` observed values before it. */
function originAfter(values: Float64Array, observations: number): number {
  let count = 0;
  for (let t = 0; t < values.length; t++) {
    if (!Number.isNaN(values[t])) count++;
    if (count === observations) return t + 1;
  }
  return values.length;
}

/** Index of the first element above `x`; of the last element if there is none. */
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
