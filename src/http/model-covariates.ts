import type { Covariates } from '../contracts/covariates.ts';
import type { Dataset } from '../contracts/dataset.ts';
import { limits } from '../contracts/limits.ts';
import { nearest } from '../contracts/nearest.ts';
import { AppError, type Fault } from '../errors.ts';
import { pointer } from '../validation/faults.ts';

/** The covariates of a model, checked against the columns of the dataset and the attributes of its series.
 *  @throws AppError covariate_unknown, request_invalid */
export function covariatesOf(
  { past, future, static: constant }: Covariates = { past: [], future: [], static: [] },
  target: string,
  dataset: Pick<Dataset, 'target' | 'covariates'>,
  attributes: readonly string[],
): Covariates {
  const columns = [dataset.target, ...dataset.covariates].filter((name) => name !== target);
  const faults = [
    ...unknown('past', past, columns, { noun: 'column', none: 'no covariates: the dataset has one column' }),
    ...unknown('future', future, columns, {
      noun: 'column',
      none: 'no covariates: the dataset has one column',
    }),
    ...unknown('static', constant, attributes, {
      noun: 'static attribute',
      none: 'no static attributes: the series have none',
    }),
  ];
  if (faults.length > 0)
    throw new AppError('covariate_unknown', {
      detail: `${faults[0].message}; accepted: ${faults[0].accepted}`,
      faults: faults.slice(0, limits.faultsMax),
    });
  const both = future.findIndex((name) => past.includes(name));
  if (both >= 0) {
    const message = `\`${future[both]}\` stands in \`past\` too`;
    const accepted = 'a column in one of them: what is known in advance is known of the past as well';
    throw new AppError('request_invalid', {
      detail: `${message}; accepted: ${accepted}`,
      faults: [{ path: `/covariates/future/${both}`, message, accepted }],
    });
  }
  return { past: distinct(past), future: distinct(future), static: distinct(constant) };
}

function unknown(
  field: keyof Covariates,
  names: readonly string[],
  known: readonly string[],
  { noun, none }: { noun: string; none: string },
): Fault[] {
  return names.flatMap((name, i) => {
    if (known.includes(name)) return [];
    const near = nearest(name, known);
    const suggestion = near === null ? '' : `; did you mean \`${near}\`?`;
    return [
      {
        path: pointer('body', ['covariates', field, i]),
        message: `there is no ${noun} \`${name}\` beside the target${suggestion}`,
        accepted: known.length === 0 ? none : `some of ${known.join(', ')}`,
      },
    ];
  });
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
