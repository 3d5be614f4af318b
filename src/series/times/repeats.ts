/** Finds times that come twice. A Map or a Set of V8 has at most 2^24 members, and a table may have more
 *  times: they are sorted. */

/** Rows whose time an earlier row has, in the order of the rows. */
export function* repeatsOf(times: Float64Array): Generator<{ row: number; firstRow: number }> {
  const repeated = repeatedTimes(times);
  if (repeated.length === 0) return;
  const firstRows = new Int32Array(repeated.length).fill(-1);
  for (let row = 0; row < times.length; row++) {
    const at = positionIn(repeated, times[row]);
    if (at < 0) continue;
    if (firstRows[at] < 0) firstRows[at] = row;
    else yield { row, firstRow: firstRows[at] };
  }
}

/** Number of different times. */
export function distinctCount(times: Float64Array): number {
  const sorted = times.toSorted();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) count++;
  return count;
}

/** The times that come twice or more, ascending and each once. */
function repeatedTimes(times: Float64Array): Float64Array {
  const sorted = times.toSorted();
  let count = 0;
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] !== sorted[i - 1] || (count > 0 && sorted[count - 1] === sorted[i])) continue;
    sorted[count++] = sorted[i]; // at most every second time, so none is written over before it is read
  }
  return sorted.slice(0, count);
}

/** Position in ascending times by bisection; -1 if the time is not there. */
function positionIn(ascending: Float64Array, time: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (ascending[middle] < time) from = middle + 1;
    else to = middle;
  }
  return from < ascending.length && ascending[from] === time ? from : -1;
}
