import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiter } from '../rate-limits/rate-limiter.ts';

/** Wrong keys of one address per minute that are answered at once. */
const freePerMinute = 30;
const delayMs = 1_000;
/** Answers that are held back at a time. Further ones are sent at once, as 429. */
const delayedMax = 200;

/** Slows down those who try keys. A right key is never delayed, also from an address that others share. */
export class FailedKeys {
  readonly #attempts = new RateLimiter(freePerMinute);
  #delayed = 0;

  /** Waits before a wrong key is refused. @returns whether too many wait already */
  async slowDown(address: string): Promise<boolean> {
    if (this.#attempts.take(address).allowed) return false;
    if (this.#delayed >= delayedMax) return true;
    this.#delayed++;
    try {
      await sleep(delayMs, undefined, { ref: false });
    } finally {
      this.#delayed--;
    }
    return false;
  }
}
