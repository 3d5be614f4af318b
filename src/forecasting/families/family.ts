/** A family of series models: how the networks read a series, what their forecasts start from, and which settings suit
 *  them. A new family is a file with one object of this type and a line in `families.ts`. */
import type { ModelSpec } from '../../contracts/schemas/index.ts';
import type { MethodName } from '../methods/index.ts';
import type { Batch, WindowSource } from './batch.ts';
import type { Layout } from './layout.ts';
import type { MemberSpec, ResolvedSpec } from './member-spec.ts';
import type { Panel } from './panel.ts';
import type { PriceFeatures, PriceValues } from './price-features.ts';

/** Sizes of networks and of their training. */
export interface Sizes {
  members: number;
  hidden_size: number;
  decoder_size: number;
  layers: number;
  steps: number;
  batch_size: number;
  learning_rate: number;
  dropout: number;
  weight_decay: number;
  median_weight: number;
}

/** Findings about the data on which the choice of a family rests. */
export interface Evidence {
  horizon: number;
  /** Base path that the request names; null where it names none. */
  base: ModelSpec['base'];
  /** Observations in a season; 1 without a season. */
  season: number;
  /** Observations in a typical series. */
  length: number;
  /** Tests whether the series move like random walks. */
  movesLikeRandomWalk(): boolean;
}

/** Layout as a family decides it; `layoutOf` adds what is alike in all families, and the covariates. */
export type FamilyLayout = Pick<Layout, 'encoder' | 'decoder' | 'tail'> &
  Partial<Pick<Layout, 'season' | 'group' | 'skipInputs' | 'baseSeasons' | 'observedMin'>>;

/** Settings in which the networks of one ensemble differ. */
export type MemberVariant = Partial<
  Pick<MemberSpec, 'context_length' | 'steps' | 'base_seasons' | 'season_steps'>
>;

/** Inputs that are computed over whole series, and over the series of the same times, before windows are read. */
export interface SeriesFeatures {
  /** Null where there are too few series. */
  panelOf(series: readonly { times: Float64Array; values: Float64Array }[]): Panel | null;
  /** @param times null without a panel */
  featuresOf(values: PriceValues, times: Float64Array | null, panel: Panel | null): PriceFeatures;
}

export interface Family {
  /** Path that forecasts start from. */
  readonly base: ResolvedSpec['base'];
  /** Completes the sentence "what an observation adds to …" on the model card. */
  readonly baseDescription: string;
  /** Whether the base path is the last value, from which covariates are measured. */
  readonly baseIsLastValue: boolean;
  /** Whether the median stays on the base path, so that the networks learn the width of the fan alone. */
  readonly fixedMedian: boolean;

  /** Whether the family suits the data. Families are asked in the order of the table. */
  suits(evidence: Evidence): boolean;
  /** Whether values are better read as logarithms than as they are. */
  suitsLogs(logs: Float64Array, spec: Pick<ResolvedSpec, 'season_length' | 'horizon'>): boolean;

  readonly sizes: Readonly<Record<ModelSpec['preset'], Sizes>>;
  /** Whether data sets with few windows get smaller networks and fewer members. */
  readonly shrinksWithFewWindows: boolean;
  /** Observations of the context where the request names none.
   *  @param length observations in a typical series
   *  @param fitting longest context that leaves windows to learn from */
  contextLength(data: { season: number; horizon: number; length: number; fitting: number }): number;
  /** Settings of network `n` of an ensemble. */
  memberVariant(spec: ResolvedSpec, n: number): MemberVariant;

  layout(spec: MemberSpec): FamilyLayout;
  readonly seriesFeatures: SeriesFeatures | null;
  /** Fills window `b` of the batch, whose inputs are 0, from what is known at the origin.
   *  @returns false where too little is known */
  writeWindow(batch: Batch, b: number, source: WindowSource, origin: number, layout: Layout): boolean;

  /** The density of a training window grows with its place in the series to this power less one: 1 draws all alike. */
  readonly recency: number;
  /** Targets that a training window needs. */
  targetsNeeded(horizon: number): number;
  /** Seasons before the origin of a training window, as far as the series has them. */
  readonly seasonsBeforeOrigin: number;
  /** Standard deviation of a random walk at step `h` of the horizon, from 0, in units of the window. */
  walkDeviation(h: number): number;
  /** Whether the loss on validation windows decides which training step is best. */
  readonly stopsEarly: boolean;

  /** Weights in the ensemble before anything is observed; only methods that are named may take part. */
  readonly prior: Readonly<Partial<Record<MethodName | 'network', number>>>;
  /** Separate windows that count as much as the prior. */
  readonly priorWindows: number;
  /** Largest share of the weights that validation windows decide, so far as the prior did not do clearly worse. */
  readonly trustMax: number;
  /** Whether only the pinball loss counts when weights are chosen, since medians do not differ. */
  readonly weighsByPinballAlone: boolean;
  /** Whether series move together, so that windows of one time count once. */
  readonly seriesMoveTogether: boolean;
}
