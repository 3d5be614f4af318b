import { AppError } from '../../../errors.ts';
import type { Dataset } from './dataset.ts';

const details = {
  numeric: (id) =>
    `no observations yet, because its model was imported. Add observations with POST /v1/datasets/${id}/observations, or send inline \`series\` with the call for forecasts or anomalies.`,
  symbols: () =>
    `no sequences, because its model was imported. Forecasts and traces with a \`context\` need no sequences. For other calls, upload sequences with POST /v1/datasets and train a model on them.`,
} satisfies Record<Dataset['kind'], (id: string) => string>;

/** The refusal of a call that needs the series of a model of a fleet, or of one that was trained
 *  again from such a model. */
export function modelSeriesGone({ id, dataset_id }: { id: string; dataset_id: string }): AppError {
  return new AppError('dataset_empty', {
    detail: `Dataset ${dataset_id} does not have the series of model ${id} any more: they were deleted. Add observations of them with POST /v1/datasets/${dataset_id}/observations, or use a model of other series.`,
  });
}

/** The refusal of a call that needs the data of an imported model: its dataset is empty. */
export function datasetEmpty({ id, kind }: Pick<Dataset, 'id' | 'kind'>): AppError {
  return new AppError('dataset_empty', { detail: `Dataset ${id} has ${details[kind](id)}` });
}
