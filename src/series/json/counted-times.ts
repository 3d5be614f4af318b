/** Finds integers in JSON that count steps by the rule, and look like times. */
import type { SeriesIn } from '../../contracts/schemas/index.ts';
import type { Warnings } from '../faults/index.ts';

interface Range {
  from: number;
  to: number;
  /** Meaning of a number of the range, if it is no count. */
  name: string;
}

const ranges: Range[] = [
  { from: 1900, to: 2100, name: 'a year' },
  { from: 190_001, to: 210_012, name: 'a year and a month' },
  { from: 19_000_101, to: 21_001_231, name: 'a date' },
  { from: 1e9, to: 1e10, name: 'seconds since 1970' },
  { from: 1e12, to: 1e13, name: 'milliseconds since 1970' },
  { from: 1e15, to: 1e16, name: 'microseconds since 1970' },
];
/** Serial numbers of Excel from 1982 on. */
const excel: Range = { from: 30_000, to: 73_050, name: 'a serial number of Excel' };

export function warnOfCountedTimes(series: readonly SeriesIn[], warnings: Warnings): void {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { times = [], start } of series) {
    for (const time of start === undefined ? times : [start]) {
      if (typeof time !== 'number') return;
      if (time < lowest) lowest = time;
      if (time > highest) highest = time;
    }
  }
  if (lowest > highest) return; // the series have no times
  const range = [...ranges, excel].find(({ from, to }) => lowest >= from && highest <= to);
  if (range === undefined) return;
  warnings.add(
    'times_counted',
    `The times are integers, such as ${lowest}, and were read as counts of steps. If ${lowest} is ${range.name}, send dates or date-times such as "2024-01-31" or "2024-01-31T09:00:00Z".`,
  );
}
