import type { HoldBytes, ParsedSymbols } from '../../contracts/ports/index.ts';
import {
  codes,
  cutText,
  limits,
  type SymbolUnit,
  type Vocabulary,
  type Warning,
} from '../../contracts/schemas/index.ts';
import { type ErrorCode, type Fault, refuse } from '../../errors.ts';
import { GrowingArray } from './growing-array.ts';

/** Position in the upload, for messages. */
export type Place = Pick<Fault, 'path' | 'line' | 'series_id'>;

/** Memory of a different symbol, and of a sequence, beside their characters and codes, about. */
const symbolBytes = 80;
const sequenceBytes = 300;
/** Memory is counted in steps of this size. */
const heldBytesMin = 64 * 1024;

/** Collects the vocabulary while symbols arrive, and the sequences as codes. Limits are checked before a symbol
 *  is kept, so that memory is bounded. */
export class SymbolCollector {
  private readonly sequences: { id: string; numbers: Uint32Array }[] = [];
  private readonly ids = new Set<string>();
  /** Symbols in order of their first occurrence, and their counts. */
  private readonly numbers = new Map<string, number>();
  private readonly counts: number[] = [];
  private symbols = 0;
  private readonly vocabularySize: number | undefined;
  /** Largest number of different symbols in one upload, which bounds memory before rare ones are dropped. */
  private readonly differentMax: number;
  private readonly hold: HoldBytes;
  /** Bytes that are not counted yet. */
  private uncounted = 0;

  /** @param hold counts memory beyond that of the body, before much more of it is taken */
  constructor(vocabularySize: number | undefined, hold: HoldBytes = () => {}) {
    this.vocabularySize = vocabularySize;
    this.hold = hold;
    this.differentMax = vocabularySize === undefined ? limits.vocabularyMax : 100 * limits.vocabularyMax;
  }

  get size(): number {
    return this.sequences.length;
  }

  /** Adds a whole sequence. `place` is that of its symbols, `idPlace` that of its id.
   *  @throws AppError as `push` and `end` */
  add(id: string, symbols: Iterable<string>, place: Place, idPlace = place): void {
    const sequence = new GrowingArray(Uint32Array);
    for (const symbol of symbols) this.push(sequence, symbol, place);
    this.end(id, sequence, place, idPlace);
  }

  /** Adds a symbol to a sequence that is still open.
   *  @throws AppError sequence_too_long, points_too_many, vocabulary_too_large, request_invalid */
  push(sequence: GrowingArray<Uint32Array>, symbol: string, place: Place): void {
    if (sequence.length === limits.sequenceSymbolsMax) {
      const message = `has more than ${limits.sequenceSymbolsMax} symbols`;
      refuseAt(place, 'sequence_too_long', message, `at most ${limits.sequenceSymbolsMax} in a sequence`);
    }
    if (this.symbols === limits.pointsPerDatasetMax) {
      const message = `brings the symbols to more than ${limits.pointsPerDatasetMax}`;
      refuseAt(place, 'points_too_many', message, `at most ${limits.pointsPerDatasetMax} in a dataset`);
    }
    this.symbols++;
    sequence.push(this.numberOf(symbol, place));
  }

  /** Ends a sequence and keeps it.
   *  @throws AppError sequence_empty, series_duplicate, series_too_many, request_invalid */
  end(id: string, sequence: GrowingArray<Uint32Array>, place: Place, idPlace = place): void {
    if (sequence.length === 0) refuseAt(place, 'sequence_empty', 'has no symbols', 'at least one symbol');
    if (id.length > limits.seriesIdLengthMax) {
      const message = `has an id of ${id.length} characters, \`${cutText(id, 40)}…\``;
      refuseAt(idPlace, 'request_invalid', message, `at most ${limits.seriesIdLengthMax} characters`);
    }
    if (this.ids.has(id))
      refuseAt(idPlace, 'series_duplicate', `has the id of another, \`${id}\``, 'an id of its own for each');
    this.ids.add(id);
    this.checkSequences(this.sequences.length, place);
    this.sequences.push({ id, numbers: sequence.values() });
  }

