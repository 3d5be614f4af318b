import {
  type CardSentence,
  type DatasetHeader,
  futureColumns,
  limits,
  type ModelSpec,
  pointsNeeded,
  seasonalFamilies,
} from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';
import {
  boundsNote,
  encodingOf,
  lowerBoundOf,
  observedCount,
  type SeriesHistory,
  yearLength,
} from '../history/index.ts';
import { yearBeside } from '../methods/index.ts';
import {
  backtestWindows,
  defaultStep,
  movesByMultiples,
  movesLikeRandomWalk,
  type Split,
  splitSeries,
} from '../statistics/index.ts';
import { chooseFamily, familyOf } from './families.ts';
import type { FamilyName, ResolvedSpec } from './member-spec.ts';
import { bestOfSeasons } from './named-season.ts';
import { chooseSeason, logsIfPositive, steady } from './season-choice.ts';
import { seasonsTogether } from './seasons-together.ts';
import { sizesFor } from './sizes.ts';

/** Share of the steps that a training without a validation part takes, because it cannot stop early. */
const unvalidatedShare = 0.3;

export interface SpecDecision {
  spec: ResolvedSpec;
  /** Sentences for the card about the choices. */
  notes: CardSentence[];
}

/** Decides every setting that is null. Decisions use only the data before the backtest and, for sizes, the number of
 *  observations.
 *  @throws AppError series_too_short */
export function resolveSpec(
  requested: ModelSpec,
  histories: readonly SeriesHistory[],
  header: DatasetHeader,
): SpecDecision {
  const known = knownParts(requested, histories);
  const seasonality = seasonalityOf(requested, known, header);
  const { family, lacksSeason } = resolveFamily(requested, known, seasonality);
  const { base, fixedMedian } = familyOf({ family });
  const { season, together, transform } = seasonality;
  const { parts, splits, windows, step, longest } = known;
  const year = fixedMedian ? null : yearBeside([season, ...together], yearLength(header), parts, longest);
  const boundNote = boundsNote(known.values, requested);
  const notes: CardSentence[] = boundNote === null ? [] : [boundNote];
  const asksForSteps = requested.steps != null || requested.epochs != null;
  if (!known.isValidated) notes.push({ code: 'no_validation', values: { is_reduced: !asksForSteps } });
  if (lacksSeason) notes.push({ code: 'season_not_found', values: { family } });
  return {
    notes,
    spec: {
      ...requested,
      quantiles: [...new Set([...requested.quantiles, 0.5])].sort((a, b) => a - b),
      family,
      ...sizesOf(requested, family, known, season),
      validation: { windows, step },
      transform,
      base,
      season_length: season,
      ...(together.length > 1 ? { seasons: together } : {}),
      ...(year === null ? {} : { year_length: year }),
      encoding:
        requested.encoding ??
        encodingOf(
          histories.map(({ covariates }, i) => ({ covariates, end: splits[i].fitEnd })),
          requested.covariates,
        ),
      lower_bound: lowerBoundOf(parts),
      location: fixedMedian && futureColumns(requested.covariates).length === 0 ? 'fixed' : 'learnt',
    },
  };
}

/** The data that decisions may use. */
interface KnownParts {
  /** Whole series, with what the backtest holds out. */
  values: Float64Array[];
  splits: Split[];
  /** Windows of the backtest, and the steps from one to the next. */
  windows: number;
  step: number;
  /** Observations before the backtest, of each series. */
  parts: Float64Array[];
  /** Whether a series has windows for validation. */
  isValidated: boolean;
  /** Rows of a typical series and of the longest one, also those with missing values. */
  length: number;
  longest: number;
}

/** @throws AppError series_too_short */
function knownParts(requested: ModelSpec, histories: readonly SeriesHistory[]): KnownParts {
  const { horizon, validation } = requested;
  const values = histories.map(({ raw }) => raw);
  const lengths = usableLengths(requested, histories);
  const length = lengths[Math.floor(lengths.length / 2)];
  const step = validation.step ?? defaultStep(horizon);
  const windows = validation.windows ?? backtestWindows(length, horizon, step, lengths.length);
  const splits = values.map((series) => splitSeries(series.length, { horizon, windows, step }));
  return {
    values,
    splits,
    windows,
    step,
    parts: values.map((series, i) => series.subarray(0, splits[i].trainEnd)),
    isValidated: splits.some(({ validationOrigins }) => validationOrigins.length > 0),
    length,
    longest: lengths[lengths.length - 1],
  };
}

interface Seasonality {
  season: number;
  /** The season and others that the series hold, ascending; empty without a season. */
  together: number[];
  transform: ResolvedSpec['transform'];
  /** Parts that are longer than the horizon, after the transform. */
  transformed: Float64Array[];
}

