/** Yields to other threads, and tells how the scheduler treats it; then a thread that it has started does the same. */
import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { yieldToOthers } from '../../src/processes/priority.ts';

export interface Scheduling {
  priority: number;
  /** In milliseconds; null where the kernel does not show it. */
  slice: number | null;
}

export function schedulingOfThread(): Scheduling {
  return { priority: getPriority(), slice: shownSlice() };
}

function shownSlice(): number | null {
  try {
    const [, nanoseconds] =
      /se\.slice\s*:\s*(\d+)/.exec(readFileSync('/proc/thread-self/sched', 'utf8')) ?? [];
    return nanoseconds === undefined ? null : Number(nanoseconds) / 1e6;
  } catch {
    return null;
  }
}

const { role, niceness } = (workerData ?? {}) as { role?: 'parent' | 'child'; niceness: number };
if (role === 'parent') {
  yieldToOthers(niceness);
  yieldToOthers(niceness);
  const own = schedulingOfThread();
  const child = new Worker(new URL(import.meta.url), { workerData: { role: 'child' } });
  child.once('message', (ofChild: Scheduling) => parentPort?.postMessage([own, ofChild]));
}
if (role === 'child') parentPort?.postMessage(schedulingOfThread());
