import type { Layout } from './layout.ts';
import { createVolatility, decays, scaleFloor, seasonalScale } from './scaling.ts';
import { trailingGap } from './target.ts';

/** Windows ready for the network. B windows, T recurrent steps, I inputs, K horizon steps, L lags; row-major. */
export interface Batch {
  size: number; // B
  inputs: Float32Array; // [T, B, I]
  lags: Float32Array; // [B, K, L], earlier seasons less the base path, scaled
  targets: Float32Array; // [B, K], residuals from the base path, scaled
  mask: Uint8Array; // [B, K], 0 where the target is missing
  base: Float64Array; // [B, K], in transformed units
  scale: Float64Array; // [B], in transformed units
  /** What a residual is measured in: the scale, times its growth since the last observation. */
  unit: Float64Array; // [B, K], in transformed units
  /** Whether the context moves at all; where it does not, its scale is a mere floor. */
  moves: Uint8Array; // [B]
}

export function createBatch(layout: Layout, size: number): Batch {
  const { steps, inputSize, horizon, lags } = layout;
  return {
    size,
    inputs: new Float32Array(steps * size * inputSize),
    lags: new Float32Array(size * horizon * lags),
    targets: new Float32Array(size * horizon),
    mask: new Uint8Array(size * horizon),
    base: new Float64Array(size * horizon),
    scale: new Float64Array(size),
    unit: new Float64Array(size * horizon),
    moves: new Uint8Array(size),
  };
}

/** Residuals are cut here, in scaled units: one jump out of a calm context must not rule the loss. */
const targetMax = 30;
const inputMax = 6;
/** Mean of |x| of a standardised return, by which its size is centred. Source: RECIPE B. */
const meanAbsoluteReturn = 0.75;
const logRatioMax = 3;

/** What a window reads before `origin`: at most `tail` observations, none after it. */
export function tailBefore(values: Float64Array, origin: number, tail: number): Float64Array {
  return values.subarray(Math.max(0, origin - tail), origin);
}

/** Fills window `b` of the batch from what is known at the origin. False, and zeros, where that is too little. */
export function writeContext(batch: Batch, b: number, tail: Float64Array, layout: Layout): boolean {
  clearWindow(batch, b, layout);
  return layout.season > 1 ? writeSeasonal(batch, b, tail, layout) : writeNaive(batch, b, tail, layout);
}

/** Targets of window `b` after `writeContext`: `future` are the K values from the origin on. */
export function writeTargets(batch: Batch, b: number, future: Float64Array, layout: Layout): void {
  const { horizon } = layout;
  for (let h = 0; h < horizon; h++) {
    const at = b * horizon + h;
    const residual = (future[h] - batch.base[at]) / batch.unit[at];
    const there = !Number.isNaN(residual) && h < future.length;
    batch.mask[at] = there ? 1 : 0;
    batch.targets[at] = there ? Math.max(-targetMax, Math.min(targetMax, residual)) : 0;
  }
}

/** Last value and volatility of one-step differences. Source: RECIPE B. */
function writeNaive(batch: Batch, b: number, tail: Float64Array, layout: Layout): boolean {
  const { context, horizon, observedMin, learnsLocation } = layout;
  const volatility = createVolatility();
  const offset = context - tail.length; // of the tail's first observation in the context, negative when before it
  const { inputs } = batch;
  for (let t = 0; t < tail.length; t++) {
    const before = Math.sqrt(volatility.blended());
    const difference = volatility.push(tail[t]);
    if (Number.isNaN(difference) || offset + t < 0) continue;
    const floor = scaleFloor(volatility.level());
    const relative = bounded(difference / (before > floor ? before : volatility.scale()), inputMax);
    const variance = volatility.blended() + floor * floor;
    const at = inputIndex(batch.size, b, offset + t, layout);
    inputs[at] = relative;
    inputs[at + 1] = Math.abs(relative) - meanAbsoluteReturn;
    inputs[at + 2] = logRatio(volatility.variance(fastDecay), variance, floor);
    inputs[at + 3] = logRatio(volatility.variance(mediumDecay), variance, floor);
    inputs[at + 4] = logRatio(volatility.variance(slowDecay), variance, floor);
    inputs[at + 5] = 1;
  }
  if (volatility.observed() < observedMin) {
    clearWindow(batch, b, layout);
    return false;
  }
  const level = volatility.level();
  const scale = volatility.scale();
  const gap = trailingGap(tail);
  batch.scale[b] = scale;
  batch.moves[b] = scale > scaleFloor(level) ? 1 : 0;
  batch.base.fill(level, b * horizon, (b + 1) * horizon);
  for (let h = 0; h < horizon; h++) batch.unit[b * horizon + h] = scale * Math.sqrt(gap + h + 1);
  if (!learnsLocation) return true;
  for (let t = Math.max(0, -offset); t < tail.length; t++) {
    if (Number.isNaN(tail[t])) continue;
    inputs[inputIndex(batch.size, b, offset + t, layout) + 6] = signedLog((tail[t] - level) / scale);
  }
  return true;
}