function seasonalityOf(
  requested: ModelSpec,
  { parts, length, longest }: KnownParts,
  header: DatasetHeader,
): Seasonality {
  const { horizon } = requested;
  const movable = parts.filter((part) => part.length > horizon);
  const logs = movable.map(logsIfPositive);
  const steadyLogs = logs.map(steady);
  const season =
    requested.season_length ??
    (requested.season_lengths
      ? bestOfSeasons(requested.season_lengths, { logs: steadyLogs, horizon, longest })
      : chooseSeason({
          // One season has to fit into the context.
          horizon,
          seasonMax: requested.context_length ?? limits.contextLengthMax / 2,
          parts: movable,
          logs: steadyLogs,
          header,
          longest,
          length,
        }));
  const together = seasonsTogether(season, { logs: steadyLogs, named: requested.season_lengths, header });
  const readable = logs.filter((part, i) => part !== movable[i]);
  const transform = requested.transform ?? (movesByMultiples(readable, season, horizon) ? 'identity' : 'log');
  return { season, together, transform, transformed: transform === 'log' ? logs : movable };
}

/** The family, and whether the requested one has no season to read. */
function resolveFamily(
  requested: ModelSpec,
  { length }: KnownParts,
  { season, transformed }: Seasonality,
): { family: FamilyName; lacksSeason: boolean } {
  const { horizon, base } = requested;
  // The seasonal family reads differences of seasons.
  const lacksSeason = requested.family != null && seasonalFamilies.includes(requested.family) && season === 1;
  if (requested.family != null && !lacksSeason) return { family: requested.family, lacksSeason };
  const family = chooseFamily({
    horizon,
    base,
    season,
    length,
    movesLikeRandomWalk: () => movesLikeRandomWalk(transformed.map(steady), horizon),
  });
  return { family, lacksSeason };
}

/** The sizes of the networks and of their training: the requested ones, or else those of the preset. */
function sizesOf(
  requested: ModelSpec,
  family: FamilyName,
  { parts, length, isValidated }: KnownParts,
  season: number,
) {
  const { horizon } = requested;
  const fitting = Math.max(limits.contextLengthMin, Math.min(length - 3 * horizon, Math.floor(length / 2)));
  const windows = parts.reduce((sum, part) => sum + Math.max(1, part.length - horizon), 0);
  const sizes = sizesFor(family, requested.preset, { windows, horizon, season });
  const presetSteps = isValidated ? sizes.steps : Math.ceil(unvalidatedShare * sizes.steps);
  const batch_size = requested.batch_size ?? sizes.batch_size;
  return {
    context_length:
      requested.context_length ?? familyOf({ family }).contextLength({ season, horizon, length, fitting }),
    members: requested.members ?? sizes.members,
    layers: requested.layers ?? sizes.layers,
    hidden_size: requested.hidden_size ?? sizes.hidden_size,
    decoder_size: requested.decoder_size ?? sizes.decoder_size,
    dropout: requested.dropout ?? sizes.dropout,
    steps: requested.steps ?? epochSteps(requested, windows, batch_size) ?? presetSteps,
    batch_size,
    learning_rate: requested.learning_rate ?? sizes.learning_rate,
    weight_decay: requested.weight_decay ?? sizes.weight_decay,
    median_weight: requested.median_weight ?? sizes.median_weight,
  };
}

/** Number of steps for the requested epochs; null without a request. */
export function epochSteps(
  { epochs }: Pick<ModelSpec, 'epochs'>,
  windows: number,
  batchSize: number,
): number | null {
  if (epochs == null) return null;
  return Math.min(limits.stepsMax, Math.max(1, Math.round((epochs * windows) / batchSize)));
}

/** Rows of the series that have enough observations, ascending. @throws AppError series_too_short when there is no
 *  series to learn from. */
function usableLengths(requested: ModelSpec, histories: readonly SeriesHistory[]): number[] {
  const needed = pointsNeeded(requested);
  const counts = histories.map(({ raw }) => observedCount(raw));
  const lengths = histories.filter((_, i) => counts[i] >= needed).map(({ raw }) => raw.length);
  if (lengths.length > 0) return lengths.sort((a, b) => a - b);
  const longest = counts.reduce((best, count, i) => (count > counts[best] ? i : best), 0);
  refuse(
    'series_too_short',
    {
      series_id: histories[longest].id,
      message: `has ${counts[longest]} observations`,
      accepted: `at least ${needed}, or a shorter horizon`,
    },
    `Training with horizon ${requested.horizon} needs at least ${needed} observations in a series; the longest, "${histories[longest].id}", has ${counts[longest]}.`,
    { have: counts[longest], horizon: requested.horizon, needed },
  );
}
