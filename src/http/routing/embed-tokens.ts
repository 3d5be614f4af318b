import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { EmbedAccess, EmbedStore } from '../../contracts/ports/index.ts';
import { CredentialCache, digestOf, type ReadUnknown } from '../../credentials.ts';

const tokenBytes = 32; // 256 bits
/** Form of every token that `newEmbedToken` makes. */
const tokenForm = /^gce_[\w-]{43}$/;
const hintLength = 8;

/** A new token, with its hint and its SHA-256. Only the last two are stored. */
export function newEmbedToken(): { token: string; hint: string; digest: Buffer } {
  const token = `gce_${randomBytes(tokenBytes).toString('base64url')}`;
  return { token, hint: token.slice(0, hintLength), digest: digestOf(token) };
}

/** The token in the query of a call; null if there is none. A repeated parameter is no token. */
export function embedTokenOf({ query }: FastifyRequest): string | null {
  const { token } = (query ?? {}) as { token?: unknown };
  if (token === undefined) return null;
  return typeof token === 'string' ? token : '';
}

/** Whether a call has a token of an embed, and its route accepts one. The token is then the only permission of the
 *  call, so a page of any origin may make it: it gets nothing that the link does not show. */
export function isOpenedByToken(request: FastifyRequest): boolean {
  return request.routeConfig.acceptsToken === true && embedTokenOf(request) !== null;
}

/** Whether a token opens what a call asks for. */
export function opens({ model, series }: EmbedAccess, { params, query }: FastifyRequest): boolean {
  const asked = (query as { series?: unknown }).series;
  const isModel = (params as { model_id?: unknown }).model_id === model;
  return isModel && (series === null || asked === undefined || asked === series);
}

/** Finds the embed of a token. */
export class EmbedTokens {
  readonly #cache: CredentialCache<EmbedAccess>;

  constructor(store: Pick<EmbedStore, 'identify'>, readUnknown?: ReadUnknown) {
    const read = async (digest: Buffer) => {
      const found = await store.identify(digest);
      return found && { caller: found.access, expiresInMs: found.expiresInMs };
    };
    this.#cache = new CredentialCache(tokenForm, read, readUnknown);
  }

  /** Null if there is no such embed, or it has expired. @param address of the caller */
  identify(token: string, address: string): Promise<EmbedAccess | null> {
    return this.#cache.identify(token, address);
  }

  /** Removes a deleted embed from the cache of this process, so that its token is refused at once. */
  forget(id: string): void {
    this.#cache.forget((access) => access.id === id);
  }
}
