/** What passes between the thread of a training and the threads that train networks beside it. */
import type { ErrorCode, ErrorDetails } from '../../errors.ts';
import type { ResolvedSpec } from '../families/index.ts';
import type { SeriesHistory } from '../history/index.ts';
import type { MemberState, TrainedMember } from './checkpoint.ts';
import type { Assignment, Reported } from './schedule.ts';

/** Words that a thread of the crew looks at between two steps. */
export const orders = {
  words: 2,
  /** Word 0: what it is to do. */
  command: 0,
  work: 0,
  /** Waits where it is. */
  hold: 1,
  /** Ends its network where it is, and gives the state back. */
  stop: 2,
  /** Word 1: counts the states that are asked of it. */
  statesAsked: 1,
} as const;

/** What a thread of the crew begins with. The arrays of the histories are views of shared memory where those of the job
 *  are, else each thread has its copy. */
export interface CrewTask {
  spec: ResolvedSpec;
  histories: readonly SeriesHistory[];
  initialWeights: Uint8Array | null;
  kernel: string;
  /** Of the job: another command than `run` stops the crew too. */
  control: SharedArrayBuffer;
  orders: SharedArrayBuffer; // Int32 words, see `orders`
}

/** To a thread of the crew: what to train, or that nothing more comes. */
export type HandMessage = Assignment | 'end';

/** From a thread of the crew. */
export type CrewMessage =
  | { type: 'progress'; reported: Reported; state: MemberState | null }
  | { type: 'stopped'; reported: Reported; state: MemberState }
  | { type: 'done'; trained: TrainedMember }
  | { type: 'failed'; code: ErrorCode; details: Omit<ErrorDetails, 'cause'> & { detail: string } };
