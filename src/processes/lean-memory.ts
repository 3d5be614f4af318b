/** How `npm start` starts its processes, so that they need little memory. */

/** The young generation of the main thread grows to 3 × this, in MB. By default it is several times larger, and most of the
 *  memory of an idle process. With 2 instead of 16, polls per second fell by a quarter on an idle machine. */
export const heapFlags = ['--max-semi-space-size=16'];
/** glibc keeps freed memory in up to eight pools per core. Fewer keep less. */
export const leanMemory = { MALLOC_ARENA_MAX: '2' };
/** Ends the effect of `heapFlags`, which would go before the limits of threads. */
export const flagsOfThreads = '--max-semi-space-size=0';
