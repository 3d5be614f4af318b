/** Log returns between neighbours that are both above 0. Across a missing value there is none: it would be one of
 *  several steps. */
export function logReturns(values: Float64Array): number[] {
  const returns: number[] = [];
  for (let t = 1; t < values.length; t++)
    if (values[t - 1] > 0 && values[t] > 0) returns.push(Math.log(values[t] / values[t - 1]));
  return returns;
}
