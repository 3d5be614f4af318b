/** Fewer equal values are no constant start, and fewer values after it say nothing of their own. */
const runMin = 8;
const restMin = 8;
/** Demands in a row after zeros that show a launch. A single one may be a rare demand. */
const launchMin = 2;

/** Number of first values that say nothing about what follows: a run of one value that never comes back, such as zeros before a
 *  launch. The last value of another run than zeros is not counted, because what follows changes from it. 0 for intermittent demand. */
export function constantStart(values: Float64Array): number {
  const [first] = values;
  let run = 1;
  while (run < values.length && values[run] === first) run++;
  const rest = values.length - run;
  if (run < runMin || rest < (first === 0 ? launchMin : restMin)) return 0;
  if (values.indexOf(first, run) >= 0) return 0;
  return first === 0 ? run : run - 1;
}

/** Values since a launch, without the zeros before it. */
export function sinceLaunch(values: Float64Array): Float64Array {
  let first = 0;
  while (first < values.length && Number.isNaN(values[first])) first++;
  if (values[first] !== 0) return values;
  const observed = values.subarray(first);
  return observed.subarray(constantStart(observed));
}
