/** Threads that train networks beside the thread of the training. Each trains one network at a time, with a kernel of
 *  one thread: the bytes of a network do not depend on the thread that trains it. After the training, they compute
 *  parts of the forecasts that are compared and scored.
 *
 *  The training does not need them. If one cannot start or dies, its network continues in the thread of the training,
 *  from the last state that is known. An error of the network itself occurs there again, and ends the training. */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { type MessageFromWorker, type MessageToWorker, orders, type PoolTask } from './pool-messages.ts';
import {
  endThread,
  mayStartThread,
  pauseStarts,
  returnThread,
  shortenPause,
  takeThread,
  threadsWaiting,
} from './pool-threads.ts';
import type { Assignment, TrainingSchedule } from './schedule.ts';
import type { ScoringQuestion } from './scoring.ts';
import { createPartCounter, type Parts, readParts } from './shared-parts.ts';

/** Longest wait for a message of a thread that stops. */
const waitMs = 1_000;
const lostMessage =
  'a thread beside that of the training did not start or has died: the training goes on without it';

export interface TrainingPool {
  /** Number of workers that train. */
  busy(): number;
  /** Starts or stops workers until `count` train. A network whose worker is stopped waits again, with its state. */
  fill(count: number): void;
  /** Stops the training of a network and discards it. */
  discard(index: number): void;
  /** Asks all workers for their states; the schedule records them. */
  requestStates(): void;
  /** Pauses all workers while `work` runs. */
  whileHeld<T>(work: () => T): T;
  /** Resolves at the next message of a worker, or after `ms`. */
  nextMessage(ms: number): Promise<void>;
  /** Stops all workers. Resolves when all have sent their states. */
  stop(): Promise<void>;
  /** Computes parts of a work in this thread and in others, after the training.
   *  @param question the same work for the other threads
   *  @param options.threads number of other threads; called before each part until it is not null
   *  @returns reader of the parts, in order; it returns null once `proceed` returns false */
  computeParts<T>(
    question: () => ScoringQuestion,
    parts: Parts<T>,
    options: { threads: () => number | null; proceed: () => boolean },
  ): (index: number) => T | null;
  /** Number of threads whose code is loaded: those of this training, and idle ones of earlier trainings. */
  threadsLoaded(): number;
  /** Largest number of threads now: infinity, or `threadsLoaded()` while starts are paused after a lost thread. */
  threadsMax(): number;
  /** Ends the work of the threads. */
  close(): Promise<void>;
}

interface PoolWorker {
  thread: Worker;
  words: Int32Array;
  /** Removes the listeners of the pool. */
  detach(): void;
  /** Null while it is idle. */
  current: { index: number; hasReported: boolean; isStopping: boolean; isDiscarded: boolean } | null;
}

/** A pool without threads: `fill` starts them.
 *  @param warn called once for each thread that could not start or died, with the cause */
