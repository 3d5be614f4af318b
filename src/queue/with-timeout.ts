import { AppError } from '../errors.ts';
import { inTime } from '../in-time.ts';

/** How long a caller waits for the queue. */
export const answerMsMaxDefault = 5_000;

/** @throws AppError queue_unavailable when the call to the queue fails, or takes longer than `answerMsMax` */
export async function withTimeout<T>(call: Promise<T>, answerMsMax = answerMsMaxDefault): Promise<T> {
  try {
    return await inTime(call, answerMsMax);
  } catch (cause) {
    throw new AppError('queue_unavailable', {
      detail: 'The queue does not answer; try again in a few seconds.',
      cause,
    });
  }
}
