import type { DatasetStore, Forecaster, ModelStore } from '../contracts/ports/index.ts';
import {
  type Accuracy,
  type DatasetHeader,
  type ModelSpec,
  type NumericForecast,
  requireModelKind,
  type TenantId,
} from '../contracts/schemas/index.ts';
import { AppError } from '../errors.ts';

/** Observations before a forecast that the scale of MASE is computed from. */
const accuracyTailPoints = 20_000;

export interface AccuracyDeps {
  store: { datasets: Pick<DatasetStore, 'get' | 'read'>; models: Pick<ModelStore, 'get'> };
  forecaster: Pick<Forecaster, 'accuracy'>;
}

/** Scores of a stored forecast against the observations since. @throws AppError forecast_without_dataset */
export async function accuracyOf(
  { store, forecaster }: AccuracyDeps,
  tenant: TenantId,
  forecast: NumericForecast,
): Promise<Accuracy> {
  if (forecast.id === null || forecast.dataset_id === null) throw withoutDataset(forecast.id);
  const dataset = await store.datasets.get(tenant, forecast.dataset_id);
  const spec = forecast.method === 'trained' ? await specOf(forecast.model_id) : null;
  const header: DatasetHeader = dataset;
  const series = await store.datasets.read(tenant, dataset.id, {
    seriesIds: forecast.forecasts.map(({ series_id }) => series_id),
    tailPoints: accuracyTailPoints,
  });
  const byId = new Map(series.map((one) => [one.id, one]));
  const scores = await forecaster.accuracy(
    forecast.forecasts.map(({ fitted: _, samples: __, explanation: ___, ...one }) => ({
      spec: spec ?? { target: dataset.target, season_length: 'season_length' in one ? one.season_length : 1 },
      header,
      forecast: one,
      series: byId.get(one.series_id) ?? null,
    })),
  );
  return {
    forecast_id: forecast.id,
    dataset_version: dataset.version,
    horizon: forecast.horizon,
    ...scores,
  };

  async function specOf(modelId: string): Promise<ModelSpec> {
    const model = await store.models.get(tenant, modelId);
    requireModelKind(model, 'numeric', { symbols: 'none, because forecasts of symbols are not stored' });
    return model.spec;
  }
}

function withoutDataset(id: string | null): AppError {
  return new AppError('forecast_without_dataset', {
    detail: `Forecast ${id} is an instant forecast of series that were not stored; accepted: the forecast of a model or a dataset, which is compared with the observations of the dataset.`,
  });
}
