/** The series that a call about a model is for: those that it names or has itself, or else those of the model. */
import type { DatasetStore, ModelStore, ServedModel } from '../contracts/ports/index.ts';
import {
  type Dataset,
  datasetEmpty,
  type Model,
  modelSeriesGone,
  type TenantId,
} from '../contracts/schemas/index.ts';

interface CallOfModel {
  /** Series that come with the call. */
  series?: unknown;
  series_ids?: string[];
  series_id?: string;
}

export interface SubjectStore {
  datasets: Pick<DatasetStore, 'get'>;
  models: Pick<ModelStore, 'seriesOf'>;
}

/** A model with its dataset. The series of the model are read only for a call that names none. */
export async function subjectOf(
  { datasets, models }: SubjectStore,
  tenant: TenantId,
  model: Model,
  body: CallOfModel,
): Promise<ServedModel> {
  const dataset = await datasets.get(tenant, model.dataset_id);
  const namesSeries = [body.series, body.series_ids, body.series_id].some((given) => given !== undefined);
  return { model, dataset, seriesIds: namesSeries ? null : await models.seriesOf(tenant, model) };
}

/** Ids of the stored series of a call; undefined: all series of the dataset, or those that come with the call.
 *  @throws AppError dataset_empty where there are no such series, and the call has none either */
export function storedIdsOf(
  { model, dataset, seriesIds }: ServedModel,
  body: CallOfModel,
): string[] | undefined {
  requireSome(dataset, body);
  if (body.series !== undefined) return undefined;
  if (body.series_id !== undefined) return [body.series_id];
  if (body.series_ids !== undefined || seriesIds === null) return body.series_ids;
  if (seriesIds.length === 0) throw modelSeriesGone(model);
  return seriesIds;
}

/** @throws AppError dataset_empty where the call has no series either */
function requireSome(dataset: Dataset, { series }: CallOfModel): void {
  if (series === undefined && dataset.series_count === 0) throw datasetEmpty(dataset);
}
