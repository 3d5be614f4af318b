import type {
  CheckedBatch,
  CheckedSeries,
  DatasetStore,
  Forecaster,
  Places,
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
import { someAtOnce } from '../../sharing/index.ts';
import { keptOf } from '../inputs/histories.ts';
import type { WeightsReader } from '../inputs/model-weights.ts';
import { readPlaces } from './places.ts';

export interface AnomalyWatchDeps {
  datasets: Pick<DatasetStore, 'get' | 'read' | 'countsBefore'>;
  forecaster: Pick<Forecaster, 'anomalies' | 'tailPoints'>;
  weightsOf: WeightsReader;
}

/** Compares the new observations of some series with the one-step forecast made just before each: at most the newest
 *  `anomalyPointsMax` of a series. A series with too little history to be forecast counts as checked. */
export async function newAnomalies(
  deps: AnomalyWatchDeps,
  tenant: TenantId,
  model: Model,
  level: number,
  watched: WatchedSeries[],
): Promise<CheckedBatch> {
  requireModelKind(model, 'numeric', { symbols: 'none, because models of symbols have no anomaly watch' });
  const { datasets, forecaster } = deps;
  const header = await datasets.get(tenant, model.dataset_id);
  const afterOf = new Map(watched.map(({ id, after }) => [id, after]));
  const timesOf = (id: string) => {
    const after = afterOf.get(id) ?? null;
    return after === null ? [] : [after + 1];
  };
  const options = { seriesIds: [...afterOf.keys()], version: header.version };
  const found = await keptOf(header, datasets.countsBefore(tenant, header.id, timesOf, options));
  const tail = forecaster.tailPoints(model.spec);
  const news = new Map<string, number>();
  const places = new Map<string, Places>();
  for (const { id, point_count, before } of found) {
    const first = Math.max(before[0] ?? 0, point_count - limits.anomalyPointsMax);
    news.set(id, point_count - first);
    if (first < point_count) places.set(id, { first: Math.max(0, first - tail), end: point_count });
  }
  const checked = new Map<string, Pick<CheckedSeries, 'until' | 'anomalies'>>();
  for await (const series of readPlaces(datasets, tenant, header, places))
    for (const one of await checkedOf(deps, tenant, model, header, level, series, news))
      checked.set(one.id, one);
  const looked = watched.flatMap(({ id, after }) =>
    news.has(id) ? [{ until: null, anomalies: [], ...checked.get(id), id, after }] : [],
  );
  return { version: header.version, series: looked };
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
): Promise<Pick<CheckedSeries, 'id' | 'until' | 'anomalies'>[]> {
  const spans = series.map((one) => ({
    one,
    ...spanOf(one, news.get(one.id)!, model.spec.target, header),
  }));
  const observed = spans.filter(({ until }) => until !== null);
  const weights = observed.length === 0 ? null : await weightsOf(tenant, model);
  const groups = [...Map.groupBy(observed, ({ from, until }) => `${from} ${until}`).values()];
  const results = await someAtOnce(groups, (group) =>
    forecaster.anomalies({
      weights: weights!,
      spec: model.spec,
      header,
      series: group.map(({ one }) => one),
      level,
      from: group[0].from,
      to: group[0].until!,
    }),
  );
  const found = new Map(results.flat().map((result) => [result.series_id, result]));
  return spans.map(({ one, until }) => {
    const result = found.get(one.id);
    const anomalies = result === undefined || 'problem' in result ? [] : result.anomalies;
    return { id: one.id, until, anomalies };
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
