import {
  calendarApplies,
  type DatasetHeader,
  defaultQuantiles,
  limits,
  type ModelSpec,
  type NumericSettings,
  nearest,
  recurrentBytes,
  seasonalFamilies,
  seasonsOf,
} from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';
import { covariatesOf } from './numeric-covariates.ts';

/** The spec of a new model of numeric series. Settings that depend on the data stay null until training has begun.
 *  @param attributes names of the static attributes that series have
 *  @throws AppError target_unknown, covariate_unknown, request_invalid */
export function numericSpecOf(
  body: NumericSettings,
  dataset: DatasetHeader,
  attributes: readonly string[],
): ModelSpec {
  const target = body.target ?? dataset.target;
  const columns = [dataset.target, ...dataset.covariates];
  if (!columns.includes(target)) {
    const near = nearest(target, columns);
    refuse('target_unknown', {
      path: '/target',
      message: `the dataset has no column \`${target}\`${near === null ? '' : `; did you mean \`${near}\`?`}`,
      accepted: `one of ${columns.join(', ')}`,
    });
  }
  requireCalendar(body, dataset);
  requireSeasons(body);
  requireFewParameters(body);
  const seasons = seasonsOf(body.season_length);
  return {
    target,
    horizon: body.horizon,
    cell: body.cell,
    preset: body.preset,
    context_length: body.context_length ?? null,
    layers: body.layers ?? null,
    hidden_size: body.hidden_size ?? null,
    dropout: body.dropout ?? null,
    steps: body.steps ?? null,
    epochs: body.epochs ?? null,
    batch_size: body.batch_size ?? null,
    learning_rate: body.learning_rate ?? null,
    weight_decay: body.weight_decay ?? null,
    family: body.family === 'auto' ? null : body.family,
    members: body.members ?? null,
    decoder_size: body.decoder_size ?? null,
    median_weight: body.median_weight ?? null,
    loss: body.loss,
    quantiles: quantilesOf(body),
    seed: body.seed,
    validation: { windows: body.validation?.windows ?? null, step: body.validation?.step ?? null },
    transform: null,
    base: null,
    season_length: seasons?.length === 1 ? seasons[0] : null,
    season_lengths: seasons,
    covariates: covariatesOf(body.covariates, target, dataset, attributes),
    bounds: body.bounds ?? { lower: null, upper: null, integer: false },
    calendar: body.calendar ?? null,
  };
}

/** The quantiles that the network is trained for, with the median.
 *  @throws AppError request_invalid if they are too many */
function quantilesOf({ quantiles = defaultQuantiles }: Pick<NumericSettings, 'quantiles'>): number[] {
  const all = [...new Set([...quantiles, 0.5])].sort((a, b) => a - b);
  if (all.length > limits.quantilesMax)
    refuse('request_invalid', {
      path: '/quantiles',
      message: `with 0.5, which is always added, there are ${all.length} quantiles`,
      accepted: `at most ${limits.quantilesMax} quantiles with 0.5 among them, or ${limits.quantilesMax - 1} without it`,
    });
  return all;
}

/** Requires daily or finer steps for a calendar of closed days. @throws AppError request_invalid */
function requireCalendar(
  { calendar }: Pick<NumericSettings, 'calendar'>,
  { frequency }: DatasetHeader,
): void {
  if (calendar === undefined || calendarApplies(frequency)) return;
  refuse('request_invalid', {
    path: '/calendar',
    message: `a calendar of days does not apply to steps of ${frequency.step}`,
    accepted: 'no calendar, or a dataset of daily or finer steps',
  });
}

/** Requires a context that holds a season, and a season for the seasonal family, where they are named.
 *  @throws AppError request_invalid */
function requireSeasons({ season_length, context_length, family }: NumericSettings): void {
  const seasons = seasonsOf(season_length) ?? [];
  const longest = Math.max(1, ...seasons);
  if (seasonalFamilies.includes(family) && seasons.length > 0 && longest === 1) {
    refuse('request_invalid', {
      path: '/season_length',
      message: `the family \`${family}\` needs a season, and a \`season_length\` of 1 means that there is none`,
      accepted: 'a season of at least 2 observations, no `season_length`, or another `family`',
    });
  }
  if (context_length === undefined || longest <= context_length) return;
  refuse('request_invalid', {
    path: '/season_length',
    message: `a season of ${longest} observations does not fit into \`context_length\` ${context_length}`,
    accepted: `at most ${context_length}, or a \`context_length\` of at least ${longest}`,
  });
}

/** Requires that the members, and the network of the validation, fit into a checkpoint, as far as their sizes are
 *  named. The training counts the sizes that it decides. @throws AppError request_invalid */
function requireFewParameters({ cell, hidden_size, layers, members }: NumericSettings): void {
  if (hidden_size === undefined || layers === undefined || members === undefined) return;
  const bytesOfNetwork = recurrentBytes({ cell, hidden_size, layers }, 1);
  const most = Math.floor(limits.trainedBytesMax / bytesOfNetwork) - 1;
  if (members <= most) return;
  const MiB = 2 ** 20;
  refuse('request_invalid', {
    path: '/members',
    message: `the parameters of ${members} members and of the network of the validation have ${Math.ceil(((members + 1) * bytesOfNetwork) / MiB)} MiB; together they may have ${limits.trainedBytesMax / MiB} MiB`,
    accepted: `at most ${most} members with ${layers} layers of ${hidden_size} units, a smaller \`hidden_size\` or fewer \`layers\``,
  });
}
