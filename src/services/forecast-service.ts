import type {
  CacheCounts,
  DatasetStore,
  ForecastCalls,
  Forecaster,
  ForecastStore,
  ModelStore,
  SeriesReader,
} from '../contracts/ports/index.ts';
import { horizonOf, requireModelKind, requireReady } from '../contracts/schemas/index.ts';
import { attributionCalls } from './attribution.ts';
import { accuracyOf } from './comparisons/accuracy.ts';
import { anomaliesOf } from './comparisons/anomalies.ts';
import { newAnomalies } from './comparisons/anomaly-watch.ts';
import { ForecastCache } from './forecast-cache.ts';
import { symbolForecastsWork } from './forecast-tasks.ts';
import { inlineSeries, refuseAll } from './inputs/histories.ts';
import { createWeightsReader, weightsCalls } from './inputs/model-weights.ts';
import { SeriesTails } from './inputs/series-tails.ts';
import { WeightsCache } from './inputs/weights-cache.ts';
import { instantCalls } from './instant-service.ts';
import { createModelForecasts } from './model-forecasts.ts';
import { storedIdsOf, subjectOf } from './series-of-call.ts';
import { createCacheCounts } from './served/cache-counts.ts';
import { PanelCandidates } from './served/panel-candidates.ts';

const weightsCacheBytesMax = 256 * 1024 * 1024;

export interface ForecastCallsDeps {
  store: {
    datasets: Pick<DatasetStore, 'get' | 'read' | 'countsBefore' | 'similarSeries' | 'listSeries'>;
    models: Pick<ModelStore, 'get' | 'weights' | 'markUsed' | 'seriesOf'>;
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

  const tails = new SeriesTails(store.datasets, { counts: caches.series });
  const candidates = new PanelCandidates(store.datasets, { counts: caches.panels });
  store.onOtherServer(() => {
    tails.clear();
    candidates.clear();
  });

  const calls: ForecastCalls = {
    ...createModelForecasts({
      store,
      reader,
      forecaster,
      weightsOf,
      tails,
      candidates,
      cache: new ForecastCache({ counts: caches.forecasts }),
    }),
    ...instantCalls({ ...store, forecaster: forecaster.instant, rows: forecaster }),

    async whileTraining(tenant, served, body, form) {
      const { model, dataset } = served;
      const spec = { ...model.spec, horizon: horizonOf(body, model) };
      const seriesIds = storedIdsOf(served, body);
      const { series: inline, series_ids: _, ...options } = body;
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
      const subject = await subjectOf(store, tenant, model, body);
      const series_ids = storedIdsOf(subject, body);
      const deps = { datasets: store.datasets, reader, forecaster, weightsOf };
      return anomaliesOf(deps, tenant, model, subject.dataset, { ...body, series_ids });
    },

    accuracy: (tenant, forecast) => accuracyOf({ store, forecaster }, tenant, forecast),
    inspect({ weights, spec, dataset }) {
      const { name: _, ...header } = dataset;
      return forecaster.inspect({ weights, spec, header });
    },
    ...attributionCalls({ store, reader, forecaster, weightsOf }),
    ...weightsCalls(weightsOf, forecaster),
  };
  return calls;
}
