import type { MessagePort } from 'node:worker_threads';
import type { Problem } from '../../errors.ts';
import type { JobProgress } from '../schemas/index.ts';

/** Words of the control block that a worker shares with its training thread. */
export const control = {
  words: 2,
  /** Word 0: what the thread is asked to do. */
  command: 0,
  run: 0,
  cancel: 1,
  suspend: 2,
  /** Word 1: number of checkpoints that are safe in the store; the thread waits when it is two ahead. */
  checkpointsSaved: 1,
} as const;

/** Connects a job in a thread with its worker: orders in, progress and checkpoints out. */
export interface SupervisionChannel {
  /** Seconds of work that earlier attempts have reported. */
  elapsedSeconds: number;
  control: SharedArrayBuffer; // Int32 words, see `control`
  /** Takes TrainMessage. */
  port: MessagePort;
  /** Without it the job has one core. */
  cores?: CoreShare;
}

/** A job as it is sent to a thread. */
export interface Supervised<Task> {
  task: Task;
  channel: SupervisionChannel;
}

/** A job's place in the table of the cores that the jobs of a process share (`training/cores.ts`). */
export interface CoreShare {
  table: SharedArrayBuffer;
  place: number;
}

export type TrainMessage =
  | { type: 'progress'; progress: JobProgress }
  | { type: 'checkpoint'; bytes: Uint8Array; step: number };

/** `suspended` comes after a last checkpoint; `failed` carries what the caller is told. */
export type WorkOutcome<Result> =
  | ({ status: 'succeeded' } & Result)
  | { status: 'suspended' }
  | { status: 'cancelled' }
  | { status: 'failed'; problem: Problem };
