import type {
  Dataset,
  Dependents,
  ImportedModel,
  Job,
  KindName,
  Model,
  ModelChange,
  ModelSummary,
  ModelsQuery,
  Page,
  ParsedDataset,
  Priority,
  TenantId,
} from '../schemas/index.ts';
import type { Weights } from './compute/weights.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { Precondition } from './precondition.ts';
import type { PastTraining } from './training-estimates.ts';

export interface ModelStore {
  /** Creates the model (`training`) and its job (`queued`), in one transaction. */
  create(
    tenant: TenantId,
    model: NewModel,
    idempotentCall?: IdempotentCall<ModelCreated> | null,
  ): Promise<ModelCreated>;
  /** Also creates the dataset, in the same transaction. */
  createWithDataset(
    tenant: TenantId,
    dataset: ParsedDataset,
    model: (dataset: Dataset) => Omit<NewModel, 'dataset'>,
    idempotentCall?: IdempotentCall<ModelCreated> | null,
  ): Promise<ModelCreated>;
  list(tenant: TenantId, query: ModelsQuery): Promise<Page<ModelSummary>>;
  /** The newest trainings of a kind that have ended, with what they took. */
  pastTrainings(
    tenant: TenantId,
    kind: KindName,
    limit: number,
  ): Promise<(PastTraining & { dataset_id: string })[]>;
  /** @param id id or alias, here and in the methods below. @throws AppError model_not_found */
  get(tenant: TenantId, id: string): Promise<Model>;
  /** @throws AppError model_not_found */
  update(
    tenant: TenantId,
    id: string,
    change: ModelChange,
    precondition?: Precondition<Model> | null,
  ): Promise<Model>;
  /** The spec as first requested, before training decided the settings that depend on the data.
   *  @throws AppError model_not_found */
  requested(tenant: TenantId, id: string): Promise<Model['spec']>;
  /** When the training of a ready model ended, before any import. @throws AppError model_not_found */
  trainedAt(tenant: TenantId, id: string): Promise<string | null>;
  /** Ids of the series of a model that its dataset has, in upload order, at most `forecastSeriesMax`;
   *  null if it is of all series.
   *  @param model with its id, not an alias */
  seriesOf(tenant: TenantId, model: Pick<Model, 'id' | 'dataset_id'>): Promise<string[] | null>;
  /** Creates a `ready` model and an empty dataset for it. */
  import(
    tenant: TenantId,
    model: ImportedModel,
    idempotentCall?: IdempotentCall<Model> | null,
  ): Promise<Model>;
  /** Reads the weights in parts, into memory that threads share.
   *  @param beforePart called before each part after the first; what it throws ends the read
   *  @throws AppError model_not_found, model_not_ready */
  weights(tenant: TenantId, id: string, beforePart?: () => void): Promise<Weights>;
  /** The same bytes, part by part. Nothing is read ahead. @throws AppError model_not_found, model_not_ready */
  weightsParts(tenant: TenantId, id: string): AsyncGenerator<Uint8Array, void>;
  /** Remembers that a model made a forecast today, in UTC, for the retention of one-shot models. A model that was
   *  deleted in the meantime is ignored. */
  markUsed(id: string): Promise<void>;
  /** @throws AppError model_not_found, model_in_use, model_aliased, dependents_exist */
  delete(
    tenant: TenantId,
    id: string,
    dependents?: Dependents,
    precondition?: Precondition<Model> | null,
  ): Promise<void>;
}

export interface ModelCreated {
  model: Model;
  job: Job;
}

export interface NewModel {
  name: string;
  tags: string[];
  dataset: Pick<Dataset, 'id' | 'version'>;
  spec: Model['spec'];
  /** Settings that were first requested, for a training that takes those of its parent as used. Default: `spec`. */
  requestedSpec?: Model['spec'];
  /** The model that is trained again. If `isWarm`, training starts from its weights. */
  parent?: { id: string; isWarm: boolean };
  /** Default: normal. */
  priority?: Priority;
  requestId: string | null;
  /** W3C trace context of the request. */
  traceparent?: string | null;
}
