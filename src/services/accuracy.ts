import type { DatasetStore, Forecaster, ModelStore } from '../contracts/ports/index.ts';
import {
  type Accuracy,
  type DatasetHeader,
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
  if (forecast.method === 'instant') throw withoutDataset(forecast.id);
  const dataset = await store.datasets.get(tenant, forecast.dataset_id);
  const model = await store.models.get(tenant, forecast.model_id);
  requireModelKind(model, 'numeric', { symbols: 'none, because forecasts of symbols are not stored' });
  const { spec } = model;
  const header: DatasetHeader = dataset;
  const series = await store.datasets.read(tenant, dataset.id, {
    seriesIds: forecast.forecasts.map(({ series_id }) => series_id),
    tailPoints: accuracyTailPoints,
  });
  const byId = new Map(series.map((one) => [one.id, one]));
  const scores = await forecaster.accuracy(
    forecast.forecasts.map(({ fitted: _, samples: __, explanation: ___, ...one }) => ({
      spec,
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
}

function withoutDataset(id: string | null): AppError {
  return new AppError('forecast_without_dataset', {
    detail: `Forecast ${id} is an instant forecast, and its series were not stored; accepted: the forecast of a model, which is compared with the observations of its dataset.`,
  });
}
