import type { ExogenousInputs, ExogenousPlace } from '../history/index.ts';
import type { QuantileGrid } from '../statistics/index.ts';
import type { DecoderInput, EncoderInput } from './inputs.ts';
import type { FamilyName } from './member-spec.ts';

/** Shape of windows and network, which follows from a spec.
 *  C context, K horizon steps, Q quantiles, G observations per recurrent step, T recurrent steps, m season. */
export interface Layout {
  family: FamilyName;
  context: number; // C
  horizon: number; // K
  /** Observations in a season; 1 without a season. */
  season: number; // m
  /** Observations that one recurrent step reads. */
  group: number; // G
  steps: number; // T
  /** Encoder inputs of the family for each recurrent step; those of covariates follow them. */
  encoder: readonly EncoderInput[];
  inputSize: number; // I, with covariates
  /** Decoder inputs of the family for each step of the horizon; those of covariates follow them. */
  decoder: readonly DecoderInput[];
  stepInputs: number; // P, with covariates
  /** Decoder inputs, in a row from `skipAt`, that also move all quantiles of the step by a learnt share. */
  skipInputs: number; // S
  skipAt: number;
  /** Seasons back over which the base path averages; empty where the base path does not repeat seasons. */
  baseSeasons: readonly number[];
  /** Inputs of the covariates. */
  exogenous: ExogenousInputs & ExogenousPlace;
  /** Observations before the origin that a window reads, the context among them. */
  tail: number;
  /** Observations that a window needs in order to be written. */
  observedMin: number;
  /** Whether the median stays on the base path and quantiles lie in pairs around it. */
  fixedMedian: boolean;
  grid: QuantileGrid;
  quantiles: number; // Q
  median: number; // position of the median among the quantiles
}

/** Share of the context, as far as the series reaches back, that a forecast needs. */
const observedShareMin = 1 / 4;

/** Observations that a forecast needs among the last C steps of a series of this length. */
export function observedNeeded(layout: Layout, length: number): number {
  return Math.max(layout.observedMin, Math.ceil(observedShareMin * Math.min(layout.context, length)));
}
