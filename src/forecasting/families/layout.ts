import type { ModelSpec } from '../../contracts/schemas/index.ts';
import { type ExogenousInputs, type ExogenousPlace, exogenousInputs } from '../history/index.ts';
import { type QuantileGrid, quantileGrid } from '../statistics/index.ts';
import { priceInputs } from './price-features.ts';

/** A spec whose every setting is decided. */
export type ResolvedSpec = {
  [Key in Exclude<keyof ModelSpec, 'validation' | keyof Unresolved>]-?: NonNullable<ModelSpec[Key]>;
} & { validation: { windows: number; step: number } } & Unresolved;

/** What may stay null, and what models from before it was there lack. */
type Unresolved = Pick<
  ModelSpec,
  'calendar' | 'lower_bound' | 'covariates' | 'encoding' | 'bounds' | 'epochs' | 'loss' | 'shares'
>;

/** What one network of an ensemble is built from: the spec of the model, with what is this network's own. */
export interface MemberSpec extends ResolvedSpec {
  /** The base path of the seasonal family is the mean of these seasons back, 1 for the last. */
  base_seasons: number[];
  /** Recurrent steps of the seasonal family in a season, where that divides it. */
  season_steps: number;
}

/** What follows from a spec about the shape of windows and network.
 *  C context, K horizon steps, Q quantiles, G observations per recurrent step, T recurrent steps, m season. */
export interface Layout {
  family: ResolvedSpec['family'];
  context: number; // C
  horizon: number; // K
  /** Observations in a season; 1 where there is none. */
  season: number; // m
  /** Observations that one recurrent step reads. */
  group: number; // G
  steps: number; // T
  /** Inputs of the encoder for each observation, and for each recurrent step beside them. */
  observationInputs: number;
  constantInputs: number;
  inputSize: number; // I = G · observationInputs + constantInputs
  /** Inputs of the decoder for each step of the horizon; `skipInputs` of them, in a row, also move all quantiles of the
   *  step by a learnt share. */
  stepInputs: number; // P
  skipInputs: number; // S
  /** The first of the skips. */
  skipAt: number;
  /** Seasons back whose value of the same phase the decoder sees. */
  lags: number;
  baseSeasons: readonly number[];
  /** Inputs of the covariates, after those of the family. */
  exogenous: ExogenousInputs & ExogenousPlace;
  /** Observations before the origin that a window reads, the context among them. */
  tail: number;
  /** Observations that have to be there for a window to say anything. */
  observedMin: number;
  /** Whether the median stays on the base path and quantiles are symmetric in number around it. */
  fixedMedian: boolean;
  grid: QuantileGrid;
  quantiles: number; // Q
  median: number; // its position among the quantiles
}

const groupMax = 64;
/** Observations before the context from which the slow averages of a price's volatility settle: 0.998^1500 = 0.05. */
const volatilityWarmUp = 1_500;
/** What the base path of the short family is fitted to. */
const shortTailMin = 192;
const shortTailSeasons = 6;
/** The fewest observations that give a level and an idea of the scale. */
const observedMin = 4;
/** Share of a context, as far as the series reaches back, that has to be there for a forecast. */
const observedShareMin = 1 / 4;

export function layoutOf(spec: MemberSpec): Layout {
  return withExogenous(layoutOfFamily(spec), spec);
}

type FamilyLayout = Omit<Layout, 'exogenous' | 'skipAt'>;

/** The inputs of covariates come after those of the family; where there are any of the decoder, the median is free. */
function withExogenous(layout: FamilyLayout, { encoding, family }: MemberSpec): Layout {
  const inputs = exogenousInputs(encoding);
  const { context, horizon, season, group, steps } = layout;
  const inputSize = layout.inputSize + group * inputs.observation + inputs.constants;
  const stepInputs = layout.stepInputs + inputs.steps;
  return {
    ...layout,
    inputSize,
    stepInputs,
    skipInputs: layout.skipInputs + inputs.skips,
    skipAt: layout.stepInputs - layout.skipInputs,
    fixedMedian: layout.fixedMedian && inputs.future === 0,
    exogenous: {
      ...inputs,
      ...{ context, horizon, season, group, inputSize, stepInputs },
      recurrentSteps: steps,
      baseSeasons: family === 'seasonal' ? layout.baseSeasons : [],
      isLastValue: family === 'prices',
      encoderAt: layout.inputSize,
      decoderAt: layout.stepInputs,
    },
  };
}

function layoutOfFamily(spec: MemberSpec): FamilyLayout {
  const { context_length: context, horizon, season_length: season } = spec;
  const grid = quantileGrid(spec.quantiles);
  const common = {
    family: spec.family,
    context,
    horizon,
    season,
    group: 1,
    steps: context,
    constantInputs: 0,
    stepInputs: 0,
    skipInputs: 0,
    lags: 0,
    baseSeasons: spec.base_seasons,
    observedMin: Math.min(observedMin, context),
    fixedMedian: false,
    grid,
    quantiles: grid.levels.length,
    median: grid.levels.indexOf(0.5),
  };
  switch (spec.family) {
    case 'seasonal': {
      const group = groupOf(context, season % spec.season_steps === 0 ? season / spec.season_steps : season);
      const lags = Math.max(1, Math.floor(context / season));
      return {
        ...common,
        group,
        steps: context / group,
        observationInputs: 2,
        constantInputs: 3,
        inputSize: 2 * group + 3,
        stepInputs: 2 * lags,
        skipInputs: lags,
        lags,
        tail: context,
        observedMin: Math.min(season + 2, context),
      };
    }
    case 'prices':
      return {
        ...common,
        season: 1,
        observationInputs: priceInputs,
        inputSize: priceInputs,
        tail: context + volatilityWarmUp,
        fixedMedian: true,
      };
    case 'short':
      return {
        ...common,
        observationInputs: 4,
        constantInputs: 6,
        inputSize: 10,
        stepInputs: 4,
        lags: 2,
        tail: Math.max(shortTailMin, context, shortTailSeasons * season),
      };
  }
}

/** Observations that have to be among the last C steps of a series for a forecast. */
export function observedNeeded(layout: Layout, length: number): number {
  return Math.max(layout.observedMin, Math.ceil(observedShareMin * Math.min(layout.context, length)));
}

/** A season, or its largest part up to a bound that divides the context as well. */
function groupOf(context: number, season: number): number {
  for (let group = Math.min(season, groupMax); group > 1; group--)
    if (season % group === 0 && context % group === 0) return group;
  return 1;
}
