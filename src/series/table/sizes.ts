/** Bounds of the size of a table. */
import { limits } from '../../contracts/values/index.ts';
import { AppError } from '../../errors.ts';
import { refuseSeries } from './groups.ts';
import type { TablePlan } from './plan.ts';

/** Maximum count of numbers in memory, covariates included. */
const numbersMax = 5 * limits.pointsPerDatasetMax;

/** @param rows number of rows so far
 *  @param isWide whether each column is a series
 *  @throws AppError points_too_many */
export function requireFewPoints({ values, halfFlags }: TablePlan, rows: number, isWide: boolean): void {
  const numbers = rows * (values.length - halfFlags.size);
  if ((isWide ? numbers : rows) > limits.pointsPerDatasetMax || numbers > numbersMax) refusePoints();
}

/** @param series number of series that have all rows
 *  @throws AppError series_too_many, points_too_many */
export function requireFewSeries(series: number, rows: number): void {
  if (series > limits.seriesPerDatasetMax) refuseSeries(1);
  if (series * rows > limits.pointsPerDatasetMax) refusePoints();
}

function refusePoints(): never {
  throw new AppError('points_too_many', {
    detail: `The table has more than ${limits.pointsPerDatasetMax} points (or ${numbersMax} numbers with the covariates). Upload fewer rows or fewer columns.`,
  });
}
