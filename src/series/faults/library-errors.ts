import { AppError, type ErrorCode } from '../../errors.ts';

/** Characters of the message of a library that a caller sees. */
const reasonLengthMax = 200;

/** Makes a function that runs a reader of a library, and turns its plain errors into errors with `code`.
 *  @param format name of the format, in words */
export function refusingErrors(code: ErrorCode, format: string): <T>(read: () => Promise<T>) => Promise<T> {
  return async (read) => {
    try {
      return await read();
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      const reason = cause instanceof Error ? cause.message.slice(0, reasonLengthMax) : '';
      throw new AppError(code, { detail: `The body cannot be read as ${format}: ${reason}.`, cause });
    }
  };
}
