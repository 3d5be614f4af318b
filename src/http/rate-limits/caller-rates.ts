import type { Identity } from '../../contracts/ports/index.ts';
import { firstKeyId } from '../routing/api-keys.ts';
import { type Allowance, RateLimiter, rateWindowSeconds } from './rate-limiter.ts';

/** All keys of a tenant together have this multiple of the limit of a key, however many there are:
 *  an admin can make keys. */
const keysMultiple = 10;
/** The same for all embeds of a tenant, which everybody with `write` can make. One link that has leaked
 *  uses half of it at most. */
const embedsMultiple = 2;

/** Buckets that all keys, or all embeds, of a tenant share. */
interface Group {
  name: 'tenant' | 'embeds';
  whose: string;
  limitPerMinute: number;
  limiter: RateLimiter;
  policy: string;
}

/** Result of a request, and what it was limited by. */
export interface Rate extends Pick<Allowance, 'allowed' | 'resetSeconds'> {
  /** Value of the header `ratelimit`: the bucket that has least left. */
  header: string;
  /** Value of the header `ratelimit-policy`. */
  policy: string;
  /** Whose bucket is the one of `header`, and how much it holds. */
  whose: string;
  limitPerMinute: number;
}

/** Counts the calls of each key and each embed, and those of all keys and of all embeds of a tenant: a new key or embed
 *  has a bucket of its own that is full, but not a new tenant. A refused call takes from no bucket. The first key of
 *  the settings shares none, so that the operator can always delete keys. */
export class CallerRates {
  readonly #perMinute: number;
  readonly #callers: RateLimiter;
  readonly #keys: Group;
  readonly #embeds: Group;
  readonly #policy: string;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
    this.#callers = new RateLimiter(perMinute);
    this.#policy = policyOf('key', perMinute);
    const group = (name: Group['name'], whose: string, multiple: number): Group => ({
      name,
      whose,
      limitPerMinute: multiple * perMinute,
      limiter: new RateLimiter(multiple * perMinute),
      policy: `${this.#policy}, ${policyOf(name, multiple * perMinute)}`,
    });
    this.#keys = group('tenant', 'The keys of the tenant together', keysMultiple);
    this.#embeds = group('embeds', 'The embeds of the tenant together', embedsMultiple);
  }

  take({ keyId, tenant }: Identity, nowMs = performance.now()): Rate {
    const group = keyId === firstKeyId ? null : keyId.startsWith('emb_') ? this.#embeds : this.#keys;
    if (group !== null && !group.limiter.allows(tenant, nowMs))
      return rateOfGroup(group, group.limiter.take(tenant, nowMs));
    const own = this.#callers.take(keyId, nowMs);
    if (group !== null && own.allowed) {
      const shared = group.limiter.take(tenant, nowMs);
      if (shared.remaining < own.remaining) return rateOfGroup(group, shared);
    }
    return {
      allowed: own.allowed,
      resetSeconds: own.resetSeconds,
      header: headerOf('key', own),
      policy: group?.policy ?? this.#policy,
      limitPerMinute: this.#perMinute,
      whose: group === this.#embeds ? 'The embed' : 'The key',
    };
  }
}

function rateOfGroup({ name, whose, limitPerMinute, policy }: Group, allowance: Allowance): Rate {
  const { allowed, resetSeconds } = allowance;
  return { allowed, resetSeconds, header: headerOf(name, allowance), policy, whose, limitPerMinute };
}

function headerOf(name: string, { remaining, resetSeconds }: Allowance): string {
  return `"${name}";r=${remaining};t=${resetSeconds}`;
}

function policyOf(name: string, perMinute: number): string {
  return `"${name}";q=${perMinute};w=${rateWindowSeconds}`;
}
