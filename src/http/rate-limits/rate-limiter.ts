import { NewestEntries } from '../../newest-entries.ts';

export const rateWindowSeconds = 60;
const bucketsMax = 10_000;

/** Result of a request: whether it is allowed, and what is left. */
export interface Allowance {
  allowed: boolean;
  /** Further requests that are allowed now. */
  remaining: number;
  /** Seconds until `remaining` is full again, or until it is 1 if nothing is left. */
  resetSeconds: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** A token bucket for each name. It holds `perMinute` requests, and refills evenly within a minute. */
export class RateLimiter {
  readonly #perMinute: number;
  /** The least recently used bucket is dropped first: it is the fullest, and a full bucket needs no entry. */
  readonly #buckets = new NewestEntries<string, Bucket>(bucketsMax);

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Whether `take` would allow a request now. */
  allows(name: string, nowMs: number): boolean {
    return this.#available(name, nowMs) >= 1;
  }

  take(name: string, nowMs = performance.now()): Allowance {
    const perSecond = this.#perMinute / rateWindowSeconds;
    const available = this.#available(name, nowMs);
    const allowed = available >= 1;
    const tokens = allowed ? available - 1 : available;
    this.#buckets.keep(name, { tokens, atMs: nowMs });
    const missing = tokens < 1 ? 1 - tokens : this.#perMinute - tokens;
    return { allowed, remaining: Math.floor(tokens), resetSeconds: Math.ceil(missing / perSecond) };
  }

  #available(name: string, nowMs: number): number {
    const bucket = this.#buckets.peek(name);
    if (bucket === undefined) return this.#perMinute;
    const grown = (Math.max(0, nowMs - bucket.atMs) / 1000) * (this.#perMinute / rateWindowSeconds);
    return Math.min(this.#perMinute, bucket.tokens + grown);
  }
}
