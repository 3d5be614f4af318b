import type { TenantId } from '../schemas/index.ts';

/** Usage of the service by a tenant, for its quotas. */
export interface UsageStore {
  /** Observations and symbols in all datasets of a tenant. */
  points(tenant: TenantId): Promise<number>;
}
