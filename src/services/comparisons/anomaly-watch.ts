import type {
  CheckedBatch,
  CheckedSeries,
  DatasetStore,
  Forecaster,
  IndexRange,
  WatchedSeries,
} from '../../contracts/ports/index.ts';
import {
  columnOf,
  type Dataset,
  type DatasetHeader,
  limits,
  type Model,
  type NumericModel,
  requireModelKind,
  type SeriesData,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { keptOf } from '../inputs/histories.ts';
import type { WeightsReader } from '../inputs/model-weights.ts';
import { pastObservationsMax } from '../inputs/operations.ts';
import { readRanges } from './range-reads.ts';

export interface AnomalyWatchDeps {
  datasets: Pick<DatasetStore, 'get' | 'read' | 'countsBefore'>;
  forecaster: Pick<Forecaster, 'anomalies' | 'tailPoints' | 'methodOperations'>;
  weightsOf: WeightsReader;
}

/** Compares the new observations of some series with the one-step forecast made just before each: at most the newest
 *  `anomalyPointsMax` of a series, and together no more than one call may compare. A series with too little history to
 *  be forecast counts as checked. @throws AppError forecast_too_large */
export async function newAnomalies(
  deps: AnomalyWatchDeps,
  tenant: TenantId,
  model: Model,
  level: number,
  watched: WatchedSeries[],
): Promise<CheckedBatch> {
  requireModelKind(model, 'numeric', { symbols: 'none, because models of symbols have no anomaly watch' });
  const { datasets, forecaster } = deps;
  const { spec } = model;
  const header = await datasets.get(tenant, model.dataset_id);
  const watchedOf = new Map(watched.map((one) => [one.id, one]));
  const timesOf = (id: string) => {
    const { after = null, searchedUntil = after } = watchedOf.get(id) ?? {};
    return searchedUntil === null ? [] : [searchedUntil + 1];
  };
  const options = { seriesIds: [...watchedOf.keys()], version: header.version };
  const found = await keptOf(header, datasets.countsBefore(tenant, header.id, timesOf, options));
  const tail = forecaster.tailPoints(spec);
  const news = new Map<string, number>();
  const ranges = new Map<string, IndexRange>();
  const cut = new Set<string>();
  let room = observationsOfBatch(spec, forecaster.methodOperations(spec));
  for (const { id, point_count, before } of found) {
    const first = Math.max(before[0] ?? 0, point_count - limits.anomalyPointsMax);
    const end = Math.min(point_count, first + room);
    room -= end - first;
    news.set(id, end - first);
    if (first < end) ranges.set(id, { first: Math.max(0, first - tail), end });
    if (end < point_count) cut.add(id);
  }
  const checked = new Map<string, Looked>();
  for await (const series of readRanges(datasets, tenant, header, ranges))
    for (const one of await checkedOf(deps, tenant, model, header, level, series, news))
      checked.set(one.id, one);
  const looked = watched.filter(({ id }) => news.has(id));
  return {
    version: header.version,
    series: looked.map(({ id, after }) => {
      const { until = null, anomalies = [] } = checked.get(id) ?? {};
      return { id, after, until, anomalies };
    }),
    rest: looked.filter(({ id }) => cut.has(id)).map((one) => restOf(one, checked.get(one.id))),
  };
}

/** Observations that a batch has room for. The networks and the statistical methods of the model compute each of them.
 *  @throws AppError forecast_too_large if there is no room for one */
function observationsOfBatch(spec: NumericModel['spec'], methods: number): number {
  const most = Math.min(limits.anomalyPointsMax, pastObservationsMax(spec, methods));
  if (most > 0) return most;
  throw new AppError('forecast_too_large', {
    detail:
      'The forecast of one observation by all networks and methods of the model takes more work than a call may ask for. Accepted: a model with fewer `members`, a shorter `context_length` or a smaller `hidden_size`.',
  });
}

/** The end of a series that a batch leaves. */
function restOf(watched: WatchedSeries, looked: Looked | undefined): WatchedSeries {
  if (looked === undefined) return watched;
  return { id: watched.id, after: looked.until ?? watched.after, searchedUntil: looked.end };
}

/** Result of a batch for a series. */
interface Looked extends Pick<CheckedSeries, 'id' | 'until' | 'anomalies'> {
  /** Time of the last row, which may have no value. */
  end: number;
}

/** @param news number of observations at the end of each series that are new */
async function checkedOf(
  { forecaster, weightsOf }: AnomalyWatchDeps,
  tenant: TenantId,
  model: NumericModel,
  header: Dataset,
  level: number,
  series: SeriesData[],
  news: ReadonlyMap<string, number>,
): Promise<Looked[]> {
  const spans = series.map((one) => ({
    one,
    ...spanOf(one, news.get(one.id)!, model.spec.target, header),
  }));
  const observed = spans.filter(({ until }) => until !== null);
  const weights = observed.length === 0 ? null : await weightsOf(tenant, model);
  const groups = [...Map.groupBy(observed, ({ from, until }) => `${from} ${until}`).values()];
  const results: Awaited<ReturnType<Forecaster['anomalies']>> = [];
  // One task at a time: the pool of a worker has a thread for each search, and the other threads are those of jobs.
  for (const group of groups) {
    const ofGroup = await forecaster.anomalies({
      weights: weights!,
      spec: model.spec,
      header,
      series: group.map(({ one }) => one),
      level,
      from: group[0].from,
      to: group[0].until!,
    });
    results.push(...ofGroup);
  }
  const found = new Map(results.map((result) => [result.series_id, result]));
  return spans.map(({ one, until }) => {
    const result = found.get(one.id);
    const anomalies = result === undefined || 'problem' in result ? [] : result.anomalies;
    return { id: one.id, until, anomalies, end: one.times[one.times.length - 1] };
  });
}

/** The times from the first new row to the last observation; `until` is null where no row that is new has one. */
function spanOf(
  series: SeriesData,
  news: number,
  target: string,
  header: DatasetHeader,
): { from: number; until: number | null } {
  const { times } = series;
  const observed = columnOf(series, target, header) ?? series.values;
  const last = observed.findLastIndex((value) => !Number.isNaN(value));
  const from = times.length - news;
  return last < from ? { from: 0, until: null } : { from: times[from], until: times[last] };
}
