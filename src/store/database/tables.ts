import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely';
import type {
  Backtest,
  BacktestWindow,
  Dataset,
  DatasetVersion,
  Delivery,
  ForecastSummary,
  JobEvent,
  JobKind,
  JobLogLine,
  JobProgress,
  JobStatus,
  Model,
  Schedule,
  ScheduleRun,
  Scope,
  SeriesSummary,
  SymbolBacktestWindow,
  SymbolsInfo,
  Warning,
  WebhookEvent,
} from '../../contracts/schemas/index.ts';
import type { Problem } from '../../errors.ts';

type NullableJson<T extends object> = ColumnType<T | null, string | null, string | null>;
type NullableInstant = ColumnType<Date | null, Date | null, Date | null>;

/** Times of observations are integers: milliseconds since 1970, or the index itself. */
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
  end_time: number | null;
  target: string;
  covariates: string[];
  warnings: JSONColumnType<Warning[]>;
  /** Null of numeric series. */
  symbols: ColumnType<SymbolsInfo | null, string | null | undefined, string | null>;
  created_at: Generated<Date>;
}

export type DatasetRow = Selectable<DatasetsTable>;

export interface SeriesTable {
  dataset_id: string;
  /** Upload order, from 0. */
  position: number;
  tenant_id: string;
  id: string;
  start_time: number;
  end_time: number;
  point_count: number;
  missing_count: number;
  static: JSONColumnType<SeriesSummary['static']>;
  /** Version of the dataset that brought it. */
  since_version: Generated<number>;
}

/** A stretch of one series as packed little-endian arrays; see chunks.ts. */
export interface SeriesChunksTable {
  dataset_id: string;
  position: number;
  /** Index of its first observation in the series. */
  first_index: number;
  tenant_id: string;
  first_time: number;
  last_time: number;
  point_count: number;
  times: Buffer;
  values: Buffer;
  covariates: Buffer;
  /** Versions of the dataset that it is part of; the newest has no end. */
  from_version: Generated<number>;
  to_version: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface SymbolVocabulariesTable {
  dataset_id: string;
  tenant_id: string;
  /** The symbol with the code `codes.first + i` is the i-th. */
  symbols: JSONColumnType<string[]>;
  counts: JSONColumnType<number[]>;
}

/** The symbols of a series of a dataset of symbols. */
export interface SymbolSequencesTable {
  dataset_id: string;
  position: number;
  tenant_id: string;
  /** Packed codes of 16 bits, little-endian. */
  codes: Buffer;
}

export interface DatasetVersionsTable {
  dataset_id: string;
  version: number;
  tenant_id: string;
  change: DatasetVersion['change'];
  added: number;
  replaced: number;
  created_at: Generated<Date>;
}

export interface ModelsTable {
  id: string;
  tenant_id: string;
  dataset_id: string;
  dataset_version: number;
  /** Null where it was imported. */
  job_id: string | null;
  name: string;
  tags: string[];
  status: Model['status'];
  spec: JSONColumnType<Model['spec']>;
  /** The settings as they were asked for; `spec` is as they were used. Null in rows from before version 4. */
  requested_spec: NullableJson<Model['spec']>;
  parameter_count: number | null;
  card: NullableJson<NonNullable<Model['card']>>;
  weights_bytes: number | null;
  weights_sha256: string | null;
  error: NullableJson<Problem>;
  /** The model that it was trained again from. */
  parent_id: string | null;
  /** Whether its training begins with the weights of that model. */
  is_warm: Generated<boolean>;
  created_at: Generated<Date>;
  ready_at: NullableInstant;
  /** Of the interval outside which new observations are told of; null where it does not watch. */
  anomaly_level: Generated<number | null>;
  /** Of the dataset, all of which has been looked at. */
  watched_version: Generated<number | null>;
}

/** The last observation of a series that a model has looked at. */
export interface AnomalyWatchesTable {
  model_id: string;
  series_id: string;
  tenant_id: string;
  watched_until: number;
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
  /** Of a backtest's job; null for a training. */
  backtest_id: Generated<string | null>;
  /** Times that a worker has claimed it; the fencing token of the one that holds it. */
  attempt: Generated<number>;
  /** Claims from a silent worker since the last new checkpoint. */
  recoveries: Generated<number>;
  cancel_requested: Generated<boolean>;
  progress: NullableJson<JobProgress>;
  error: NullableJson<Problem>;
  request_id: string | null;
  worker_id: string | null;
  heartbeat_at: NullableInstant;
  queued_at: Generated<Date>;
  /** Sequence of its last event. Written by the trigger. */
  event_count: Generated<number>;
  progress_event_at: Generated<Date | null>;
  /** Of its last checkpoint. */
  checkpoint_step: Generated<number | null>;
  created_at: Generated<Date>;
  started_at: NullableInstant;
  finished_at: NullableInstant;
}

/** Written by a trigger on jobs only. */
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

/** At most one for each job. */
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
  /** How the secret begins. */
  hint: string;
  /** SHA-256 of the secret. */
  digest: Buffer;
  created_at: Generated<Date>;
}

export interface AliasesTable {
  tenant_id: string;
  name: string;
  model_id: string;
  updated_at: Generated<Date>;
}

/** An answer is there once `status` is. */
export interface IdempotencyKeysTable {
  tenant_id: string;
  key: string;
  /** The API process that works on the call, and its last sign of life. */
  holder: string;
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
  model_id: string;
  dataset_id: string;
  dataset_version: number;
  horizon: number;
  series_count: number;
  request: JSONColumnType<ForecastSummary['request']>;
  answer: Buffer;
  answer_bytes: number;
  created_at: Generated<Date>;
}

export interface WebhooksTable {
  id: string;
  tenant_id: string;
  url: string;
  events: WebhookEvent[];
  description: string;
  enabled: boolean;
  /** Needed in full to sign. */
  secret: string;
  created_at: Generated<Date>;
}

export interface WebhookDeliveriesTable {
  id: string;
  webhook_id: string;
  tenant_id: string;
  event: WebhookEvent;
  body: string;
  status: Generated<Delivery['status']>;
  /** Over its whole life: it fences what an attempt records. */
  attempts: Generated<number>;
  /** `attempts` when it was last asked for again. */
  round_began_at: Generated<number>;
  response_status: number | null;
  response_body: string | null;
  error: string | null;
  next_attempt_at: Generated<Date>;
  /** When it was last given to the queue. */
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
  /** Of the last tick that ran, so that none runs twice. */
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
  /** By series and origin, or place in a sequence; from 0. */
  position: number;
  tenant_id: string;
  told: JSONColumnType<BacktestWindow | SymbolBacktestWindow>;
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
  series_chunks: SeriesChunksTable;
  symbol_vocabularies: SymbolVocabulariesTable;
  symbol_sequences: SymbolSequencesTable;
  models: ModelsTable;
  model_weights: ModelWeightsTable;
  anomaly_watches: AnomalyWatchesTable;
  jobs: JobsTable;
  job_events: JobEventsTable;
  job_logs: JobLogsTable;
  job_checkpoints: JobCheckpointsTable;
  api_keys: ApiKeysTable;
  aliases: AliasesTable;
  idempotency_keys: IdempotencyKeysTable;
  forecasts: ForecastsTable;
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
  schedules: SchedulesTable;
  backtests: BacktestsTable;
  backtest_windows: BacktestWindowsTable;
  schema_versions: SchemaVersionsTable;
}
