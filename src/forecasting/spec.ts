import type { DatasetHeader } from '../contracts/dataset.ts';
import { limits } from '../contracts/limits.ts';
import { type ModelSpec, pointsNeeded } from '../contracts/model.ts';
import { AppError } from '../errors.ts';
import type { SeriesHistory } from './fitted-model.ts';
import type { ResolvedSpec } from './layout.ts';
import { confirmedSeasons, movesByMultiples, movesLikeRandomWalk, seasonalNaiveError } from './season.ts';
import { defaultStep, defaultWindows, splitSeries } from './split.ts';
import { observedCount, transformed } from './target.ts';

interface Sizes {
  hidden_size: number;
  layers: number;
  steps: number;
  batch_size: number;
  learning_rate: number;
  dropout: number;
  weight_decay: number;
}

/** Widths only, on the path of the last value: small networks and few steps, more of both overfit (RECIPE B). */
const widthSizes: Record<ModelSpec['preset'], Sizes> = {
  fast: {
    hidden_size: 8,
    layers: 1,
    steps: 150,
    batch_size: 128,
    learning_rate: 4e-3,
    dropout: 0.2,
    weight_decay: 0.05,
  },
  balanced: {
    hidden_size: 16,
    layers: 1,
    steps: 500,
    batch_size: 256,
    learning_rate: 2e-3,
    dropout: 0.2,
    weight_decay: 0.05,
  },
  accurate: {
    hidden_size: 16,
    layers: 1,
    steps: 800,
    batch_size: 256,
    learning_rate: 1e-3,
    dropout: 0.2,
    weight_decay: 0.05,
  },
};

/** Where the level is forecast as well (RECIPE A). */
const locationSizes: Record<ModelSpec['preset'], Sizes> = {
  fast: {
    hidden_size: 16,
    layers: 1,
    steps: 200,
    batch_size: 64,
    learning_rate: 5e-3,
    dropout: 0.1,
    weight_decay: 0.01,
  },
  balanced: {
    hidden_size: 32,
    layers: 1,
    steps: 500,
    batch_size: 64,
    learning_rate: 3e-3,
    dropout: 0.1,
    weight_decay: 0.01,
  },
  accurate: {
    hidden_size: 48,
    layers: 1,
    steps: 1_000,
    batch_size: 96,
    learning_rate: 3e-3,
    dropout: 0.1,
    weight_decay: 0.01,
  },
};

/** Days that a price window reads one by one; its slow averages reach further back. Source: RECIPE B. */
const widthContext = 32;
const contextDefaultMin = 64;
const contextDefaultMax = 512;
/** Seasons in a context, so that a repeated shape can be told from chance. Source: RECIPE A takes 14 days of hours. */
const contextSeasons = 6;
/** Without a validation part nothing says when to stop: this share of the steps. */
const unvalidatedShare = 0.3;

/** A confirmed season is the base even where repeating it is somewhat worse than the last value: the network sees both,
 *  and finds a level more easily than a season. */
const seasonalErrorShareMax = 1.1;

/** A longer season has to repeat better than a shorter one by this much. */
const longerSeasonGain = 1.05;

export interface SpecDecision {
  spec: ResolvedSpec;
  /** What a reader of the card should know about the choices. */
  notes: string[];
}

/** Decides every setting that is null. Decisions read only what
 *  is before the backtest (and, for sizes, the number of observations).
 *  @throws AppError series_too_short */
export function resolveSpec(
  requested: ModelSpec,
  histories: readonly SeriesHistory[],
  header: DatasetHeader,
): SpecDecision {
  const { horizon } = requested;
  const values = histories.map(({ raw }) => raw);
  const lengths = usableLengths(requested, histories);
  const typicalLength = lengths[Math.floor(lengths.length / 2)];
  const longest = lengths[lengths.length - 1];

  const step = requested.validation.step ?? defaultStep(horizon);
  const windows = requested.validation.windows ?? defaultWindows(typicalLength, horizon, step);
  const splits = values.map((series) => splitSeries(series.length, { horizon, windows, step }));
  const rawParts = values.map((series, i) => series.subarray(0, splits[i].trainEnd));
  const validated = splits.some(({ validationOrigins }) => validationOrigins.length > 0);

  const positive = rawParts.every((part) => part.every((value) => !(value <= 0)));
  const movable = rawParts.filter((part) => part.length > horizon);
  const logs = positive ? movable.map((part) => transformed(part, 'log')) : movable;
  const { season, base } = chooseBase(requested, logs, header, longest);
  const readable = positive && !movesByMultiples(logs, base === 'seasonal_naive' ? season : 1, horizon);
  const transform = requested.transform ?? (readable ? 'log' : 'identity');
  const parts = transform === 'log' ? logs : movable;
  const location =
    requested.location ??
    (base === 'naive' && season === 1 && movesLikeRandomWalk(parts, horizon) ? 'fixed' : 'learnt');

  const sizes = (location === 'fixed' ? widthSizes : locationSizes)[requested.preset];
  const presetSteps = validated ? sizes.steps : Math.ceil(unvalidatedShare * sizes.steps);
  const batch_size = requested.batch_size ?? sizes.batch_size;
  const notes: string[] = [];
  if (!validated)
    notes.push(
      'The series are too short for a validation part: training ran a fixed, smaller number of steps without early stopping.',
    );
  return {
    notes,
    spec: {
      ...requested,
      quantiles: [...new Set([...requested.quantiles, 0.5])].sort((a, b) => a - b),
      context_length:
        requested.context_length ?? defaultContext(location, base, season, horizon, typicalLength),
      layers: requested.layers ?? sizes.layers,
      hidden_size: requested.hidden_size ?? sizes.hidden_size,
      dropout: requested.dropout ?? sizes.dropout,
      steps: requested.steps ?? epochSteps(requested, rawParts, batch_size) ?? presetSteps,
      batch_size,
      learning_rate: requested.learning_rate ?? sizes.learning_rate,
      weight_decay: requested.weight_decay ?? sizes.weight_decay,
      validation: { windows, step },
      transform,
      base,
      season_length: season,
      lower_bound: rawParts.every((part) => part.every((value) => !(value < 0))) ? 0 : null,
      location,
    },
  };
}

