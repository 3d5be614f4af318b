import { AppError } from '../../../errors.ts';
import type { Dataset } from './dataset.ts';

const details = {
  numeric: (id) =>
    `no observations yet: it came with a model that was imported. Add some with POST /v1/datasets/${id}/observations; forecasts and anomalies of a call's own \`series\` need none.`,
  symbols: () =>
    `no sequences: it came with a model that was imported. Forecasts and traces of a call's own \`context\` need none; for the rest upload sequences with POST /v1/datasets, and train a model on them.`,
} satisfies Record<Dataset['kind'], (id: string) => string>;

/** The refusal of a call that needs the data of an imported model: its dataset is empty. */
export function datasetEmpty({ id, kind }: Pick<Dataset, 'id' | 'kind'>): AppError {
  return new AppError('dataset_empty', { detail: `Dataset ${id} has ${details[kind](id)}` });
}
