import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely';
import type { NewFleet } from '../../contracts/ports/index.ts';
import type {
  Backtest,
  BacktestWindow,
  Dataset,
  DatasetVersion,
  Delivery,
  DeliveryEvent,
  Fleet,
  JobEvent,
  JobKind,
  JobLogLine,
  JobProgress,
  JobStatus,
  Model,
  ModelSummary,
  NumericForecastSummary,
  Reading,
  Schedule,
  ScheduleRun,
  Scope,
  SeriesSummary,
  StoredKind,
  SymbolBacktestWindow,
  SymbolsInfo,
  Warning,
  WebhookEvent,
} from '../../contracts/schemas/index.ts';
import type { Problem } from '../../errors.ts';

type NullableJson<T extends object> = ColumnType<T | null, string | null, string | null>;
type NullableInstant = ColumnType<Date | null, Date | null, Date | null>;

/** Times of observations are integers: milliseconds since 1970, or an index. */
export interface DatasetsTable {
  id: string;
  tenant_id: string;
  name: string;
  kind: Dataset['kind'];
  version: number;
  series_count: number;
  point_count: number;
  missing_count: number;
  time_kind: Dataset['time_kind'];
  time_zone: string | null;
  frequency: JSONColumnType<Dataset['frequency']>;
  /** Null while there are no series. */
  start_time: number | null;
  /** Null while there are no series. */
  end_time: number | null;
  target: string;
  covariates: string[];
  warnings: JSONColumnType<Warning[]>;
  /** Null for numeric series. */
  symbols: ColumnType<SymbolsInfo | null, string | null | undefined, string | null>;
  /** Null if the upload was not a table, or came before schema version 16. */
  reading: ColumnType<Reading | null, string | null | undefined, string | null>;
  /** Oldest version that can be read and restored. */
  oldest_version: Generated<number>;
  /** Bytes of the row and of all rows that belong to the dataset. Written by triggers. */
  stored_bytes: Generated<number>;
  /** `frequency.step` and the number of `warnings`. A trigger copies them: a list does not read the rest. */
  step: GeneratedAlways<string>;
  warning_count: GeneratedAlways<number>;
  created_at: Generated<Date>;
}

export type DatasetRow = Selectable<DatasetsTable>;

export interface SeriesTable {
  dataset_id: string;
  /** Place in upload order, from 0. */
  position: number;
  tenant_id: string;
  id: string;
  start_time: number;
  end_time: number;
  point_count: number;
  missing_count: number;
  static: JSONColumnType<SeriesSummary['static']>;
  /** Version of the dataset that added the series. */
  since_version: Generated<number>;
  /** Last version of the dataset that has the series; null if the newest has it. */
  until_version: ColumnType<number | null, number | null | undefined, number | null>;
}

/** Superseded values of a row of `series`. */
export interface SeriesHistoryTable {
  dataset_id: string;
  position: number;
  /** Last version of the dataset with these values. */
  to_version: number;
  tenant_id: string;
  start_time: number;
  end_time: number;
  point_count: number;
  missing_count: number;
  static: JSONColumnType<SeriesSummary['static']>;
}

