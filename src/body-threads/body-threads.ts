/** Threads that read bodies. They do not block other calls, and have bounds of time and memory. */
import { totalmem } from 'node:os';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { receiveSeries, type SeriesArrays, sendBody, type ThreadError } from '../bodies/index.ts';
import type { PackedSeries } from '../contracts/ports/index.ts';
import { AppError } from '../errors.ts';
import { callerGraceMs, createFairGate, createThreadPool } from '../sharing/index.ts';

const bodiesWaitingMax = 40;
const bodiesWaitingPerTenantMax = 20;
/** Share of the tasks that are kept for tenants whose bodies have no thread. */
const spareShare = 0.25;
const idleMsMax = 10_000;
/** Cells of a table live for microseconds. With the usual limit they fill hundreds of megabytes
 *  before they are collected. */
const youngMiBDefault = 24;

export interface BodyThreadsOptions {
  /** The module whose default export runs a task. */
  entry: URL;
  /** Milliseconds of a task, with its wait for a thread. Null: the task ends with its body. */
  msMax: number | null;
  /** Threads for the bodies of one tenant. */
  threadsMax: number;
  /** Tasks that a thread runs at the same time; default: 1. Bodies that arrive slowly share a thread. */
  tasksPerThread?: number;
  heapMiBMax: number;
  /** Default: 24. */
  youngMiBMax?: number;
  /** The error if a thread was stopped or had too little memory. @param isLate whether it took longer than `msMax` */
  toError(isLate: boolean, cause: unknown): AppError;
}

export interface BodyTask {
  /** Sends the body to the thread, and the series back. */
  port: MessagePort;
}

export interface BodyCall {
  transferList?: ArrayBuffer[];
  body?: AsyncIterable<Buffer>;
  /** Counts bytes that the thread is about to hold, before it does. @throws AppError overloaded, which ends the task */
  hold?(bytes: number): void;
}

/** Returns a function that runs a task in a thread. It throws AppError overloaded, and the errors of the thread. An
 *  error that is neither known nor one of memory is a bug: it is thrown as it is.
 *  @param body is sent to the thread while it arrives; its errors go before those of the thread
 *  @returns the answer of the thread, and the series that it has sent */
export function createBodyThreads<Task extends object, Answer extends object>(options: BodyThreadsOptions) {
  const { entry, msMax, threadsMax, tasksPerThread = 1, heapMiBMax, toError: failed } = options;
  const { youngMiBMax = youngMiBDefault } = options;
  // A task that shares its thread waits for its sender most of the time: others take turns with it.
  const threadsSpare = tasksPerThread === 1 ? 1 : 0;
  const slots = (threadsMax + threadsSpare) * tasksPerThread;
  const slotsSpare = threadsSpare || Math.ceil(slots * spareShare);
  // Several threads leave one to the other tenants: what a thread works at holds up all of its tasks.
  const slotsPerTenant = Math.min(
    slots - slotsSpare,
    Math.max(1, threadsMax + threadsSpare - 1) * tasksPerThread,
  );
  const gate = createFairGate({
    slots,
    slotsSpare,
    slotsPerTenant,
    msMax,
    subject: 'uploads',
    waitingMax: bodiesWaitingMax,
    waitingPerTenantMax: bodiesWaitingPerTenantMax,
    graceMs: tasksPerThread === 1 ? callerGraceMs : 0, // a task beside others sees that its port is closed
  });
  const threads = createThreadPool<Task & BodyTask, Answer | ThreadError>({
    entry,
    subject: 'uploads',
    threadsMax: threadsMax + threadsSpare,
    tasksPerThread,
    idleMsMax,
    heapMiBMax,
    youngMiBMax,
  });
  return async (
    task: Task,
    { transferList = [], body, hold = () => {} }: BodyCall = {},
  ): Promise<{ answer: Answer; series: SeriesArrays[]; packed: PackedSeries[] }> => {
    const { port1: own, port2: port } = new MessageChannel();
    let isStopped = false;
    let bodyError: unknown = null;
    const { series, packed } = receiveSeries(own, (bytes) => {
      try {
        hold(bytes);
      } catch (error) {
        bodyError = error;
        own.close(); // the thread gives up
      }
    });
    if (body !== undefined)
      sendBody(own, body, () => isStopped).catch((error: unknown) => {
        bodyError = error;
        own.close(); // the thread sees that no more will come
      });
    try {
      const run = (signal: AbortSignal) => {
        // A task that can be stopped gets a thread alone: its end is that of the thread.
        const isAlone = tasksPerThread === 1;
        if (!isAlone)
          signal.addEventListener(
            'abort',
            () => {
              bodyError ??= signal.reason;
              own.close();
            },
            { once: true },
          );
        return threads.run(
          { ...task, port },
          { signal: isAlone ? signal : undefined, transferList: [...transferList, port] },
        );
      };
      const answer = await gate(run).catch((cause: unknown) => {
        const known = cause instanceof AppError ? cause : null;
        if (known !== null && known.code !== 'computation_too_slow') throw known;
        throw known !== null || isOfMemory(cause) ? failed(known !== null, cause) : cause;
      });
      if ('code' in answer) throw new AppError(answer.code, answer.details);
      return { answer: answer as Answer, series, packed };
    } catch (error) {
      throw bodyError instanceof AppError ? bodyError : error;
    } finally {
      isStopped = true;
      own.close();
    }
  };
}

/** Heap of a thread that reads bodies. Three of them leave room in a container of 2 GiB for the process and for
 *  bytes outside of heaps. */
export function bodyHeapMiBMax(): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.min(4_096, Math.max(256, Math.floor(bytes / 5 / 1024 ** 2)));
}

/** Messages of V8 and Node where memory ends, and of Piscina where a thread has died. Only the message of an
 *  error comes from a thread. */
const memoryMessages =
  /out of memory|allocation failed|cannot create a string longer|invalid (?:array|string|typed array|array buffer) length|worker exited|terminating worker thread/i;

function isOfMemory(cause: unknown): boolean {
  const { code, message = '' } = cause as NodeJS.ErrnoException;
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || memoryMessages.test(message);
}

/** Error if a thread failed that reads a body of any size. */
export function threadFailure(_isLate: boolean, cause: unknown): AppError {
  const detail =
    'The body could not be read: at present there is not enough time or memory. Try again later, or send it in parts.';
  return new AppError('overloaded', { detail, cause });
}
