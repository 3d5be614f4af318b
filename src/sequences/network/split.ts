import type { SequenceData } from '../../contracts/schemas/index.ts';

/** A part of a sequence: the symbols from `from` up to, not including, `to`. What is before it may be read. */
export interface Part {
  sequence: number;
  from: number;
  to: number;
}

export interface Split {
  train: Part[];
  /** Chooses when training stops; empty where there is too little. */
  validation: Part[];
  /** Gives the figures of the card; empty where there is too little. */
  test: Part[];
  /** Whether beginnings and ends of sequences are something to learn; not so with one long text. */
  boundary: boolean;
}

/** Sequences from which whole ones are held out; with fewer their ends are, where they are long enough. */
const sequencesMin = 10;
const heldOutShare = 0.1;
/** Symbols of a sequence whose end is worth holding out. */
const longSequence = 500;

/** The last tenth is for testing, and a twentieth before it for validation: of the sequences, in the order in which
 *  they came, or where they are few of each long one. */
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
