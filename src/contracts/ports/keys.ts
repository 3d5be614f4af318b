import type { Key, Page, PageQuery, Scope, TenantId } from '../schemas/index.ts';
import type { Precondition } from './precondition.ts';

/** The caller of a request, and its permissions. */
export interface Identity {
  /** Id of the caller's key, for the rate limit. */
  keyId: string;
  tenant: TenantId;
  scopes: readonly Scope[];
}

export interface KeyStore {
  /** @param digest SHA-256 of the secret */
  create(key: {
    tenant: TenantId;
    name: string | null;
    scopes: Scope[];
    hint: string;
    digest: Uint8Array;
    expiresAt?: Date | null;
  }): Promise<Key>;
  /** Creates a key that replaces another one, which expires after the overlap. @param tenant null: any tenant
   *  @param secret `expiresAt`: null never, undefined after as long a time as the old one was to live
   *  without its rotations, and not after `expiresBy`
   *  @throws AppError key_not_found */
  rotate(
    tenant: TenantId | null,
    id: string,
    secret: {
      hint: string;
      digest: Uint8Array;
      overlapSeconds: number;
      expiresAt?: Date | null;
      expiresBy?: Date | null;
    },
  ): Promise<Key>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<Key>>;
  /** @param tenant null: any tenant. @throws AppError key_not_found */
  get(tenant: TenantId | null, id: string): Promise<Key>;
  /** When the key expires; of a rotated one, when it would without its rotations. Null: never.
   *  @param tenant null: any tenant. @throws AppError key_not_found */
  livesUntil(tenant: TenantId | null, id: string): Promise<Date | null>;
  /** Milliseconds until the key of any tenant expires; null: never. @throws AppError key_not_found */
  expiresInMs(id: string): Promise<number | null>;
  /** Deletes the key; its secret is refused from now on. @param tenant null: any tenant.
   *  @throws AppError key_not_found */
  delete(tenant: TenantId | null, id: string, precondition?: Precondition<Key> | null): Promise<void>;
  /** The holder of a secret, by its SHA-256, and the milliseconds until the key expires (null: never). Null if there is
   *  no such key, or it has expired. */
  identify(digest: Uint8Array): Promise<{ identity: Identity; expiresInMs: number | null } | null>;
}
