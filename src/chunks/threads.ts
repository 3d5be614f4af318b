import { Piscina } from 'piscina';
import type { ChunkColumns } from '../contracts/ports/index.ts';
import { movable } from '../transfer.ts';
import { type Tasks, tasks } from './tasks.ts';

/** Work on more is done in a thread. */
const inlineBytesMax = 64 * 1024;
const threadsMax = 2;
const idleMsMax = 10_000;

/** The threads of this process. They start when they are needed, and end when they are idle. */
let threads: Piscina | null = null;

/** Does work on chunks: at once where it is little, else in a thread.
 *  @param bytes size of the task, such as `sizeOf` its chunks
 *  @param consumes whether the arrays of the task may be transferred: the caller cannot use them afterwards */
export async function workOnChunks<Name extends keyof Tasks>(
  name: Name,
  task: Parameters<Tasks[Name]>[0],
  bytes: number,
  consumes = false,
): Promise<ReturnType<Tasks[Name]>> {
  if (bytes <= inlineBytesMax) return tasks[name](task as never) as never;
  threads ??= new Piscina({
    filename: new URL('./thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threadsMax,
    idleTimeout: idleMsMax,
  });
  const { value, buffers } = movable(task, consumes);
  return threads.run({ name, task: value }, { transferList: buffers });
}

/** Number of tasks that threads have done. */
export function tasksInThreads(): number {
  return threads?.completed ?? 0;
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
