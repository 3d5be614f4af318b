import assert from 'node:assert/strict';
import { errorValues } from './error-values.ts';
import { remedies } from './remedies.ts';

/** Every error that a caller can get: its stable code, HTTP status, title, and whether a retry can help. */
export const errorCatalog = {
  // Requests
  body_empty: { status: 422, title: 'The request has no body', retryable: false },
  body_incomplete: { status: 400, title: 'The body ended before it was complete', retryable: false },
  body_invalid_json: { status: 400, title: 'The body is not valid JSON', retryable: false },
  json_too_complex: {
    status: 422,
    title: 'The JSON is nested too deeply or has too many keys',
    retryable: false,
  },
  body_too_large: { status: 413, title: 'The body is larger than the limit', retryable: false },
  content_type_unsupported: { status: 415, title: 'The content type is not supported', retryable: false },
  content_encoding_unsupported: {
    status: 415,
    title: 'The content encoding is not supported',
    retryable: false,
  },
  request_invalid: { status: 422, title: 'The request does not fit its schema', retryable: false },
  id_malformed: { status: 422, title: 'The id is not an id of this kind', retryable: false },
  gzip_invalid: { status: 400, title: 'The body is not valid gzip', retryable: false },
  headers_too_large: { status: 431, title: 'The header fields are larger than the limit', retryable: false },
  request_malformed: { status: 400, title: 'The bytes are not a valid HTTP request', retryable: false },
  request_too_slow: { status: 408, title: 'The request was not complete in time', retryable: true },
  url_malformed: { status: 400, title: 'The address is not a valid URL', retryable: false },
  host_refused: { status: 421, title: 'The service does not answer under this name', retryable: false },
  origin_refused: { status: 403, title: 'Web pages of this origin may not call', retryable: false },
  route_not_found: { status: 404, title: 'There is no such route', retryable: false },
  method_not_allowed: { status: 405, title: 'The route does not have this method', retryable: false },
  accept_unsupported: { status: 406, title: 'No accepted content type is offered', retryable: false },
  cursor_invalid: { status: 422, title: 'The cursor was not made by this list', retryable: false },
  unauthorized: { status: 401, title: 'A valid API key is needed', retryable: false },
  scope_missing: { status: 403, title: 'The API key may not make this call', retryable: false },
  tenant_forbidden: { status: 403, title: 'The API key may not act for this tenant', retryable: false },
  rate_limited: { status: 429, title: 'The API key has made too many requests', retryable: true },
  idempotency_key_in_use: {
    status: 409,
    title: 'A call with this idempotency key is still running',
    retryable: true,
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The idempotency key was used for another request',
    retryable: false,
  },
  idempotency_answer_unreadable: {
    status: 409,
    title: 'The first answer to this idempotency key cannot be decrypted',
    retryable: false,
  },
  precondition_failed: {
    status: 412,
    title: 'The resource is not as `If-Match` knows it',
    retryable: false,
  },

  // Uploads
  csv_invalid: { status: 422, title: 'The body is not a CSV table', retryable: false },
  parquet_invalid: {
    status: 422,
    title: 'The body is not a readable Parquet file',
    retryable: false,
  },
  xlsx_invalid: { status: 422, title: 'The body is not a readable xlsx workbook', retryable: false },
  zip_invalid: { status: 422, title: 'The body is not a zip archive with one table', retryable: false },
  form_invalid: { status: 422, title: 'The form does not contain one file', retryable: false },
  format_unsupported: { status: 415, title: 'The format of the body is not read', retryable: false },
  reading_ambiguous: { status: 422, title: 'The table can be read in more than one way', retryable: false },
  time_column_missing: { status: 422, title: 'No column contains times', retryable: false },
  value_column_missing: { status: 422, title: 'No column contains values', retryable: false },
  column_unknown: { status: 422, title: 'A named column is not in the header', retryable: false },
  column_duplicate: { status: 422, title: 'A column name appears twice in the header', retryable: false },
  cell_invalid: { status: 422, title: 'Some cells could not be read', retryable: false },
  series_unknown: {
    status: 422,
    title: 'The dataset has no series of this id, and new series are not allowed',
    retryable: false,
  },
  series_id_missing: {
    status: 422,
    title: 'It is not clear which series the rows belong to',
    retryable: false,
  },
  times_distant: { status: 422, title: 'Times are far from those of their series', retryable: false },
  times_off_grid: { status: 422, title: 'Times lie between the steps of the dataset', retryable: false },
  time_duplicate: { status: 422, title: 'A time appears twice in a series', retryable: false },
  series_duplicate: { status: 422, title: 'A series id appears twice', retryable: false },
  series_empty: { status: 422, title: 'A series has no values', retryable: false },
  series_too_many: { status: 422, title: 'There are more series than the limit', retryable: false },
  points_too_many: { status: 422, title: 'There are more points than the limit', retryable: false },
  text_invalid: { status: 422, title: 'The body is not UTF-8 text', retryable: false },
  sequence_empty: { status: 422, title: 'A sequence has no symbols', retryable: false },
  sequence_too_long: { status: 422, title: 'A sequence is longer than the limit', retryable: false },
  vocabulary_too_large: {
    status: 422,
    title: 'There are more different symbols than the limit',
    retryable: false,
  },

  // Resources
  dataset_not_found: { status: 404, title: 'There is no such dataset', retryable: false },
  version_not_found: { status: 404, title: 'The dataset has no such version', retryable: false },
  version_expired: {
    status: 410,
    title: 'The version of the dataset is no longer kept',
    retryable: false,
  },
  deletion_too_large: {
    status: 409,
    title: 'The deletion would leave no observation in the dataset',
    retryable: false,
  },
  series_not_found: { status: 404, title: 'There is no such series', retryable: false },
  model_not_found: { status: 404, title: 'There is no such model', retryable: false },
  fleet_not_found: { status: 404, title: 'There is no such fleet', retryable: false },
  fleet_not_ready: { status: 409, title: 'Not every model of the fleet is ready', retryable: true },
  fleet_failed: {
    status: 409,
    title: 'The training of models of the fleet failed or was cancelled',
    retryable: false,
  },
  fleet_in_use: { status: 409, title: 'Trainings need the models of the fleet', retryable: true },
  fleet_too_large: {
    status: 422,
    title: 'The fleet would have more models than the limit',
    retryable: false,
  },
  alias_not_found: { status: 404, title: 'There is no such alias', retryable: false },
  key_not_found: { status: 404, title: 'There is no such key', retryable: false },
  forecast_not_found: { status: 404, title: 'There is no such forecast', retryable: false },
  forecast_without_dataset: {
    status: 409,
    title: 'The forecast has no dataset to be compared with',
    retryable: false,
  },
  model_without_forecast: { status: 404, title: 'The model has no stored forecast', retryable: false },
  embed_not_found: { status: 404, title: 'There is no such embed', retryable: false },
  embed_not_built: { status: 404, title: 'The web component is not built', retryable: false },
  embeds_too_many: {
    status: 409,
    title: 'The tenant has the maximum number of embeds',
    retryable: false,
  },
  job_not_found: { status: 404, title: 'There is no such job', retryable: false },
  backtest_not_found: { status: 404, title: 'There is no such backtest', retryable: false },
  backtest_in_use: { status: 409, title: 'The job of the backtest has not ended', retryable: true },
  backtest_not_ready: { status: 409, title: 'The backtest has no result', retryable: true },
  backtest_failed: { status: 409, title: 'The backtest failed or was cancelled', retryable: false },
  webhook_not_found: { status: 404, title: 'There is no such webhook', retryable: false },
  delivery_not_found: { status: 404, title: 'There is no such delivery', retryable: false },
  schedule_not_found: { status: 404, title: 'There is no such schedule', retryable: false },
  webhooks_too_many: {
    status: 409,
    title: 'The tenant has the maximum number of webhooks',
    retryable: false,
  },
  webhook_target_refused: {
    status: 422,
    title: 'The service may not call this address',
    retryable: false,
  },
  schedules_too_many: {
    status: 409,
    title: 'The tenant has the maximum number of schedules',
    retryable: false,
  },
  dataset_kind_mismatch: {
    status: 409,
    title: 'The call does not accept this kind of dataset',
    retryable: false,
  },
  model_kind_mismatch: {
    status: 409,
    title: 'The call does not accept this kind of model',
    retryable: false,
  },
  quota_exceeded: { status: 409, title: 'The tenant has used up a quota', retryable: false },
  dataset_in_use: { status: 409, title: 'A job is using the dataset', retryable: true },
  dataset_empty: { status: 409, title: 'The dataset has no observations yet', retryable: false },
  bundle_invalid: { status: 422, title: 'The body is not a usable model bundle', retryable: false },
  bundle_version_unsupported: {
    status: 422,
    title: 'This service does not know the version of the bundle',
    retryable: false,
  },
  model_not_ready: { status: 409, title: 'The model is not ready', retryable: true },
  model_failed: { status: 409, title: 'The training of the model failed or was cancelled', retryable: false },
  model_outdated: {
    status: 409,
    title: 'Another version of the service wrote the weights of the model',
    retryable: false,
  },
  model_in_use: { status: 409, title: 'A job is using the model', retryable: true },
  model_aliased: { status: 409, title: 'An alias points to the model', retryable: false },
  dependents_exist: { status: 409, title: 'Aliases or schedules use the models', retryable: false },
  job_not_retryable: { status: 409, title: 'The job cannot be run again', retryable: false },
  watchers_too_many: { status: 503, title: 'Too many calls are waiting for jobs', retryable: true },
  job_finished: { status: 409, title: 'The job has already ended', retryable: false },

  // Forecasting
  target_unknown: { status: 422, title: 'The dataset has no such column', retryable: false },
  covariate_unknown: { status: 422, title: 'There is no such covariate', retryable: false },
  covariates_missing: {
    status: 422,
    title: 'Values of known-future covariates are missing',
    retryable: false,
  },
  series_too_short: { status: 422, title: 'A series is too short', retryable: false },
  sequences_too_short: {
    status: 422,
    title: 'No sequence has two symbols to learn from',
    retryable: false,
  },
  horizon_too_long: { status: 422, title: 'The horizon is longer than the limit', retryable: false },
  value_out_of_domain: {
    status: 422,
    title: 'A value is outside the range that the model accepts',
    retryable: false,
  },
  value_out_of_range: {
    status: 422,
    title: 'Values are too large to compute with',
    retryable: false,
  },
  forecast_too_large: {
    status: 422,
    title: 'The answer would have more numbers than the limit',
    retryable: false,
  },
  forecast_not_finite: {
    status: 409,
    title: 'The forecast is not a finite number',
    retryable: false,
  },
  explanation_inexact: {
    status: 422,
    title: 'The contributions do not sum to the forecast',
    retryable: false,
  },
  explanation_too_large: {
    status: 422,
    title: 'The explanation would take more work than the limit',
    retryable: false,
  },
  trace_too_large: {
    status: 422,
    title: 'The trace would have more numbers than the limit',
    retryable: false,
  },
  network_unknown: { status: 422, title: 'The model has no such network', retryable: false },
  all_series_failed: { status: 422, title: 'No series could be forecast', retryable: false },

  // Jobs
  queue_full: { status: 429, title: 'The tenant has too many queued jobs', retryable: true },
  job_out_of_memory: { status: 422, title: 'The job needed more memory than it may use', retryable: false },
  job_timed_out: { status: 422, title: 'The job took longer than the limit', retryable: false },
  training_diverged: {
    status: 500,
    title: 'The training loss stopped being a finite number',
    retryable: false,
  },
  training_too_large: {
    status: 422,
    title: 'The training would take more memory than the limit',
    retryable: false,
  },
  worker_lost: { status: 500, title: 'The job lost its worker too often', retryable: true },

  // Service
  database_unavailable: { status: 503, title: 'The database cannot serve the call now', retryable: true },
  storage_full: { status: 507, title: 'The disk of the database is full', retryable: true },
  queue_unavailable: { status: 503, title: 'The queue cannot be reached', retryable: true },
  computation_too_slow: { status: 503, title: 'The computation took longer than the limit', retryable: true },
  call_abandoned: { status: 499, title: 'The caller hung up before the answer', retryable: true },
  overloaded: { status: 503, title: 'The service has too much to do', retryable: true },
  internal: { status: 500, title: 'Something went wrong in the service', retryable: true },
} as const satisfies Record<string, { status: number; title: string; retryable: boolean }>;

