/** Counts missing values after a change of some chunks of a series. Rows of the future, at the end of a
 *  series, are not missing. */
import { missingValues } from '../contracts/values/index.ts';
import type { Arrays } from './pack.ts';

/** Consecutive chunks of a series that change, within all its observations before the change. */
export interface Part {
  firstIndex: number;
  /** Observations of the whole series. */
  pointCount: number;
}

/** Difference of the missing values of a series, from consecutive chunks before and after their change. It may be
 *  negative. Null if it depends on the other chunks: they may hold the last value, or rows of the future. */
export function missingChange(
  before: Arrays,
  after: Arrays,
  { firstIndex, pointCount }: Part,
): number | null {
  const [had, has] = [endOf(before), endOf(after)];
  const reachesEnd = firstIndex + before.times.length >= pointCount;
  const isAll = firstIndex === 0 && reachesEnd;
  if (isAll || (reachesEnd && had.hasValue && has.hasValue))
    return missingValues(after) - missingValues(before);
  const isSameEnd =
    had.hasValue === has.hasValue && had.rowsBehind === has.rowsBehind && had.isFuture === has.isFuture;
  return isSameEnd ? has.withoutValue - had.withoutValue : null;
}

/** Rows without a value, those behind the last value, and whether these have covariates. */
function endOf({ values, covariates }: Arrays) {
  let end = values.length;
  while (end > 0 && Number.isNaN(values[end - 1])) end--;
  const withoutValue = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
  const isFuture = Object.values(covariates).some((column) =>
    column.subarray(end).some((value) => !Number.isNaN(value)),
  );
  return { hasValue: end > 0, rowsBehind: values.length - end, withoutValue, isFuture };
}
