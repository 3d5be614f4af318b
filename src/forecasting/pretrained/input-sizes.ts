/** Sizes and places of the inputs of the pre-trained network. */
import { memberCount } from './member-names.ts';
import { statisticAt, statisticCount } from './series-statistics.ts';
import { featureAt, featureCount } from './step-features.ts';

/** Values per season that the encoder reads of the series, and of the series without its season. */
export const bins = 12;
export const encoderSize = 2 * bins + 1;
/** Seasons that the encoder reads; values if there is no season. */
export const encoderStepsMax = 32;
/** Origins in the past from which the bank is scored. */
export const backtestsMax = 6;
export const backtestSize = 2 * memberCount + 4;
/** Last values that the network reads one by one. */
export const lastValues = 16;
/** Errors of the bank's members at the end of the context: the newest and the mean ones, and three numbers about them. */
export const errorCount = 2 * memberCount + 3;
/** Last values, then statistics of the series, then errors of the bank. */
export const contextSize = 2 * lastValues + statisticCount + errorCount;
/** Place of the logarithm of the scale in the context; 0 there unless logarithms are read. */
export const logScaleAt = 2 * lastValues + statisticAt.logScale;
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

/** Source of input `i` of the context: the lag of a value (1 is the last one), the errors of the bank in the past, or numbers
 *  about the whole series. */
export function contextSource(i: number): number | 'past_errors' | 'statistics' {
  if (i < 2 * lastValues) return lastValues - (i % lastValues);
  return i < contextSize - errorCount ? 'statistics' : 'past_errors';
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
