import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiter } from '../rate-limits/rate-limiter.ts';

/** Wrong keys of one address, or of one network of IPv6, per minute that are answered at once. */
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
    if (this.#attempts.take(callerOf(address)).allowed) return false;
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

/** The part of an address that one caller has. A caller of IPv6 usually has all addresses of a network of 64 bits. */
export function callerOf(address: string): string {
  if (!isIPv6(address)) return address;
  const canonical = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  if (canonical.startsWith('::ffff:')) return canonical; // an address of IPv4
  const [head, tail] = canonical.split('::').map((part) => part.split(':').filter((word) => word !== ''));
  const zeros = tail === undefined ? 0 : 8 - head.length - tail.length;
  const words = [...head, ...Array<string>(zeros).fill('0'), ...(tail ?? [])];
  return `${words.slice(0, 4).join(':')}::/64`;
}
