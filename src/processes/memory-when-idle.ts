/** Gives back the memory that loading the code, and calls of the past, have left behind. */
import { performance } from 'node:perf_hooks';
import { freeMemory } from '../free-memory.ts';

/** Pause between two looks at how busy the thread is. */
const everyMs = 1_000;
/** Share of the time in which an idle thread computes. */
const idleShareMax = 0.05;
/** Pause between two looks at the memory of the process, and growth after which memory is given back. */
const memoryEveryMs = 5_000;
const growthBytesMin = 64 * 1024 * 1024;
/** Pause between two collections. Each stops the thread for about a tenth of a second. */
const collectionsEveryMs = 600_000;

/** Collects garbage once, as soon as this thread is idle for a second. V8 collects when memory is allocated, so a
 *  thread that nobody calls would keep what its start has left: half of its memory. */
export function freeMemoryWhenIdle(returnFreePages?: () => void): void {
  const wasIdle = createIdleCheck();
  const timer = setInterval(() => {
    if (!wasIdle()) return;
    clearInterval(timer);
    freeMemory(returnFreePages);
    if (returnFreePages !== undefined) returnMemoryWhenIdle(returnFreePages);
  }, everyMs);
  timer.unref();
}

/** Gives memory back when the process has grown and is idle again. V8 keeps the young generation of a busy time, and
 *  large uploads leave free pages: malloc keeps those between blocks in use. A process that grows again soon only
 *  returns its free pages. */
export function returnMemoryWhenIdle(returnFreePages: () => void, everyMs = memoryEveryMs): NodeJS.Timeout {
  const wasIdle = createIdleCheck();
  let least = residentBytes() ?? 0;
  let collectedAt = Number.NEGATIVE_INFINITY;
  return setInterval(() => {
    const bytes = residentBytes();
    if (bytes === null) return;
    least = Math.min(least, bytes);
    if (!wasIdle() || bytes - least < growthBytesMin) return;
    if (performance.now() - collectedAt < collectionsEveryMs) returnFreePages();
    else {
      freeMemory(returnFreePages);
      collectedAt = performance.now();
    }
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
