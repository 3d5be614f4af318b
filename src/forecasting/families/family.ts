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

/** Properties of the data by which a family is chosen. */
export interface Evidence {
  horizon: number;
  /** Base path of the request; null if it has none. */
  base: ModelSpec['base'];
  /** Observations in a season; 1 without a season. */
  season: number;
  /** Observations in a typical series. */
  length: number;
  /** Tests whether the series move like random walks. */
  movesLikeRandomWalk(): boolean;
}

/** The part of the layout that depends on the family; `layoutOf` adds the rest, and the covariates. */
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
  /** @param times null without a panel
   *  @param from first row that is read; default: 0 */
  featuresOf(
    values: PriceValues,
    times: Float64Array | null,
    panel: Panel | null,
    from?: number,
  ): PriceFeatures;
}

export interface Family {
  /** Base path, to which the networks add residuals. */
  readonly base: ResolvedSpec['base'];
  /** Completes the sentence "what an observation adds to …" on the model card. */
  readonly baseDescription: string;
  /** Whether the base path is the last value, from which covariates are measured. */
  readonly baseIsLastValue: boolean;
  /** Whether the median stays on the base path, so that the networks learn the width of the fan alone. */
  readonly fixedMedian: boolean;
  /** Whether the networks forecast the early windows of few series, although they were trained on them. A network that
   *  learns the width alone fits them hardly better than later ones; one that learns the median
   *  has known their values. */
  readonly networksForecastEarlyWindows: boolean;
  /** Whether the width of the fan depends on the length of the history, so that early windows say less about it. */
  readonly widthDependsOnLength: boolean;

  /** Whether the family suits the data. The first family of the table that does is chosen. */
  suits(evidence: Evidence): boolean;
  /** Whether logarithms of the values are the better input. */
  suitsLogs(logs: Float64Array, spec: Pick<ResolvedSpec, 'season_length' | 'horizon'>): boolean;

  readonly sizes: Readonly<Record<ModelSpec['preset'], Sizes>>;
  /** Whether data sets with few windows get smaller networks and fewer members. */
  readonly shrinksWithFewWindows: boolean;
  /** Length of the context if the request has none.
   *  @param length observations in a typical series
   *  @param fitting longest context that leaves windows to learn from */
  contextLength(data: { season: number; horizon: number; length: number; fitting: number }): number;
  /** Settings of network `n` of an ensemble. */
  memberVariant(spec: ResolvedSpec, n: number): MemberVariant;

  layout(spec: MemberSpec): FamilyLayout;
  readonly seriesFeatures: SeriesFeatures | null;
  /** Whether `writeWindow` writes all inputs of the family. If it does not, they are 0 before. */
  readonly writesAllInputs: boolean;
  /** Fills window `b` of the batch from the observations before the origin.
   *  @returns false if there are too few observations */
  writeWindow(batch: Batch, b: number, source: WindowSource, origin: number, layout: Layout): boolean;

  /** Exponent of the sampling of training windows. The density of a window is proportional to its position in the
   *  series to the power of `recency − 1`; 1 is uniform. */
  readonly recency: number;
  /** Targets that a training window needs. */
  targetsNeeded(horizon: number): number;
  /** Seasons before the origin of a training window, as far as the series has them. */
  readonly seasonsBeforeOrigin: number;
  /** Standard deviation of a random walk at step `h` of the horizon, from 0, in units of the window. */
  walkDeviation(h: number): number;
  /** Whether the loss on validation windows decides which training step is best. */
  readonly stopsEarly: boolean;

  /** Prior weights of the ensemble. Other methods have none, and take part where validation chooses them. */
  readonly prior: Readonly<Partial<Record<MethodName | 'network', number>>>;
  /** Separate windows that count as much as the prior. */
  readonly priorWindows: number;
  /** Largest share of the ensemble weights that validation windows decide. It rises to 1 if the loss of the prior is
   *  clearly higher than that of the chosen weights. */
  readonly trustMax: number;
  /** Whether ensemble weights are chosen by the pinball loss alone, because the medians are equal. */
  readonly weighsByPinballAlone: boolean;
  /** Whether series are correlated, so that windows of the same time count as one. */
  readonly seriesMoveTogether: boolean;
}