export function createTrainingPool(
  task: Omit<PoolTask, 'orders'>,
  schedule: TrainingSchedule,
  warn: (message: string, cause: unknown) => void,
): TrainingPool {
  const workers: PoolWorker[] = [];
  /** Ports on which parts arrive. */
  const ports: MessagePort[] = [];
  let waiting: (() => void)[] = [];

  function trainingWorkers(): PoolWorker[] {
    return workers.filter(({ current }) => current !== null && !current.isStopping);
  }
  function order(worker: PoolWorker, command: number): void {
    Atomics.store(worker.words, orders.command, command);
    Atomics.notify(worker.words, orders.command);
  }
  function stopOne(worker: PoolWorker, isDiscarded: boolean): void {
    if (worker.current === null) return;
    worker.current.isStopping = true;
    worker.current.isDiscarded ||= isDiscarded;
    order(worker, orders.stop);
  }
  /** @returns false if no thread can take the network now */
  function assign(assignment: Assignment): boolean {
    const worker = workers.find(({ current }) => current === null) ?? start();
    if (worker === null) return false;
    const { index } = assignment;
    worker.current = { index, hasReported: false, isStopping: false, isDiscarded: false };
    order(worker, orders.work);
    worker.thread.postMessage(assignment satisfies MessageToWorker);
    return true;
  }
  /** @returns null if no thread can start now */
  function start(): PoolWorker | null {
    const thread = threadOrNull();
    if (thread === null) return null;
    const words = new Int32Array(new SharedArrayBuffer(orders.words * Int32Array.BYTES_PER_ELEMENT));
    const training: PoolTask = { ...task, orders: words.buffer as SharedArrayBuffer };
    thread.postMessage({ training } satisfies MessageToWorker);
    let cause: unknown = null;
    const failed = (error: unknown) => {
      cause = error;
    };
    // All messages of a thread arrive before its exit.
    const exited = (code: number) =>
      removeLost(worker, cause ?? new Error(`The thread ended with code ${code}.`));
    const read = (message: MessageFromWorker) => receive(worker, message);
    thread.on('message', read).on('error', failed).on('exit', exited);
    const detach = () => thread.off('message', read).off('error', failed).off('exit', exited);
    const worker: PoolWorker = { thread, words, current: null, detach };
    workers.push(worker);
    return worker;
  }
  function threadOrNull(): Worker | null {
    try {
      return takeThread();
    } catch (error) {
      reportMissing(error);
      return null;
    }
  }
  /** @returns port on which the parts arrive; null if there is no thread for them */
  function ask(n: number, question: ScoringQuestion, counter: SharedArrayBuffer): MessagePort | null {
    const worker = workers[n] ?? start();
    if (worker === null) return null;
    const { port1, port2 } = new MessageChannel();
    ports.push(port1);
    order(worker, orders.work);
    worker.thread.postMessage({ question, counter, port: port2 } satisfies MessageToWorker, [port2]);
    return port1;
  }
  function removeLost(worker: PoolWorker, cause: unknown): void {
    worker.detach();
    workers.splice(workers.indexOf(worker), 1);
    const { current } = worker;
    if (current !== null && !current.isDiscarded) schedule.lose(current.index);
    reportMissing(cause);
    notify();
  }
  /** Pauses starts, and warns. @param cause why a thread did not start or has died */
  function reportMissing(cause: unknown): void {
    pauseStarts();
    warn(lostMessage, cause);
  }
  function receive(worker: PoolWorker, message: MessageFromWorker): void {
    const current = worker.current!;
    if (!current.hasReported) shortenPause();
    current.hasReported = true;
    if (message.type !== 'progress') worker.current = null;
    if (!current.isDiscarded) record(current.index, message);
    notify();
  }
  function record(index: number, message: MessageFromWorker): void {
    switch (message.type) {
      case 'progress':
        schedule.report(index, message.report, message.state ?? undefined);
        break;
      case 'stopped':
        schedule.pause(index, message.state);
        break;
      case 'done':
        // The held-out network, which decides about the members, comes first: the training's own thread trains it.
        assert(schedule.complete(index, message.trained).length === 0);
        break;
      case 'failed':
        schedule.fail(index, new AppError(message.code, message.details));
        break;
    }
  }
  function notify(): void {
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  }
  async function nextMessage(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
  function threadsLoaded(): number {
    return workers.length + threadsWaiting();
  }
  /** A thread that trains is not used again. */
  async function end(worker: PoolWorker): Promise<void> {
    worker.detach();
    order(worker, orders.stop);
    if (worker.current === null) returnThread(worker.thread);
    else await endThread(worker.thread);
  }

  return {
    busy: () => trainingWorkers().length,
    fill(count) {
      // Networks late in the schedule stop first.
      const latestFirst = trainingWorkers().sort((a, b) => b.current!.index - a.current!.index);
      for (const worker of latestFirst.slice(0, Math.max(0, latestFirst.length - count)))
        stopOne(worker, false);
      // A thread that is still stopping occupies its core.
      while (workers.filter(({ current }) => current !== null).length < count) {
        const assignment = schedule.take('elsewhere');
        if (assignment === null) return;
        if (assign(assignment)) continue;
        schedule.pause(assignment.index, assignment.state);
        return;
      }
    },
    discard(index) {
      for (const worker of workers)
        if (worker.current?.index === index && !worker.current.isDiscarded) stopOne(worker, true);
    },
    requestStates() {
      for (const { words } of trainingWorkers()) Atomics.add(words, orders.statesRequested, 1);
    },
    whileHeld(work) {
      const held = trainingWorkers();
      for (const worker of held) order(worker, orders.hold);
      try {
        return work();
      } finally {
        for (const worker of held) order(worker, orders.work);
      }
    },
    nextMessage,
    async stop() {
      for (const worker of trainingWorkers()) stopOne(worker, false);
      // A worker that has not reported is still preparing: the schedule has the state that it began with.
      while (workers.some(({ current }) => current?.hasReported)) await nextMessage(waitMs);
    },
    computeParts(question, parts, { threads, proceed }) {
      const counter = createPartCounter();
      const others = () => {
        const count = threads();
        if (count === null) return null;
        return Array.from({ length: count }, (_, n) => ask(n, question(), counter)).filter(
          (port) => port !== null,
        );
      };
      return readParts(parts, { counter, others, proceed });
    },
    threadsLoaded,
    threadsMax: () => (mayStartThread() ? Number.POSITIVE_INFINITY : threadsLoaded()),
    async close() {
      await setImmediate(); // threads that died while this one computed are heard of now
      // A thread outlives the training, so an open port would too, with the parts that nobody has read.
      for (const port of ports) port.close();
      await Promise.all(workers.map(end));
    },
  };
}
