/** Parts of an instant forecast that series of the call and stored series have in common. */
import type {
  ForecastText,
  InstantCall,
  InstantDecision,
  InstantForecaster,
  NewInstantForecast,
  Writing,
} from '../contracts/ports/index.ts';
import {
  type DatasetHeader,
  futureColumns,
  limits,
  type MethodChoice,
  type ModelSpec,
  type SeriesError,
  type Warning,
} from '../contracts/schemas/index.ts';
import { requireContributions, type TaskOptions, taskOptions } from './forecast-options.ts';
import { futureOf, type Given, readFuture, requireKnownSeries, type SeriesAtOrigin } from './known-future.ts';

interface Request {
  header: DatasetHeader;
  spec: ModelSpec;
  options: InstantCall['options'];
}

/** The options of a call as all its series have them, checked. */
export interface Shared extends Request {
  task: TaskOptions;
  /** Future covariates of the call. */
  given: Given[];
}

/** Checks what does not depend on the observations. @param series those of the call, also unreadable ones
 *  @param count number of series that are forecast
 *  @throws AppError request_invalid, covariate_unknown, forecast_too_large, explanation_too_large */
export async function readShared(
  { contributionsMax }: InstantForecaster,
  request: Request,
  series: readonly { id: string }[],
  count: number,
): Promise<Shared> {
  const { header, spec, options } = request;
  const { horizon } = spec;
  const given = await readFuture(options.future_covariates, spec.covariates?.future ?? [], horizon, header);
  requireKnownSeries(
    given,
    series.map(({ id }) => id),
  );
  if (options.explain)
    requireContributions(
      count * horizon * contributionsMax,
      `${count} series over ${horizon} steps with up to ${contributionsMax} inputs each`,
    );
  const task = taskOptions(options, { count, horizon, columns: futureColumns(spec.covariates).length });
  return { ...request, task, given };
}

/** Most observations of a series that a call reads. */
export function pointsRead(
  forecaster: Pick<InstantForecaster, 'tailPoints'>,
  header: DatasetHeader,
  { season_lengths }: Pick<ModelSpec, 'season_lengths'>,
  { fitted }: Pick<InstantCall['options'], 'fitted'>,
): number {
  return forecaster.tailPoints(header, season_lengths) + (fitted ? limits.fittedStepsMax : 0);
}

/** Forecasts some series of a call, as texts. @param decision null: made from these series */
export async function forecastAtOrigin(
  forecaster: InstantForecaster,
  { header, spec, options, task, given }: Shared,
  atOrigin: readonly SeriesAtOrigin[],
  decision: InstantDecision | null,
  writing: Writing,
): Promise<ForecastText[]> {
  if (atOrigin.length === 0) return [];
  return forecaster.forecastTexts({
    header,
    spec,
    decision,
    horizon: spec.horizon,
    explain: options.explain,
    series: atOrigin.map(({ history }) => history),
    future: atOrigin.map(({ history, futureRows }) => futureOf(given, history.id, futureRows)),
    ...task,
    ...writing,
  });
}

/** An answer whose forecasts are texts. */
export interface MadeInstantly {
  head: ReturnType<typeof describedCall>;
  parts: ForecastText[];
  errors: SeriesError[];
  warnings: Warning[];
  next_cursor: string | null;
}

/** The head of an answer: where the series come from, and the options with their defaults. */
export function describedCall(
  { spec, options, task: { fittedSteps: _, ...asked } }: Shared,
  {
    history,
    ...dataset
  }: Pick<NewInstantForecast, 'dataset_id' | 'dataset_version'> & { history: 'inline' | 'stored' },
  choice: MethodChoice | null,
): Pick<
  NewInstantForecast,
  'method' | 'model_id' | 'dataset_id' | 'dataset_version' | 'horizon' | 'request'
> {
  return {
    method: 'instant',
    model_id: null,
    ...dataset,
    horizon: spec.horizon,
    request: {
      method: choice === null ? 'instant' : 'auto',
      history,
      ...asked,
      as_of: options.as_of ?? null,
      fitted: options.fitted,
      explain: options.explain,
      covariates: hasCovariates(spec) ? (spec.covariates ?? null) : null,
      bounds: spec.bounds ?? null,
      season_lengths: spec.season_lengths ?? null,
      ...(choice === null ? {} : { choice }),
    },
  };
}

function hasCovariates({ covariates }: Pick<ModelSpec, 'covariates'>): boolean {
  return Object.values(covariates ?? {}).some((names) => names.length > 0);
}
