import type { CheckedSeries, DatasetStore, Forecaster, WatchedSeries } from '../contracts/ports/index.ts';
import {
  type DatasetHeader,
  limits,
  type Model,
  requireModelKind,
  type SeriesData,
  type TenantId,
} from '../contracts/schemas/index.ts';
import { someAtOnce } from '../sharing/index.ts';
import { atVersion } from './histories.ts';
import type { WeightsReader } from './model-weights.ts';

export interface AnomalyWatchDeps {
  datasets: Pick<DatasetStore, 'get' | 'read'>;
  forecaster: Pick<Forecaster, 'anomalies' | 'tailPoints'>;
  weightsOf: WeightsReader;
}

/** Compares the new observations of some series with the one-step forecast made just before each: at most the newest
 *  `anomalyPointsMax` of a series. A series with too little history to be forecast counts as checked. */
export async function newAnomalies(
  { datasets, forecaster, weightsOf }: AnomalyWatchDeps,
  tenant: TenantId,
  model: Model,
  level: number,
  watched: WatchedSeries[],
): Promise<CheckedSeries[]> {
  requireModelKind(model, 'numeric', { symbols: 'none, because models of symbols have no anomaly watch' });
  const header = await datasets.get(tenant, model.dataset_id);
  const seriesIds = watched.map(({ id }) => id);
  const tailPoints = forecaster.tailPoints(model.spec) + limits.anomalyPointsMax + 1;
  const series = await atVersion(datasets, header).read(tenant, header.id, { seriesIds, tailPoints });
  const byId = new Map(series.map((one) => [one.id, one]));
  const spans = watched.flatMap(({ id, after }) => {
    const one = byId.get(id);
    return one === undefined ? [] : [{ one, after, ...spanOf(one, after, model.spec.target, header) }];
  });
  const news = spans.filter(({ until }) => until !== null);
  const weights = news.length === 0 ? null : await weightsOf(tenant, model);
  const groups = [...Map.groupBy(news, ({ from, until }) => `${from} ${until}`).values()];
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
  return spans.map(({ one, after, until }) => {
    const result = found.get(one.id);
    const anomalies = result === undefined || 'problem' in result ? [] : result.anomalies;
    return { id: one.id, after, until, anomalies };
  });
}

/** The times from the first one after `after` to the last observation; `until` is null where nothing is new. */
function spanOf(
  { times, values, covariates }: SeriesData,
  after: number | null,
  target: string,
  header: DatasetHeader,
): { from: number; until: number | null } {
  const observed = target === header.target ? values : covariates[target];
  const last = observed.findLastIndex((value) => !Number.isNaN(value));
  const from = Math.max(
    after === null ? 0 : firstAfter(times, after),
    Math.max(0, times.length - limits.anomalyPointsMax),
  );
  return last < from ? { from: 0, until: null } : { from: times[from], until: times[last] };
}

function firstAfter(times: Float64Array, time: number): number {
  const index = times.findIndex((candidate) => candidate > time);
  return index < 0 ? times.length : index;
}
