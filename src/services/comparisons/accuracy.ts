import type { DatasetStore, Forecaster, ModelStore, StoredForecast } from '../../contracts/ports/index.ts';
import {
  type Accuracy,
  type ModelSpec,
  requireModelKind,
  type TenantId,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { atVersion } from '../histories.ts';
import { resultOrThrow } from '../result.ts';

/** Observations before a forecast that the scale of MASE is computed from. */
const accuracyTailPoints = 20_000;

export interface AccuracyDeps {
  store: { datasets: Pick<DatasetStore, 'get' | 'read'>; models: Pick<ModelStore, 'get'> };
  forecaster: Pick<Forecaster, 'accuracy' | 'seriesOf'>;
}

/** Scores of a stored forecast against the observations since. @throws AppError forecast_without_dataset, forecast_not_finite */
export async function accuracyOf(
  { store, forecaster }: AccuracyDeps,
  tenant: TenantId,
  { head, contents }: StoredForecast,
): Promise<Accuracy> {
  if (head.dataset_id === null) throw withoutDataset(head.id);
  const dataset = await store.datasets.get(tenant, head.dataset_id);
  const spec = head.method === 'trained' ? await specOf(head.model_id) : null;
  const series = await atVersion(store.datasets, dataset).read(tenant, dataset.id, {
    seriesIds: await forecaster.seriesOf(contents),
    tailPoints: accuracyTailPoints,
  });
  const scores = resultOrThrow(await forecaster.accuracy({ contents, spec, header: dataset, series }));
  return {
    forecast_id: head.id as string,
    dataset_version: dataset.version,
    horizon: head.horizon,
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
