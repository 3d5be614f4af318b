import type { Embed, EmbedsQuery, Page, TenantId } from '../schemas/index.ts';
import type { Precondition } from './precondition.ts';

/** Access that the token of an embed gives: the latest forecast of one model. */
export interface EmbedAccess {
  id: string;
  tenant: TenantId;
  /** Id or alias, as the call that created it named it. */
  model: string;
  /** The only series; null: every one. */
  series: string | null;
}

interface NewEmbed extends Pick<Embed, 'name' | 'model' | 'series' | 'hint'> {
  /** SHA-256 of the token. */
  digest: Uint8Array;
  expiresAt: Date | null;
}

export interface EmbedStore {
  /** @throws AppError model_not_found, embeds_too_many */
  create(tenant: TenantId, embed: NewEmbed): Promise<Embed>;
  /** @throws AppError model_not_found for an unknown alias; cursor_invalid */
  list(tenant: TenantId, query: EmbedsQuery): Promise<Page<Embed>>;
  /** @throws AppError embed_not_found */
  get(tenant: TenantId, id: string): Promise<Embed>;
  /** Deletes the embed; its token is refused from now on. @throws AppError embed_not_found */
  delete(tenant: TenantId, id: string, precondition?: Precondition<Embed> | null): Promise<void>;
  /** The access that a token gives, by its SHA-256, and when it expires; null if there is no such
   *  embed, or it has expired. */
  identify(digest: Uint8Array): Promise<{ access: EmbedAccess; expiresInMs: number | null } | null>;
}
