import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Identity, KeyStore } from '../../contracts/ports/index.ts';
import { firstTenant, scopeNames } from '../../contracts/schemas/index.ts';

const secretBytes = 32; // 256 bits
const hintLength = 8;
const cachedKeysMax = 10_000;
/** How long another process still takes a key that was deleted. */
const cachedMs = 5_000;

export const firstKeyId = 'GATECAST_API_KEY';

/** A new secret, with what is stored of it. */
export function newSecret(): { secret: string; hint: string; digest: Buffer } {
  const secret = `gck_${randomBytes(secretBytes).toString('base64url')}`;
  return { secret, hint: secret.slice(0, hintLength), digest: digestOf(secret) };
}

/** Who holds which key: the first admin key of the settings, and those in the store, which are remembered for seconds. */
export class ApiKeys {
  readonly #first: Buffer | null;
  readonly #store: Pick<KeyStore, 'identify'>;
  readonly #cache = new Map<string, { identity: Identity; untilMs: number }>();

  constructor(firstKey: string | null, store: Pick<KeyStore, 'identify'>) {
    this.#first = firstKey === null ? null : digestOf(firstKey);
    this.#store = store;
  }

  /** Null where nobody holds the key. */
  async identify(secret: string): Promise<Identity | null> {
    const digest = digestOf(secret);
    if (this.#first !== null && timingSafeEqual(digest, this.#first)) return firstIdentity;
    const name = digest.toString('base64');
    const cached = this.#cache.get(name);
    if (cached !== undefined && cached.untilMs > Date.now()) return cached.identity;
    this.#cache.delete(name);
    const identity = await this.#store.identify(digest);
    if (identity === null) return null;
    this.#cache.set(name, { identity, untilMs: Date.now() + cachedMs });
    if (this.#cache.size > cachedKeysMax) this.#cache.delete(this.#cache.keys().next().value as string);
    return identity;
  }

  /** A deleted key is refused at once, in this process. */
  forget(keyId: string): void {
    for (const [name, { identity }] of this.#cache) if (identity.keyId === keyId) this.#cache.delete(name);
  }
}

const firstIdentity: Identity = { keyId: firstKeyId, tenant: firstTenant, scopes: scopeNames };

/** Keys are compared by digest: of one length, and in a time that says nothing about the key. */
function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
