import type { TenantId } from '../schemas/index.ts';

/** What a tenant takes of the service, for its quotas. */
export interface UsageStore {
  /** Observations and symbols in all datasets of a tenant. */
  points(tenant: TenantId): Promise<number>;
}
