import { randomBytes } from 'node:crypto';
import type { Identity, KeyStore } from '../../contracts/ports/index.ts';
import { firstTenant, scopeNames } from '../../contracts/schemas/index.ts';
import { CredentialCache, cachedMs, digestOf, isSameDigest, type ReadUnknown } from '../../credentials.ts';
import { AppError, refuse } from '../../errors.ts';
import { asService } from '../../sharing/index.ts';

const secretBytes = 32; // 256 bits
/** Form of every secret that `newSecret` makes. */
const secretForm = /^gck_[\w-]{43}$/;
const hintLength = 8;

export const firstKeyId = 'GATECAST_API_KEY';

/** Whether a key is one that was created, and not the first key or none at all. */
function isStoredKey(keyId: string): boolean {
  return keyId.startsWith('key_');
}

/** A new secret, with its hint and its SHA-256. Only the last two are stored. */
export function newSecret(): { secret: string; hint: string; digest: Buffer } {
  const secret = `gck_${randomBytes(secretBytes).toString('base64url')}`;
  return { secret, hint: secret.slice(0, hintLength), digest: digestOf(secret) };
}

/** Finds the caller of a secret: by the first admin key of the settings, or by the keys in the store. */
export class ApiKeys {
  readonly #first: Buffer | null;
  readonly #store: Pick<KeyStore, 'expiresInMs'>;
  readonly #cache: CredentialCache<Identity>;
  /** Ends what each key waits for or streams. */
  readonly #streams = new Map<string, Set<() => void>>();
  #check: NodeJS.Timeout | undefined;

  constructor(
    firstKey: string | null,
    store: Pick<KeyStore, 'identify' | 'expiresInMs'>,
    readUnknown?: ReadUnknown,
  ) {
    this.#first = firstKey === null ? null : digestOf(firstKey);
    this.#store = store;
    const read = async (digest: Buffer) => {
      const found = await store.identify(digest);
      return found && { caller: found.identity, expiresInMs: found.expiresInMs };
    };
    this.#cache = new CredentialCache(secretForm, read, readUnknown);
  }

  /** Null if there is no such key. @param address of the caller */
  async identify(secret: string, address: string): Promise<Identity | null> {
    const digest = digestOf(secret);
    if (this.#first !== null && isSameDigest(digest, this.#first)) return firstIdentity;
    return this.#cache.identify(secret, address, digest);
  }

  /** Whether `identify` would give this identity again without asking the store. */
  isKept(identity: Identity): boolean {
    return identity === firstIdentity || this.#cache.isKept(identity);
  }

  /** Removes a deleted key from the cache of this process, so that it is refused at once, and
   *  ends what it waits for. */
  forget(keyId: string): void {
    this.#uncache(keyId);
    for (const end of this.#streams.get(keyId) ?? []) end();
  }

  /** Called when a key has got a time at which it expires. */
  expires(keyId: string): void {
    this.#uncache(keyId);
    if (this.#streams.has(keyId)) void asService(() => this.#endIfGone(keyId));
  }

  /** Calls `end` when the key is deleted or expires: at once in the process that deletes it, within seconds elsewhere.
   *  @returns a function that stops watching */
  watch(keyId: string, end: () => void): () => void {
    if (!isStoredKey(keyId)) return () => {};
    const known = this.#streams.get(keyId);
    const ends = known ?? new Set();
    this.#streams.set(keyId, ends.add(end));
    if (known === undefined) void asService(() => this.#endIfGone(keyId)); // it may have gone since the call was admitted
    this.#check ??= asService(() => setInterval(() => void this.#endOfGone(), cachedMs).unref());
    return () => {
      ends.delete(end);
      if (ends.size === 0 && this.#streams.get(keyId) === ends) this.#streams.delete(keyId);
      if (this.#streams.size > 0) return;
      clearInterval(this.#check);
      this.#check = undefined;
    };
  }

  /** Runs work that waits, with a signal that is aborted when the key is deleted or expires.
   *  @throws AppError unauthorized if it did */
  async whileValid<Result>(keyId: string, work: (gone: AbortSignal) => Promise<Result>): Promise<Result> {
    const gone = new AbortController();
    const stop = this.watch(keyId, () => gone.abort());
    try {
      const result = await work(gone.signal);
      if (!gone.signal.aborted) return result;
    } finally {
      stop();
    }
    throw new AppError('unauthorized', {
      detail: 'The API key of the call was deleted, or has expired, while the call waited; use another key.',
      headers: { 'www-authenticate': 'Bearer realm="gatecast"' },
    });
  }

  #uncache(keyId: string): void {
    this.#cache.forget((identity) => identity.keyId === keyId);
  }

  async #endOfGone(): Promise<void> {
    for (const keyId of this.#streams.keys()) await this.#endIfGone(keyId);
  }

  /** Ends what a key waits for if it is gone, or at its end if that is before the next look. */
  async #endIfGone(keyId: string): Promise<void> {
    const leftMs = await this.#store.expiresInMs(keyId).then(
      (ms) => ms ?? Number.POSITIVE_INFINITY,
      (error: unknown) =>
        error instanceof AppError && error.code === 'key_not_found' ? 0 : Number.POSITIVE_INFINITY,
    );
    if (leftMs <= 0) this.forget(keyId);
    else if (leftMs <= cachedMs) setTimeout(() => this.forget(keyId), leftMs).unref();
  }
}

const firstIdentity: Identity = { keyId: firstKeyId, tenant: firstTenant, scopes: scopeNames };

/** When the calling key expires; null: never. The first key is no row. */
export async function endOfKey(keys: Pick<KeyStore, 'get'>, { keyId }: Identity): Promise<Date | null> {
  if (!isStoredKey(keyId)) return null;
  const { expires_at } = await keys.get(null, keyId);
  return expires_at === null ? null : new Date(expires_at);
}

/** A secret that outlived the key that made it would keep the rights of a temporary key for ever.
 *  @param noun what the key makes: `a key`
 *  @throws AppError request_invalid */
export function requireWithin(end: Date | null, expiresAt: Date | null, noun: string): void {
  if (end === null || (expiresAt !== null && expiresAt <= end)) return;
  const accepted = end.toISOString();
  refuse('request_invalid', {
    path: '/expires_at',
    accepted: `at most ${accepted}`,
    message: `the calling key expires at ${accepted}, and ${noun} that it makes may not live longer`,
  });
}
