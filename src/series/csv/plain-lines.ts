import { isAscii } from 'node:buffer';
import { limits } from '../../contracts/values/index.ts';

export type OnRecord = (cells: string[], line: number) => void;

const quote = '"';
const lineFeed = '\n';
/** Cells of the pattern. A copy of more would cost short lines under a wide header as much as long ones. */
const patternCellsMax = 256;

/** Splits lines into cells as long as they need no parser: a quoted cell has no quote and no line break inside, a quote
 *  stands only at the beginning of a cell, and lines end in \\n or \\r\\n. Blanks around a quoted
 *  cell do not belong to it. */
export class PlainLines {
  /** Number of lines that were read. */
  count = 0;
  private readonly delimiter: string;
  private readonly onRecord: OnRecord;
  /** The beginning of a line whose end has not arrived. */
  private open = '';
  /** As many cells as the first line has, up to `patternCellsMax`. The cells of a line begin as a copy of it: V8
   *  allocates a literal `[]` in the old generation after a while, where it keeps its cells, and the text that they are
   *  parts of, until the next full collection. */
  private pattern: readonly string[] = [];
  /** Position of the last delimiter that was searched for in the present text; -1: none was. */
  private delimiterAt = -1;

  constructor(delimiter: string, onRecord: OnRecord) {
    this.delimiter = delimiter;
    this.onRecord = onRecord;
  }

  /** Reads the lines that end in a chunk of UTF-8, which has only whole characters.
   *  @returns null, or what is left from the first line on that needs a parser */
  read(chunk: Buffer): Buffer | null {
    const text = this.open + chunk.toString(isAscii(chunk) ? 'latin1' : 'utf8');
    if (!chunk.includes(lineFeed)) return this.keep(text); // a long line may arrive in small chunks: it is searched once
    this.delimiterAt = -1;
    let [from, nextQuote, nextReturn] = [0, nextOf(text, quote, 0), nextOf(text, '\r', 0)];
    for (let end = text.indexOf(lineFeed); end >= 0; end = text.indexOf(lineFeed, from)) {
      if (nextQuote < from) nextQuote = nextOf(text, quote, from);
      if (nextReturn < from) nextReturn = nextOf(text, '\r', from);
      const to = nextReturn === end - 1 ? end - 1 : end;
      const cells =
        nextReturn < to || to - from > limits.lineBytesMax
          ? null
          : nextQuote < to
            ? this.quotedCells(text, from, to)
            : this.cells(text, from, to);
      if (cells === null) return Buffer.from(text.slice(from));
      this.count++;
      if (to > from) this.onRecord(cells, this.count);
      from = end + 1;
    }
    return this.keep(text.slice(from));
  }

  /** Keeps the beginning of a line. @returns as `read` */
  private keep(open: string): Buffer | null {
    this.open = open;
    return open.length > limits.lineBytesMax ? Buffer.from(open) : null;
  }

  /** Reads a last line without an end. @returns as `read` */
  end(): Buffer | null {
    const { open } = this;
    if (open === '') return null;
    this.delimiterAt = -1;
    const cells = open.includes('\r')
      ? null
      : open.includes(quote)
        ? this.quotedCells(open, 0, open.length)
        : this.cells(open, 0, open.length);
    if (cells === null) return Buffer.from(open);
    this.count++;
    this.onRecord(cells, this.count);
    return null;
  }

  private cells(text: string, from: number, to: number): string[] {
    const cells = this.pattern.slice();
    let [at, count] = [from, 0];
    for (let end = this.nextDelimiter(text, from); end < to; end = this.nextDelimiter(text, at)) {
      cells[count++] = text.slice(at, end);
      at = end + 1;
    }
    cells[count++] = text.slice(at, to);
    return this.cut(cells, count);
  }

  /** Position of the next delimiter; behind the text if there is none. It is kept for the next lines: those without a
   *  delimiter would each search all that follows. */
  private nextDelimiter(text: string, from: number): number {
    if (this.delimiterAt < from) this.delimiterAt = nextOf(text, this.delimiter, from);
    return this.delimiterAt;
  }

  /** The cells of a line that has quotes; null if a parser is needed. */
  private quotedCells(text: string, from: number, to: number): string[] | null {
    const cells = this.pattern.slice();
    let [at, count] = [from, 0];
    for (;;) {
      let end: number;
      const open = this.afterBlanks(text, at);
      if (text[open] === quote) {
        const close = text.indexOf(quote, open + 1);
        if (close < 0 || close >= to) return null;
        end = this.afterBlanks(text, close + 1);
        if (end < to && text[end] !== this.delimiter) return null;
        cells[count++] = text.slice(open + 1, close);
      } else {
        end = Math.min(this.nextDelimiter(text, at), to);
        const cell = text.slice(at, end);
        if (cell.includes(quote)) return null;
        cells[count++] = cell;
      }
      if (end >= to) return this.cut(cells, count);
      at = end + 1;
    }
  }

  /** Position of the first character that is no blank, or that is the delimiter. */
  private afterBlanks(text: string, from: number): number {
    let at = from;
    while (text[at] === ' ' || (text[at] === '\t' && this.delimiter !== '\t')) at++;
    return at;
  }

  /** The first cells, which belong to the line; the others are those of the pattern. */
  private cut(cells: string[], count: number): string[] {
    if (count !== cells.length) cells.length = count;
    if (this.pattern.length === 0) this.pattern = cells.slice(0, patternCellsMax).map(() => '');
    return cells;
  }
}

/** Position of the next character; behind the text if there is none. */
function nextOf(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}
