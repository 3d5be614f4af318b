import { getPriority, setPriority } from 'node:os';
import { requestTimeSlice } from '../engine/index.ts';

const niceMax = 19;
/** Time slice. A thread that wakes up would wait for the end of the slice that runs, about 2 ms each time, and a stored forecast
 *  wakes several: the API, PostgreSQL, and what writes to the disk. It interrupts a thread with a longer slice than its own at once. */
export const sliceMs = 20;
let yields = false;

/** Makes the scheduler prefer other threads to this one, once. Linux has a priority for each thread, and threads that this one
 *  starts have it too. Elsewhere the call would change the whole process, whose heartbeats must not wait: it does nothing.
 *  @param niceness is added to the nice value. With 10, that of the command `nice`, a thread gets a tenth of a core on which another
 *    computes, and one that has just computed waits a short time when it wakes up. With 0 nothing changes */
export function yieldToOthers(niceness: number): void {
  if (yields || niceness === 0 || process.platform !== 'linux') return;
  yields = true;
  setPriority(Math.min(niceMax, getPriority() + niceness));
  requestTimeSlice(sliceMs);
}
