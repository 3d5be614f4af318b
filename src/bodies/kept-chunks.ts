/** Shorter chunks are copied into blocks. */
const shortBytesMax = 4 * 1024;
const blockBytes = 16 * 1024;

/** The chunks of a body that are kept until its end. Short ones are copied together: an array needs hundreds of bytes
 *  of memory beside its own, and a sender may send each byte alone. */
export class KeptChunks {
  readonly #chunks: Buffer[] = [];
  #block: Buffer<ArrayBuffer> | null = null;
  #used = 0;

  add(chunk: Buffer): void {
    if (chunk.length >= shortBytesMax) {
      this.#endBlock();
      this.#chunks.push(chunk);
      return;
    }
    if (this.#used + chunk.length > blockBytes) this.#endBlock();
    this.#block ??= Buffer.from(new ArrayBuffer(blockBytes));
    this.#block.set(chunk, this.#used);
    this.#used += chunk.length;
  }

  /** All chunks, in their order. */
  all(): Buffer[] {
    this.#endBlock();
    return this.#chunks;
  }

  #endBlock(): void {
    if (this.#block === null) return;
    this.#chunks.push(Buffer.from(this.#block.buffer.transfer(this.#used)));
    this.#block = null;
    this.#used = 0;
  }
}
