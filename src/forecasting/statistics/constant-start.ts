/** Fewer equal values are no constant start, and fewer values after it say nothing of their own. */
const runMin = 8;
const restMin = 8;

/** Number of first values that say nothing about what follows: a run of one value that never comes back, such as zeros before a
 *  launch. The last value of the run is not counted, because what follows changes from it. 0 for intermittent demand. */
export function constantStart(values: Float64Array): number {
  const [first] = values;
  let run = 1;
  while (run < values.length && values[run] === first) run++;
  if (run < runMin || values.length - run < restMin) return 0;
  return values.indexOf(first, run) < 0 ? run - 1 : 0;
}
