import type { StoredKind, TenantId } from '../schemas/index.ts';

export type StoredBytes = Record<StoredKind, number>;

/** Usage of the service by tenants, for their quotas. */
export interface UsageStore {
  /** Observations and symbols in all datasets of a tenant. */
  points(tenant: TenantId): Promise<number>;
  /** Bytes that a tenant stores. */
  stored(tenant: TenantId): Promise<StoredBytes>;
  /** Bytes that all tenants store. */
  storedByAll(): Promise<StoredBytes>;
  /** Reads the sum of a tenant at most once a second; meanwhile only what this process stores is added to it.
   *  @throws AppError quota_exceeded if the tenant has no room for a byte */
  requireWithinQuota(tenant: TenantId): Promise<void>;
  /** Asked before work that stores so many observations or symbols. What stores them asks again in its transaction.
   *  @throws AppError quota_exceeded if the tenant has no room for them */
  requirePoints(tenant: TenantId, added: number): Promise<void>;
}
