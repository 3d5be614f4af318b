import type {
  Dependents,
  Fleet,
  FleetForecastIn,
  FleetsQuery,
  ModelSpec,
  Page,
  TenantId,
} from '../schemas/index.ts';
import type { TextForm } from './compute/forecast-text.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { DueJob } from './jobs.ts';
import type { Precondition } from './precondition.ts';

export type FleetState = Pick<
  Fleet,
  'id' | 'dataset_id' | 'status' | 'models' | 'series_count' | 'left_out_count'
>;

export interface FleetStore {
  /** Creates the fleet, its models (`training`) and their jobs (`queued`), in one transaction.
   *  @throws AppError dataset_not_found, dataset_empty, covariate_unknown (no series has the attribute),
   *  series_too_short, fleet_too_large */
  create(
    tenant: TenantId,
    fleet: NewFleet,
    idempotentCall?: IdempotentCall<FleetCreated> | null,
  ): Promise<FleetCreated>;
  list(tenant: TenantId, query: FleetsQuery): Promise<Page<Fleet>>;
  /** @throws AppError fleet_not_found */
  get(tenant: TenantId, id: string): Promise<Fleet>;
  /** The fleet as a forecast or another training needs it: without the skill of its models, which reads all of them.
   *  @throws AppError fleet_not_found */
  state(tenant: TenantId, id: string): Promise<FleetState>;
  /** The request that the fleet was created from, for another one. @throws AppError fleet_not_found */
  requested(tenant: TenantId, id: string): Promise<Omit<NewFleet, 'requestId' | 'traceparent'>>;
  /** The models of some series; all series if `seriesIds` is null, and then at most `seriesMax` of them.
   *  @throws AppError fleet_not_found */
  modelsOf(
    tenant: TenantId,
    id: string,
    seriesIds: string[] | null,
    seriesMax: number,
  ): Promise<{ seriesId: string; modelId: string }[]>;
  /** Cancels queued trainings at once. Running ones are cancelled by their workers. @throws AppError fleet_not_found */
  cancel(tenant: TenantId, id: string): Promise<Fleet>;
  /** Queues the failed and the cancelled trainings again. They continue from their last checkpoints.
   *  @throws AppError fleet_not_found, queue_full, fleet_too_large, job_not_retryable */
  retry(tenant: TenantId, id: string, requestId: string | null): Promise<FleetCreated>;
  /** Deletes the fleet and its models. @throws AppError fleet_not_found, fleet_in_use, dependents_exist */
  delete(
    tenant: TenantId,
    id: string,
    dependents?: Dependents,
    precondition?: Precondition<Fleet> | null,
  ): Promise<void>;
}

export interface NewFleet {
  datasetId: string;
  name: string;
  tags: string[];
  per: Fleet['per'];
  groupBy: string | null;
  settings: Fleet['settings'];
  /** Settings of each model, checked against the dataset. */
  spec: ModelSpec;
  /** Fewest observations that the longest series of a model needs. */
  pointsMin: number;
  leavesShortOut: boolean;
  requestId: string | null;
  traceparent?: string | null;
}

/** A fleet and its jobs, which wait to be queued. */
export interface FleetCreated {
  fleet: Fleet;
  due: DueJob[];
}

/** The calls about fleets that need more than rows. */
export interface FleetCalls {
  /** @throws AppError fleet_not_found, fleet_not_ready, fleet_failed, request_invalid, horizon_too_long,
   *  forecast_too_large, all_series_failed, overloaded */
  forecast(tenant: TenantId, id: string, body: FleetForecastIn, form: TextForm): Promise<string | Buffer>;
}
