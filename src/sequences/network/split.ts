import type { SequenceData } from '../../contracts/schemas/index.ts';

/** Part of a sequence: the symbols from `from` to `to`, exclusive. Earlier symbols may be read as context. */
export interface Part {
  sequence: number;
  from: number;
  to: number;
}

export interface Split {
  train: Part[];
  /** Decides when training stops; empty if there is too little data. */
  validation: Part[];
  /** Scored for the card; empty if there is too little data. */
  test: Part[];
  /** Whether beginnings and ends of sequences are learnt; one long text has none. */
  boundary: boolean;
}

/** With fewer sequences, ends of long ones are held out instead of whole sequences. */
const sequencesMin = 10;
const heldOutShare = 0.1;
/** Length from which the end of a sequence is held out. */
const longSequence = 500;

/** Holds out the last tenth for testing and a twentieth before it for validation: of the sequences in their
 *  order, or of each long one if sequences are few. */
export function splitSequences(sequences: readonly SequenceData[]): Split {
  const whole = (sequence: number): Part => ({
    sequence,
    from: 0,
    to: sequences[sequence].codes.length,
  });
  const all = sequences.map((_, i) => whole(i));
  if (sequences.length >= sequencesMin) {
    const tested = Math.max(1, Math.round(heldOutShare * sequences.length));
    const validated = Math.max(1, Math.round((heldOutShare / 2) * sequences.length));
    const trained = sequences.length - tested - validated;
    return {
      train: all.slice(0, trained),
      validation: all.slice(trained, trained + validated),
      test: all.slice(trained + validated),
      boundary: true,
    };
  }
  const boundary = sequences.length > 1 || sequences[0].codes.length < longSequence;
  const isLong = ({ sequence }: Part) => sequences[sequence].codes.length >= longSequence;
  if (!all.some(isLong)) return { train: all, validation: [], test: [], boundary };
  const split: Split = { train: [], validation: [], test: [], boundary };
  for (const part of all) {
    if (!isLong(part)) {
      split.train.push(part);
      continue;
    }
    const testFrom = part.to - Math.round(heldOutShare * part.to);
    const validationFrom = testFrom - Math.round((heldOutShare / 2) * part.to);
    split.train.push({ ...part, to: validationFrom });
    split.validation.push({ ...part, from: validationFrom, to: testFrom });
    split.test.push({ ...part, from: testFrom });
  }
  return split;
}
