/** Finds the kinds of line breaks in a stream of bytes. Line breaks inside quotes are part of a cell. */

const [lineFeed, carriageReturn, quote] = [10, 13, 34];

export class LineBreaks {
  /** Number of lines so far, including line breaks inside quotes, as the parser counts them. */
  lines = 1;
  /** The first line with another line break than the first line. */
  mixedLine: number | null = null;
  private isQuoted = false;
  private usual: 'crlf' | 'lf' | 'cr' | null = null;
  private previous = lineFeed;

  /** Whether the text ends in a line break. */
  get isFinished(): boolean {
    return this.previous === lineFeed || this.previous === carriageReturn;
  }

  async *watch(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.read(chunk);
      yield chunk;
    }
    if (this.previous === carriageReturn) this.end('cr');
    if (this.isFinished) this.lines--;
  }

  private read(chunk: Buffer): void {
    if (this.isPlain(chunk)) {
      const count = lineFeeds(chunk);
      if (count > 0) this.usual = 'lf';
      this.lines += count;
      this.previous = chunk[chunk.length - 1];
      return;
    }
    let { previous } = this;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === quote) this.isQuoted = !this.isQuoted;
      if (byte === lineFeed) this.end(previous === carriageReturn ? 'crlf' : 'lf');
      else if (previous === carriageReturn) this.end('cr');
      previous = byte;
    }
    this.previous = previous;
  }

  /** Whether a chunk has no other line breaks than those before, and no quotes. */
  private isPlain(chunk: Buffer): boolean {
    return (
      chunk.length > 0 &&
      !this.isQuoted &&
      this.previous !== carriageReturn &&
      (this.usual === null || this.usual === 'lf') &&
      !chunk.includes(carriageReturn) &&
      !chunk.includes(quote)
    );
  }

  /** Counts the end of a line. A lone carriage return is found at the next byte. */
  private end(kind: 'crlf' | 'lf' | 'cr'): void {
    if (!this.isQuoted) {
      this.usual ??= kind;
      if (kind !== this.usual) this.mixedLine ??= this.lines;
    }
    this.lines++;
  }
}

/** A loop: `indexOf` for each line takes twice as long. */
export function lineFeeds(bytes: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === lineFeed) count++;
  return count;
}
