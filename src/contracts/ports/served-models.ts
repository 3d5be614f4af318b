import type { Dataset, Model, TenantId } from '../schemas/index.ts';

/** A model and the dataset of its series, as they were at one moment. */
export interface ServedModel {
  model: Model;
  dataset: Dataset;
  /** Ids of the series of the model that the dataset has, at most `forecastSeriesMax`; null: all
   *  series of the dataset. */
  seriesIds: string[] | null;
}

/** Models that calls use again and again. They stay in memory, and each use is checked against the database. */
export interface ServedModels {
  /** Calls `work` with a model and its dataset, and returns its result if neither has changed since the call began.
   *  Else `work` is called again with what they are now. It must have no effect but its result.
   *  @param reference id or alias. @throws AppError model_not_found */
  use<T>(tenant: TenantId, reference: string, work: (served: ServedModel) => Promise<T>): Promise<T>;
  /** `use` for calls that store: `work` has no effect either, and returns the end of the call, which may have one.
   *  Where the end requires the version by itself, no query asks for it. @throws AppError model_not_found */
  useAndEnd<T>(
    tenant: TenantId,
    reference: string,
    work: (served: ServedModel) => Promise<CallEnd<T>>,
  ): Promise<T>;
}

/** The rest of a call after its work: it stores the result, if the call asks for that, and sends it. */
export interface CallEnd<T> {
  /** Whether `run` requires the version in the statement that stores. Else it is asked for before. */
  requiresVersion: boolean;
  /** @param required null: nothing is left to require
   *  @throws ModelChanged before any effect, if the version has changed */
  run(required: ServedVersion | null): Promise<T>;
}

/** The version of a model that a call has read. */
export interface ServedVersion extends ServedModelRef {
  version: string;
}

/** Nothing was stored, because the model, its dataset, or what an alias points to has changed
 *  since the call read them. */
export class ModelChanged extends Error {
  override name = 'ModelChanged';
}

/** Reads served models, and which version of them is present. */
export interface ServedModelStore {
  /** @throws AppError model_not_found */
  find(tenant: TenantId, reference: string): Promise<ServedModel & { version: string }>;
  /** Present versions of several models. A version changes with each change of the model, of its dataset, and of what
   *  an alias points to. Null where there is no model. */
  versions(asked: readonly ServedModelRef[]): Promise<(string | null)[]>;
}

export interface ServedModelRef {
  tenant: TenantId;
  /** Id or alias. */
  reference: string;
}
