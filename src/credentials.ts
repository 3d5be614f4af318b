/** Secrets that callers show: keys and tokens. They are kept and compared by digest. */
import { hash, timingSafeEqual } from 'node:crypto';

const cachedMax = 10_000;
/** How long another process may still accept a credential that was deleted. */
export const cachedMs = 5_000;

/** Reads the caller of a credential by its digest; null if there is none. */
type Read<Caller> = (digest: Buffer) => Promise<{ caller: Caller; expiresInMs: number | null } | null>;

/** Runs the lookup of a credential that was not seen valid before, when its turn comes. */
export type ReadUnknown = <Result>(address: string, work: () => Promise<Result>) => Promise<Result>;

/** Finds the callers of keys or tokens by their digests. Callers are cached until `cachedMs` after they were asked for,
 *  and not longer than their credential is valid. */
export class CredentialCache<Caller extends object> {
  readonly #form: RegExp;
  readonly #read: Read<Caller>;
  readonly #readUnknown: ReadUnknown;
  readonly #cache = new Map<string, { caller: Caller; untilMs: number }>();
  /** Name in the cache of each caller that was put there. */
  readonly #names = new WeakMap<Caller, string>();
  /** Names of credentials that were valid when they were last read. The ones that were read longest ago go first. */
  readonly #seenValid = new Set<string>();
  /** How often callers were forgotten. */
  #forgotten = 0;

  /** @param form of every credential that was created */
  constructor(form: RegExp, read: Read<Caller>, readUnknown: ReadUnknown = (_address, work) => work()) {
    this.#form = form;
    this.#read = read;
    this.#readUnknown = readUnknown;
  }

  /** Null if there is no such credential, or it has expired.
   *  @param address of the caller
   *  @throws AppError what the lookup of unknown credentials throws */
  async identify(credential: string, address: string, digest = digestOf(credential)): Promise<Caller | null> {
    if (!this.#form.test(credential)) return null; // no query for what cannot be one
    const name = digest.toString('base64');
    const cached = this.#cache.get(name);
    if (cached !== undefined && cached.untilMs > performance.now()) return cached.caller;
    this.#cache.delete(name);
    let [forgotten, askedMs] = [0, 0];
    const read = () => {
      [forgotten, askedMs] = [this.#forgotten, performance.now()];
      return this.#read(digest);
    };
    const found = this.#seenValid.has(name) ? await read() : await this.#readUnknown(address, read);
    this.#seenValid.delete(name);
    if (found === null) return null;
    this.#seenValid.add(name);
    if (this.#seenValid.size > cachedMax)
      this.#seenValid.delete(this.#seenValid.values().next().value as string);
    const { caller, expiresInMs } = found;
    if (forgotten !== this.#forgotten) return caller; // it may have been deleted since it was read
    this.#cache.set(name, { caller, untilMs: askedMs + Math.min(cachedMs, expiresInMs ?? cachedMs) });
    this.#names.set(caller, name);
    if (this.#cache.size > cachedMax) this.#cache.delete(this.#cache.keys().next().value as string);
    return caller;
  }

  /** Whether `identify` would give this caller again without asking the store. Calls that come together may each have
   *  read the credential: the cache has the caller of one of them. */
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
