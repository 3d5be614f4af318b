import assert from 'node:assert/strict';
import { seasonalMoment as at, seasonalNumber, seasonalNumberCount } from '../../engine/index.ts';
import { areCalm, bounded, scaleFloor, withoutFoundDisturbances } from '../statistics/index.ts';
import type { Batch, WindowSource } from './batch.ts';
import { arrangeInputs, type DecoderInput, type EncoderInput, seasonalLag } from './inputs.ts';
import type { Layout } from './layout.ts';

/** Inputs of the decoder are cut here, in scaled units. */
const lagMax = 30;
const logRatioMax = 5;
/** Smallest scale as a share of the standard deviation of the context: without it a season of small changes would give
 *  very large scaled values. */
const deviationShareMin = 0.1;

/** Encoder inputs of a recurrent step of `group` observations, in the order in which the kernel writes them. */
export function seasonalEncoder(group: number): readonly EncoderInput[] {
  return arrangeInputs(
    {
      value: { per: 'observation' },
      difference: { per: 'observation' },
      roughness: { per: 'window' },
      scale: { per: 'window' },
      missing: { per: 'window', isPresence: true },
    },
    group,
  ).inputs;
}

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
 *  f(a) = sign(a)·log(1 + |a|), and for each recurrent step the roughness of the tail, the size of the scale and the
 *  share of observations that are missing. The base path is the mean of the values of the same phase, some seasons
 *  back. The decoder sees these values, and how far each is from the base path. */
export function writeSeasonal(
  batch: Batch,
  b: number,
  source: WindowSource,
  origin: number,
  layout: Layout,
): boolean {
  const { season, decoder, baseSeasons } = layout;
  const { kernel, moments, numbers } = batch;
  assert(season > 1);
  let { values } = source;
  let from = Math.max(0, origin - layout.tail);
  let to = origin;
  kernel.seasonalMoments(values, from, to, season, moments);
  if (!areCalm(moments[at.changes], moments[at.changeSum], moments[at.changeMax])) {
    const tail = values.subarray(from, to);
    const clean = withoutFoundDisturbances(tail, season);
    if (clean !== tail) {
      [values, from, to] = [clean, 0, clean.length];
      kernel.seasonalMoments(values, from, to, season, moments);
    }
  }
  if (moments[at.observed] < layout.observedMin) return false;
  const { level, scale, deviation } = seasonalScale(moments);
  const relative = source.isLog ? scale : scale / (Math.abs(level) + scale);
  numbers[seasonalNumber.level] = level;
  numbers[seasonalNumber.inverse] = 1 / scale;
  numbers[seasonalNumber.scale] = scale;
  numbers[seasonalNumber.deviation] = deviation;
  numbers[seasonalNumber.roughness] = bounded(
    Math.log(scale / (deviation + scaleFloor(level)) + 1e-3),
    logRatioMax,
  );
  numbers[seasonalNumber.logScale] = 0.2 * Math.log(relative + 1e-9);
  numbers[seasonalNumber.lagMax] = lagMax;
  for (let i = 0; i < baseSeasons.length; i++) numbers[seasonalNumberCount + i] = baseSeasons[i];
  const lags = decoder.length / 2;
  kernel.seasonalWindow(layout, lags, batch, b, values, from, to, numbers, baseSeasons.length);
  batch.scale[b] = scale;
  batch.moves[b] = scale > scaleFloor(level) ? 1 : 0;
  return true;
}

interface SeasonalScale {
  /** Mean of the last season. */
  level: number;
  /** Mean absolute seasonal difference, or the standard deviation without any; with its lower limits. */
  scale: number;
  /** Standard deviation of the context. */
  deviation: number;
}

function seasonalScale(moments: Float64Array): SeasonalScale {
  const meanOf = (sum: number, count: number, otherwise: number) => (count === 0 ? otherwise : sum / count);
  const deviation = Math.sqrt(meanOf(moments[at.squares], moments[at.observed], 0));
  const level = meanOf(moments[at.lastSum], moments[at.lastObserved], 0);
  const typical = meanOf(moments[at.differenceSum], moments[at.differences], deviation);
  return { level, scale: Math.max(typical, deviationShareMin * deviation, scaleFloor(level)), deviation };
}
