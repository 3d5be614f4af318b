import type { Alias, AliasesQuery, Page, TenantId } from '../schemas/index.ts';
import type { Precondition } from './precondition.ts';

export interface AliasStore {
  /** Points the alias at a model, atomically. @param model id of a model, or another alias
   *  @throws AppError model_not_found */
  put(
    tenant: TenantId,
    name: string,
    model: string,
    precondition?: Precondition<Alias> | null,
  ): Promise<{ alias: Alias; isNew: boolean }>;
  /** Sorted by name. @throws AppError model_not_found for `model_id` that is no id and no alias */
  list(tenant: TenantId, query: AliasesQuery): Promise<Page<Alias>>;
  /** @throws AppError alias_not_found */
  get(tenant: TenantId, name: string): Promise<Alias>;
  /** @throws AppError alias_not_found */
  delete(tenant: TenantId, name: string, precondition?: Precondition<Alias> | null): Promise<void>;
}
