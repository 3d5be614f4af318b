/** The calls that routes, schedules and workers make about models. */
import type {
  Accuracy,
  Anomalies,
  AnomaliesIn,
  Dataset,
  ForecastIn,
  KindName,
  KindTypes,
  LatestForecast,
  LatestForecastQuery,
  Memory,
  MethodChoice,
  Model,
  ModelOf,
  ModelSpec,
  NumericModel,
  ParsedDataset,
  SeriesError,
  SymbolForecastIn,
  SymbolModel,
  TenantId,
  Warning,
} from '../schemas/index.ts';
import type { CheckedBatch, WatchedSeries } from './anomaly-watch.ts';
import type { AnswerJson } from './compute/answer-json.ts';
import type { ForecastText, TextForm } from './compute/forecast-text.ts';
import type { PictureTask } from './compute/painter.ts';
import type { NewForecast, PackedForecast, StoredForecast } from './forecasts.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { InlineSeries } from './series.ts';
import type { ServedModel, ServedVersion } from './served-models.ts';

/** The calls that every kind of model has. All throw model_not_ready, model_failed, model_outdated and overloaded. */
export interface KindCalls<Kind extends KindName = KindName> {
  /** @throws AppError dataset_empty, series_too_short */
  memory(tenant: TenantId, model: ModelOf<Kind>): Promise<Memory>;
  /** @throws AppError trace_too_large; of series also series_not_found, series_too_short, value_out_of_domain,
   *  network_unknown; of symbols also sequence_empty, sequence_too_long */
  trace(tenant: TenantId, model: ModelOf<Kind>, body: KindTypes[Kind]['traceIn']): Promise<AnswerJson>;
  /** The networks as an ONNX file. */
  onnx(tenant: TenantId, model: ModelOf<Kind>): Promise<Uint8Array>;
  /** Whether an imported model can forecast here: null, or what is wrong with it. */
  inspect(model: KindTypes[Kind]['imported']): Promise<string | null>;
  /** Checks the weights before a job that begins with them. */
  requireReadable(tenant: TenantId, model: ModelOf<Kind>): Promise<void>;
}

/** Calls about models of numeric series. Those that take any `Model` refuse the other kinds
 *  with model_kind_mismatch. */
export interface ForecastCalls extends KindCalls<'numeric'> {
  /** Forecasts as `forecast` does, and returns what would be stored. It stores nothing, whatever `body.store` says.
   *  @throws AppError model_not_ready, model_failed, horizon_too_long, points_too_many, forecast_too_large,
   *  explanation_too_large, all_series_failed, overloaded */
  computePacked(tenant: TenantId, model: Model, body: ForecastIn): Promise<PackedForecast>;
  /** Forecasts, and stores the forecast if the call asks for that. @throws AppError as `computePacked` */
  forecast(
    tenant: TenantId,
    model: Model,
    body: ModelForecastIn,
    form: TextForm,
    options?: { idempotentCall?: IdempotentCall<WrittenForecast> | null; origin?: OneShotOrigin | null },
  ): Promise<WrittenForecast>;
  /** Forecasts, and returns a function that stores the forecast if the call asks for that.
   *  @throws AppError as `computePacked` */
  computeForecast(
    tenant: TenantId,
    served: ServedModel,
    body: ForecastIn,
    form: TextForm,
  ): Promise<StoreForecast>;
  /** Forecasts of one model of a fleet, with the error of each series that could not be forecast, even if all failed.
   *  They are not stored.
   *  @param seriesOfCall number of series of all the models: the bounds are those of one call
   *  @throws AppError as `computePacked`, without all_series_failed */
  fleetMemberForecast(
    tenant: TenantId,
    served: ServedModel,
    body: ForecastIn,
    form: TextForm,
    seriesOfCall: number,
  ): Promise<FleetMemberForecast>;
  /** Forecasts without a model. @throws AppError request_invalid, covariate_unknown, forecast_too_large,
   *  all_series_failed, overloaded; of stored series also dataset_empty, cursor_invalid */
  instant(
    tenant: TenantId,
    call: InstantCall | StoredInstantCall,
    form: TextForm,
    idempotentCall?: IdempotentCall<WrittenForecast> | null,
  ): Promise<WrittenForecast>;
  /** The instant forecast of the series that a call names to a model in training. It is not stored.
   *  @throws AppError as `instant`, and horizon_too_long, points_too_many */
  whileTraining(
    tenant: TenantId,
    served: ServedModel & { model: NumericModel },
    body: ForecastIn,
    form: TextForm,
  ): Promise<WrittenForecast>;
  /** Chooses between an instant forecast and a training. @throws AppError request_invalid, overloaded */
  choose(call: InstantCall): Promise<MethodChoice>;
  /** Requires that the series of a call are long enough for a training. @throws AppError series_too_short */
  requireTrainable(call: Pick<InstantCall, 'data' | 'spec'>): void;
  /** Anomalies in the new observations of some stored series. @param level central interval in percent
   *  @throws AppError model_not_ready, model_failed, overloaded, forecast_too_large: one observation takes more work
   *  than a call may ask for */
  newAnomalies(tenant: TenantId, model: Model, level: number, series: WatchedSeries[]): Promise<CheckedBatch>;
  /** @throws AppError as `computePacked` */
  anomalies(tenant: TenantId, model: Model, body: AnomaliesIn): Promise<Anomalies>;
  /** Scores of a stored forecast against the observations since.
   *  @throws AppError forecast_without_dataset, overloaded */
  accuracy(tenant: TenantId, forecast: StoredForecast): Promise<Accuracy>;
}

