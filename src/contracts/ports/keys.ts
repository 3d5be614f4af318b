import type { Key, Page, PageQuery, Scope, TenantId } from '../schemas/index.ts';

/** Who calls, and what they may do. */
export interface Identity {
  /** Names the caller's key where requests are counted. */
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
  }): Promise<Key>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<Key>>;
  /** Of any tenant where that is null. @throws AppError key_not_found */
  get(tenant: TenantId | null, id: string): Promise<Key>;
  /** Of any tenant where that is null. The secret is refused from now on. @throws AppError key_not_found */
  delete(tenant: TenantId | null, id: string): Promise<void>;
  /** Null where no key has this secret. */
  identify(digest: Uint8Array): Promise<Identity | null>;
}
