import type { ChunkColumns } from '../contracts/ports/index.ts';
import { createFairGate, createThreadPool, sharedPool, type ThreadPool } from '../sharing/index.ts';
import { movable } from '../transfer.ts';
import { type Tasks, tasks } from './tasks.ts';

/** Work on more is done in a thread. */
const inlineBytesMax = 64 * 1024;
/** Threads for the work of one tenant, and one more for a tenant that has none. */
const threadsMax = 2;
const threadsSpare = 1;
const tasksWaitingMax = 10_000;
const idleMsMax = 10_000;

/** The threads of this process. They start when they are needed, and end when they are idle. */
let threads: ThreadPool | null = null;
const gate = createFairGate({
  slots: threadsMax + threadsSpare,
  slotsPerTenant: threadsMax,
  slotsSpare: threadsSpare,
  waitingMax: tasksWaitingMax,
  waitingPerTenantMax: tasksWaitingMax,
  msMax: null,
  subject: 'reads',
  graceMs: null, // several calls may wait for the same chunks
});

/** Whether work of this size is done in a thread. */
export function isWorkOfThread(bytes: number): boolean {
  return bytes > inlineBytesMax;
}

/** Does work on chunks: at once where it is little, else in a thread.
 *  @param bytes size of the task, such as `sizeOf` its chunks
 *  @param consumes whether the arrays of the task may be transferred: the caller cannot use them afterwards */
export async function workOnChunks<Name extends keyof Tasks>(
  name: Name,
  task: Parameters<Tasks[Name]>[0],
  bytes: number,
  consumes = false,
): Promise<ReturnType<Tasks[Name]>> {
  if (!isWorkOfThread(bytes)) return tasks[name](task as never) as never;
  const { value, buffers } = movable(task, consumes);
  return poolOf().run({ name, task: value }, { transferList: buffers });
}

function poolOf() {
  threads ??= createThreadPool({
    entry: new URL('./thread.ts', import.meta.url),
    subject: 'reads',
    threadsMax: threadsMax + threadsSpare,
    idleMsMax,
  });
  return sharedPool(threads, gate);
}

/** Size of chunks as work: their bytes, or their numbers where they are packed to less than a byte each.
 *  @param columns times, values and covariates */
export function sizeOf(chunks: readonly ChunkColumns[], columns: number): number {
  let [bytes, numbers] = [0, 0];
  for (const { point_count, times, values, covariates } of chunks) {
    bytes += times.length + values.length + covariates.length;
    numbers += point_count * columns;
  }
  return Math.max(bytes, numbers);
}

/** Bytes of numbers before they are packed. */
export function bytesOfNumbers(numbers: number): number {
  return numbers * Float64Array.BYTES_PER_ELEMENT;
}
