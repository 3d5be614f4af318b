import { isMissing } from './plain-loops.ts';

/** Fewer equal values are no constant start, and fewer values after it say nothing of their own. */
const runMin = 8;
const restMin = 8;
/** Demands in a row after zeros that show a launch. A single one may be a rare demand. */
const launchMin = 2;

/** Number of first values that say nothing about what follows: a run of one value that never comes back, such as zeros
 *  before a launch. The last value of another run than zeros is not counted, because what follows changes from it. 0
 *  for intermittent demand.
 *  @param values NaN is missing: it neither ends a run nor counts as a value */
export function constantStart(values: Float64Array): number {
  let equal = 0;
  let last = 0;
  let end = 0;
  let first = Number.NaN;
  for (; end < values.length; end++) {
    if (isMissing(values[end])) continue;
    if (equal === 0) first = values[end];
    if (values[end] !== first) break;
    equal++;
    last = end;
  }
  if (equal < runMin || values.indexOf(first, end) >= 0) return 0;
  const followingMin = first === 0 ? launchMin : restMin;
  return followAtLeast(followingMin, values.subarray(end)) ? (first === 0 ? end : last) : 0;
}

function followAtLeast(count: number, values: Float64Array): boolean {
  let observed = 0;
  for (let t = 0; t < values.length && observed < count; t++) if (!isMissing(values[t])) observed++;
  return observed === count;
}

/** Values since a launch, without the zeros before it. */
export function sinceLaunch(values: Float64Array): Float64Array {
  let first = 0;
  while (first < values.length && isMissing(values[first])) first++;
  if (values[first] !== 0) return values;
  const observed = values.subarray(first);
  return observed.subarray(constantStart(observed));
}
