import type {
  DatasetStore,
  InlineOptions,
  InlineSeries,
  ReadOptions,
  SeriesReader,
} from '../../contracts/ports/index.ts';
import {
  type Dataset,
  type DatasetHeader,
  formatTime,
  limits,
  type NumericModel,
  noSeries,
  parseTime,
  type SeriesData,
  type SeriesError,
  type TenantId,
  type Warning,
} from '../../contracts/schemas/index.ts';
import { AppError, type Problem, refusal, refuse } from '../../errors.ts';

/** The series of a call with their observations, and an error for each series that could not be read. */
export interface Histories {
  header: DatasetHeader;
  series: SeriesData[];
  errors: SeriesError[];
}

/** Stored series of the model's dataset: the wanted ones, or all up to `forecastSeriesMax`. */
export async function storedSeries(
  datasets: Pick<DatasetStore, 'read' | 'similarSeries'>,
  tenant: TenantId,
  dataset: Dataset,
  wanted: string[] | undefined,
  options: Pick<ReadOptions, 'tailPoints' | 'until' | 'seriesMax'>,
): Promise<Histories> {
  const seriesIds = wanted === undefined ? undefined : [...new Set(wanted)];
  const seriesMax = limits.forecastSeriesMax;
  const series = await keptOf(
    dataset,
    datasets.read(tenant, dataset.id, { seriesIds, seriesMax, ...options }),
  );
  return {
    header: dataset,
    series,
    errors: await unknownErrors(datasets, tenant, dataset, seriesIds, series),
  };
}

/** An error for each id of a call that is not among the series that were found. */
export async function unknownErrors(
  datasets: Pick<DatasetStore, 'similarSeries'>,
  tenant: TenantId,
  dataset: Dataset,
  asked: readonly string[] | undefined,
  found: readonly { id: string }[],
): Promise<SeriesError[]> {
  const known = new Set(found.map(({ id }) => id));
  const unknown = (asked ?? []).filter((id) => !known.has(id));
  const similar = unknown.length === 0 ? [] : await datasets.similarSeries(tenant, dataset.id, unknown);
  return unknown.map((id, i) => unknownSeries(id, similar[i]));
}

/** The series of the call itself. Their values are those of the model's target, whatever the dataset's target is.
 *  @throws AppError points_too_many */
export async function inlineSeries(
  reader: Pick<SeriesReader, 'inline'>,
  dataset: Dataset,
  model: NumericModel,
  inline: InlineSeries,
  options: InlineOptions = {},
): Promise<Histories & { warnings: Warning[] }> {
  const points = pointsOf(inline);
  if (points > limits.inlinePointsMax) {
    refuse('points_too_many', {
      path: '/series',
      message: `the inline series have ${points} points`,
      accepted: `at most ${limits.inlinePointsMax} in a call`,
    });
  }
  const { target, covariates: named } = model.spec;
  // The dataset of a model that was imported is empty.
  const columns = [dataset.target, ...dataset.covariates, ...(named?.past ?? []), ...(named?.future ?? [])];
  const covariates = [...new Set(columns)].filter((name) => name !== target);
  const header: DatasetHeader = { ...dataset, target, covariates };
  const { series: read, warnings } = await reader.inline(inline, header, options);
  return {
    header,
    series: read.flatMap((series) => ('problem' in series ? [] : [series])),
    errors: read.flatMap((series) =>
      'problem' in series ? [{ series_id: series.id, problem: series.problem }] : [],
    ),
    warnings,
  };
}

function pointsOf(inline: InlineSeries): number {
  if ('points' in inline) return inline.points;
  const series: { values: ArrayLike<unknown> }[] = 'series' in inline ? inline.series : inline;
  return series.reduce((sum, { values }) => sum + values.length, 0);
}

/** A time of the request, in the dataset's kind of time. @throws AppError request_invalid with the path */
export function timeAt(
  text: string | number | undefined,
  path: string,
  { time_kind, time_zone }: DatasetHeader,
) {
  if (text === undefined) return undefined;
  try {
    return parseTime(text, time_kind, time_zone);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const faults = error.details.faults?.map((fault) => ({ ...fault, path }));
    throw new AppError(error.code, { ...error.details, faults });
  }
}

/** Reads the version of a dataset that `dataset` describes, whatever the newest one is. */
export function atVersion<Datasets extends Pick<DatasetStore, 'read'>>(
  datasets: Datasets,
  dataset: Dataset,
): Datasets {
  const { version } = dataset;
  return {
    ...datasets,
    read: (tenant, id, options) => keptOf(dataset, datasets.read(tenant, id, { version, ...options })),
  };
}

/** Result of a read of one version of the data. So many changes may come meanwhile that the version is deleted.
 *  @throws AppError overloaded */
export async function keptOf<T>({ id }: Dataset, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'version_expired') throw error;
    throw new AppError('overloaded', {
      detail: `Dataset ${id} changed so often while the call read it that its version is no longer kept; try again, with fewer series in a call.`,
    });
  }
}

function unknownSeries(id: string, similar: string | null): SeriesError {
  const problem: Problem = new AppError('series_not_found', { detail: noSeries(id, similar) }).toProblem();
  return { series_id: id, problem };
}

/** The error of a series without an observation up to `as_of`. @param times all its times, or the first and the last */
export function nothingBefore(
  id: string,
  asOf: string | number,
  times: ArrayLike<number>,
  { time_kind, time_zone }: DatasetHeader,
): SeriesError {
  const [from, to] = [times[0], times[times.length - 1]].map((time) =>
    formatTime(time, time_kind, time_zone),
  );
  const message = `\`as_of\` ${asOf} is before the first observation of series "${id}"`;
  const accepted = `a time from ${from} to ${to}, those of its first and last observation, or later`;
  const fault = { path: '/as_of', series_id: id, message, accepted };
  return {
    series_id: id,
    problem: refusal('request_invalid', fault, `${message}; accepted: ${accepted}.`).toProblem(),
  };
}

/** @param dataset the one that the series come from; without it they come with the call
 *  @throws AppError all_series_failed; dataset_not_found if the dataset was deleted meanwhile, so
 *  that it has no series */
export function refuseAll(errors: SeriesError[], dataset?: Pick<Dataset, 'id'>): never {
  if (errors.length === 0 && dataset !== undefined) {
    const { id } = dataset;
    const detail = `Dataset ${id} was deleted while the call read it.`;
    throw new AppError('dataset_not_found', { detail, values: { id } });
  }
  const faults = errors.slice(0, limits.faultsMax).map(({ series_id, problem }) => ({
    series_id,
    message: `${problem.code}: ${problem.detail}`,
  }));
  const [first] = errors;
  const detail =
    errors.length === 1
      ? first.problem.detail
      : `None of ${errors.length} series could be answered for. The first: ${first.problem.detail}`;
  refuse('all_series_failed', faults, detail);
}
