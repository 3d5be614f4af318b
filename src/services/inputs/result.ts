import { AppError, type Problem } from '../../errors.ts';

/** The result of a thread. @throws AppError where it is a problem: an error keeps no class on
 *  its way out of a thread */
export function resultOrThrow<T extends object>(result: T | { problem: Problem }): T {
  if (!('problem' in result)) return result;
  const { code, detail, errors: faults } = result.problem;
  throw new AppError(code, { detail, faults });
}