const fastDecay = decays.indexOf(0.8);
const mediumDecay = decays.indexOf(0.97);
const slowDecay = decays.indexOf(0.99);

/** Last season and the size of seasonal differences. Source: RECIPE A. */
function writeSeasonal(batch: Batch, b: number, tail: Float64Array, layout: Layout): boolean {
  const { context, season, steps, inputSize, group, features, observedMin } = layout;
  const { level, scale, deviation, observed } = seasonalScale(tail, season);
  if (observed < observedMin) return false;
  const { inputs } = batch;
  const offset = context - tail.length;
  let recent = 0;
  let recentCount = 0;
  for (let t = 0; t < tail.length; t++) {
    if (Number.isNaN(tail[t])) continue;
    const at = inputIndex(batch.size, b, offset + t, layout);
    inputs[at] = signedLog((tail[t] - level) / scale);
    inputs[at + 2] = 1;
    const difference = t >= season ? tail[t] - tail[t - season] : Number.NaN;
    if (Number.isNaN(difference)) continue;
    inputs[at + 1] = signedLog(difference / scale);
    if (t < tail.length - season) continue;
    recent += Math.abs(difference);
    recentCount++;
  }
  const roughness = Math.log(scale / (deviation + scaleFloor(level)) + 1e-3);
  const recentRatio =
    recentCount === 0 ? 0 : bounded(Math.log(recent / recentCount / scale + 1e-3), logRatioMax);
  for (let step = 0; step < steps; step++) {
    const at = (step * batch.size + b) * inputSize + group * features;
    inputs[at] = bounded(roughness, logRatioMax);
    inputs[at + 1] = recentRatio;
  }
  batch.scale[b] = scale;
  batch.moves[b] = scale > scaleFloor(level) ? 1 : 0;
  writeSeasonalBase(batch, b, tail, { level, deviation }, layout);
  return true;
}

/** The base path is the last value of the same phase that is there, else the level; lags are the seasons before.
 *  Each season that the value is older than usual widens the unit as a step of a random walk does. */
function writeSeasonalBase(
  batch: Batch,
  b: number,
  tail: Float64Array,
  { level, deviation }: { level: number; deviation: number },
  layout: Layout,
): void {
  const { horizon, season, lags } = layout;
  const scale = batch.scale[b];
  for (let h = 0; h < horizon; h++) {
    const phase = tail.length - season + (h % season);
    let at = phase;
    while (at >= 0 && Number.isNaN(tail[at])) at -= season;
    const base = at >= 0 ? tail[at] : level;
    const unit = at >= 0 ? scale * Math.sqrt(1 + (phase - at) / season) : Math.max(scale, deviation);
    batch.base[b * horizon + h] = base;
    batch.unit[b * horizon + h] = unit;
    for (let lag = 0; lag < lags; lag++) {
      const earlier = phase - (lag + 1) * season;
      const value = earlier >= 0 ? tail[earlier] : Number.NaN;
      if (Number.isNaN(value)) continue; // stays 0: no news beside the base path
      const scaled = (value - base) / unit;
      batch.lags[(b * horizon + h) * lags + lag] = bounded(scaled, targetMax);
    }
  }
}

function clearWindow(batch: Batch, b: number, layout: Layout): void {
  const { steps, inputSize, horizon, lags } = layout;
  for (let step = 0; step < steps; step++) {
    const at = (step * batch.size + b) * inputSize;
    batch.inputs.fill(0, at, at + inputSize);
  }
  batch.lags.fill(0, b * horizon * lags, (b + 1) * horizon * lags);
  batch.targets.fill(0, b * horizon, (b + 1) * horizon);
  batch.mask.fill(0, b * horizon, (b + 1) * horizon);
  batch.base.fill(0, b * horizon, (b + 1) * horizon);
  batch.scale[b] = 0;
  batch.moves[b] = 0;
  batch.unit.fill(0, b * horizon, (b + 1) * horizon);
}

/** First input of the observation at `position` of the context. */
function inputIndex(size: number, b: number, position: number, layout: Layout): number {
  const { group, inputSize, features } = layout;
  const step = Math.floor(position / group);
  return (step * size + b) * inputSize + (position % group) * features;
}

function bounded(x: number, max: number): number {
  return Math.max(-max, Math.min(max, x));
}

function signedLog(x: number): number {
  return Math.sign(x) * Math.log1p(Math.abs(x));
}

/** Log of a ratio of standard deviations, from variances. */
function logRatio(variance: number, to: number, floor: number): number {
  return bounded(0.5 * Math.log((variance + floor * floor) / to), logRatioMax);
}
