import { control, type JobMessage, type SupervisionChannel } from '../contracts/ports/index.ts';
import type { JobProgress } from '../contracts/schemas/index.ts';
import { type Cores, coresOf, oneCore } from './cores.ts';

/** Monotonic milliseconds. A test double in tests. */
export type Clock = () => number;

/** Whether a job is to go on, to end, or to leave its work to a later attempt. */
export type Order = 'run' | 'cancel' | 'suspend';

/** Connection of a job with its worker: orders in, progress and checkpoints out. */
export interface Supervision {
  /** The words that `order` reads, for threads that the job starts; see `control`. */
  readonly control: SharedArrayBuffer;
  readonly cores: Cores;
  order(): Order;
  /** Seconds of work over all attempts. */
  elapsedSeconds(): number;
  /** Seconds of this attempt. */
  attemptSeconds(): number;
  /** Reports progress if the last report is old enough, or at once if `urgent`. */
  progress(make: () => JobProgress, urgent?: boolean): void;
  /** Whether the last checkpoint is at least `ageMs` old. Default: 2 s; for a large one that is
   *  saved longer, up to 5 s. */
  checkpointDue(ageMs?: number): boolean;
  /** Sends a checkpoint. Waits while two earlier ones, or a large one, are not yet saved.
   *  @returns false if another order came meanwhile: then nothing is sent */
  checkpoint(encode: () => Uint8Array, step: number): boolean;
  /** Sends the checkpoint of a suspension, without waiting. */
  lastCheckpoint(encode: () => Uint8Array, step: number): void;
  /** Logs a fault that does not end the job. @param message without internals of the service: callers may read it */
  warn(message: string, cause: unknown): void;
}

/** How a job ended that an order stopped. */
export type Stopped = { status: 'cancelled' | 'suspended' };

/** The end of a job that stops because of its order. */
export function stoppedBy(supervision: Pick<Supervision, 'order'>): Stopped {
  return { status: supervision.order() === 'cancel' ? 'cancelled' : 'suspended' };
}

const progressEveryMs = 250;
const checkpointEveryMs = 2_000;
/** The same for large checkpoints. A resumed training repeats at most 10 s of work: this time, `checkpointEveryMs` in
 *  which the next checkpoint may be unsaved, and the age of the states of other threads
 *  (`statesEveryMs` of the schedule). */
const checkpointEveryMsMax = 5_000;
/** Bytes of a checkpoint for each millisecond until the next one. Every checkpoint is written as a whole, to the table
 *  and to the log of the database. */
const checkpointBytesPerMs = 1_024;
const checkpointsUnsavedMax = 2;
/** Longest sleep before orders are read again. */
const waitMs = 50;

export interface SupervisionOptions {
  /** Seconds of work of earlier attempts. */
  elapsedSeconds: number;
  control: SharedArrayBuffer;
  cores?: Cores;
  send: (message: JobMessage) => void;
  clock?: Clock;
}

/** Supervision by shared words for the orders, and messages for the rest. */
export function createSupervision(options: SupervisionOptions): Supervision {
  const { elapsedSeconds, cores = oneCore, send, clock = () => performance.now() } = options;
  const words = new Int32Array(options.control);
  const started = clock();
  let lastProgress = Number.NEGATIVE_INFINITY;
  let lastCheckpointAt = started;
  let sent = 0;
  let everyMs = checkpointEveryMs;
  const isLarge = () => everyMs > checkpointEveryMs;
  const savedCount = () => Atomics.load(words, control.checkpointsSaved);

  function order(): Order {
    Atomics.add(words, control.ordersRead, 1);
    const command = Atomics.load(words, control.command);
    if (command === control.cancel) return 'cancel';
    return command === control.suspend ? 'suspend' : 'run';
  }
  function sendCheckpoint(encode: () => Uint8Array, step: number): void {
    const bytes = encode();
    const sizeMs = Math.min(bytes.byteLength / checkpointBytesPerMs, checkpointEveryMsMax);
    everyMs = Math.max(checkpointEveryMs, sizeMs);
    send({ type: 'checkpoint', bytes, step });
    sent++;
    lastCheckpointAt = clock();
  }

  return {
    control: options.control,
    cores,
    order,
    attemptSeconds: () => (clock() - started) / 1_000,
    elapsedSeconds: () => elapsedSeconds + (clock() - started) / 1_000,
    progress(make, urgent = false) {
      const now = clock();
      if (!urgent && now - lastProgress < progressEveryMs) return;
      lastProgress = now;
      send({ type: 'progress', progress: make() });
    },
    checkpointDue(ageMs = savedCount() < sent ? checkpointEveryMs : everyMs) {
      return clock() - lastCheckpointAt >= ageMs;
    },
    checkpoint(encode, step) {
      for (;;) {
        const saved = savedCount();
        if (sent - saved < (isLarge() ? 1 : checkpointsUnsavedMax)) break;
        if (order() !== 'run') return false;
        Atomics.wait(words, control.checkpointsSaved, saved, waitMs);
      }
      sendCheckpoint(encode, step);
      return true;
    },
    lastCheckpoint: sendCheckpoint,
    warn: (message, cause) => send({ type: 'warning', message, cause: plainError(cause) }),
  };
}

/** Message and stack of an error, which every message to another thread can hold. */
function plainError(cause: unknown): Error {
  const { message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  return Object.assign(new Error(message), { stack });
}

/** Supervision of a job in a thread, through the channel to its worker. */
export function supervisionThrough({ port, cores, ...channel }: SupervisionChannel): Supervision {
  return createSupervision({
    ...channel,
    cores: coresOf(cores),
    send: (message) => port.postMessage(message),
  });
}

/** Supervision of a job that runs to its end: it gets no orders, its progress and checkpoints are dropped, and its
 *  warnings are those of the process. */
export function unsupervised(cores: Cores = oneCore): Supervision {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  return {
    control: new SharedArrayBuffer(control.words * Int32Array.BYTES_PER_ELEMENT),
    cores,
    order: () => 'run',
    elapsedSeconds: seconds,
    attemptSeconds: seconds,
    progress() {},
    checkpointDue: () => false,
    checkpoint: () => true,
    lastCheckpoint() {},
    warn: (message, cause) => process.emitWarning(message, { detail: plainError(cause).stack }),
  };
}
