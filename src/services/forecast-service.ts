import type {
  CacheCounts,
  DatasetStore,
  ForecastCalls,
  Forecaster,
  ForecastStore,
  ModelStore,
  SeriesReader,
} from '../contracts/ports/index.ts';
import { type Model, requireModelKind, requireReady, type TenantId } from '../contracts/schemas/index.ts';
import { attributionCalls } from './attribution.ts';
import { accuracyOf } from './comparisons/accuracy.ts';
import { anomaliesOf } from './comparisons/anomalies.ts';
import { newAnomalies } from './comparisons/anomaly-watch.ts';
import { ForecastMemory } from './forecast-memory.ts';
import { inlineSeries, refuseAll } from './inputs/histories.ts';
import { createWeightsReader, weightsCalls } from './inputs/model-weights.ts';
import { SeriesTails } from './inputs/series-tails.ts';
import { WeightsCache } from './inputs/weights-cache.ts';
import { instantCalls } from './instant-service.ts';
import { createModelForecasts, horizonOf, requireSome, symbolForecastsWork } from './model-forecasts.ts';
import { createCacheCounts } from './served/cache-counts.ts';
import { PanelCandidates } from './served/panel-candidates.ts';

const weightsCacheBytesMax = 256 * 1024 * 1024;

export interface ForecastCallsDeps {
  store: {
    datasets: Pick<DatasetStore, 'get' | 'read' | 'countsBefore' | 'similarSeries' | 'listSeries'>;
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
      const deps = { datasets: store.datasets, reader, forecaster, weightsOf };
      return anomaliesOf(deps, tenant, model, dataset, body);
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
