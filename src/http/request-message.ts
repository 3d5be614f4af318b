import { http } from '../node-http.ts';

/** Shorter chunks are joined. */
const shortBytesMax = 4 * 1024;
/** How long a short chunk waits for the next one. A sender that is this slow makes a few thousand chunks
 *  within `requestTimeout`. */
const joinMs = 100;

/** A request whose body comes in chunks of some KiB, but for the last one and for those of a slow sender. The parser
 *  makes a buffer of each chunk that was sent, which takes 700 bytes beside those of the chunk: a sender of single
 *  bytes would fill every queue behind it. */
export class RequestMessage extends http.IncomingMessage {
  /** A short chunk that has no other before it. */
  #first: Buffer | null = null;
  /** Short chunks that follow each other. */
  #block: Buffer | null = null;
  #used = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Asks the sender for the body, before it is read; null if the sender does not wait. */
  askForBody: (() => void) | null = null;

  override _read(size: number): void {
    const ask = this.askForBody;
    this.askForBody = null;
    ask?.();
    super._read(size);
  }

  override push(chunk: Buffer | null): boolean {
    if (chunk === null || chunk.length >= shortBytesMax) {
      this.#flush();
      return super.push(chunk);
    }
    this.#hold(chunk);
    return this.readableLength < this.readableHighWaterMark;
  }

  #hold(chunk: Buffer): void {
    if (this.#used + chunk.length > shortBytesMax) this.#flush();
    if (this.#used === 0) {
      this.#first = chunk;
      this.#timer ??= setTimeout(() => this.#flush(), joinMs).unref();
    } else {
      this.#block ??= Buffer.allocUnsafeSlow(shortBytesMax);
      this.#first?.copy(this.#block);
      this.#first = null;
      chunk.copy(this.#block, this.#used);
    }
    this.#used += chunk.length;
  }

  /** Hands on what waits. */
  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#used === 0) return;
    const joined = this.#first ?? Buffer.from(this.#block!.subarray(0, this.#used));
    this.#first = null;
    this.#used = 0;
    super.push(joined);
  }
}
