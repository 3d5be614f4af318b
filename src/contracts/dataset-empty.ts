import { AppError } from '../errors.ts';

/** What a model that was imported cannot be asked before its dataset has observations. */
export function datasetEmpty(id: string): AppError {
  return new AppError('dataset_empty', {
    detail: `Dataset ${id} has no observations yet: it came with a model that was imported. Add some with POST /v1/datasets/${id}/observations; forecasts and anomalies of a call's own \`series\` need none.`,
  });
}