  /** Checks the limit before one more sequence is opened beside `sequences`, and counts its memory.
   *  @throws AppError series_too_many, overloaded */
  openSequence(sequences: number, place: Place): void {
    this.checkSequences(sequences, place);
    this.count(sequenceBytes);
  }

  private checkSequences(sequences: number, place: Place): void {
    if (sequences < limits.seriesPerDatasetMax) return;
    const message = `is one more sequence than ${limits.seriesPerDatasetMax}`;
    refuseAt(place, 'series_too_many', message, `at most ${limits.seriesPerDatasetMax} sequences`);
  }

  private count(bytes: number): void {
    this.uncounted += bytes;
    if (this.uncounted < heldBytesMin) return;
    this.hold(this.uncounted);
    this.uncounted = 0;
  }

  private numberOf(symbol: string, place: Place): number {
    const existing = this.numbers.get(symbol);
    if (existing !== undefined) {
      this.counts[existing]++;
      return existing;
    }
    if (symbol.length > limits.symbolLengthMax) refuseLongSymbol(symbol, place);
    const number = this.numbers.size;
    if (number === this.differentMax) {
      const message = `brings the different symbols to more than ${this.differentMax}`;
      const accepted = `at most ${this.differentMax} different symbols; \`vocabulary_size\` keeps the most frequent of more than ${limits.vocabularyMax}`;
      refuseAt(place, 'vocabulary_too_large', message, accepted);
    }
    this.count(symbolBytes + symbol.length);
    this.numbers.set(symbol, number);
    this.counts.push(1);
    return number;
  }

  /** Encodes the sequences, with codes in order of frequency. Symbols beyond `vocabulary_size` become the
   *  unknown one. */
  finish(name: string, unit: SymbolUnit, warnings: Warning[]): ParsedSymbols {
    const names = [...this.numbers.keys()];
    const order = names.map((_, number) => number).sort((a, b) => this.counts[b] - this.counts[a] || a - b);
    const kept = order.slice(0, this.vocabularySize ?? order.length);
    const codeOf = new Uint16Array(names.length).fill(codes.unknown);
    for (const [i, number] of kept.entries()) codeOf[number] = codes.first + i;
    const vocabulary: Vocabulary = {
      symbols: kept.map((number) => names[number]),
      counts: kept.map((number) => this.counts[number]),
    };
    const rare = order.slice(kept.length).reduce((sum, number) => sum + this.counts[number], 0);
    if (rare > 0) {
      const dropped = names.length - kept.length;
      const what = dropped === 1 ? 'A rare symbol, which comes' : `${dropped} rare symbols, which come`;
      const often = rare === 1 ? 'once' : `${rare} times`;
      warnings.push({
        code: 'symbols_rare',
        message: `${what} up ${often}, ${dropped === 1 ? 'is' : 'are'} the unknown symbol.`,
        series_id: null,
        line: null,
      });
    }
    const sequences = this.sequences.map(({ id, numbers }) => {
      const all = new Uint16Array(numbers.length);
      for (let i = 0; i < all.length; i++) all[i] = codeOf[numbers[i]];
      return { id, codes: all };
    });
    return { name, unit, vocabulary, sequences, warnings };
  }
}

/** @throws AppError request_invalid */
export function refuseLongSymbol(symbol: string, place: Place): never {
  const message = `has a symbol of more than ${limits.symbolLengthMax} characters, \`${cutText(symbol, 40)}…\``;
  refuseAt(place, 'request_invalid', message, `symbols of at most ${limits.symbolLengthMax} characters`);
}

function refuseAt(place: Place, code: ErrorCode, message: string, accepted: string): never {
  const where = place.line === undefined ? place.path || 'The text' : `Line ${place.line}`;
  refuse(code, { ...place, message, accepted }, `${where} ${message}; accepted: ${accepted}.`);
}
