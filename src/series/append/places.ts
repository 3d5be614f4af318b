/** Where times of an append are: in the body, and among other times. */
import type { SeriesObservations } from '../../contracts/schemas/index.ts';
import type { Fault } from '../../errors.ts';

/** The line of a time in a table, or its path in a JSON body. */
export function placeOf(
  { times, lines, path }: SeriesObservations,
  time: number,
): Pick<Fault, 'line' | 'path'> {
  const at = lines?.[times.indexOf(time)];
  if (path === undefined) return { line: at };
  return { path: at === undefined ? `${path}/start` : `${path}/times/${at}` };
}

/** Whether a time is one of those, which ascend. There may be millions of them: more than a Set takes. */
export function isAmong(time: number, times: Float64Array): boolean {
  let [from, to] = [0, times.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (times[middle] < time) from = middle + 1;
    else to = middle;
  }
  return times[from] === time;
}
