import { hash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { EmbedAccess, EmbedStore } from '../../contracts/ports/index.ts';

const tokenBytes = 32; // 256 bits
/** Form of every token that `newEmbedToken` makes. */
const tokenForm = /^gce_[\w-]{43}$/;
const hintLength = 8;
const cachedTokensMax = 10_000;
/** How long another process may still accept the token of a deleted embed. */
const cachedMs = 5_000;

/** A new token, with its hint and its SHA-256. Only the last two are stored. */
export function newEmbedToken(): { token: string; hint: string; digest: Buffer } {
  const token = `gce_${randomBytes(tokenBytes).toString('base64url')}`;
  return { token, hint: token.slice(0, hintLength), digest: hash('sha256', token, 'buffer') };
}

/** The token in the query of a call; null if there is none. A repeated parameter is no token. */
export function embedTokenOf({ query }: FastifyRequest): string | null {
  const { token } = (query ?? {}) as { token?: unknown };
  if (token === undefined) return null;
  return typeof token === 'string' ? token : '';
}

/** Whether a call has a token of an embed, and its route accepts one. The token is then the only permission of the call, so a
 *  page of any origin may make it: it gets nothing that the link does not show. */
export function isOpenedByToken(request: FastifyRequest): boolean {
  return request.routeConfig.acceptsToken === true && embedTokenOf(request) !== null;
}

/** Whether a token opens what a call asks for. */
export function opens({ model, series }: EmbedAccess, { params, query }: FastifyRequest): boolean {
  const asked = (query as { series?: unknown }).series;
  const isModel = (params as { model_id?: unknown }).model_id === model;
  return isModel && (series === null || asked === undefined || asked === series);
}

/** Finds the embed of a token. Embeds are cached until `cachedMs` after they were asked for. */
export class EmbedTokens {
  readonly #store: Pick<EmbedStore, 'identify'>;
  readonly #cache = new Map<string, { access: EmbedAccess; untilMs: number }>();
  /** How many embeds were forgotten. */
  #forgotten = 0;

  constructor(store: Pick<EmbedStore, 'identify'>) {
    this.#store = store;
  }

  /** Null if there is no such embed, or it has expired. */
  async identify(token: string): Promise<EmbedAccess | null> {
    if (!tokenForm.test(token)) return null; // no query for what cannot be a token
    const digest = hash('sha256', token, 'buffer');
    const name = digest.toString('base64');
    const cached = this.#cache.get(name);
    if (cached !== undefined && cached.untilMs > performance.now()) return cached.access;
    this.#cache.delete(name);
    const [forgotten, askedMs] = [this.#forgotten, performance.now()];
    const found = await this.#store.identify(digest);
    if (found === null) return null;
    const { access, expiresAt } = found;
    if (forgotten !== this.#forgotten) return access; // it may have been deleted since it was read
    const leftMs = expiresAt === null ? cachedMs : expiresAt.getTime() - Date.now();
    const untilMs = askedMs + Math.min(cachedMs, leftMs);
    this.#cache.set(name, { access, untilMs });
    if (this.#cache.size > cachedTokensMax) this.#cache.delete(this.#cache.keys().next().value as string);
    return access;
  }

  /** Removes a deleted embed from the cache of this process, so that its token is refused at once. */
  forget(id: string): void {
    this.#forgotten++;
    for (const [name, { access }] of this.#cache) if (access.id === id) this.#cache.delete(name);
  }
}
