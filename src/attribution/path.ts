/** The straight path of integrated gradients from a neutral input (0) to the actual one (1). The contribution
 *  of an input is its distance from neutral times the mean of its gradient along the path.
 *  Source: Sundararajan, Taly & Yan (2017), Axiomatic Attribution for Deep Networks. */

/** Points of a path if only the sizes of contributions are compared. */
export const lookBackPoints = 8;

/** Bound on the floating-point operations of a look back: some seconds. */
const lookBackWorkMax = 1e11;

/** Windows that a look back has time for, at least one. A point takes two operations for each weight and step,
 *  and twice as many backward. */
export function windowsInTime(weightsTimesSteps: number): number {
  return Math.max(1, Math.floor(lookBackWorkMax / (6 * lookBackPoints * weightsTimesSteps)));
}

/** Midpoints of `points` equal parts of the path. */
export function midpoints(points: number): number[] {
  return Array.from({ length: points }, (_, j) => (j + 0.5) / points);
}
