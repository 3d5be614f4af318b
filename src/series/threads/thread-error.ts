import { AppError, type ErrorCode, type ErrorDetails } from '../../errors.ts';

/** What a thread says of an AppError: an error class does not survive the way back. */
export type Told = { code: ErrorCode; details: Pick<ErrorDetails, 'detail' | 'faults'> };

/** Any other error stays what it is. */
export function told(error: unknown): Told {
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, details: { detail: error.message, faults: error.details.faults } };
}
