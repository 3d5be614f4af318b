import { addon } from './index.ts';

/** Asks the scheduler for a time slice of this thread, and of threads that it starts from now on. Linux lets a thread
 *  that wakes up interrupt one with a longer slice at once; the shares of time do not change.
 *  @param ms a whole number up to 100; 0: the system's own slice again
 *  @returns the slice in milliseconds; 0 where there is none to ask for: before Linux 6.12, on other systems,
 *  without the native kernel */
export function requestTimeSlice(ms: number): number {
  return addon?.requestTimeSlice(ms) ?? 0;
}
