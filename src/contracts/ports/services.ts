import type {
  Anomalies,
  AnomaliesIn,
  Forecast,
  ForecastIn,
  Memory,
  Model,
  NumericModel,
  TenantId,
  Trace,
  TraceIn,
} from '../schemas/index.ts';
import type { Looked, WatchedSeries } from './anomaly-watch.ts';
import type { Once } from './idempotency.ts';
import type { NewForecast } from './stores-and-queues.ts';

/** What routes and schedules ask of a model. */
export interface ForecastCalls {
  /** Forecasts and stores nothing. @throws AppError model_not_ready, model_failed, horizon_too_long, points_too_many,
   *  forecast_too_large, explanation_too_large, all_series_failed, overloaded */
  compute(tenant: TenantId, model: Model, body: ForecastIn): Promise<NewForecast>;
  /** Forecasts and stores. @throws AppError as `compute` */
  forecast(tenant: TenantId, model: Model, body: ForecastIn, once?: Once<Forecast> | null): Promise<Forecast>;
  /** What is new in some stored series of the model. @throws AppError model_not_ready, model_failed, overloaded */
  lookAfter(tenant: TenantId, model: Model, level: number, series: WatchedSeries[]): Promise<Looked[]>;
  /** @throws AppError as `compute` */
  anomalies(tenant: TenantId, model: Model, body: AnomaliesIn): Promise<Anomalies>;
  /** @throws AppError model_not_ready, model_failed, series_too_short, overloaded */
  memory(tenant: TenantId, model: NumericModel): Promise<Memory>;
  /** @throws AppError model_not_ready, model_failed, series_not_found, series_too_short, value_out_of_domain,
   *  network_unknown, trace_too_large, overloaded */
  trace(tenant: TenantId, model: NumericModel, body: TraceIn): Promise<Trace>;
}
