import type { SequenceData } from '../../schemas/index.ts';

/** The last symbols of a stored sequence, or the whole sequence. */
export interface SequenceEnd extends SequenceData {
  isWhole: boolean;
}
