import type { ExpectedColumns, InlineTable } from '../../../contracts/ports/index.ts';
import {
  defaultForecastQuantiles,
  defaultLevels,
  type ForecastIn,
  limits,
  type NumericModel,
  type NumericSettings,
  needsTraining,
  numericSettingsSchema,
  type OneShotOptions,
  type OneShotQuery,
  oneShotQuerySchema,
  oneShotTag,
  type ParsedDataset,
  type TableOptions,
  trainingAccepted,
  unnamedTarget,
} from '../../../contracts/schemas/index.ts';
import { refuse } from '../../../errors.ts';

/** The options of a one-shot call from its query.
 *  @throws AppError request_invalid without a horizon, and with options that exclude each other */
export function optionsOf(query: OneShotQuery): { options: OneShotOptions; table: TableOptions } {
  const { horizon, model, method, store, timeout_seconds, formulas: _, ...numbers } = query;
  const { quantiles, levels, samples, num_samples, ...rest } = numbers;
  const { seed, as_of, fitted, explain, family, season_length, ...of } = rest;
  const { covariates_past: past, covariates_future: future, time_features, ...table } = of;
  if (horizon === undefined) {
    refuse(
      'request_invalid',
      { path: '?horizon', message: '`horizon` is missing', accepted: 'a number' },
      'The query has no `horizon`; accepted: the number of steps ahead.',
    );
  }
  const options: OneShotOptions = {
    horizon,
    model,
    method,
    store,
    timeout_seconds: timeout_seconds ?? limits.oneShotSecondsDefault,
    quantiles: quantiles ?? defaultForecastQuantiles,
    levels: levels ?? defaultLevels,
    samples: samples ?? 0,
    num_samples,
    seed: seed ?? 1,
    as_of,
    fitted: fitted ?? false,
    explain: explain ?? false,
    family,
    season_length,
    covariates:
      past === undefined && future === undefined && time_features === undefined
        ? undefined
        : { past: past ?? [], future: future ?? [], static: [], time_features: time_features ?? [] },
  };
  if (model === undefined) refuseFamilyUntrained(options);
  else refuseBesideModel(options);
  return { options, table };
}

/** Parameter of the query for a path in the body of the same call; null where a table has the value itself. */
export function placeInQuery(path: string): string | null {
  if (path.startsWith('?')) return path;
  const [, field, list] = path.split('/');
  const name = field !== 'covariates' ? field : list === 'time_features' ? list : `covariates_${list}`;
  return Object.hasOwn(oneShotQuerySchema.shape, name ?? '') ? `?${name}` : null;
}

/** Place of a path in a body. Covariates that it does not name are those of `future_covariates`. */
export function placesInBody({ covariates }: OneShotOptions): (path: string) => string {
  return (path) =>
    covariates === undefined && path.startsWith('/covariates/') ? '/future_covariates' : path;
}

/** Options that a call with `model` does not take. The first one that it has is refused. */
const refusedBesideModel: readonly {
  option: keyof OneShotOptions;
  path: string;
  message: string;
  accepted: string;
}[] = [
  {
    option: 'covariates',
    path: '?model',
    message: '`covariates_past`, `covariates_future` and `time_features` are settings of a new model',
    accepted: 'no `model` beside them',
  },
  {
    option: 'method',
    path: '?method',
    message: '`method` is for a call without `model`',
    accepted: 'no `model` beside it',
  },
  {
    option: 'season_length',
    path: '?season_length',
    message: '`season_length` is for a call without `model`',
    accepted: 'no `model` beside it, which has its own season',
  },
  {
    option: 'family',
    path: '?family',
    message: '`family` is for a new model',
    accepted: 'no `model` beside it',
  },
];

/** @throws AppError request_invalid */
function refuseBesideModel(options: OneShotOptions): void {
  const refused = refusedBesideModel.find(({ option }) => options[option] !== undefined);
  if (refused === undefined) return;
  const { path, message, accepted } = refused;
  refuse('request_invalid', { path, message, accepted });
}

/** A call that trains nothing has no family. @throws AppError request_invalid */
function refuseFamilyUntrained({ family, method }: OneShotOptions): void {
  if (!needsTraining({ family, method })) return;
  refuse('request_invalid', {
    path: '?family',
    message: `\`family\` is \`${family}\``,
    accepted: trainingAccepted,
  });
}

/** The columns that the reader of a table looks for, because the model reads them. `value` is the target of datasets
 *  whose target has no column of its own name. */
export function expectedOf({ spec }: NumericModel): ExpectedColumns {
  const { target } = spec;
  return {
    target,
    covariates: covariatesOf(spec),
    isTargetNamed: target !== unnamedTarget,
    isAppended: false,
  };
}

function covariatesOf({ covariates }: NumericModel['spec']): string[] {
  return [...new Set([...(covariates?.past ?? []), ...(covariates?.future ?? [])])];
}

/** A table with the columns that the model reads. */
export function inlineOf({ header, series }: ParsedDataset, { spec }: NumericModel): InlineTable {
  const columns = new Map(header.covariates.map((name) => [name.toLowerCase(), name]));
  const named = covariatesOf(spec).flatMap((name): [string, string][] => {
    const column = columns.get(name.toLowerCase());
    return column === undefined ? [] : [[name, column]];
  });
  return { header, series, columns: new Map(named) };
}

export function forecastOf(options: OneShotOptions): ForecastIn {
  const { quantiles, levels, samples, num_samples, seed, future_covariates } = options;
  const { horizon, as_of, fitted, explain } = options;
  const numbers = { quantiles, levels, samples, num_samples, seed };
  return {
    ...numbers,
    horizon,
    future_covariates,
    as_of,
    fitted,
    explain,
    while_training: 'refuse',
    store: options.store ?? true,
  };
}

/** The settings of the model that is trained where the call names none. It is small, because the caller waits. */
export function modelOf(options: OneShotOptions): NumericSettings {
  const { horizon, bounds, family, season_length, future_covariates: given = [] } = options;
  const future = [...new Set(given.flatMap(({ covariates }) => Object.keys(covariates)))];
  return numericSettingsSchema.parse({
    horizon,
    preset: 'fast',
    tags: [oneShotTag],
    covariates: options.covariates ?? { future },
    bounds,
    family,
    season_length,
  });
}
