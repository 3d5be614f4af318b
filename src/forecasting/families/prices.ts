import type { Evidence, Family, FamilyLayout, Sizes } from './family.ts';
import type { MemberSpec } from './member-spec.ts';
import { createPanel } from './panel.ts';
import { priceEncoder, priceFeatures } from './price-features.ts';
import { writePrices } from './price-windows.ts';

/** Steps that a window reads one by one; its slow averages reach further back. */
const contextDefault = 32;
/** Least number of observations that show whether the volatility changes. */
const lengthMin = 60;
/** Observations before the context in which the slow averages of the volatility settle: 0.998^1500 = 0.05. */
const warmUp = 1_500;

/** Small networks and few steps: larger networks and more steps had higher validation losses. */
const common: Omit<Sizes, 'members'> = {
  hidden_size: 8,
  decoder_size: 16,
  layers: 1,
  steps: 250,
  batch_size: 256,
  learning_rate: 2e-3,
  dropout: 0.2,
  weight_decay: 0.05,
  median_weight: 1,
};

/** Series that move like a random walk: the median stays at the last value, and the networks learn the volatility. */
export const prices: Family = {
  base: 'naive',
  baseDescription: 'the width of the fan',
  baseIsLastValue: true,
  fixedMedian: true,
  networksForecastEarlyWindows: true,
  /** It follows the volatility of the last days. */
  widthDependsOnLength: false,

  suits({ base, season, length, movesLikeRandomWalk }: Evidence) {
    if (base !== null) return base !== 'theta';
    return season === 1 && length >= lengthMin && movesLikeRandomWalk();
  },
  suitsLogs: () => true,

  sizes: {
    fast: { ...common, members: 3 },
    balanced: { ...common, members: 5 },
    accurate: { ...common, members: 8 },
  },
  shrinksWithFewWindows: false,
  contextLength: ({ fitting }) => Math.min(contextDefault, fitting),
  memberVariant: () => ({}),

  layout: ({ context_length }: MemberSpec): FamilyLayout => ({
    season: 1,
    encoder: priceEncoder.inputs,
    decoder: [],
    tail: context_length + warmUp,
  }),
  seriesFeatures: { panelOf: createPanel, featuresOf: priceFeatures },
  writesAllInputs: false,
  writeWindow: writePrices,

  /** Times of high volatility are rare, and old ones are as useful as recent ones: windows are sampled uniformly. */
  recency: 1,
  targetsNeeded: (horizon) => horizon,
  seasonsBeforeOrigin: 0,
  /** Constant, because the unit of the window already grows with the root of the steps. */
  walkDeviation: () => 1,
  /** The best step on one year of prices is not the best one for the next year. */
  stopsEarly: false,

  prior: { network: 1, ewma: 0 },
  /** Losses on one year of prices are weak evidence for the next year. */
  priorWindows: 100,
  trustMax: 1,
  weighsByPinballAlone: true,
  seriesMoveTogether: true,
};