/** Steps in which every training window comes up as often as was asked for; null where it was not. */
function epochSteps(
  { epochs, horizon }: ModelSpec,
  parts: readonly Float64Array[],
  batchSize: number,
): number | null {
  if (epochs == null) return null;
  const windows = parts.reduce((sum, part) => sum + Math.max(1, part.length - horizon), 0);
  return Math.min(limits.stepsMax, Math.max(1, Math.round((epochs * windows) / batchSize)));
}

/** Ascending. @throws AppError series_too_short when there is no series to learn from. */
function usableLengths(requested: ModelSpec, histories: readonly SeriesHistory[]): number[] {
  const needed = pointsNeeded(requested);
  const counts = histories.map(({ raw }) => observedCount(raw));
  const lengths = histories.filter((_, i) => counts[i] >= needed).map(({ raw }) => raw.length);
  if (lengths.length > 0) return lengths.sort((a, b) => a - b);
  const longest = counts.reduce((best, count, i) => (count > counts[best] ? i : best), 0);
  throw new AppError('series_too_short', {
    detail: `Training with horizon ${requested.horizon} needs at least ${needed} observations in a series; the longest, "${histories[longest].id}", has ${counts[longest]}.`,
    faults: [
      {
        series_id: histories[longest].id,
        message: `has ${counts[longest]} observations`,
        accepted: `at least ${needed}, or a shorter horizon`,
      },
    ],
  });
}

/** The season that repeats best, and whether repeating it is about as good as the last value over the horizon. */
function chooseBase(
  requested: ModelSpec,
  parts: readonly Float64Array[],
  header: DatasetHeader,
  longest: number,
): { season: number; base: 'naive' | 'seasonal_naive' } {
  const { horizon } = requested;
  // Two seasons have to fit beside the horizon (one to repeat, one to compare it with), and one into the context.
  const contextMax = requested.context_length ?? limits.contextLengthMax / 2;
  const fits = (season: number) => 2 * season + horizon <= longest && season <= contextMax;
  const candidates =
    requested.season_length !== null
      ? [requested.season_length].filter((season) => season > 1)
      : confirmedSeasons(parts, header.frequency.season_lengths).filter(fits);
  const errors = candidates
    .map((season) => ({
      season,
      error: seasonalNaiveError(parts, season, horizon) ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => a.error - b.error);
  if (errors.length === 0) return { season: 1, base: 'naive' };
  // Several seasons in one repeat about as well, by chance a little better.
  const { season, error } = errors
    .filter(({ error }) => error <= longerSeasonGain * errors[0].error)
    .reduce((a, b) => (b.season < a.season ? b : a));
  const naiveError = seasonalNaiveError(parts, 1, horizon) ?? Number.POSITIVE_INFINITY;
  return {
    season,
    base: requested.base ?? (error < seasonalErrorShareMax * naiveError ? 'seasonal_naive' : 'naive'),
  };
}

function defaultContext(
  location: 'fixed' | 'learnt',
  base: 'naive' | 'seasonal_naive',
  season: number,
  horizon: number,
  length: number,
): number {
  const wanted =
    location === 'fixed'
      ? widthContext
      : Math.max(contextDefaultMin, 2 * horizon, base === 'seasonal_naive' ? contextSeasons * season : 0);
  const room = Math.max(limits.contextLengthMin, Math.min(length - 3 * horizon, Math.floor(length / 2)));
  const bounded = Math.min(wanted, contextDefaultMax, room);
  if (base !== 'seasonal_naive') return bounded;
  // Whole seasons, at least two, so that a recurrent step can read a part of one.
  const seasons = Math.max(2, Math.round(bounded / season));
  return Math.max(limits.contextLengthMin, seasons * season);
}
