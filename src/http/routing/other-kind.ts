import { AppError, type Fault } from '../../errors.ts';

/** What is said of fields that mean nothing to this kind of model or dataset. */
export function otherKind(
  code: 'model_kind_mismatch' | 'dataset_kind_mismatch',
  because: string,
  names: readonly string[],
  works: string,
): AppError {
  const faults = names.map(
    (name): Fault => ({
      path: `/${name}`,
      message: `\`${name}\` is for the other kind of model`,
      accepted: works,
    }),
  );
  return new AppError(code, {
    detail: `${because}, and ${faults[0].message}. What works: ${works}.`,
    faults,
  });
}
