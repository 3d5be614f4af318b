/** Numbers of the longest array that is kept between calls: 1 MiB. */
const keptLengthMax = 131_072;

/** Returns a function that gives memory for one call, with arbitrary numbers in it. Calls share an array that grows. A
 *  call that needs more than 1 MiB gets an array of its own, because the shared one is kept as long
 *  as the process lives. */
export function createWorkArray(): (length: number) => Float64Array {
  let kept = new Float64Array(1_024);
  return (length) => {
    if (length > keptLengthMax) return new Float64Array(length);
    if (kept.length < length) kept = new Float64Array(Math.min(2 * length, keptLengthMax));
    return kept;
  };
}
