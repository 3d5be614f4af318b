/** Messages between the thread of a training and the workers of its training pool. */
import type { MessagePort } from 'node:worker_threads';
import type { ErrorCode, ErrorDetails } from '../../errors.ts';
import type { ResolvedSpec } from '../families/index.ts';
import type { SeriesHistory } from '../history/index.ts';
import type { MemberState, TrainedMember } from './checkpoint.ts';
import type { Assignment, NetworkReport } from './schedule.ts';
import type { ScoringQuestion } from './scoring.ts';

/** Words in shared memory that a worker of the pool reads between two steps. */
export const orders = {
  words: 2,
  /** Word 0: the command. */
  command: 0,
  work: 0,
  /** Pauses the training until the next command. */
  hold: 1,
  /** Stops the training; the worker sends its state. */
  stop: 2,
  /** Word 1: number of states that were requested. */
  statesRequested: 1,
} as const;

/** A training that a worker takes part in. The arrays of the histories share the job's memory if the job's do;
 *  otherwise each worker has a copy. */
export interface PoolTask {
  spec: ResolvedSpec;
  histories: readonly SeriesHistory[];
  initialWeights: Uint8Array | null;
  kernel: string;
  /** Words of the job: any command but `run` stops the workers too. */
  control: SharedArrayBuffer;
  orders: SharedArrayBuffer; // Int32 words, see `orders`
}

/** Asks a worker to take parts of a work, after the training. */
export interface PartsRequest {
  question: ScoringQuestion;
  counter: SharedArrayBuffer; // see `createPartCounter`
  /** The worker sends the parts to it. */
  port: MessagePort;
}

/** To a worker: the training that it takes part in from now on, the network to train next, parts to compute, or the
 *  request to forget the training or to exit. */
export type MessageToWorker = { training: PoolTask } | Assignment | PartsRequest | 'rest' | 'exit';

/** From a worker, about the network that it trains. */
export type MessageFromWorker =
  | { type: 'progress'; report: NetworkReport; state: MemberState | null }
  | { type: 'stopped'; state: MemberState }
  | { type: 'done'; trained: TrainedMember }
  | { type: 'failed'; code: ErrorCode; details: Omit<ErrorDetails, 'cause'> & { detail: string } };

/** From a worker that has forgotten its training. */
export const rested = 'rested';