/** Ends a call whose forecast is made. Everything before had no effect.
 *  @param required version without which nothing is stored; null or absent: none. A forecast that is not
 *  stored does not require it.
 *  @throws ModelChanged */
export type StoreForecast = (
  idempotentCall: IdempotentCall<WrittenForecast> | null,
  required?: ServedVersion | null,
) => Promise<WrittenForecast>;

/** An answer as it is sent. */
export interface WrittenForecast {
  /** Null if the forecast is not stored. */
  id: string | null;
  text: string | Buffer;
  /** Cursor of the call for the next series of a dataset; null or absent: there are none. */
  next_cursor?: string | null;
}

/** The forecasts of one model of a fleet. */
export interface FleetMemberForecast extends Pick<NewForecast, 'horizon' | 'request' | 'errors'> {
  /** Ids of the series that were forecast. Their texts are in `parts` in this order. */
  seriesIds: string[];
  parts: readonly ForecastText[];
}

/** A forecast of a model. Its series are as the body had them. */
export interface ModelForecastIn extends Omit<ForecastIn, 'series'> {
  series?: InlineSeries;
}

/** The one-shot call that a forecast of a model answers. */
export interface OneShotOrigin {
  /** Why a model was trained for the call; null if the service did not decide that. */
  choice: MethodChoice | null;
  /** Warnings about the data of the call. */
  warnings: Warning[];
}

/** Series to forecast without a model. */
export interface InstantCall {
  data: ParsedDataset;
  /** The spec of the model that a training on the same series would make. */
  spec: ModelSpec;
  options: Omit<ForecastIn, 'series' | 'series_ids' | 'horizon'>;
  /** Whether the forecast is stored. */
  isStored: boolean;
  /** The choice of the service; null if the caller named the method. */
  choice: MethodChoice | null;
  /** Further series, which could not be read; default: none. */
  unread?: SeriesError[];
}

/** Stored series to forecast without a model. */
export interface StoredInstantCall extends Pick<InstantCall, 'spec' | 'options' | 'isStored'> {
  dataset: Dataset;
  /** Absent: the series of the dataset after `cursor`, up to `forecastSeriesMax`. */
  seriesIds?: string[];
  cursor?: string;
}

/** The latest stored forecast of a model, as numbers and as a picture. */
export interface PictureCalls {
  /** @param query.namesOthers whether a refusal may name the series that there are
   *  @throws AppError model_not_found, model_kind_mismatch, model_without_forecast, series_not_found, overloaded */
  latest(
    tenant: TenantId,
    model: string,
    query: LatestForecastQuery & { namesOthers: boolean },
  ): Promise<LatestForecast>;
  /** @param tag that of all that the picture depends on: it may be drawn for another call, or kept
   *  @throws AppError overloaded, computation_too_slow */
  draw(task: PictureTask, tag: string): Promise<Uint8Array>;
}

/** Calls about models of symbols. */
export interface SymbolCalls extends KindCalls<'symbols'> {
  /** @throws AppError model_not_ready, model_failed, sequence_empty, sequence_too_long, forecast_too_large,
   *  explanation_too_large, overloaded */
  forecast(tenant: TenantId, model: SymbolModel, body: SymbolForecastIn): Promise<AnswerJson>;
}

type CallsOfEachKind = { [Kind in KindName]: KindCalls<Kind> };

/** The calls by kind of model. */
export interface ModelCalls extends CallsOfEachKind {
  numeric: ForecastCalls;
  symbols: SymbolCalls;
}
