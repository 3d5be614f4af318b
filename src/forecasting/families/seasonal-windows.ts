import { bounded, scaleFloor, seasonalScale, signedLog, withoutDisturbances } from '../statistics/index.ts';
import { type Batch, tailBefore, type WindowSource } from './batch.ts';
import { arrangeInputs, type DecoderInput, seasonalLag } from './inputs.ts';
import type { Layout } from './layout.ts';

/** Inputs of the decoder are cut here, in scaled units. */
const lagMax = 30;
const logRatioMax = 5;

/** Encoder inputs of a recurrent step of `group` observations. */
export function seasonalEncoder(group: number) {
  const arrangement = arrangements.get(group) ?? arrange(group);
  arrangements.set(group, arrangement);
  return arrangement;
}

function arrange(group: number) {
  return arrangeInputs(
    {
      value: { per: 'observation' },
      difference: { per: 'observation' },
      roughness: { per: 'window' },
      scale: { per: 'window' },
      missing: { per: 'window', isPresence: true },
    },
    group,
  );
}

/** By group: windows are written by the million. */
const arrangements = new Map<number, ReturnType<typeof arrange>>();

/** Decoder inputs: the values of the same phase in the last `lags` seasons, then their distances from the base path. */
export function seasonalDecoder(season: number, lags: number): DecoderInput[] {
  const each = Array.from({ length: lags }, (_, back) => (h: number) => seasonalLag(season, h, back));
  return [
    ...each.map((lag, back) => ({ lag, distanceAt: lags + back })),
    ...each.map((lag) => ({ lag, distanceAt: null })),
  ];
}

/** Writes a window of the seasonal family. The level L is the mean of the last season, the scale s the mean absolute
 *  seasonal difference. The encoder reads f(x) and f(seasonal difference) of each observation, with x = (z − L)/s and
 *  f(a) = sign(a)·log(1 + |a|), and for each recurrent step the roughness of the tail, the size of the scale and the share
 *  of observations that are missing. */
export function writeSeasonal(
  batch: Batch,
  b: number,
  source: WindowSource,
  origin: number,
  layout: Layout,
): boolean {
  const { context, season, steps, inputSize, group, observedMin } = layout;
  const tail = withoutDisturbances(tailBefore(source.values, origin, layout.tail), season);
  const { level, scale, deviation, observed } = seasonalScale(tail, season);
  if (observed < observedMin) return false;
  const { inputs, size } = batch;
  const { at: offset } = seasonalEncoder(group);
  const inverse = 1 / scale;
  const roughness = bounded(Math.log(scale / (deviation + scaleFloor(level)) + 1e-3), logRatioMax);
  const relative = source.isLog ? scale : scale / (Math.abs(level) + scale);
  const logScale = 0.2 * Math.log(relative + 1e-9);
  const first = context - tail.length; // position of the tail's first observation in the context
  for (let step = 0; step < steps; step++) {
    const at = (step * size + b) * inputSize;
    let missing = 0;
    for (let g = 0; g < group; g++) {
      const t = step * group + g - first;
      const value = t >= 0 ? tail[t] : Number.NaN;
      if (Number.isNaN(value)) {
        missing++;
        continue;
      }
      inputs[at + offset.value + g] = signedLog((value - level) * inverse);
      const difference = t >= season ? value - tail[t - season] : Number.NaN;
      if (!Number.isNaN(difference)) inputs[at + offset.difference + g] = signedLog(difference * inverse);
    }
    inputs[at + offset.roughness] = roughness;
    inputs[at + offset.scale] = logScale;
    inputs[at + offset.missing] = missing / group;
  }
  batch.scale[b] = scale;
  batch.moves[b] = scale > scaleFloor(level) ? 1 : 0;
  writeSteps(batch, b, tail, level, deviation, layout);
  return true;
}

/** The base path is the mean of the values of the same phase that are there, some seasons back; else the last one that
 *  is there, else the level. Each season that it is older than usual widens the unit as a step of a random walk does.
 *  The decoder sees the values of the same phase, and how far each is from the base path. */
function writeSteps(
  batch: Batch,
  b: number,
  tail: Float64Array,
  level: number,
  deviation: number,
  layout: Layout,
): void {
  const { horizon, season, decoder, stepInputs, baseSeasons } = layout;
  const scale = batch.scale[b];
  const inverse = 1 / scale;
  for (let h = 0; h < horizon; h++) {
    const phase = tail.length - seasonalLag(season, h, 0);
    let sum = 0;
    let count = 0;
    for (const back of baseSeasons) {
      const at = phase - (back - 1) * season;
      if (at < 0 || Number.isNaN(tail[at])) continue;
      sum += tail[at];
      count++;
    }
    let at = phase;
    while (at >= 0 && Number.isNaN(tail[at])) at -= season;
    const base = count > 0 ? sum / count : at >= 0 ? tail[at] : level;
    batch.base[b * horizon + h] = base;
    batch.unit[b * horizon + h] =
      at >= 0 ? scale * Math.sqrt(1 + (phase - at) / season) : Math.max(scale, deviation);
    const row = (b * horizon + h) * stepInputs;
    const scaledBase = (base - level) * inverse;
    for (let back = 0; back < decoder.length; back++) {
      const { distanceAt } = decoder[back];
      if (distanceAt === null) break;
      const earlier = phase - back * season;
      const value = earlier >= 0 ? tail[earlier] : Number.NaN;
      const isObserved = !Number.isNaN(value); // a missing value is on the base path
      const scaled = bounded(isObserved ? (value - level) * inverse : scaledBase, lagMax);
      batch.stepInputs[row + back] = scaled;
      batch.stepInputs[row + distanceAt] = isObserved ? bounded((value - base) * inverse, lagMax) : 0;
    }
  }
}
