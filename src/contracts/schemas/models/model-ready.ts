import { AppError } from '../../../errors.ts';
import type { Model } from './model.ts';

/** Size and hash of a ready model's weights.
 *  @throws AppError model_not_ready while it is trained; model_failed if it has no weights. Both with the `Location` of
 *  the job. @param meanwhile what a caller may do while the model is trained, as a sentence */
export function requireReady(
  { id, status, weights, job_id, error }: Model,
  meanwhile = '',
): NonNullable<Model['weights']> {
  if (status === 'ready' && weights !== null) return weights;
  const headers = { location: `/v1/jobs/${job_id}` };
  if (status === 'training') {
    throw new AppError('model_not_ready', {
      detail: `Model ${id} is still in training. Wait for job ${job_id}.${meanwhile === '' ? '' : ` ${meanwhile}`}`,
      headers,
    });
  }
  const why = error === null ? '' : ` ${error.detail}`;
  const remedy =
    job_id === null
      ? ''
      : ` POST /v1/jobs/${job_id}/retry trains it again; so does a new model with other settings.`;
  throw new AppError('model_failed', {
    detail: `The training of model ${id} ${status === 'cancelled' ? 'was cancelled' : 'failed'}.${why}${remedy}`,
    headers,
  });
}
