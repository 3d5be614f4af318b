import type {
  DatasetStore,
  ForecastText,
  InstantDecision,
  InstantForecaster,
  StoredInstantCall,
  TextForm,
} from '../contracts/ports/index.ts';
import { datasetEmpty, limits, type SeriesError, type TenantId } from '../contracts/schemas/index.ts';
import { AppError } from '../errors.ts';
import { endOfSeriesMax, reserveNumbers } from './inputs/held-numbers.ts';
import { atVersion, keptOf, refuseAll, timeAt } from './inputs/histories.ts';
import { rowsAhead } from './inputs/rows-ahead.ts';
import {
  describedCall,
  forecastAtOrigin,
  type MadeInstantly,
  pointsRead,
  readShared,
} from './instant-parts.ts';
import { storedSeriesAtOrigin } from './stored-series-at-origin.ts';

interface Deps {
  datasets: Pick<DatasetStore, 'read' | 'similarSeries' | 'listSeries'>;
  forecaster: InstantForecaster;
}

/** Numbers (times, values and covariates) of the series that are in memory at a time, and their most series. */
const numbersAtOnce = 8_000_000;
const seriesAtOnce = 512;

/** The instant forecast of stored series. They are read and forecast in parts, so that the memory is bounded. All parts
 *  have the version of the data that `dataset` describes. @throws AppError overloaded */
export async function forecastStored(
  { datasets: newest, forecaster }: Deps,
  tenant: TenantId,
  call: StoredInstantCall,
  form: TextForm,
): Promise<MadeInstantly> {
  const { dataset, spec, options, isStored } = call;
  const { version } = dataset;
  const datasets: Deps['datasets'] = {
    ...atVersion(newest, dataset),
    listSeries: (of, id, query) => keptOf(dataset, newest.listSeries(of, id, { version, ...query })),
    similarSeries: newest.similarSeries,
  };
  if (dataset.series_count === 0) throw datasetEmpty(dataset);
  const { ids, next_cursor } = await idsOf(datasets, tenant, call);
  const shared = await readShared(
    forecaster,
    { header: dataset, spec, options },
    ids.map((id) => ({ id })),
    ids.length,
  );
  const points = pointsRead(forecaster, dataset, spec, options);
  const until = timeAt(options.as_of, '/as_of', dataset);
  const seriesAtOrigin = (seriesIds: string[]) =>
    storedSeriesAtOrigin(datasets, tenant, dataset, {
      seriesIds,
      target: spec.target,
      points,
      until,
      horizon: spec.horizon,
      readsFuture: (spec.covariates?.future ?? []).length > 0,
    });

  const parts: ForecastText[] = [];
  const errors: SeriesError[] = [];
  const writing = { form, isPacked: isStored };
  const columns = 2 + dataset.covariates.length;
  const atOnce = Math.min(
    seriesAtOnce,
    Math.max(1, Math.floor(numbersAtOnce / ((points + rowsAhead(dataset)) * columns))),
  );
  const rowsOfPart = Math.min(ids.length, atOnce) * (points + rowsAhead(dataset));
  reserveNumbers(Math.min(dataset.point_count, rowsOfPart) * columns, endOfSeriesMax);
  const decision = ids.length <= atOnce ? null : await decisionFor();
  for (let first = 0; first < ids.length; first += atOnce) {
    const { atOrigin, errors: unread } = await seriesAtOrigin(ids.slice(first, first + atOnce));
    const made = await forecastAtOrigin(forecaster, shared, atOrigin, decision, writing);
    parts.push(...made);
    errors.push(...unread, ...made.flatMap((part) => part.errors));
  }
  // The last page has no series if those after the cursor were deleted.
  const isEndOfPages = call.cursor !== undefined && ids.length === 0;
  if (!isEndOfPages && parts.every(({ count }) => count === 0)) refuseAll(errors, dataset);
  const source = { history: 'stored', dataset_id: dataset.id, dataset_version: dataset.version } as const;
  return { head: describedCall(shared, source, null), parts, errors, warnings: [], next_cursor };

  /** The decision from some series of all parts. */
  async function decisionFor(): Promise<InstantDecision> {
    const { atOrigin } = await seriesAtOrigin(
      forecaster.decisionPlaces(ids.length).map((place) => ids[place]),
    );
    const series = atOrigin.map(({ history }) => history);
    return forecaster.decide({ header: dataset, spec, horizon: spec.horizon, series });
  }
}

/** The ids that a call forecasts: those that it names, or the next ones of the dataset.
 *  @throws AppError cursor_invalid */
async function idsOf(
  datasets: Pick<DatasetStore, 'listSeries'>,
  tenant: TenantId,
  { dataset, seriesIds, cursor }: StoredInstantCall,
): Promise<{ ids: string[]; next_cursor: string | null }> {
  if (seriesIds !== undefined) return { ids: [...new Set(seriesIds)], next_cursor: null };
  try {
    const query = { limit: limits.forecastSeriesMax, cursor };
    const { data, next_cursor } = await datasets.listSeries(tenant, dataset.id, query);
    return { ids: data.map(({ id }) => id), next_cursor };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'cursor_invalid') throw error;
    const faults = error.details.faults?.map((fault) => ({ ...fault, path: '/cursor' }));
    throw new AppError(error.code, { ...error.details, faults });
  }
}
