import { getPriority, setPriority } from 'node:os';

/** Difference of nice values: a thread gets three times the time of one at a value that is higher by 5. More would let any other
 *  work on the machine stop trainings. */
export const niceness = 5;
const niceMax = 19;
let yields = false;

/** Makes the scheduler prefer other threads to this one. Linux has a priority for each thread, and threads that this one
 *  starts have it too. Elsewhere the call would change the whole process, whose heartbeats must not wait: it does nothing. */
export function yieldToOthers(): void {
  if (yields || process.platform !== 'linux') return;
  yields = true;
  setPriority(Math.min(niceMax, getPriority() + niceness));
}
