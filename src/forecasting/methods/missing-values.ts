/** Missing values are NaN. */
import assert from 'node:assert/strict';
import { isMissing } from '../statistics/index.ts';

/** Fills missing values. The result begins at the first observation. Between two observations missing values
 *  lie on the line between them, and at the end they repeat the last observation. Returns `history` itself if
 *  nothing is missing. */
export function completed(history: Float64Array): Float64Array {
  let first = 0;
  while (first < history.length && Number.isNaN(history[first])) first++;
  assert(first < history.length, 'a history has at least one value');
  if (first === 0 && !hasMissing(history)) return history;
  const values = history.slice(first);
  let known = 0;
  for (let t = 1; t < values.length; t++) {
    if (isMissing(values[t])) continue;
    interpolate(values, known, t);
    known = t;
  }
  return values.fill(values[known], known);
}

/** Whole histories are read for every window and method: a call for each value would take longer than some methods. */
function hasMissing(history: Float64Array): boolean {
  for (let t = 0; t < history.length; t++) if (isMissing(history[t])) return true;
  return false;
}

/** Sets the values between the positions `from` and `to` to the line between the values there. */
export function interpolate(values: Float64Array, from: number, to: number): void {
  const [first, last] = [values[from], values[to]];
  for (let t = from + 1; t < to; t++) values[t] = first + ((last - first) * (t - from)) / (to - from);
}
