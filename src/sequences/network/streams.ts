import { codes, type SequenceData } from '../../contracts/schemas/index.ts';
import type { Rng } from '../../engine/index.ts';
import type { Part } from './split.ts';

/** Batch of one training step. T steps, B rows. */
export interface SymbolBatch {
  steps: number;
  inputs: Uint32Array; // [T, B]
  targets: Uint32Array; // [T, B]
  mask: Uint8Array; // [T, B], 0 where a row has nothing more to say
  /** Rows that begin a new piece and so have a state of zeros. */
  fresh: Uint8Array; // [B]
}

/** Position of all rows in the data; streams that continue from it give the same batches. */
export interface StreamPosition {
  /** State of the random number generator before the order of this round was drawn. */
  round: number[]; // [4]
  /** Pieces of this round that rows have taken. */
  taken: number;
  /** Targets that were read in all rounds. */
  given: number;
  rows: { piece: number; offset: number }[];
}

export interface Streams {
  /** Steps of the longest window. */
  readonly stepsMax: number;
  /** Targets of one round. */
  readonly targets: number;
  /** Windows of one round. */
  readonly windows: number;
  /** Rounds that were read, as a fraction. */
  epochs(): number;
  next(): SymbolBatch;
  position(): StreamPosition;
  restore(position: StreamPosition): void;
}

/** Codes of a part as a network reads them: boundaries before and after if there are any, and the symbol before
 *  a part that begins in the middle. The first code is context only; all others are targets too. */
export function codesOf(sequence: SequenceData, { from, to }: Part, boundary: boolean): Uint16Array {
  const { codes: all } = sequence;
  const ends = boundary && to === all.length ? 1 : 0;
  const before = from > 0 || boundary ? 1 : 0;
  const read = new Uint16Array(before + to - from + ends); // boundaries are 0
  if (from > 0) read[0] = all[from - 1];
  read.set(all.subarray(from, to), before);
  return read;
}

/** Reads parts in parallel rows, a window of `contextLength` steps at a time. A row carries its state until its
 *  piece ends, is masked for the rest of the window, and then takes the next piece. Parts that are too long to
 *  share the rows evenly are cut into pieces of equal length. */
export function createStreams(options: {
  sequences: readonly SequenceData[];
  parts: readonly Part[];
  boundary: boolean;
  rows: number;
  contextLength: number;
  rng: Rng;
}): Streams {
  const { rows, contextLength, rng } = options;
  const pieces = cutIntoPieces(options);
  const targets = pieces.reduce((sum, piece) => sum + piece.length - 1, 0);
  const batch: SymbolBatch = {
    steps: contextLength,
    inputs: new Uint32Array(contextLength * rows),
    targets: new Uint32Array(contextLength * rows),
    mask: new Uint8Array(contextLength * rows),
    fresh: new Uint8Array(rows),
  };
  let order = new Uint32Array(0);
  let at: StreamPosition = { round: [], taken: 0, given: 0, rows: [] };
  startRound();
  at.rows = Array.from({ length: rows }, take);

  function startRound(): void {
    at.round = [...rng.state()];
    at.taken = 0;
    order = Uint32Array.from(pieces.keys());
    rng.shuffle(order);
  }
  function take(): { piece: number; offset: number } {
    if (at.taken === order.length) startRound();
    return { piece: order[at.taken++], offset: 0 };
  }

  return {
    stepsMax: contextLength,
    targets,
    windows: pieces.reduce((sum, piece) => sum + Math.ceil((piece.length - 1) / contextLength), 0),
    epochs: () => at.given / targets,
    next() {
      batch.fresh.fill(0);
      for (let row = 0; row < rows; row++) {
        if (at.rows[row].offset >= pieces[at.rows[row].piece].length - 1) at.rows[row] = take();
        if (at.rows[row].offset === 0) batch.fresh[row] = 1;
      }
      batch.inputs.fill(codes.boundary);
      batch.targets.fill(codes.boundary);
      batch.mask.fill(0);
      let steps = 0;
      for (let row = 0; row < rows; row++) {
        const { piece, offset } = at.rows[row];
        const read = pieces[piece];
        const here = Math.min(contextLength, read.length - 1 - offset);
        for (let t = 0; t < here; t++) {
          const target = t * rows + row;
          batch.inputs[target] = read[offset + t];
          batch.targets[target] = read[offset + t + 1];
          batch.mask[target] = 1;
        }
        at.rows[row].offset += here;
        at.given += here;
        steps = Math.max(steps, here);
      }
      batch.steps = steps;
      return batch;
    },
    position: () => structuredClone(at),
    restore(position) {
      at = structuredClone(position);
      const present = rng.state();
      rng.restore(Uint32Array.from(at.round));
      order = Uint32Array.from(pieces.keys());
      rng.shuffle(order);
      rng.restore(present);
    },
  };
}

function cutIntoPieces(options: {
  sequences: readonly SequenceData[];
  parts: readonly Part[];
  boundary: boolean;
  rows: number;
  contextLength: number;
}): Uint16Array[] {
  const { sequences, parts, boundary, rows, contextLength } = options;
  const whole = parts.map((part) => codesOf(sequences[part.sequence], part, boundary));
  const symbols = whole.reduce((sum, read) => sum + read.length - 1, 0);
  const longest = Math.max(contextLength, Math.ceil(symbols / rows));
  return whole.flatMap((read) => {
    const count = Math.ceil((read.length - 1) / longest);
    return Array.from({ length: count }, (_, i) => {
      const cut = (index: number) => Math.round((index * (read.length - 1)) / count);
      return read.subarray(cut(i), cut(i + 1) + 1);
    });
  });
}
