import { AppError } from '../../../errors.ts';
import type { Model } from './model.ts';

/** The weights of a model, as its row describes them.
 *  @throws AppError model_not_ready, or model_failed where waiting does not help; both with the job's `Location` */
export function requireReady({ id, status, weights, job_id, error }: Model): NonNullable<Model['weights']> {
  if (status === 'ready' && weights !== null) return weights;
  const headers = { location: `/v1/jobs/${job_id}` };
  if (status === 'training') {
    throw new AppError('model_not_ready', {
      detail: `Model ${id} is in training: wait for job ${job_id}.`,
      headers,
    });
  }
  const why = error === null ? '' : ` ${error.detail}`;
  throw new AppError('model_failed', {
    detail: `The training of model ${id} ${status === 'cancelled' ? 'was cancelled' : 'failed'}.${why}`,
    headers,
  });
}
