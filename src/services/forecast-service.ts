import type {
  CacheCounts,
  DatasetStore,
  ForecastCalls,
  Forecaster,
  ForecastStore,
  ModelStore,
  SeriesReader,
} from '../contracts/ports/index.ts';
import {
  limits,
  type Model,
  requireModelKind,
  requireReady,
  rowsUntil,
  type SeriesData,
  type TenantId,
} from '../contracts/schemas/index.ts';
import { refuse } from '../errors.ts';
import { someAtOnce } from '../sharing/index.ts';
import { accuracyOf } from './accuracy.ts';
import { newAnomalies } from './anomaly-watch.ts';
import { attributionCalls } from './attribution.ts';
import { ForecastMemory } from './forecast-memory.ts';
import { atVersion, type Histories, inlineSeries, refuseAll, storedSeries, timeAt } from './histories.ts';
import { instantCalls } from './instant-service.ts';
import { createModelForecasts, horizonOf, requireSome, symbolForecastsWork } from './model-forecasts.ts';
import { createWeightsReader, weightsCalls } from './model-weights.ts';
import { requireSeriesOperations } from './operations.ts';
import { SeriesTails } from './series-tails.ts';
import { createCacheCounts } from './served/cache-counts.ts';
import { PanelCandidates } from './served/panel-candidates.ts';
import { WeightsCache } from './weights-cache.ts';

const weightsCacheBytesMax = 256 * 1024 * 1024;

export interface ForecastCallsDeps {
  store: {
    datasets: Pick<DatasetStore, 'get' | 'read' | 'similarSeries' | 'listSeries'>;
    models: Pick<ModelStore, 'get' | 'weights' | 'markUsed'>;
    forecasts: Pick<ForecastStore, 'savePacked' | 'saveInstant'>;
    /** Tells that kept series may be of changes that another server does not have. */
    onOtherServer(listener: () => void): void;
  };
  reader: Pick<SeriesReader, 'inline'>;
  forecaster: Forecaster;
  caches?: CacheCounts;
}

export function createForecastCalls({
  store,
  reader,
  forecaster,
  caches = createCacheCounts(),
}: ForecastCallsDeps): ForecastCalls {
  const weightsOf = createWeightsReader(store.models, new WeightsCache(weightsCacheBytesMax, caches.weights));

  /** @throws AppError dataset_empty where the call has no series either */
  const datasetOf = async (tenant: TenantId, model: Model, body: { series?: unknown }) => {
    const dataset = await store.datasets.get(tenant, model.dataset_id);
    requireSome(dataset, body);
    return dataset;
  };

  const tails = new SeriesTails(store.datasets, { counts: caches.series });
  const candidates = new PanelCandidates(store.datasets, { counts: caches.panels });
  store.onOtherServer(() => {
    tails.clear();
    candidates.clear();
  });

  const calls: ForecastCalls = {
    ...createModelForecasts({
      ...{ store, reader, forecaster, weightsOf, tails, candidates },
      memory: new ForecastMemory({ counts: caches.forecasts }),
    }),
    ...instantCalls({ ...store, forecaster: forecaster.instant, rows: forecaster }),

    async whileTraining(tenant, { model, dataset }, body, form) {
      const spec = { ...model.spec, horizon: horizonOf(body, model) };
      requireSome(dataset, body);
      const { series: inline, series_ids: seriesIds, ...options } = body;
      const call = { spec, options, isStored: false };
      if (inline === undefined) return calls.instant(tenant, { ...call, dataset, seriesIds }, form);
      const read = await inlineSeries(reader, dataset, model, inline, { warnsOf: 'all' });
      const { header, series, errors, warnings } = read;
      if (series.length === 0) refuseAll(errors);
      const data = { name: dataset.name, header, series, warnings, reading: null };
      return calls.instant(tenant, { ...call, data, choice: null, unread: errors }, form);
    },

    async newAnomalies(tenant, model, level, series) {
      requireReady(model);
      return newAnomalies({ datasets: store.datasets, forecaster, weightsOf }, tenant, model, level, series);
    },

    async anomalies(tenant, model, body) {
      requireModelKind(model, 'numeric', {
        symbols: `${symbolForecastsWork(model)}: its \`bits\` say how unusual each symbol is`,
      });
      requireReady(model);
      const dataset = await datasetOf(tenant, model, body);
      const from = timeAt(body.from, '/from', dataset);
      const to = timeAt(body.to, '/to', dataset);
      const { header, series, errors } =
        body.series === undefined
          ? await storedSeries(atVersion(store.datasets, dataset), tenant, dataset, body.series_ids, {
              until: to,
              // The observations that are compared at most, and those that the first forecast reads.
              tailPoints: forecaster.tailPoints(model.spec) + limits.anomalyPointsMax + 1,
            })
          : historyUntil(await inlineSeries(reader, dataset, model, body.series), to);
      const compared = Math.min(
        limits.anomalySeriesPointsDefault,
        Math.max(1, Math.floor(limits.anomalyPointsMax / Math.max(1, series.length))),
      );
      const spans = series.map((one) => from ?? one.times[Math.max(0, one.times.length - compared)] ?? 0);
      requireSeriesOperations(model.spec, requireFewPoints(series, spans));
      const weights = await weightsOf(tenant, model);
      const batches = await someAtOnce([...Map.groupBy(series, (_, i) => spans[i])], ([first, group]) =>
        forecaster.anomalies({
          weights,
          spec: model.spec,
          header,
          series: group,
          level: body.level,
          from: first,
          to: to ?? Number.MAX_SAFE_INTEGER - 1,
        }),
      );
      const results = batches.flat();
      errors.push(...results.flatMap((result) => ('problem' in result ? [result] : [])));
      const done = results.flatMap((result) => ('problem' in result ? [] : [result]));
      if (done.length === 0) refuseAll(errors, dataset);
      return {
        model_id: model.id,
        level: body.level,
        tested: done.reduce((sum, { tested }) => sum + tested, 0),
        anomalies: done.flatMap(({ anomalies }) => anomalies),
        errors,
      };
    },

    accuracy: (tenant, forecast) => accuracyOf({ store, forecaster }, tenant, forecast),
    inspect({ weights, spec, dataset }) {
      const { name: _, ...header } = dataset;
      return forecaster.inspect({ weights, spec, header });
    },
    ...attributionCalls({ datasets: store.datasets, reader, forecaster, weightsOf, datasetOf }),
    ...weightsCalls(weightsOf, forecaster),
  };
  return calls;
}

function historyUntil(histories: Histories, until: number | undefined): Histories {
  if (until === undefined) return histories;
  return { ...histories, series: histories.series.map((series) => rowsUntil(series, until).before) };
}

/** @returns the number of observations from the spans on. @throws AppError points_too_many */
function requireFewPoints(series: SeriesData[], spans: number[]): number {
  let points = 0;
  for (const [i, { times }] of series.entries()) {
    const first = times.findIndex((time) => time >= spans[i]);
    if (first >= 0) points += times.length - first;
  }
  if (points <= limits.anomalyPointsMax) return points;
  return refuse('points_too_many', {
    path: '/from',
    message: `more than ${limits.anomalyPointsMax} observations are from there on`,
    accepted: `at most ${limits.anomalyPointsMax} in a call: a later \`from\`, an earlier \`to\`, or fewer series`,
  });
}
