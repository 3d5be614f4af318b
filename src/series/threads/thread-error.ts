import { AppError, type ErrorCode, type ErrorDetails } from '../../errors.ts';

/** What a thread says of an AppError: an error class does not survive the way back. */
export type ThreadError = { code: ErrorCode; details: Pick<ErrorDetails, 'detail' | 'faults'> };

/** Any other error stays what it is. */
export function toThreadError(error: unknown): ThreadError {
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, details: { detail: error.message, faults: error.details.faults } };
}
