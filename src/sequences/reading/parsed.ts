import type { Warning } from '../../contracts/dataset.ts';
import { limits } from '../../contracts/limits.ts';
import type { ParsedSymbols } from '../../contracts/symbol-ports.ts';
import { codes, type SymbolUnit, type Vocabulary } from '../../contracts/symbols.ts';
import { AppError, type Fault } from '../../errors.ts';

/** Where a sequence stands in the upload, for messages. */
export type Place = Pick<Fault, 'path' | 'line' | 'series_id'>;

/** Learns the vocabulary while sequences are added, and gives them as codes in the end. What it holds is bounded by the
 *  bounds on symbols. */
export class SymbolCollector {
  private readonly sequences: { id: string; numbers: Uint32Array }[] = [];
  private readonly ids = new Set<string>();
  /** Symbols in the order in which they first came up, and how often. */
  private readonly numbers = new Map<string, number>();
  private readonly counts: number[] = [];
  private symbols = 0;
  private readonly vocabularySize: number | undefined;
  /** Different symbols in one upload, so that memory is bounded even where the rare ones are to be dropped. */
  private readonly differentMax: number;

  constructor(vocabularySize: number | undefined) {
    this.vocabularySize = vocabularySize;
    this.differentMax = vocabularySize === undefined ? limits.vocabularyMax : 100 * limits.vocabularyMax;
  }

  get size(): number {
    return this.sequences.length;
  }

  /** @throws AppError sequence_empty, sequence_too_long, series_duplicate, series_too_many, points_too_many,
   *  vocabulary_too_large */
  add(id: string, symbols: readonly string[], place: Place): void {
    if (symbols.length === 0) refuse('sequence_empty', place, 'has no symbols', 'at least one symbol');
    if (symbols.length > limits.sequenceSymbolsMax) {
      const message = `has ${symbols.length} symbols`;
      refuse('sequence_too_long', place, message, `at most ${limits.sequenceSymbolsMax} in a sequence`);
    }
    if (this.ids.has(id))
      refuse('series_duplicate', place, `has the id of another, \`${id}\``, 'an id of its own for each');
    this.ids.add(id);
    if (this.sequences.length === limits.seriesPerDatasetMax) {
      const message = `is one more than ${limits.seriesPerDatasetMax}`;
      refuse('series_too_many', place, message, `at most ${limits.seriesPerDatasetMax} sequences`);
    }
    this.symbols += symbols.length;
    if (this.symbols > limits.pointsPerDatasetMax) {
      const message = `brings the symbols to more than ${limits.pointsPerDatasetMax}`;
      refuse('points_too_many', place, message, `at most ${limits.pointsPerDatasetMax} in a dataset`);
    }
    this.sequences.push({ id, numbers: Uint32Array.from(symbols, (symbol) => this.numberOf(symbol, place)) });
  }

  private numberOf(symbol: string, place: Place): number {
    const known = this.numbers.get(symbol);
    if (known !== undefined) {
      this.counts[known]++;
      return known;
    }
    if (symbol.length > limits.symbolLengthMax) {
      const message = `has a symbol of ${symbol.length} characters, \`${symbol.slice(0, 40)}…\``;
      refuse('request_invalid', place, message, `symbols of at most ${limits.symbolLengthMax} characters`);
    }
    const number = this.numbers.size;
    if (number === this.differentMax) {
      const message = `brings the different symbols to more than ${this.differentMax}`;
      const accepted = `at most ${this.differentMax} different symbols; \`vocabulary_size\` keeps the most frequent of more than ${limits.vocabularyMax}`;
      refuse('vocabulary_too_large', place, message, accepted);
    }
    this.numbers.set(symbol, number);
    this.counts.push(1);
    return number;
  }

  /** The most frequent symbols first; what `vocabulary_size` leaves out is the unknown symbol. */
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
      warnings.push({
        code: 'symbols_rare',
        message: `${names.length - kept.length} rare symbols, which come up ${rare} times, are the unknown symbol.`,
        series_id: null,
        line: null,
      });
    }
    const sequences = this.sequences.map(({ id, numbers }) => ({
      id,
      codes: Uint16Array.from(numbers, (number) => codeOf[number]),
    }));
    return { name, unit, vocabulary, sequences, warnings };
  }
}

function refuse(
  code: ConstructorParameters<typeof AppError>[0],
  place: Place,
  message: string,
  accepted: string,
): never {
  const where = place.line === undefined ? (place.path ?? '') : `Line ${place.line}`;
  throw new AppError(code, {
    detail: `${where} ${message}; accepted: ${accepted}.`.trimStart(),
    faults: [{ ...place, message, accepted }],
  });
}
