import { bounded, scaleFloor, withoutDisturbances } from '../statistics/index.ts';
import { type Batch, tailBefore, type WindowSource } from './batch.ts';
import { arrangeInputs, type DecoderInput, seasonalLag } from './inputs.ts';
import type { Layout } from './layout.ts';
import { createAdjustment, readAdjusted, thetaPath } from './theta-path.ts';

const inputMax = 30;
/** Smallest scale of a window in logarithms that moves: 0.3 %. Series that move less are not read in logarithms. */
export const logScaleMin = 0.003;
/** Centre of the logarithm of the number of observations. */
const typicalLogLength = 4;

/** Encoder inputs of a recurrent step, which reads one observation. */
export const shortEncoder = arrangeInputs(
  {
    value: { per: 'observation' },
    difference: { per: 'observation' },
    observed: { per: 'observation', isPresence: true },
    season: { per: 'observation' },
    relativeScale: { per: 'window' },
    alpha: { per: 'window' },
    slope: { per: 'window' },
    amplitude: { per: 'window' },
    length: { per: 'window' },
    roughness: { per: 'window' },
  },
  1,
);
const offset = shortEncoder.at;
const windowInputs = shortEncoder.inputs.length - offset.relativeScale;

/** Values that the decoder reads beside the path and its season. */
const lags = 2;
const pathAt = lags;
const seasonAtStep = lags + 1;

/** Decoder inputs: the values of the same phase one and two seasons before the last observation, or the two values
 *  before it without a season; then the base path and its season, which are fitted to all observations. */
export function shortDecoder(season: number): DecoderInput[] {
  const each = Array.from({ length: lags }, (_, back) => ({
    lag: (h: number, gap: number) => gap + (season > 1 ? seasonalLag(season, gap + h, back) : 2 + back),
    distanceAt: null,
  }));
  const ofWindow = { lag: null, distanceAt: null };
  return [...each, ofWindow, ofWindow];
}

/** Writes a window of the short family. The season is removed from the observations before the origin; the base is the
 *  Theta path of the remaining series, with the season added back. The level L is the last value, the scale s half the
 *  mean absolute difference and half the seasonal one. The encoder reads asinh(x), asinh(difference), whether the value
 *  is observed, and the season of each observation, and six numbers about the whole window. */
export function writeShort(
  batch: Batch,
  b: number,
  { values, isLog }: WindowSource,
  origin: number,
  layout: Layout,
): boolean {
  const { context, season, inputSize, horizon, decoder, stepInputs, observedMin } = layout;
  const tail = withoutDisturbances(tailBefore(values, origin, layout.tail), season);
  batch.adjustment ??= createAdjustment();
  const adjusted = readAdjusted(batch.adjustment, tail, season);
  if (adjusted.observed < observedMin) return false;
  const { rest, index, length, gap } = adjusted;
  const level = rest[length - 1];
  const from = Math.max(0, length - Math.max(context, 2 * season));
  const byOne = meanDifference(rest, from, length, 1);
  const bySeason = season > 1 && length - from > season ? meanDifference(rest, from, length, season) : byOne;
  const moves = byOne > scaleFloor(level);
  const floor = isLog && moves ? logScaleMin : scaleFloor(level);
  const scale = Math.max(0.5 * byOne + 0.5 * bySeason, floor);
  const inverse = 1 / scale;
  thetaPath(adjusted, scale, horizon);
  const { path, alpha, slope } = adjusted;
  const { inputs, size } = batch;

  let amplitude = 0;
  for (let i = 0; i < index.length; i++) amplitude += Math.abs(index[i]);
  const relative = isLog ? scale : scale / (Math.abs(level) + scale);
  const constants = [
    0.3 * Math.log(relative + 1e-9),
    alpha,
    Math.asinh(slope * inverse),
    Math.asinh((amplitude / index.length) * inverse),
    Math.log(length) - typicalLogLength,
    bounded(Math.log((byOne + floor) / (deviationOf(rest, from, length) + floor)), 3),
  ];
  for (let step = 0; step < context; step++) {
    const t = tail.length - context + step;
    const at = (step * size + b) * inputSize;
    for (let i = 0; i < windowInputs; i++) inputs[at + offset.relativeScale + i] = constants[i];
    if (t < 0) continue;
    inputs[at + offset.season] = Math.asinh(seasonAt(index, t) * inverse);
    if (t >= length || Number.isNaN(tail[t])) continue;
    inputs[at + offset.value] = Math.asinh(bounded((rest[t] - level) * inverse, 1e3));
    if (t > 0) inputs[at + offset.difference] = Math.asinh(bounded((rest[t] - rest[t - 1]) * inverse, 1e3));
    inputs[at + offset.observed] = 1;
  }

  batch.scale[b] = scale;
  batch.moves[b] = moves ? 1 : 0;
  for (let h = 0; h < horizon; h++) {
    const cell = b * horizon + h;
    const seasonal = seasonAt(index, tail.length + h);
    batch.base[cell] = path[h] + seasonal;
    batch.unit[cell] = scale * Math.sqrt((gap + h + 1) / (h + 1));
    const row = cell * stepInputs;
    for (let back = 0; back < lags; back++) {
      const at = tail.length - decoder[back].lag!(h, gap);
      batch.stepInputs[row + back] = at < 0 ? 0 : Math.asinh(bounded((rest[at] - level) * inverse, inputMax));
    }
    batch.stepInputs[row + pathAt] = Math.asinh(bounded((path[h] - level) * inverse, inputMax));
    batch.stepInputs[row + seasonAtStep] = Math.asinh(bounded(seasonal * inverse, inputMax));
  }
  return true;
}

function seasonAt(index: Float64Array, t: number): number {
  return index[t % index.length];
}

function meanDifference(values: Float64Array, from: number, to: number, lag: number): number {
  let sum = 0;
  let count = 0;
  for (let t = from + lag; t < to; t++) {
    sum += Math.abs(values[t] - values[t - lag]);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

function deviationOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += values[t];
  const mean = sum / (to - from);
  let squares = 0;
  for (let t = from; t < to; t++) squares += (values[t] - mean) ** 2;
  return Math.sqrt(squares / (to - from));
}