/** Consecutive observations of one series; `src/chunks` packs and unpacks them. */
export interface SeriesChunksTable {
  dataset_id: string;
  position: number;
  /** Index of its first observation within the series, from 0. */
  first_index: number;
  tenant_id: string;
  first_time: number;
  last_time: number;
  point_count: number;
  /** How the columns are packed. */
  encoding: Generated<number>;
  times: ColumnType<Buffer, Uint8Array, Uint8Array>;
  values: ColumnType<Buffer, Uint8Array, Uint8Array>;
  covariates: ColumnType<Buffer, Uint8Array, Uint8Array>;
  /** First version of the dataset that contains the chunk. */
  from_version: Generated<number>;
  /** Last version that contains it; null if the newest does. */
  to_version: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface SymbolVocabulariesTable {
  dataset_id: string;
  tenant_id: string;
  /** Element i is the symbol with the code `codes.first + i`. */
  symbols: JSONColumnType<string[]>;
  /** Occurrences of each symbol. */
  counts: JSONColumnType<number[]>;
}

/** Symbols of one sequence; its row in `series` has the same position. */
export interface SymbolSequencesTable {
  dataset_id: string;
  position: number;
  tenant_id: string;
  /** Codes of 16 bits, little-endian. */
  codes: Buffer;
}

export interface DatasetVersionsTable {
  dataset_id: string;
  version: number;
  tenant_id: string;
  change: DatasetVersion['change'];
  added: number;
  replaced: number;
  deleted: Generated<number>;
  /** The version that a restore went back to; null for other changes. */
  restored_version: Generated<number | null>;
  created_at: Generated<Date>;
}

export interface ModelsTable {
  id: string;
  tenant_id: string;
  dataset_id: string;
  dataset_version: number;
  /** Null for an imported model. */
  job_id: string | null;
  name: string;
  tags: string[];
  status: Model['status'];
  spec: JSONColumnType<Model['spec']>;
  /** Settings of the request; `spec` has the settings that were used. Null in rows from before schema version 4. */
  requested_spec: NullableJson<Model['spec']>;
  parameter_count: number | null;
  card: NullableJson<NonNullable<Model['card']>>;
  weights_bytes: number | null;
  weights_sha256: string | null;
  error: NullableJson<Problem>;
  /** The model that this one was retrained from. */
  parent_id: string | null;
  /** Whether the training starts from the weights of the parent. */
  is_warm: Generated<boolean>;
  created_at: Generated<Date>;
  ready_at: NullableInstant;
  /** Observations outside the interval of this level are reported as anomalies; null if the model is not watched. */
  anomaly_level: Generated<number | null>;
  /** Newest version of the dataset that was searched for anomalies completely. */
  watched_version: Generated<number | null>;
  /** The fields of a summary. A trigger copies them from `spec` and `card`, which are large. */
  kind: GeneratedAlways<ModelSummary['kind']>;
  cell: GeneratedAlways<ModelSummary['cell']>;
  horizon: GeneratedAlways<number | null>;
  preset: GeneratedAlways<string | null>;
  summary: GeneratedAlways<string | null>;
  has_skill: GeneratedAlways<boolean | null>;
  skill: GeneratedAlways<ModelSummary['skill']>;
  /** The fleet that the model belongs to. */
  fleet_id: Generated<string | null>;
}

export interface FleetsTable {
  id: string;
  tenant_id: string;
  dataset_id: string;
  dataset_version: number;
  name: string;
  tags: string[];
  per: Fleet['per'];
  group_by: string | null;
  settings: JSONColumnType<Fleet['settings']>;
  /** The whole request, for another fleet. */
  request: JSONColumnType<Omit<NewFleet, 'requestId' | 'traceparent'>>;
  series_count: number;
  left_out: string[];
  left_out_count: number;
  /** Number of models. */
  total: number;
  /** Models by status. A trigger counts every change. */
  training: number;
  ready: Generated<number>;
  failed: Generated<number>;
  cancelled: Generated<number>;
  status: GeneratedAlways<Fleet['status']>;
  created_at: Generated<Date>;
  ready_at: NullableInstant;
}

/** The model of each series of a fleet. */
export interface FleetSeriesTable {
  fleet_id: string;
  series_id: string;
  tenant_id: string;
  model_id: string;
}

/** How far a model's anomaly watch has come in each series. */
export interface AnomalyWatchesTable {
  model_id: string;
  series_id: string;
  tenant_id: string;
  /** Time of the last observation that was searched. */
  watched_until: number;
}

/** The last day, in UTC, on which a model made forecasts that were not stored. */
export interface ModelUsesTable {
  model_id: string;
  used_on: string;
}

export interface ModelWeightsTable {
  model_id: string;
  tenant_id: string;
  bytes: Buffer;
}

export interface JobsTable {
  id: string;
  tenant_id: string;
  kind: JobKind;
  status: JobStatus;
  model_id: string;
  /** Null for a training. */
  backtest_id: Generated<string | null>;
  /** Number of claims by workers; the fencing token of the worker that holds the job. */
  attempt: Generated<number>;
  /** Claims that took the job from a silent worker, since the last new checkpoint. */
  recoveries: Generated<number>;
  cancel_requested: Generated<boolean>;
  progress: NullableJson<JobProgress>;
  /** The same without losses and forecast. Written by a trigger. */
  listed_progress: Generated<JobProgress | null>;
  error: NullableJson<Problem>;
  request_id: string | null;
  /** W3C trace context of the request that created the job. */
  traceparent: Generated<string | null>;
  worker_id: string | null;
  /** Jobs of a tenant with a higher priority begin earlier. */
  priority: Generated<number>;
  /** The entry of the queue that a running job was chosen with: its own id, or that of another job. */
  ticket: Generated<string | null>;
  /** When it last began. */
  claimed_at: Generated<Date | null>;
  heartbeat_at: NullableInstant;
  queued_at: Generated<Date>;
  /** Sequence number of the job's last event. Written by the trigger. */
  event_count: Generated<number>;
  /** Time of its last progress event. Written by the trigger. */
  progress_event_at: Generated<Date | null>;
  /** Training step of its last checkpoint. */
  checkpoint_step: Generated<number | null>;
  /** Preset of the model when the job was created. Written by a trigger. */
  preset: Generated<string | null>;
  created_at: Generated<Date>;
  started_at: NullableInstant;
  finished_at: NullableInstant;
}

/** Written only by a trigger on `jobs`. */
export interface JobEventsTable {
  job_id: string;
  sequence: number;
  tenant_id: string;
  type: JobEvent['type'];
  status: JobStatus;
  attempt: number;
  progress: NullableJson<JobProgress>;
  error: NullableJson<Problem>;
  created_at: Generated<Date>;
}

export interface JobLogsTable {
  job_id: string;
  sequence: GeneratedAlways<number>;
  tenant_id: string;
  attempt: number;
  level: JobLogLine['level'];
  message: string;
  fields: JSONColumnType<JobLogLine['fields']>;
  created_at: Date;
}

/** At most one row per job. */
export interface JobCheckpointsTable {
  job_id: string;
  tenant_id: string;
  step: number;
  bytes: Buffer;
  saved_at: Generated<Date>;
}

export interface ApiKeysTable {
  id: string;
  tenant_id: string;
  name: string | null;
  scopes: Scope[];
  /** First characters of the secret. */
  hint: string;
  /** SHA-256 of the secret. */
  digest: Buffer;
  created_at: Generated<Date>;
  /** Null: never. */
  expires_at: Date | null;
  /** Null: not yet. It is at most a minute old. */
  last_used_at: Date | null;
}

export interface AliasesTable {
  tenant_id: string;
  name: string;
  model_id: string;
  updated_at: Generated<Date>;
}

/** `status`, `headers`, `body` and `digest` are null until the call is answered. */
export interface IdempotencyKeysTable {
  tenant_id: string;
  key: string;
  /** The API process that handles the call. */
  holder: string;
  /** Last sign of life of the holder. */
  renewed_at: Generated<Date>;
  created_at: Generated<Date>;
  /** SHA-256 of the request. */
  digest: Buffer | null;
  status: number | null;
  headers: NullableJson<Record<string, string>>;
  body: Buffer | null;
}

export interface ForecastsTable {
  id: string;
  tenant_id: string;
  /** Null, like the dataset and its version, if no model made the forecast. */
  model_id: string | null;
  dataset_id: string | null;
  dataset_version: number | null;
  horizon: number;
  series_count: number;
  request: JSONColumnType<NumericForecastSummary['request']>;
  /** Forecasts, errors and warnings as gzipped JSON. */
  answer: Buffer;
  answer_bytes: number;
  created_at: Generated<Date>;
}

export interface EmbedsTable {
  id: string;
  tenant_id: string;
  /** A row has either a model or an alias. */
  model_id: string | null;
  alias: string | null;
  /** Null: every series. */
  series_id: string | null;
  name: string | null;
  /** First characters of the token. */
  hint: string;
  /** SHA-256 of the token. */
  digest: Buffer;
  created_at: Generated<Date>;
  /** Null: never. */
  expires_at: Date | null;
  /** Null: not yet. It is at most a minute old. */
  last_used_at: Date | null;
}

export interface WebhooksTable {
  id: string;
  tenant_id: string;
  url: string;
  events: WebhookEvent[];
  description: string;
  enabled: boolean;
  /** The secret, sealed by `createSecretBox`; in plain text where no key is set. */
  secret: string;
  created_at: Generated<Date>;
}

export interface WebhookDeliveriesTable {
  id: string;
  webhook_id: string;
  tenant_id: string;
  event: DeliveryEvent;
  body: string;
  status: Generated<Delivery['status']>;
  /** Attempts over its whole life; the fencing token of the attempt that records its result. */
  attempts: Generated<number>;
  /** Value of `attempts` when the delivery was last requested again; pauses count from there. */
  round_began_at: Generated<number>;
  response_status: number | null;
  response_body: string | null;
  error: string | null;
  next_attempt_at: Generated<Date>;
  /** When it was last queued. */
  queued_at: NullableInstant;
  last_attempt_at: NullableInstant;
  created_at: Generated<Date>;
}

export interface SchedulesTable {
  id: string;
  tenant_id: string;
  name: string | null;
  kind: Schedule['kind'];
  model_id: string;
  every: string | null;
  cron: string | null;
  time_zone: string;
  enabled: boolean;
  revision: Generated<number>;
  /** Id of the last tick that ran, so that no tick runs twice. */
  last_tick_id: string | null;
  last_run: NullableJson<ScheduleRun>;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
}

export interface BacktestsTable {
  id: string;
  tenant_id: string;
  model_id: string;
  dataset_id: string;
  dataset_version: number;
  job_id: string;
  status: Backtest['status'];
  plan: JSONColumnType<Backtest['plan']>;
  report: NullableJson<NonNullable<Backtest['report']>>;
  error: NullableJson<Problem>;
  created_at: Generated<Date>;
  ready_at: NullableInstant;
}

export interface BacktestWindowsTable {
  backtest_id: string;
  /** Place in the report, from 0: by series and origin, or by sequence and place. */
  position: number;
  tenant_id: string;
  /** The window as JSON. */
  told: JSONColumnType<BacktestWindow | SymbolBacktestWindow>;
}

/** Bytes that were stored or deleted. Written by triggers; their sums are what tenants store. */
export interface UsageChangesTable {
  tenant_id: string;
  kind: StoredKind;
  bytes: number;
}

export interface SchemaVersionsTable {
  version: number;
  name: string;
  applied_at: Generated<Date>;
}

export interface Database {
  datasets: DatasetsTable;
  dataset_versions: DatasetVersionsTable;
  series: SeriesTable;
  series_history: SeriesHistoryTable;
  series_chunks: SeriesChunksTable;
  symbol_vocabularies: SymbolVocabulariesTable;
  symbol_sequences: SymbolSequencesTable;
  models: ModelsTable;
  model_weights: ModelWeightsTable;
  model_uses: ModelUsesTable;
  anomaly_watches: AnomalyWatchesTable;
  jobs: JobsTable;
  job_events: JobEventsTable;
  job_logs: JobLogsTable;
  job_checkpoints: JobCheckpointsTable;
  api_keys: ApiKeysTable;
  aliases: AliasesTable;
  fleets: FleetsTable;
  fleet_series: FleetSeriesTable;
  idempotency_keys: IdempotencyKeysTable;
  forecasts: ForecastsTable;
  embeds: EmbedsTable;
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
  schedules: SchedulesTable;
  backtests: BacktestsTable;
  backtest_windows: BacktestWindowsTable;
  usage_changes: UsageChangesTable;
  schema_versions: SchemaVersionsTable;
}
