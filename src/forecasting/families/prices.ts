import type { Evidence, Family, FamilyLayout, Sizes } from './family.ts';
import type { MemberSpec } from './member-spec.ts';
import { createPanel } from './panel.ts';
import { priceEncoder, priceFeatures } from './price-features.ts';
import { writePrices } from './price-windows.ts';

/** Steps that a window reads one by one; its slow averages reach further back. */
const contextDefault = 32;
/** Observations from which a volatility that moves can be told from one that does not. */
const lengthMin = 60;
/** Observations before the context in which the slow averages of the volatility settle: 0.998^1500 = 0.05. */
const warmUp = 1_500;

/** Small networks and few steps: on validation more of both did worse. */
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
  writeWindow: writePrices,

  /** Storms are rare, and those of long ago teach as much. */
  recency: 1,
  targetsNeeded: (horizon) => horizon,
  seasonsBeforeOrigin: 0,
  /** The unit of the window grows with the root of the steps already. */
  walkDeviation: () => 1,
  /** A year of prices does not tell how long to train for the next one. */
  stopsEarly: false,

  prior: { network: 1, ewma: 0 },
  /** A year of prices says little about the next one. */
  priorWindows: 100,
  trustMax: 1,
  weighsByPinballAlone: true,
  seriesMoveTogether: true,
};
