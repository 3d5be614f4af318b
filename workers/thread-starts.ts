const pauseMsMin = 1_000;
const pauseMsMax = 60_000;

/** Pause of a worker whose threads do not start, such as for want of memory. Without it, the worker would claim the
 *  same job again and again. It doubles with each failure. Jobs that fail within a pause count once. */
export class ThreadStarts {
  readonly #now: () => number;
  #pauseMs = 0;
  #endsAt = 0;

  /** @param now milliseconds */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Milliseconds until the worker may claim a job. */
  get waitMs(): number {
    return Math.max(0, this.#endsAt - this.#now());
  }

  /** The thread of a job has not started. */
  failed(): void {
    if (this.waitMs > 0) return;
    this.#pauseMs = Math.min(Math.max(pauseMsMin, 2 * this.#pauseMs), pauseMsMax);
    this.#endsAt = this.#now() + this.#pauseMs;
  }

  /** A job has run in a thread. */
  succeeded(): void {
    this.#pauseMs = 0;
    this.#endsAt = 0;
  }
}
