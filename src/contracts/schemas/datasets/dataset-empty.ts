import { AppError } from '../../../errors.ts';
import type { Dataset } from './dataset.ts';

/** What a model that was imported cannot be asked while its dataset has nothing in it. */
export function datasetEmpty({ id, kind }: Pick<Dataset, 'id' | 'kind'>): AppError {
  const works =
    kind === 'symbols'
      ? `no sequences: it came with a model that was imported. Forecasts and traces of a call's own \`context\` need none; for the rest upload sequences with POST /v1/datasets, and train a model on them.`
      : `no observations yet: it came with a model that was imported. Add some with POST /v1/datasets/${id}/observations; forecasts and anomalies of a call's own \`series\` need none.`;
  return new AppError('dataset_empty', { detail: `Dataset ${id} has ${works}` });
}
