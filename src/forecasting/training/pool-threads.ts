/** Threads of training pools. A thread that is no longer needed waits for the next training of the thread that started
 *  it, so that its code is loaded and compiled only once. It ends with that thread. */
import { resourceLimits, Worker } from 'node:worker_threads';
import { type MessageToWorker, rested } from './pool-messages.ts';

/** Bound of the number of threads that wait. */
const waitingMax = 3;
/** Time that a thread has to exit. It first ends a step of its network, which takes seconds for the largest ones, or
 *  the preparation of its series. */
const exitMs = 30_000;
/** Thread id of a worker that has exited. */
const exitedThreadId = -1;
/** Pause before a thread is started after one could not start or died. It doubles with each, until one works. */
const pauseMsMin = 1_000;
const pauseMsMax = 60_000;

const waiting: Worker[] = [];
/** Threads that still compute something for the training before. */
const ending = new Set<Worker>();
let pauseNextMs = pauseMsMin;
let pausedUntil = Number.NEGATIVE_INFINITY;

/** Number of idle threads. They can begin work without loading code. */
export function threadsWaiting(): number {
  return waiting.length;
}

export function mayStartThread(): boolean {
  return performance.now() >= pausedUntil;
}

/** Starts no thread for some time. */
export function pauseStarts(): void {
  pausedUntil = performance.now() + pauseNextMs;
  pauseNextMs = Math.min(2 * pauseNextMs, pauseMsMax);
}

/** Makes the next pause short again: a thread has done some work. */
export function shortenPause(): void {
  pauseNextMs = pauseMsMin;
}

/** A thread that has no training yet. @returns null if none waits and none is started now
 *  @throws Error if the system refuses a thread */
export function takeThread(): Worker | null {
  const thread = waiting.pop() ?? (mayStartThread() ? startThread() : null);
  thread?.ref();
  return thread;
}

/** Keeps a thread for the next training, if there is room. It first ends the part that it computes: an error of that
 *  part is none of the next training. */
export function returnThread(thread: Worker): void {
  if (thread.threadId === exitedThreadId || waiting.length + ending.size >= waitingMax) {
    void endThread(thread);
    return;
  }
  ending.add(thread);
  const read = (message: unknown) => {
    if (message !== rested) return;
    thread.off('message', read);
    ending.delete(thread);
    waiting.push(thread);
  };
  thread.on('message', read);
  thread.postMessage('rest' satisfies MessageToWorker);
  thread.unref();
}

/** Lets a thread exit by itself, and terminates it only at the bound: doing so in the middle of a kernel has crashed
 *  the process. */
export async function endThread(thread: Worker): Promise<void> {
  if (thread.threadId === exitedThreadId) return;
  const exited = new Promise((resolve) => thread.once('exit', resolve));
  thread.postMessage('exit' satisfies MessageToWorker);
  const timer = setTimeout(() => thread.terminate(), exitMs);
  await exited;
  clearTimeout(timer);
}

function startThread(): Worker {
  const { maxYoungGenerationSizeMb } = resourceLimits; // of this thread; none in the main thread
  // With a larger young generation, which is V8's default, V8 has ended the process when the heap was full.
  const limits = maxYoungGenerationSizeMb === undefined ? {} : { maxYoungGenerationSizeMb };
  const thread = new Worker(new URL('./pool-thread.ts', import.meta.url), { resourceLimits: limits });
  thread.on('error', () => {}); // whoever uses the thread listens too; a waiting thread is not missed
  thread.once('exit', () => {
    ending.delete(thread);
    const at = waiting.indexOf(thread);
    if (at >= 0) waiting.splice(at, 1);
  });
  return thread;
}
