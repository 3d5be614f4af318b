import type { Readable } from 'node:stream';
import type { HoldBytes, ParsedSymbols } from '../../contracts/ports/index.ts';
import {
  limits,
  type SymbolOptions,
  type SymbolUnit,
  type Warning,
  withLineFeeds,
} from '../../contracts/schemas/index.ts';
import { AppError, refusal } from '../../errors.ts';
import { GrowingArray } from './growing-array.ts';
import { refuseLongSymbol, SymbolCollector } from './symbol-collector.ts';

const isBlank = (text: string) => text.trim() === '';

/** Reads UTF-8 text while it arrives: one sequence per line, or one for the whole text.
 *  @throws AppError text_invalid, body_empty, and those of `SymbolCollector` */
export async function readSymbolText(
  body: Readable,
  options: SymbolOptions,
  hold?: HoldBytes,
): Promise<ParsedSymbols> {
  const unit = options.unit ?? 'character';
  const collector = new SymbolCollector(options.vocabulary_size, hold);
  const reader = options.split === 'none' ? new WholeText(collector, unit) : new Lines(collector, unit);
  for await (const piece of piecesOf(body)) reader.read(piece);
  const warnings: Warning[] = [];
  const blank = reader.end();
  if (collector.size === 0)
    throw new AppError('body_empty', { detail: 'The text is empty; accepted is a text in UTF-8.' });
  if (blank > 0) {
    const message = blank === 1 ? 'A blank line is no sequence.' : `${blank} blank lines are no sequences.`;
    warnings.push({ code: 'lines_blank', message, series_id: null, line: null });
  }
  return collector.finish(options.name ?? 'text', unit, warnings);
}

/** Sequence whose text arrives in pieces. */
class OpenSequence {
  private readonly symbols = new GrowingArray(Uint32Array);
  /** White space at the beginning of a line: symbols only if something follows. */
  private indent = '';
  /** Beginning of a word that may continue in the next piece. */
  private word = '';
  isBlank = true;
  private readonly collector: SymbolCollector;
  private readonly unit: SymbolUnit;
  private readonly place: { line: number } | { path: string };

  constructor(collector: SymbolCollector, unit: SymbolUnit, place: { line: number } | { path: string }) {
    this.collector = collector;
    this.unit = unit;
    this.place = place;
  }

  read(piece: string): void {
    let text = piece;
    if (this.isBlank) {
      if (isBlank(piece)) {
        // Its length is checked when other characters follow.
        if (this.indent.length <= limits.sequenceSymbolsMax) this.indent += piece;
        return;
      }
      this.isBlank = false;
      text = this.indent + piece;
      this.indent = '';
    }
    if (this.unit === 'character') {
      for (const symbol of text) this.push(symbol);
      return;
    }
    const words = (this.word + text).split(/\s+/u);
    this.word = words.pop()!; // empty where the text ends in white space
    if (this.word.length > limits.symbolLengthMax) refuseLongSymbol(this.word, this.place);
    for (const word of words) if (word !== '') this.push(word);
  }

  end(id: string): void {
    if (this.word !== '') this.push(this.word);
    this.collector.end(id, this.symbols, this.place);
  }

  private push(symbol: string): void {
    this.collector.push(this.symbols, symbol, this.place);
  }
}

class WholeText {
  private readonly sequence: OpenSequence;

  constructor(collector: SymbolCollector, unit: SymbolUnit) {
    this.sequence = new OpenSequence(collector, unit, { path: '' });
  }

  read(piece: string): void {
    this.sequence.read(piece);
  }

  /** @returns the number of blank lines that were skipped */
  end(): number {
    if (!this.sequence.isBlank) this.sequence.end('sequence_0');
    return 0;
  }
}

class Lines {
  private line = 1;
  private blank = 0;
  /** Whether the present line has any characters. */
  private hasBegun = false;
  private sequence: OpenSequence;
  private readonly collector: SymbolCollector;
  private readonly unit: SymbolUnit;

  constructor(collector: SymbolCollector, unit: SymbolUnit) {
    this.collector = collector;
    this.unit = unit;
    this.sequence = this.open();
  }

  read(piece: string): void {
    for (let from = 0; from <= piece.length; ) {
      const at = piece.indexOf('\n', from);
      const end = at < 0 ? piece.length : at;
      if (end > from) {
        this.hasBegun = true;
        this.sequence.read(piece.slice(from, end));
      }
      if (at < 0) return;
      this.endLine();
      from = at + 1;
    }
  }

  end(): number {
    if (this.hasBegun) this.endLine(); // a line break at the end does not begin another line
    return this.blank;
  }

  private endLine(): void {
    if (this.sequence.isBlank) this.blank++;
    else {
      this.collector.openSequence(this.collector.size, { line: this.line });
      this.sequence.end(`sequence_${this.collector.size}`);
    }
    this.line++;
    this.hasBegun = false;
    this.sequence = this.open();
  }

  private open(): OpenSequence {
    return new OpenSequence(this.collector, this.unit, { line: this.line });
  }
}

/** Text in pieces, without a byte order mark, with line feeds only.
 *  @throws AppError text_invalid with the line */
async function* piecesOf(body: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  /** Whether a carriage return ended the last piece; a line feed may follow. */
  let isOpen = false;
  const checked = (piece: string): string => {
    let text = isOpen ? `\r${piece}` : piece;
    isOpen = text.endsWith('\r');
    if (isOpen) text = text.slice(0, -1);
    text = withLineFeeds(text);
    const nul = text.indexOf('\0');
    if (nul >= 0) throw nulAt(line + breaksIn(text.slice(0, nul)));
    line += breaksIn(text);
    return text;
  };
  try {
    for await (const chunk of body) yield checked(decoder.decode(chunk, { stream: true }));
    yield checked(decoder.decode());
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new AppError('text_invalid', {
      detail: `The body is not valid UTF-8, from line ${line} on; accepted is a text in UTF-8.`,
      faults: [{ line, message: 'is not valid UTF-8, here or a little after', accepted: 'a text in UTF-8' }],
      cause,
    });
  }
  if (isOpen) yield '\n';
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function nulAt(line: number): AppError {
  return refusal(
    'text_invalid',
    { line, message: 'has a NUL character', accepted: 'a text in UTF-8' },
    `Line ${line} has a NUL character: this is binary, not text.`,
  );
}
