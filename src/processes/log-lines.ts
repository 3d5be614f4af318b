import { fstatSync, openSync, write, writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

/** Characters that are written at once. A pipe takes so many bytes wholly or not at all, so lines of several
 *  processes do not mix. */
const charactersMax = 4_096;
/** Pieces that one write takes where the destination is no pipe. A turn of a busy event loop makes several,
 *  and starts one write. */
const piecesAtOnce = 16;
/** A line waits at most this many milliseconds. */
const waitMsMax = 200;
/** Pause before another try if the reader of a pipe is slow. */
const retryMs = 20;
/** A process that ends waits at most this long for the reader of its last lines. */
const lastLinesMsMax = 1_000;
/** Pieces that may wait for a slow reader: 16 MiB. Further lines are dropped. */
const piecesMax = 4_096;

export interface LogLines extends DestinationStream {
  /** Writes what waits before it returns, but at most for a second. */
  flushSync(): void;
  /** The same, by the name that a logger calls. */
  flush(done?: () => void): void;
}

interface LogLinesOptions {
  /** A file descriptor or a path. Default: the standard output. */
  destination?: number | string;
  /** Begins to write each line at once, so that a killed process loses none that it wrote before. Default: lines
   *  are written together. */
  isAtOnce?: boolean;
}

/** Destination of a log. The exit of the process writes the last lines. pino's own destinations copy all waiting lines
 *  and count their bytes at each line, and a process whose reader is gone never ends. */
export function logLines({ destination = 1, isAtOnce = false }: LogLinesOptions = {}): LogLines {
  const file = typeof destination === 'number' ? destination : openSync(destination, 'a');
  const lines = new WaitingLines(file, isAtOnce);
  process.on('beforeExit', () => lines.send());
  process.on('exit', () => lines.flushSync());
  return lines;
}

class WaitingLines implements LogLines {
  readonly #file: number;
  readonly #isAtOnce: boolean;
  readonly #piecesAtOnce: number;
  /** Lines since the last piece. */
  #waiting = '';
  /** As bytes: the parts of a line are many small strings, and those of a waiting piece would outlive
   *  collections of garbage. */
  #pieces: Buffer[] = [];
  #dropped = 0;
  /** Sends what waits. A quiet process has none, so it does not wake for its log. */
  #timer: NodeJS.Timeout | undefined;
  #isWriting = false;
  #isReaderGone = false;

  constructor(file: number, isAtOnce: boolean) {
    this.#file = file;
    this.#isAtOnce = isAtOnce;
    const kind = fstatSync(file);
    this.#piecesAtOnce = kind.isFIFO() || kind.isSocket() ? 1 : piecesAtOnce;
  }

  write(line: string): void {
    if (this.#waiting.length + line.length > charactersMax) this.send();
    this.#waiting += line;
    if (this.#isAtOnce && !this.#isWriting) this.send();
    else this.#timer ??= setTimeout(() => this.send(), waitMsMax).unref();
  }

  /** Begins to write what waits. */
  send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#cut();
    this.#next();
  }

  flushSync(): void {
    this.#cut();
    const until = performance.now() + lastLinesMsMax;
    while (this.#pieces.length > 0) {
      const bytes = this.#take();
      try {
        this.#putBack(bytes, writeSync(this.#file, bytes));
      } catch (error) {
        if (this.#isOver(error as NodeJS.ErrnoException, bytes) || performance.now() > until) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
      }
    }
  }

  flush(done?: () => void): void {
    this.flushSync();
    done?.();
  }

  #cut(): void {
    const piece = this.#waiting;
    this.#waiting = '';
    if (piece === '' || this.#isReaderGone) return;
    if (this.#pieces.length >= piecesMax) {
      this.#dropped += piece.split('\n').length - 1;
      return;
    }
    if (this.#dropped > 0) {
      const msg = `${this.#dropped} lines were dropped: the reader of this log is slow`;
      this.#pieces.push(Buffer.from(`${JSON.stringify({ level: 40, time: Date.now(), msg })}\n`));
      this.#dropped = 0;
    }
    this.#pieces.push(Buffer.from(piece));
  }

  #next(): void {
    if (this.#isWriting || this.#pieces.length === 0) return;
    this.#isWriting = true;
    setImmediate(() => this.#write()); // the lines of a process that exits at once stay in order
  }

  #write(): void {
    if (this.#pieces.length === 0) {
      this.#isWriting = false;
      return;
    }
    const bytes = this.#take();
    write(this.#file, bytes, (error, written) => {
      this.#isWriting = false;
      if (error === null) this.#putBack(bytes, written);
      else if (this.#isOver(error, bytes)) return;
      else return void setTimeout(() => this.#next(), retryMs).unref();
      if (this.#isAtOnce) this.#cut();
      this.#next();
    });
  }

  #take(): Buffer {
    const pieces = this.#pieces.splice(0, this.#piecesAtOnce);
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }

  #putBack(bytes: Buffer, written: number): void {
    if (written < bytes.length) this.#pieces.unshift(bytes.subarray(written));
  }

  /** Keeps the bytes if the reader is only slow. Nobody reads further lines if it is gone, and a full disk
   *  must not stop a service. */
  #isOver({ code }: NodeJS.ErrnoException, bytes: Buffer): boolean {
    if (code === 'EAGAIN') {
      this.#pieces.unshift(bytes);
      return false;
    }
    this.#isReaderGone = code === 'EPIPE';
    this.#pieces = [];
    return true;
  }
}
