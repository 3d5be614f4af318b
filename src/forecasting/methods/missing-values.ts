/** Missing values are NaN. */
import assert from 'node:assert/strict';

/** The history from its first observation on. Missing values between two observations lie on the line between them;
 *  missing values at the end repeat the last observation. The history itself if nothing is missing. */
export function completed(history: Float64Array): Float64Array {
  const first = history.findIndex((value) => !Number.isNaN(value));
  assert(first >= 0, 'a history has at least one value');
  if (first === 0 && !history.some(Number.isNaN)) return history;
  const values = history.slice(first);
  let known = 0;
  for (let t = 1; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue;
    interpolate(values, known, t);
    known = t;
  }
  return values.fill(values[known], known);
}

/** Puts the values between the observations at `from` and `to` on the line between the two. */
export function interpolate(values: Float64Array, from: number, to: number): void {
  const [first, last] = [values[from], values[to]];
  for (let t = from + 1; t < to; t++) values[t] = first + ((last - first) * (t - from)) / (to - from);
}
