import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { wallToInstant } from '../../contracts/values/index.ts';
import { wallOf } from '../../series/index.ts';
import type { SeriesCovariates } from './exogenous.ts';

/** A series as a model reads it, in the units of the series; NaN is missing. */
export interface SeriesHistory {
  id: string;
  /** As the dataset keeps them. A step that clocks skip has a time with a fraction of a millisecond. [T] */
  times: Float64Array;
  raw: Float64Array; // [T]
  covariates: SeriesCovariates;
  /** All series of the same request or training, this one included: their values at the same times are known
   *  too. */
  companions?: readonly SeriesHistory[];
}

/** Time that an answer shows for a step: one that clocks skip has that of the next step. */
export function shownTime(time: number): number {
  return Math.ceil(time);
}

/** Window of a forecast, which reads only the observations before `origin`. */
export interface ForecastWindow {
  series: SeriesHistory;
  origin: number;
}

/** Index of the first time that is not before `time`; the number of times if all are. Times ascend. */
export function firstAtOrAfter(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A row of a series, and its step in the history. */
interface RowWithStep {
  row: number;
  step: number;
}

/** The steps of the rows `from` … `to − 1` of a series in its history, without the rows that have none. Rows of an hour
 *  that clocks repeat have the steps of the pass that is in the history.
 *  @param times those of the series, as it is stored */
export function rowsWithStep(
  times: Float64Array,
  from: number,
  to: number,
  history: Pick<SeriesHistory, 'times'>,
  { time_kind, time_zone }: Pick<DatasetHeader, 'time_kind' | 'time_zone'>,
): RowWithStep[] {
  const stepAt = (time: number) => {
    const step = firstAtOrAfter(history.times, time);
    return history.times[step] === time ? step : null;
  };
  const otherPass = (time: number) => {
    if (time_kind !== 'instant' || time_zone === null) return null;
    const wall = wallOf(time, time_zone);
    return stepAt(wallToInstant(wall, time_zone)) ?? stepAt(wallToInstant(wall, time_zone, true));
  };
  const rows: RowWithStep[] = [];
  for (let row = from; row < to; row++) {
    const step = stepAt(times[row]) ?? otherPass(times[row]);
    if (step !== null) rows.push({ row, step });
  }
  return rows;
}
