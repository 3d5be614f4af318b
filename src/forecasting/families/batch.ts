import { type Kernel, seasonalMomentCount, seasonalNumberCount, selectKernel } from '../../engine/index.ts';
import type { Exogenous } from '../history/index.ts';
import type { Layout } from './layout.ts';
import type { PriceFeatures } from './price-features.ts';
import type { Adjustment } from './theta-path.ts';

/** Windows ready for the network. B windows, T recurrent steps, I inputs, K horizon steps, P step inputs; row-major. */
export interface Batch {
  size: number; // B
  inputs: Float32Array; // [T, B, I]
  stepInputs: Float32Array; // [B, K, P]
  targets: Float32Array; // [B, K], residuals from the base path, scaled
  mask: Uint8Array; // [B, K], 0 where the target is missing
  base: Float64Array; // [B, K], in the units of the source
  scale: Float64Array; // [B], in the units of the source
  /** Unit of a residual: the scale times its growth since the last observation. */
  unit: Float64Array; // [B, K], in the units of the source
  /** 1 if the values of the context change; else 0, and the scale is only a floor. */
  moves: Uint8Array; // [B]
  /** Writes the windows of the seasonal family. */
  kernel: Kernel;
  /** Working memory of the seasonal family. */
  moments: Float64Array;
  numbers: Float64Array;
  /** Working memory of the Theta path, reused from window to window; null until a window needs it. */
  adjustment: Adjustment | null;
}

/** Values that windows are read from. NaN is missing. */
export interface WindowSource {
  values: Float64Array; // logarithms, or unchanged
  /** Whether `values` are logarithms, whose scales are relative to the level. */
  isLog: boolean;
  /** Features of the whole series, if the family has any. */
  features?: PriceFeatures;
  /** Covariates, if the model has any. */
  exogenous?: Exogenous;
}

const reference = selectKernel('reference');

/** @param isLasting whether inputs lie in the memory of the kernel, which may be freed only with the kernel */
export function createBatch(
  layout: Layout,
  size: number,
  kernel: Kernel = reference,
  isLasting = false,
): Batch {
  const { steps, inputSize, horizon, stepInputs, baseSeasons } = layout;
  const allocate = (length: number) =>
    isLasting ? (kernel.allocate('float32', length) as Float32Array) : new Float32Array(length);
  return {
    size,
    inputs: allocate(steps * size * inputSize),
    stepInputs: allocate(size * horizon * stepInputs),
    targets: new Float32Array(size * horizon),
    mask: new Uint8Array(size * horizon),
    base: new Float64Array(size * horizon),
    scale: new Float64Array(size),
    unit: new Float64Array(size * horizon),
    moves: new Uint8Array(size),
    kernel,
    moments: new Float64Array(seasonalMomentCount),
    numbers: new Float64Array(seasonalNumberCount + baseSeasons.length),
    adjustment: null,
  };
}

/** Observations that a window reads: at most `tail` of them before `origin`, none after it. */
export function tailBefore(values: Float64Array, origin: number, tail: number): Float64Array {
  return values.subarray(Math.max(0, origin - tail), origin);
}
