/** How the lines of a text end, seen as its bytes pass. Line breaks inside quotes are text, not ends of lines. */

const [lineFeed, carriageReturn, quote] = [10, 13, 34];

export class LineBreaks {
  /** Lines so far, those inside quotes as well, as the parser counts them. */
  lines = 1;
  /** The first line that ends in another way than the first one. */
  mixedLine: number | null = null;
  private isQuoted = false;
  private usual: 'crlf' | 'lf' | 'cr' | null = null;
  private previous = lineFeed;

  /** Whether the last line that holds something ends in a line break. */
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

  /** A carriage return is known to stand alone only when the next byte has come. */
  private end(kind: 'crlf' | 'lf' | 'cr'): void {
    if (!this.isQuoted) {
      this.usual ??= kind;
      if (kind !== this.usual) this.mixedLine ??= this.lines;
    }
    this.lines++;
  }
}
