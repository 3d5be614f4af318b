import type { MessagePort } from 'node:worker_threads';
import type { Problem } from '../../../errors.ts';
import type { JobProgress } from '../../schemas/index.ts';

/** Layout of the control block in shared memory, between a worker and the thread of a job. */
export const control = {
  words: 3,
  /** Index of the command word; its values follow. */
  command: 0,
  run: 0,
  cancel: 1,
  suspend: 2,
  /** Index of the word that counts the stored checkpoints. The thread waits when two checkpoints, or a large
   *  one, are not stored yet. */
  checkpointsSaved: 1,
  /** Index of the word that the thread changes whenever it reads its orders. A thread that does not is hung. */
  ordersRead: 2,
} as const;

/** Connects a job in a thread with its worker: orders in, progress and checkpoints out. */
export interface SupervisionChannel {
  /** Seconds of work that earlier attempts have reported. */
  elapsedSeconds: number;
  control: SharedArrayBuffer; // Int32 words, see `control`
  /** Takes JobMessage. */
  port: MessagePort;
  /** Without it the job has one core. */
  cores?: CoreShare;
}

/** A job as it is sent to a thread. */
export interface Supervised<Task> {
  task: Task;
  channel: SupervisionChannel;
  /** By how much the nice value of the thread rises. Default: 0 */
  niceness?: number;
}

/** Slot of a job in the table of the cores that the jobs of a process share (`training/cores.ts`). */
export interface CoreShare {
  table: SharedArrayBuffer;
  slot: number;
}

/** Message of the thread of a job to its worker. */
export type JobMessage =
  | { type: 'progress'; progress: JobProgress }
  | { type: 'checkpoint'; bytes: Uint8Array; step: number }
  /** A fault that does not end the job. Callers may read the message; the cause is for the log of the process. */
  | { type: 'warning'; message: string; cause: Error };

/** How a job in a thread ended. `suspended` follows a last checkpoint; the caller gets the problem of `failed`. */
export type WorkOutcome<Result> =
  | ({ status: 'succeeded' } & Result)
  | { status: 'suspended' }
  | { status: 'cancelled' }
  | { status: 'failed'; problem: Problem };
