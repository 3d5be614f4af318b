/** Gives back the memory that loading the code has left behind. */
import { performance } from 'node:perf_hooks';
import { freeMemory } from '../free-memory.ts';

/** Pause between two looks at how busy the thread is. */
const everyMs = 1_000;
/** Share of the time in which an idle thread computes. */
const idleShareMax = 0.05;

/** Collects garbage once, as soon as this thread is idle for a second. V8 collects when memory is allocated, so a thread
 *  that nobody calls would keep what its start has left: half of its memory. */
export function freeMemoryWhenIdle(returnFreePages?: () => void): void {
  let last = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    if (utilization > idleShareMax) return;
    clearInterval(timer);
    freeMemory(returnFreePages);
  }, everyMs);
  timer.unref();
}
