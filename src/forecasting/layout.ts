import assert from 'node:assert/strict';
import type { ModelSpec } from '../contracts/model.ts';
import { type QuantileGrid, quantileGrid } from './quantiles.ts';

/** A spec whose every setting is decided. */
export type ResolvedSpec = {
  [Key in Exclude<keyof ModelSpec, 'validation' | keyof Unresolved>]-?: NonNullable<ModelSpec[Key]>;
} & { validation: { windows: number; step: number } } & Unresolved;

/** What may stay null, and what models from before it was there lack. */
type Unresolved = Pick<ModelSpec, 'calendar' | 'lower_bound' | 'covariates' | 'encoding' | 'bounds'>;

/** What follows from a resolved spec about the shape of windows and network.
 *  C context, K horizon steps, Q quantiles, G observations per recurrent step, T recurrent steps, m season. */
export interface Layout {
  context: number; // C
  horizon: number; // K
  /** Observations in a season of the base path; 1 for the naive path. */
  season: number; // m
  /** Observations that one recurrent step reads. */
  group: number; // G
  steps: number; // T
  /** Numbers per observation, and per recurrent step beside them. */
  features: number;
  constants: number;
  inputSize: number; // I = G · features + constants
  /** Observations before the origin that a window reads, the context among them. */
  tail: number;
  /** Observations that have to be there for a window to say anything. */
  observedMin: number;
  /** Earlier seasons that the head sees next to the base path. */
  lags: number;
  /** Whether the median leaves the base path. */
  learnsLocation: boolean;
  grid: QuantileGrid;
  quantiles: number; // Q
  median: number; // its position among the quantiles
}

/** A context longer than this is read several observations at a time: about 3 times cheaper and as accurate on hourly
 *  data with a day per step (M4 hourly, see docs/forecasting.md). */
const ungroupedContextMax = 64;
const groupMax = 64;
const lagsMax = 4;
/** Observations before the context from which the slow volatility averages of a price settle: 0.99^224 = 0.1. */
const volatilityWarmUp = 224;
/** The fewest observations that give a level and an idea of the scale. */
const observedMin = 4;
/** Share of a context, as far as the series reaches back, that has to be there for a forecast. */
const observedShareMin = 1 / 4;

export function layoutOf(spec: ResolvedSpec): Layout {
  const seasonal = spec.base === 'seasonal_naive';
  const context = spec.context_length;
  const season = seasonal ? spec.season_length : 1;
  const group = groupOf(context, season);
  const learnsLocation = spec.location === 'learnt';
  const features = seasonal ? 3 : learnsLocation ? 7 : 6;
  const constants = seasonal ? 2 : 0;
  const grid = quantileGrid(spec.quantiles);
  return {
    context,
    horizon: spec.horizon,
    season,
    group,
    steps: context / group,
    features,
    constants,
    inputSize: group * features + constants,
    tail: seasonal ? context : context + volatilityWarmUp,
    observedMin: Math.min(seasonal ? season + 2 : observedMin, context),
    lags: seasonal ? Math.max(0, Math.min(lagsMax, Math.floor(context / season) - 1)) : 0,
    learnsLocation,
    grid,
    quantiles: grid.levels.length,
    median: grid.levels.indexOf(0.5),
  };
}

/** Observations that have to be among the last C steps of a series for a forecast. */
export function observedNeeded(layout: Layout, length: number): number {
  return Math.max(layout.observedMin, Math.ceil(observedShareMin * Math.min(layout.context, length)));
}

/** The largest part of a season, up to a bound, that divides the context as well. */
function groupOf(context: number, season: number): number {
  if (context <= ungroupedContextMax) return 1;
  for (let group = Math.min(season, groupMax); group > 1; group--)
    if (season % group === 0 && context % group === 0) return group;
  return 1;
}

/** Observations of a series that a forecast reads at most. */
export function tailPoints(spec: ModelSpec): number {
  assert(spec.context_length !== null && spec.base !== null, 'the spec of a trained model is complete');
  return layoutOf(spec as ResolvedSpec).tail;
}
