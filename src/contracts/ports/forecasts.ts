import type {
  Forecast,
  ForecastSummary,
  ForecastsQuery,
  InstantForecast,
  NumericForecastSummary,
  Page,
  TenantId,
} from '../schemas/index.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { Precondition } from './precondition.ts';
import type { ServedVersion } from './served-models.ts';

/** Stored forecasts. Their number and bytes are bounded per tenant: the cleaner deletes the oldest. */
export interface ForecastStore {
  /** Stores a forecast whose answer is packed already. Concurrent calls share a transaction; each
   *  call ends after its commit.
   *  @param required null: none @throws AppError model_not_found if the model was deleted in the meantime, ModelChanged
   *  if it has another version than is required */
  savePacked<Made>(
    tenant: TenantId,
    forecast: PackedForecast,
    made: (stored: Stored) => Made,
    idempotentCall?: IdempotentCall<Made> | null,
    required?: ServedVersion | null,
  ): Promise<Made>;
  /** Stores a forecast that no model made. @throws AppError dataset_not_found if its dataset was
   *  deleted in the meantime */
  saveInstant<Made>(
    tenant: TenantId,
    forecast: PackedInstantForecast,
    made: (stored: Stored & Pick<InstantForecast, 'request'>) => Made,
    idempotentCall?: IdempotentCall<Made> | null,
  ): Promise<Made>;
  /** @throws AppError model_not_found for an unknown alias; cursor_invalid */
  list(tenant: TenantId, query: ForecastsQuery): Promise<Page<NumericForecastSummary>>;
  /** A forecast as it is stored. @throws AppError forecast_not_found */
  get(tenant: TenantId, id: string): Promise<StoredForecast>;
  /** The heads of a model's newest forecasts, the newest first. */
  newest(tenant: TenantId, modelId: string, count: number): Promise<ForecastSummary[]>;
  /** The contents of a forecast as packed JSON. @throws AppError forecast_not_found */
  packed(tenant: TenantId, id: string): Promise<Uint8Array>;
  /** @throws AppError forecast_not_found */
  delete(tenant: TenantId, id: string, precondition?: Precondition<StoredHead> | null): Promise<void>;
}

/** The fields that a forecast has once it is stored. */
export type Stored = Pick<ForecastSummary, 'id' | 'created_at'>;

/** A forecast whose contents are not parsed: they may be large. */
export interface StoredForecast {
  head: StoredHead;
  /** The other fields as an object of JSON: UTF-8. */
  contents: Uint8Array;
}
export type StoredHead = NumericForecastSummary extends infer Of
  ? Of extends NumericForecastSummary
    ? Omit<Of, 'series_count'>
    : never
  : never;

/** The head of a forecast, and its contents as packed JSON. */
export interface PackedForecast extends Omit<ForecastSummary, 'id' | 'method' | 'created_at'> {
  packed: Uint8Array;
}

/** The head of a forecast that no model made, and its contents as packed JSON. */
export interface PackedInstantForecast
  extends Pick<InstantForecast, 'dataset_id' | 'dataset_version' | 'horizon' | 'request'> {
  series_count: number;
  packed: Uint8Array;
}

export type NewForecast = Omit<Forecast, 'id' | 'method' | 'created_at'>;
export type NewInstantForecast = Omit<InstantForecast, 'id' | 'created_at'>;
