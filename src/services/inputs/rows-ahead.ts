import { type Dataset, limits } from '../../contracts/schemas/index.ts';

/** Rows after the last observation that a series of the dataset may have. */
export function rowsAhead({ covariates }: Pick<Dataset, 'covariates'>): number {
  return covariates.length === 0 ? 0 : limits.futureRowsMax;
}
