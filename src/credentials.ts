/** Secrets that callers show: keys and tokens. They are kept and compared by digest. */
import { hash, timingSafeEqual } from 'node:crypto';

const cachedMax = 10_000;
/** How long another process may still accept a credential that was deleted. */
export const cachedMs = 5_000;

/** Reads the caller of a credential by its digest; null if there is none. */
type Read<Caller> = (digest: Buffer) => Promise<{ caller: Caller; expiresInMs: number | null } | null>;

/** Finds the callers of keys or tokens by their digests. Callers are cached until `cachedMs` after they were asked for, and not
 *  longer than their credential is valid. */
export class CredentialCache<Caller extends object> {
  readonly #form: RegExp;
  readonly #read: Read<Caller>;
  readonly #cache = new Map<string, { caller: Caller; untilMs: number }>();
  /** Name in the cache of each caller that was put there. */
  readonly #names = new WeakMap<Caller, string>();
  /** How often callers were forgotten. */
  #forgotten = 0;

  /** @param form of every credential that was created */
  constructor(form: RegExp, read: Read<Caller>) {
    this.#form = form;
    this.#read = read;
  }

  /** Null if there is no such credential, or it has expired. */
  async identify(credential: string, digest = digestOf(credential)): Promise<Caller | null> {
    if (!this.#form.test(credential)) return null; // no query for what cannot be one
    const name = digest.toString('base64');
    const cached = this.#cache.get(name);
    if (cached !== undefined && cached.untilMs > performance.now()) return cached.caller;
    this.#cache.delete(name);
    const [forgotten, askedMs] = [this.#forgotten, performance.now()];
    const found = await this.#read(digest);
    if (found === null) return null;
    const { caller, expiresInMs } = found;
    if (forgotten !== this.#forgotten) return caller; // it may have been deleted since it was read
    this.#cache.set(name, { caller, untilMs: askedMs + Math.min(cachedMs, expiresInMs ?? cachedMs) });
    this.#names.set(caller, name);
    if (this.#cache.size > cachedMax) this.#cache.delete(this.#cache.keys().next().value as string);
    return caller;
  }

  /** Whether `identify` would give this caller again without asking the store. Calls that come together may each have read the
   *  credential: the cache has the caller of one of them. */
  isKept(caller: Caller): boolean {
    const name = this.#names.get(caller);
    const cached = name === undefined ? undefined : this.#cache.get(name);
    return cached?.caller === caller && cached.untilMs > performance.now();
  }

  /** Removes callers from the cache of this process, so that their credentials are asked for again at once. */
  forget(isGone: (caller: Caller) => boolean): void {
    this.#forgotten++;
    for (const [name, { caller }] of this.#cache) if (isGone(caller)) this.#cache.delete(name);
  }
}

/** SHA-256 of a credential. */
export function digestOf(credential: string): Buffer {
  return hash('sha256', credential, 'buffer');
}

/** Whether two digests are of the same credential, in constant time: credentials have any length, digests have one. */
export function isSameDigest(one: Buffer, other: Buffer): boolean {
  return timingSafeEqual(one, other);
}

/** The key of the header `Authorization`; null without one. */
export function bearerKeyOf(authorization: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? null;
}
