import { AppError, type ErrorCode, type ErrorDetails } from '../errors.ts';

/** An AppError as a thread returns it: classes of errors are lost between threads. */
export type ThreadError = { code: ErrorCode; details: Pick<ErrorDetails, 'detail' | 'faults'> };

/** Converts an AppError. Throws any other error again. */
export function toThreadError(error: unknown): ThreadError {
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, details: { detail: error.message, faults: error.details.faults } };
}
