/** Sizes and places of the inputs of the pre-trained network. */
import { memberCount } from './member-names.ts';
import { placesOf } from './places.ts';
import { statisticAt, statisticCount } from './series-statistics.ts';
import { featureAt, featureCount } from './step-features.ts';

/** Values per season that the encoder reads of the series, and of the series without its season. */
export const bins = 12;
/** Places of the inputs of a season. */
export const { places: encoderAt, count: encoderSize } = placesOf({
  values: bins,
  /** Values without the season. */
  adjusted: bins,
  /** Share of the values that are observed. */
  known: 1,
});
/** Seasons that the encoder reads; values if there is no season. */
export const encoderStepsMax = 32;
/** Origins in the past from which the bank is scored. */
export const backtestsMax = 6;
/** Places of the scores of the bank from one origin. */
export const { places: backtestAt, count: backtestSize } = placesOf({
  /** Logarithm of each member's mean absolute error relative to that of the best member. */
  relative: memberCount,
  /** Mean error of each member. */
  bias: memberCount,
  /** Logarithm of the best member's mean absolute error. */
  best: 1,
  /** Mean difference of the values from the last one before the origin. */
  change: 1,
  isScored: 1,
  /** Share of the steps that are observed. */
  observed: 1,
});
/** Last values that the network reads one by one. */
export const lastValues = 16;
/** Summary of the backtests. Relative errors are `relative` of `backtestAt`. */
const errors = placesOf({
  /** Relative errors from the newest origin that is scored. */
  newest: memberCount,
  /** Logarithm of the best member's error from that origin. */
  bestOfNewest: 1,
  /** Share of the backtests that are scored. */
  scoredShare: 1,
  /** Logarithm of the best member's error from the origin where that error is largest. */
  worstOfBest: 1,
  /** Means of the relative errors over the origins. */
  mean: memberCount,
});
/** Places in the errors of the context. */
export const errorAt = errors.places;
/** Places of the parts of the context. */
export const { places: contextAt, count: contextSize } = placesOf({
  /** Last values without the season. */
  lastAdjusted: lastValues,
  lastValues,
  statistics: statisticCount,
  errors: errors.count,
});
/** Place of the logarithm of the scale in the context; 0 there unless logarithms are read. */
export const logScaleAt = contextAt.statistics + statisticAt.logScale;
export const stepSize = memberCount + featureCount;
/** Place of the logarithm of the step in its inputs. */
export const logStepAt = memberCount + featureAt.logStep;
/** Places of the inputs of a batch of B series. K horizon steps. */
export interface InputBatch {
  encoder: Float32Array; // [encoderSteps, B, encoderSize]
  backtests: Float32Array; // [backtestsMax, B, backtestSize]
  context: Float32Array; // [B, contextSize]
  steps: Float32Array; // [B, K, stepSize]
  members: Float32Array; // [B, K, memberCount], in scales from the level
  encoderSteps: number;
  size: number; // B
  stepCount: number; // K
}

/** Seasons or values that the encoder reads of a context of this length. */
export function encoderStepsOf(length: number, season: number): number {
  return Math.max(1, Math.min(encoderStepsMax, Math.floor(length / season)));
}

/** Source of input `i` of the context: the lag of a value (1 is the last one), the errors of the bank in the past, or
 *  numbers about the whole series. */
export function contextSource(i: number): number | 'past_errors' | 'statistics' {
  if (i < contextAt.statistics) return lastValues - (i % lastValues);
  return i < contextAt.errors ? 'statistics' : 'past_errors';
}

/** A batch of zeros. */
export function emptyBatch(size: number, stepCount: number, encoderSteps: number): InputBatch {
  const lengths = inputLengths(size, stepCount, encoderSteps);
  return {
    encoder: new Float32Array(lengths.encoder),
    backtests: new Float32Array(lengths.backtests),
    context: new Float32Array(lengths.context),
    steps: new Float32Array(lengths.steps),
    members: new Float32Array(lengths.members),
    encoderSteps,
    size,
    stepCount,
  };
}

/** Elements of the arrays of a batch. */
export function inputLengths(size: number, stepCount: number, encoderSteps: number) {
  return {
    encoder: encoderSteps * size * encoderSize,
    backtests: backtestsMax * size * backtestSize,
    context: size * contextSize,
    steps: size * stepCount * stepSize,
    members: size * stepCount * memberCount,
  };
}
