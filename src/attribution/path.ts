/** The straight way of integrated gradients from a neutral input, 0, to the real one, 1. What an input adds is how far it
 *  is from neutral, times the mean of its gradient on the way.
 *  Source: Sundararajan, Taly & Yan (2017), Axiomatic Attribution for Deep Networks. */

/** Few points do where only sizes are compared. */
export const lookBackPoints = 8;

/** Floating-point operations of a whole look back: some seconds at most. */
const lookBackWorkMax = 1e11;

/** Windows that a look back has the time for, at least one. Two operations for each weight, at each point and step,
 *  forward and twice as many backward. */
export function windowsInTime(weightsTimesSteps: number): number {
  return Math.max(1, Math.floor(lookBackWorkMax / (6 * lookBackPoints * weightsTimesSteps)));
}

/** Midpoints of so many equal parts of the way from 0 to 1. */
export function midpoints(points: number): number[] {
  return Array.from({ length: points }, (_, j) => (j + 0.5) / points);
}
