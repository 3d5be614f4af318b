import type { Alias, Page, PageQuery, TenantId } from '../schemas/index.ts';

export interface AliasStore {
  /** Makes the alias stand for a model, which an id or another alias names: from one moment to the next.
   *  @throws AppError model_not_found */
  put(tenant: TenantId, name: string, model: string): Promise<{ alias: Alias; isNew: boolean }>;
  /** By name. */
  list(tenant: TenantId, query: PageQuery): Promise<Page<Alias>>;
  /** @throws AppError alias_not_found */
  get(tenant: TenantId, name: string): Promise<Alias>;
  /** @throws AppError alias_not_found */
  delete(tenant: TenantId, name: string): Promise<void>;
}
