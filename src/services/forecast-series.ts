/** Series of a forecast of a model, up to its origin: those of the call, or stored ones. */
import type { DatasetStore, Forecaster, ModelForecastIn, SeriesReader } from '../contracts/ports/index.ts';
import {
  type Dataset,
  type DatasetHeader,
  limits,
  type NumericModel,
  rowsUntil,
  type SeriesError,
  type TenantId,
  type Warning,
} from '../contracts/schemas/index.ts';
import { inlineSeries, nothingBefore } from './inputs/histories.ts';
import type { SeriesTails } from './inputs/series-tails.ts';
import { type SeriesAtOrigin, splitAtOrigin } from './known-future.ts';
import { storedSeriesAtOrigin } from './stored-series-at-origin.ts';

export interface ForecastSeriesDeps {
  store: { datasets: Pick<DatasetStore, 'read' | 'similarSeries'> };
  reader: Pick<SeriesReader, 'inline'>;
  forecaster: Pick<Forecaster, 'tailPoints'>;
  tails: SeriesTails;
}

/** Model, data and time of a forecast call: all batches of its series have them. */
export interface ForecastCallContext {
  tenant: TenantId;
  model: NumericModel;
  dataset: Dataset;
  horizon: number;
  /** Only observations up to this time. */
  until: number | undefined;
}

/** Largest number of last observations that a forecast reads of a stored series: the input of the network, and what
 *  `fitted` forecasts again. */
export function pointsRead(
  forecaster: Pick<Forecaster, 'tailPoints'>,
  { spec }: NumericModel,
  { fitted }: Pick<ModelForecastIn, 'fitted'>,
): number {
  return forecaster.tailPoints(spec) + (fitted ? limits.fittedStepsMax : 0);
}

/** The series of `body` up to the origin of their forecast, and the stored rows after it.
 *  @returns an error for each series that cannot be read; warnings: null for stored series */
export async function seriesAtOrigin(
  { store, reader, forecaster, tails }: ForecastSeriesDeps,
  { tenant, model, dataset, horizon, until }: ForecastCallContext,
  body: Pick<ModelForecastIn, 'series' | 'series_ids' | 'as_of' | 'fitted'>,
): Promise<{
  header: DatasetHeader;
  atOrigin: SeriesAtOrigin[];
  errors: SeriesError[];
  warnings: Warning[] | null;
}> {
  const { target } = model.spec;
  if (body.series !== undefined) {
    const inline = await inlineSeries(reader, dataset, model, body.series, {
      allowsEmpty: true,
      warnsOf: { until: until ?? Number.POSITIVE_INFINITY },
    });
    const { header, series, errors, warnings } = inline;
    const atOrigin: SeriesAtOrigin[] = [];
    for (const one of series) {
      const { before, after } = rowsUntil(one, until ?? Number.POSITIVE_INFINITY);
      const isCut = before.times.length === 0 && one.times.length > 0;
      if (!isCut) atOrigin.push(splitAtOrigin(before, after, target, header));
      else errors.push(nothingBefore(one.id, body.as_of!, one.times, header));
    }
    return { header, atOrigin, errors, warnings };
  }
  const datasets = { ...store.datasets, ...tails.of(dataset) };
  const stored = await storedSeriesAtOrigin(datasets, tenant, dataset, {
    seriesIds: body.series_ids,
    target,
    points: pointsRead(forecaster, model, body),
    until,
    horizon,
    readsFuture: futureOfModel(model).length > 0,
  });
  return { header: dataset, ...stored, warnings: null };
}

/** The covariates that the model knows in advance. */
export function futureOfModel({ spec }: NumericModel): readonly string[] {
  return spec.covariates?.future ?? [];
}
