import type { SeriesData } from '../../contracts/schemas/index.ts';
import type { Fault } from '../../errors.ts';

/** Series that share their times. The arrays are in upload order. `buildDataset` may change them. */
export interface SeriesGroup {
  times: Float64Array; // [T]
  /** Place of observation `i` of the arrays in the upload. */
  place(i: number): Pick<Fault, 'line' | 'path'>;
  /** Line of each time, where errors about the observations name it later. */
  lines?: Float64Array;
  series: Omit<SeriesData, 'times'>[];
}
