/** Work in parts that do not depend on each other: several threads take one part at a time, and one thread reads the
 *  results in order. A part has the same bytes in every thread, so the result does not depend on
 *  the number of threads. */
import { type MessagePort, receiveMessageOnPort, type Transferable } from 'node:worker_threads';

/** Words in shared memory. */
const nextAt = 0;
const arrivedAt = 1;
const words = 2;
/** Longest wait for a part before `proceed` is called again. */
const waitMs = 50;
/** A part that another thread has had for so long, or for so many times the longest part of this thread, is computed
 *  here too: the thread may have died, or may get no core on a busy machine. */
const overdueMs = 2_000;
const overdueParts = 4;

/** Memory in which threads agree on who takes which part. */
export function createPartCounter(): SharedArrayBuffer {
  return new SharedArrayBuffer(words * Int32Array.BYTES_PER_ELEMENT);
}

/** To the reader: a part, or that it could not be computed. */
type PartMessage<T> = { index: number; made: T | undefined };

export interface Parts<T> {
  count: number;
  compute(index: number): T;
}

export interface PartReader {
  counter: SharedArrayBuffer;
  /** Called before each part that this thread takes, until it returns the ports of the other threads; null: not yet. */
  others(): readonly MessagePort[] | null;
  /** Called before each part and while the reader waits; false ends the work. */
  proceed(): boolean;
}

/** Reads the results of parts, each once, in ascending order. Between two results, this thread takes parts too.
 *  @returns a function that returns null if `proceed` returned false */
export function readParts<T>(
  { count, compute }: Parts<T>,
  { counter, others, proceed }: PartReader,
): (index: number) => T | null {
  const shared = new Int32Array(counter);
  const arrived = new Map<number, T>();
  let ports: readonly MessagePort[] | null = null;
  let longestMs: number | null = null;

  function computeHere(index: number): T {
    const started = performance.now();
    const made = compute(index);
    longestMs = Math.max(longestMs ?? 0, performance.now() - started);
    return made;
  }

  function receive(): void {
    for (const port of ports ?? [])
      for (let one = receiveMessageOnPort(port); one !== undefined; one = receiveMessageOnPort(port)) {
        const { index, made } = one.message as PartMessage<T>;
        // An error is thrown in this thread, if it occurs here too.
        arrived.set(index, made ?? compute(index));
      }
  }

  function isOverdue(waitedMs: number): boolean {
    return waitedMs >= Math.min(overdueMs, overdueParts * (longestMs ?? overdueMs));
  }

  return (index) => {
    let waitingSince: number | null = null;
    for (;;) {
      const seen = Atomics.load(shared, arrivedAt);
      receive();
      const made = arrived.get(index);
      if (made !== undefined) {
        arrived.delete(index);
        return made;
      }
      if (!proceed()) return null;
      if (ports === null && Atomics.load(shared, nextAt) < count - 1) ports = others();
      const taken = Atomics.add(shared, nextAt, 1);
      if (taken < count) arrived.set(taken, computeHere(taken));
      else {
        waitingSince ??= performance.now();
        const waitedMs = performance.now() - waitingSince;
        if (waitedMs > 0 && isOverdue(waitedMs)) return computeHere(index);
        Atomics.wait(shared, arrivedAt, seen, waitMs);
      }
    }
  };
}

/** Takes parts and sends their results, until all are taken or `proceed` returns false.
 *  @param memoryOf memory of a result that the reader gets without a copy */
export function sendParts<T>(
  { count, compute }: Parts<T>,
  options: {
    counter: SharedArrayBuffer;
    port: MessagePort;
    memoryOf(made: T): Transferable[];
    proceed(): boolean;
  },
): void {
  const { port, memoryOf, proceed } = options;
  const shared = new Int32Array(options.counter);
  while (proceed()) {
    const index = Atomics.add(shared, nextAt, 1);
    if (index >= count) return;
    const made = computedOrNot(compute, index);
    port.postMessage({ index, made } satisfies PartMessage<T>, made === undefined ? [] : memoryOf(made));
    Atomics.add(shared, arrivedAt, 1);
    Atomics.notify(shared, arrivedAt);
  }
}

function computedOrNot<T>(compute: (index: number) => T, index: number): T | undefined {
  try {
    return compute(index);
  } catch {
    return undefined; // the reader computes it, and throws
  }
}
