/** Longest time in which a server that starts does not say so, nor that it is ready. */
const silentMsMax = 120_000;
const tellEveryMs = 60_000;

/** How long a start of the server may take. Recovery after a crash takes as long as there is WAL to replay: a server
 *  that is stopped meanwhile would begin anew. One that does not even write that it starts hangs. */
export class StartPatience {
  readonly #tell: (seconds: number) => void;
  readonly #now: () => number;
  readonly #beganAt: number;
  #signAt: number;
  #toldAt: number;

  /** @param tell called each minute of a long start, with its seconds
   *  @param now milliseconds */
  constructor(tell: (seconds: number) => void, now = () => performance.now()) {
    this.#tell = tell;
    this.#now = now;
    this.#beganAt = this.#signAt = this.#toldAt = now();
  }

  /** Whether the server hangs. Asked again and again during a start.
   *  @param status state that the server has written; null: none yet */
  isOver(status: string | null): boolean {
    const at = this.#now();
    if (status === 'starting') {
      this.#signAt = at;
      this.#tellAt(at);
    }
    return at - this.#signAt > silentMsMax;
  }

  #tellAt(at: number): void {
    if (at - this.#toldAt < tellEveryMs) return;
    this.#toldAt = at;
    this.#tell(Math.round((at - this.#beganAt) / 1_000));
  }
}
