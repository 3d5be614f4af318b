import { limits } from '../../contracts/schemas/index.ts';
import { movesByLess, movesByMultiples } from '../statistics/index.ts';
import type { Family, FamilyLayout, MemberVariant, Sizes } from './family.ts';
import type { MemberSpec, ResolvedSpec } from './member-spec.ts';
import { deviationPerMean } from './seasonal.ts';
import { logScaleMin, shortDecoder, shortEncoder, writeShort } from './short-windows.ts';

/** Length of the context. Without a season: `few` or `many`, by the length of the series; else a number of seasons. */
const contextLengths = { few: 16, many: 32, manyFrom: 50, max: 64, seasons: 4, min: 24 };
/** Contexts of the members in turn, as shares of the spec's. */
const contextShares = [1, 1.5, 0.67];
/** Observations that the base path is fitted to. */
const tailMin = 192;
const tailSeasons = 6;

const common: Omit<Sizes, 'members' | 'steps'> = {
  hidden_size: 48,
  decoder_size: 32,
  layers: 1,
  batch_size: 256,
  learning_rate: 2e-3,
  dropout: 0.1,
  weight_decay: 0.01,
  median_weight: 3,
};

/** Short series: the networks learn what differs from the Theta path, and statistical methods take part. */
export const short: Family = {
  base: 'theta',
  baseDescription: 'the Theta path',
  baseIsLastValue: false,
  fixedMedian: false,
  networksForecastEarlyWindows: false,
  widthDependsOnLength: true,

  suits: () => true,
  /** A short series whose values change by large factors would have an extremely wide fan in logarithms. Moves far
   *  below the level would be below the smallest scale of logarithms, while those of the values themselves are
   *  as large as they are. */
  suitsLogs: (logs, { season_length, horizon }) =>
    !movesByLess(logs, season_length, logScaleMin) && !movesByMultiples([logs], season_length, horizon),

  sizes: {
    fast: { ...common, members: 3, steps: 700 },
    balanced: { ...common, members: 4, steps: 800 },
    accurate: { ...common, members: 8, steps: 900 },
  },
  shrinksWithFewWindows: true,
  contextLength({ season, length }) {
    const { few, many, manyFrom, max, seasons, min } = contextLengths;
    const unseasonal = length >= manyFrom ? many : few;
    const preferred =
      season === 1 ? unseasonal : Math.min(Math.max(seasons * season, min), Math.max(max, 2 * season));
    return Math.max(limits.contextLengthMin, Math.min(preferred, limits.contextLengthMax));
  },
  memberVariant(spec: ResolvedSpec, n: number): MemberVariant {
    const share = contextShares[n % contextShares.length];
    const context = Math.max(limits.contextLengthMin, Math.round(share * spec.context_length));
    return { context_length: Math.min(context, limits.contextLengthMax) };
  },

  layout: ({ context_length: context, season_length: season }: MemberSpec): FamilyLayout => ({
    encoder: shortEncoder.inputs,
    decoder: shortDecoder(season),
    tail: Math.max(tailMin, context, tailSeasons * season),
  }),
  seriesFeatures: null,
  writesAllInputs: false,
  writeWindow: writeShort,

  /** All windows are sampled alike, because there are few. */
  recency: 1,
  targetsNeeded: (horizon) => Math.ceil(horizon / 2),
  /** With fewer seasons, the base path is less accurate than in a forecast. */
  seasonsBeforeOrigin: 3,
  walkDeviation: (h) => deviationPerMean * Math.sqrt(h + 1),
  /** A few series dominate the mean validation loss of one window per series: on the monthly series of M3 it stopped
   *  networks before their first step. */
  stopsEarly: false,

  /** `logistic` and `level_shift` take part only where tests show the curve or the shifts, which is
   *  evidence beyond the windows. */
  prior: { network: 0.45, instant: 0.35, dotm: 0.1, damped: 0.1, mstl: 0.5, logistic: 1, level_shift: 1 },
  priorWindows: 5,
  /** The held-out network is trained on much fewer data than the members, so its loss overestimates theirs. */
  trustMax: 0.3,
  weighsByPinballAlone: false,
  seriesMoveTogether: false,
};
