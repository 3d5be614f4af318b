import { getPriority, setPriority } from 'node:os';
import { requestTimeSlice } from '../engine/index.ts';

/** Difference of nice values, that of the command `nice`: a thread gets nine times the time of one at a value that is higher by 10. More
 *  would let any other work on the machine stop trainings. With less, a thread that has just computed waits longer when it wakes up. */
export const niceness = 10;
const niceMax = 19;
/** Time slice. A thread that wakes up would wait for the end of the slice that runs, about 2 ms each time, and a stored forecast
 *  wakes several: the API, PostgreSQL, and what writes to the disk. It interrupts a thread with a longer slice than its own at once. */
export const sliceMs = 20;
let yields = false;

/** Makes the scheduler prefer other threads to this one. Linux has a priority for each thread, and threads that this one
 *  starts have it too. Elsewhere the call would change the whole process, whose heartbeats must not wait: it does nothing. */
export function yieldToOthers(): void {
  if (yields || process.platform !== 'linux') return;
  yields = true;
  setPriority(Math.min(niceMax, getPriority() + niceness));
  requestTimeSlice(sliceMs);
}
