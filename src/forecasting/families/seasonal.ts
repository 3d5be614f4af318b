import type { ModelSpec } from '../../contracts/schemas/index.ts';
import { limits } from '../../contracts/schemas/index.ts';
import type { Evidence, Family, FamilyLayout, MemberVariant, Sizes } from './family.ts';
import type { MemberSpec, ResolvedSpec } from './member-spec.ts';
import { seasonalDecoder, seasonalEncoder, writeSeasonal } from './seasonal-windows.ts';

/** Seasons in a context: enough to distinguish a repeated shape from chance. */
const contextSeasons = 14;
const contextMax = 1_024;
/** Least number of seasons and of observations to learn the shape of a season. */
const lengthMin = 150;
const seasonsMin = 8;
/** A long season has observations enough for its shape in fewer seasons. */
export const longSeason = 48;
const longSeasonsMin = 4;
const groupMax = 64;
/** Mean absolute deviation to standard deviation of a normal distribution. */
export const deviationPerMean = Math.sqrt(Math.PI / 2);

const common: Omit<Sizes, 'members' | 'hidden_size' | 'steps'> = {
  decoder_size: 64,
  layers: 1,
  batch_size: 128,
  learning_rate: 3e-3,
  dropout: 0.1,
  weight_decay: 0.01,
  median_weight: 5,
};

interface Variety {
  /** Context and steps as shares of the spec's. */
  context: number;
  steps: number;
  /** Whether the base path is half the last season and half the seventh before, where the context has that many. */
  twoSeasons?: boolean;
  /** Whether two recurrent steps make a season. */
  halves?: boolean;
}

/** Settings of the members in turn; they start over after the last. Contexts of several lengths make errors that
 *  differ, and their mean is better than each. Source: Smyl (2020), section 3, for members that read differently. */
const varieties: Record<ModelSpec['preset'], readonly Variety[]> = {
  fast: [
    { context: 1, steps: 1 },
    { context: 1.5, steps: 0.8, halves: true },
    { context: 1, steps: 1 },
    { context: 0.5, steps: 1, halves: true },
    { context: 1, steps: 1 },
  ],
  balanced: [
    { context: 1, steps: 1 },
    { context: 1.5, steps: 0.8, halves: true },
    { context: 1, steps: 1, twoSeasons: true },
    { context: 0.5, steps: 1, halves: true },
    { context: 1, steps: 1 },
  ],
  accurate: [
    { context: 1, steps: 1 },
    { context: 1, steps: 1, twoSeasons: true, halves: true },
    { context: 1.5, steps: 0.8 },
    { context: 0.5, steps: 1, halves: true },
  ],
};
const seasonsForTwo = 7;

/** Long series with a season: the networks learn what differs from the last season. */
export const seasonal: Family = {
  base: 'seasonal_naive',
  baseDescription: 'the last season',
  baseIsLastValue: false,
  fixedMedian: false,
  networksForecastEarlyWindows: false,
  widthDependsOnLength: true,

  suits({ base, season, length, horizon }: Evidence) {
    if (base !== null) return base === 'seasonal_naive' && season > 1;
    const seasons = season >= longSeason ? longSeasonsMin : seasonsMin;
    return season > 1 && length >= Math.max(lengthMin, seasons * season + horizon);
  },
  suitsLogs: () => true,

  sizes: {
    fast: { ...common, members: 5, hidden_size: 64, steps: 1_000 },
    balanced: { ...common, members: 5, hidden_size: 96, steps: 1_500 },
    accurate: { ...common, members: 8, hidden_size: 128, steps: 2_500 },
  },
  shrinksWithFewWindows: true,
  /** Whole seasons, at least two, so that a recurrent step can read one, or a part of it. */
  contextLength({ season, horizon, length }) {
    const fitting = Math.floor((length - 3 * horizon) / (1.5 * season));
    const seasonsMax = Math.floor(contextMax / season);
    const seasons = Math.max(2, Math.min(contextSeasons, fitting, seasonsMax));
    return Math.max(limits.contextLengthMin, seasons * season);
  },
  memberVariant(spec: ResolvedSpec, n: number): MemberVariant {
    const list = varieties[spec.preset];
    const { context, steps, twoSeasons = false, halves = false } = list[n % list.length];
    const { season_length: season, context_length } = spec;
    const seasonsMax = Math.floor(limits.contextLengthMax / season);
    const seasons = Math.min(seasonsMax, Math.max(2, Math.round((context * context_length) / season)));
    return {
      context_length: context === 1 || seasons < 2 ? context_length : seasons * season,
      steps: Math.max(1, Math.round(steps * spec.steps)),
      base_seasons: twoSeasons && seasons >= seasonsForTwo ? [1, seasonsForTwo] : [1],
      season_steps: halves ? 2 : 1,
    };
  },

  layout(spec: MemberSpec): FamilyLayout {
    const { context_length: context, season_length: season, season_steps, base_seasons } = spec;
    const group = groupOf(context, season % season_steps === 0 ? season / season_steps : season);
    const lags = Math.max(1, Math.floor(context / season));
    return {
      group,
      encoder: seasonalEncoder(group),
      decoder: seasonalDecoder(season, lags),
      skipInputs: lags,
      baseSeasons: base_seasons,
      tail: context,
      observedMin: Math.min(season + 2, context),
    };
  },
  seriesFeatures: null,
  writesAllInputs: true,
  writeWindow: writeSeasonal,

  /** Seasons change slowly, so recent windows are sampled more often. */
  recency: 2,
  targetsNeeded: (horizon) => horizon,
  seasonsBeforeOrigin: 0,
  walkDeviation: () => deviationPerMean,
  stopsEarly: true,

  prior: { network: 0.8, instant: 0.2, mstl: 0.8 },
  priorWindows: 5,
  /** The held-out network is one of older data, so its loss overestimates those of the members. */
  trustMax: 0.5,
  weighsByPinballAlone: false,
  seriesMoveTogether: false,
};

/** Observations of a recurrent step: a season, or its largest part up to a bound that divides the context as well. */
function groupOf(context: number, season: number): number {
  for (let group = Math.min(season, groupMax); group > 1; group--)
    if (season % group === 0 && context % group === 0) return group;
  return 1;
}
