/** Makes one row of the rows of one time, such as those that moved to it. */
import type { SeriesData } from '../../contracts/schemas/index.ts';

/** Rows of which each has a time of its own. T rows become M. */
export interface MergedRows {
  times: Float64Array; // [M]
  /** The last row of each time. [M] */
  kept: readonly number[];
  /** The last number of each time that is not missing; NaN without any. [T] to [M] */
  column(numbers: Float64Array): Float64Array;
  /** The values and covariates of a series by `column`. */
  columnsOf(series: Pick<SeriesData, 'values' | 'covariates'>): Pick<SeriesData, 'values' | 'covariates'>;
}

/** @param times ascending. [T] */
export function mergedRows(times: Float64Array): MergedRows {
  const kept: number[] = [];
  for (let i = 0; i < times.length; i++) if (times[i] !== times[i + 1]) kept.push(i);
  const column = (numbers: Float64Array) =>
    Float64Array.from(kept, (last, at) => {
      const first = at === 0 ? 0 : kept[at - 1] + 1;
      let row = last;
      while (row > first && Number.isNaN(numbers[row])) row--;
      return numbers[row];
    });
  return {
    times: column(times),
    kept,
    column,
    columnsOf: ({ values, covariates }) => ({
      values: column(values),
      covariates: Object.fromEntries(
        Object.entries(covariates).map(([name, numbers]) => [name, column(numbers)]),
      ),
    }),
  };
}
