/** Gives back the memory that loading the code has left behind. */
import { performance } from 'node:perf_hooks';
import { freeMemory } from '../free-memory.ts';

/** Pause between two looks at how busy the thread is. */
const everyMs = 1_000;
/** Share of the time in which an idle thread computes. */
const idleShareMax = 0.05;
/** Pause between two looks at the memory of the process, and growth after which free pages are returned. */
const memoryEveryMs = 5_000;
const growthBytesMin = 64 * 1024 * 1024;

/** Collects garbage once, as soon as this thread is idle for a second. V8 collects when memory is allocated, so a thread
 *  that nobody calls would keep what its start has left: half of its memory. */
export function freeMemoryWhenIdle(returnFreePages?: () => void): void {
  const wasIdle = createIdleCheck();
  const timer = setInterval(() => {
    if (!wasIdle()) return;
    clearInterval(timer);
    freeMemory(returnFreePages);
    if (returnFreePages !== undefined) returnPagesWhenIdle(returnFreePages);
  }, everyMs);
  timer.unref();
}

/** Returns free pages to the operating system when the process has grown and is idle again. Large uploads leave many: malloc keeps
 *  pages between blocks in use. */
export function returnPagesWhenIdle(returnFreePages: () => void, everyMs = memoryEveryMs): NodeJS.Timeout {
  const wasIdle = createIdleCheck();
  let least = residentBytes() ?? 0;
  return setInterval(() => {
    const bytes = residentBytes();
    if (bytes === null) return;
    least = Math.min(least, bytes);
    if (!wasIdle() || bytes - least < growthBytesMin) return;
    returnFreePages();
    least = residentBytes() ?? least;
  }, everyMs).unref();
}

/** Memory of the process; null while it has no file handle left, which the reading needs. */
function residentBytes(): number | null {
  try {
    return process.memoryUsage.rss();
  } catch {
    return null;
  }
}

/** Returns a function that says whether this thread was idle since its last call. */
function createIdleCheck(): () => boolean {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization <= idleShareMax;
  };
}
