import type { Dataset, Model, TenantId } from '../schemas/index.ts';

/** A model and the dataset of its series, as they were at one moment. */
export interface ServedModel {
  model: Model;
  dataset: Dataset;
}

/** Models that calls use again and again. They stay in memory, and each use is checked against the database. */
export interface ServedModels {
  /** Calls `work` with a model and its dataset, and returns its result if neither has changed since the call began. Else
   *  `work` is called again with what they are now. It must have no effect but its result.
   *  @param reference id or alias. @throws AppError model_not_found */
  use<T>(tenant: TenantId, reference: string, work: (served: ServedModel) => Promise<T>): Promise<T>;
}

/** Reads served models, and which version of them is present. */
export interface ServedModelStore {
  /** @throws AppError model_not_found */
  find(tenant: TenantId, reference: string): Promise<ServedModel & { version: string }>;
  /** Present versions of several models. A version changes with each change of the model, of its dataset, and of what an
   *  alias points to. Null where there is no model. */
  versions(asked: readonly ServedModelRef[]): Promise<(string | null)[]>;
}

export interface ServedModelRef {
  tenant: TenantId;
  /** Id or alias. */
  reference: string;
}