export type ErrorCode = keyof typeof errorCatalog;
export const errorCodes = Object.keys(errorCatalog) as ErrorCode[];

/** Remedy for errors of a code: one or two sentences for the caller. */
export function remedyOf(code: ErrorCode): string {
  return remedies[code];
}

/** A query parameter with which an upload is read in another way, or with which its reading is
 *  kept without a warning. */
export interface Alternative {
  option: string;
  value: string;
}

/** One fault of a request: where it is, and what would be accepted there. */
export interface Fault {
  /** JSON pointer into the body, `?name` for a query parameter, or `{name}` for a path parameter. */
  path?: string;
  /** Line of the upload. The header is line 1. */
  line?: number;
  series_id?: string;
  message: string;
  accepted?: string;
  /** The query parameters that the texts name, with their values. */
  alternatives?: Alternative[];
}

/** Problem details (RFC 9457). The zod schema in contracts/schemas/primitives/problem.ts has the same shape. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  instance?: string;
  retryable: boolean;
  /** Remedy for errors of this code. */
  remedy?: string;
  /** Names and numbers that `detail` says, for some codes. */
  values?: Record<string, string | number>;
  errors?: Fault[];
}

export interface ErrorDetails {
  /** One sentence for the caller: what was found, and what would be accepted. No internals of the service. */
  detail?: string;
  /** Names and numbers of `detail`. `errorValues` has the names for each code. */
  values?: Record<string, string | number>;
  faults?: Fault[];
  /** Additional response headers, such as the `Location` of a job to wait for. */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** Places of faults that a line of the log names, and characters of each. */
const loggedPlacesMax = 5;
const loggedPlaceLengthMax = 100;

/** From the first quotation mark of a kind to the last: what is quoted may have such marks itself. */
const quotation = /(["`]).*\1/s;

/** Fields of a log line about a refusal. Sentences about a body or a series quote its values: the line has the places
 *  of the faults instead, or the sentence without what is between its quotation marks. */
export function loggedReason({
  code,
  detail,
  errors = [],
}: Pick<Problem, 'code' | 'detail' | 'errors'>): object {
  if (errors.length === 0) return { code, detail: detail.replace(quotation, '$1…$1') };
  const places = errors
    .slice(0, loggedPlacesMax)
    .flatMap(
      ({ path, line }) => path?.slice(0, loggedPlaceLengthMax) ?? (line === undefined ? [] : `line ${line}`),
    );
  return { code, faults: errors.length, places };
}

/** Refuses a request: every refusal of a field, line or series is made here. The detail repeats the first fault, unless
 *  another is given. @throws AppError always */
export function refuse(
  code: ErrorCode,
  fault: Fault | readonly Fault[],
  detail?: string,
  values?: ErrorDetails['values'],
): never {
  throw refusal(code, fault, detail, values);
}

/** The error that `refuse` throws, for where it is kept or returned instead. */
export function refusal(
  code: ErrorCode,
  fault: Fault | readonly Fault[],
  detail?: string,
  values?: ErrorDetails['values'],
): AppError {
  const faults = [fault].flat().map(({ alternatives = [], ...one }) => ({
    ...one,
    ...(alternatives.length > 0 ? { alternatives } : {}),
  }));
  return new AppError(code, { detail: detail ?? sentenceOf(faults[0]), faults, values });
}

function sentenceOf({ message, accepted }: Fault): string {
  return accepted === undefined ? message : `${message}; accepted: ${accepted}`;
}

/** Also checks that each code exists. */
const valueNames: { [Code in ErrorCode]?: readonly string[] } = errorValues;

/** An error that the caller can fix, or a known condition of the service. Any other error is a bug. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? errorCatalog[code].title, { cause: details.cause });
    for (const name of Object.keys(details.values ?? {}))
      assert((valueNames[code] ?? []).includes(name), `the error ${code} has no value ${name}`);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorCatalog[this.code].status;
  }

  toProblem(instance?: string): Problem {
    const { status, title, retryable } = errorCatalog[this.code];
    return {
      type: `/problems/${this.code}`,
      title,
      status,
      code: this.code,
      detail: this.message,
      ...(instance === undefined ? {} : { instance }),
      retryable,
      remedy: remedyOf(this.code),
      ...(this.details.values === undefined ? {} : { values: this.details.values }),
      ...(this.details.faults?.length ? { errors: this.details.faults } : {}),
    };
  }
}
