/** What the parts are to each other. The main files choose who stands behind each port. */
import type { Readable } from 'node:stream';
import type { Problem } from '../../errors.ts';
import type {
  Accuracy,
  Anomaly,
  Backtest,
  CsvOptions,
  Dataset,
  DatasetHeader,
  DatasetIn,
  DatasetVersion,
  Forecast,
  ForecastSummary,
  ForecastsQuery,
  ImportedModel,
  Job,
  JobKind,
  JobPayload,
  JobProgress,
  JobStatus,
  JobsQuery,
  KnownFuture,
  Memory,
  Model,
  ModelCard,
  ModelChange,
  ModelSpec,
  ModelsQuery,
  ObservationsAdded,
  Page,
  PageQuery,
  ParsedDataset,
  PointsQuery,
  SeriesData,
  SeriesError,
  SeriesForecast,
  SeriesIn,
  SeriesObservations,
  SeriesPoints,
  SeriesSummary,
  TenantId,
  Trace,
} from '../schemas/index.ts';
import type { Once } from './idempotency.ts';

export type { TenantId };

// --- store -----------------------------------------------------------------

export interface DatasetStore {
  create(tenant: TenantId, dataset: ParsedDataset, once?: Once<Dataset> | null): Promise<Dataset>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<Dataset>>;
  /** @throws AppError dataset_not_found */
  get(tenant: TenantId, id: string): Promise<Dataset>;
  listSeries(tenant: TenantId, id: string, query: PageQuery): Promise<Page<SeriesSummary>>;
  /** @throws AppError dataset_not_found, series_not_found */
  points(tenant: TenantId, id: string, seriesId: string, query: PointsQuery): Promise<SeriesPoints>;
  /** The series with the most observations. @throws AppError dataset_not_found, dataset_empty */
  longestSeries(tenant: TenantId, id: string): Promise<{ id: string; point_count: number }>;
  /** Names of the static attributes that series have. @throws AppError dataset_not_found */
  attributes(tenant: TenantId, id: string): Promise<string[]>;
  /** Arrays of some or all series (in upload order), whole or only the last `tailPoints` of each.
   *  Unknown ids are left out. @throws AppError dataset_not_found */
  read(tenant: TenantId, id: string, options?: ReadOptions): Promise<SeriesData[]>;
  /** Whole series one after the other, few in memory at a time. @throws AppError dataset_not_found */
  readAll(tenant: TenantId, id: string): AsyncIterable<SeriesData>;
  /** An upsert by time: all or nothing. @throws AppError dataset_not_found, series_too_many, points_too_many */
  addObservations(
    tenant: TenantId,
    id: string,
    observations: SeriesObservations[],
    options: { missingReplaces: boolean },
  ): Promise<ObservationsAdded>;
  /** The change log, the newest first. @throws AppError dataset_not_found, cursor_invalid */
  listVersions(tenant: TenantId, id: string, query: PageQuery): Promise<Page<DatasetVersion>>;
  /** Deletes it with its models. @throws AppError dataset_not_found, dataset_in_use */
  delete(tenant: TenantId, id: string): Promise<void>;
}

export interface ReadOptions {
  seriesIds?: string[];
  seriesMax?: number;
  /** Only the last observations of each. */
  tailPoints?: number;
  /** As the data were in this version, which a job that is to read it keeps alive; default: the newest. */
  version?: number;
  /** Only observations up to this time. */
  until?: number;
  /** Only observations after this time, the first `points` of each series. */
  after?: { time: number; points: number };
}

export type NewForecast = Omit<Forecast, 'id' | 'created_at'>;

/** Stored forecasts, bounded in number and bytes per tenant: the cleaner deletes the oldest. */
export interface ForecastStore {
  /** @throws AppError model_not_found where it was deleted meanwhile */
  save(tenant: TenantId, forecast: NewForecast, once?: Once<Forecast> | null): Promise<Forecast>;
  /** @throws AppError model_not_found for an alias that is not there, cursor_invalid */
  list(tenant: TenantId, query: ForecastsQuery): Promise<Page<ForecastSummary>>;
  /** @throws AppError forecast_not_found */
  get(tenant: TenantId, id: string): Promise<Forecast>;
  /** @throws AppError forecast_not_found */
  delete(tenant: TenantId, id: string): Promise<void>;
}

export interface ModelStore {
  /** The model (`training`) and its job (`queued`) in one transaction. */
  create(tenant: TenantId, model: NewModel, once?: Once<ModelCreated> | null): Promise<ModelCreated>;
  /** The same with the dataset that it is trained on. */
  createWithDataset(
    tenant: TenantId,
    dataset: ParsedDataset,
    model: (dataset: Dataset) => Omit<NewModel, 'dataset'>,
    once?: Once<ModelCreated> | null,
  ): Promise<ModelCreated>;
  list(tenant: TenantId, query: ModelsQuery): Promise<Page<Model>>;
  /** An alias stands for the model's id, here and below. @throws AppError model_not_found */
  get(tenant: TenantId, id: string): Promise<Model>;
  /** @throws AppError model_not_found */
  update(tenant: TenantId, id: string, change: ModelChange): Promise<Model>;
  /** The spec before training decided what depends on the data. @throws AppError model_not_found */
  requested(tenant: TenantId, id: string): Promise<Model['spec']>;
  /** A model that is ready at once, with a dataset that has no observations yet. */
  import(tenant: TenantId, model: ImportedModel, once?: Once<Model> | null): Promise<Model>;
  /** @throws AppError model_not_found, model_not_ready */
  weights(tenant: TenantId, id: string): Promise<Weights>;
  /** @throws AppError model_not_found, model_in_use, model_aliased */
  delete(tenant: TenantId, id: string): Promise<void>;
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
  /** The model that is trained again, and whether its weights are where training begins. */
  parent?: { id: string; isWarm: boolean };
  requestId: string | null;
}

/** A safetensors file. */
export interface Weights {
  bytes: Uint8Array;
  sha256: string;
}

export interface JobStore {
  list(tenant: TenantId, query: JobsQuery): Promise<Page<Job>>;
  /** @throws AppError job_not_found */
  get(tenant: TenantId, id: string): Promise<Job>;
  /** A queued job is cancelled at once, a running one by its worker. @throws AppError job_not_found, job_finished */
  cancel(tenant: TenantId, id: string): Promise<Job>;
  /** Queues a job that failed or was cancelled again; it goes on from its last checkpoint.
   *  @throws AppError job_not_found, job_not_retryable */
  retry(tenant: TenantId, id: string): Promise<Job>;
  counts(): Promise<Record<JobStatus, number>>;
}

/** A worker's hold on a job. `attempt` is the fencing token: a write with an older one changes nothing. */
export interface Claim {
  job: { id: string; kind: JobKind; attempt: number; requestId: string | null; tenant: TenantId };
  /** `datasetVersion` is what the job reads: a training that of its model, a backtest its own. */
  model: { id: string; datasetId: string; datasetVersion: number; spec: Model['spec'] };
  /** Of a backtest; null for a training. */
  plan: Backtest['plan'] | null;
  /** A weights file of the same spec that training begins with, instead of new random weights. */
  initialWeights: Uint8Array | null;
  checkpoint: { bytes: Uint8Array; step: number } | null;
  /** Seconds of work that earlier attempts have reported. */
  elapsedSeconds: number;
}

export interface TrainResult<Spec = ModelSpec, Card = ModelCard> {
  spec: Spec;
  parameterCount: number;
  card: Card;
  weights: Weights;
}

/** Writes answer `lost` when another attempt has taken the job over or the job has ended: stop, publish nothing. */
export type LeaseAnswer = 'held' | 'cancel' | 'lost';

export interface JobLeases {
  /** Null when there is nothing to do: the job has ended, is unknown, or was cancelled while it was queued; or it is
   *  running and its holder gave a sign of life within the last `claimSilenceMs` (the queue delivered it twice).
   *  A job that was recovered too often without a new checkpoint is failed here with `worker_lost`. */
  claim(jobId: string, workerId: string): Promise<Claim | null>;
  /** Progress and sign of life in one write. */
  heartbeat(claim: Claim, progress: JobProgress | null): Promise<LeaseAnswer>;
  saveCheckpoint(claim: Claim, checkpoint: { bytes: Uint8Array; step: number }): Promise<LeaseAnswer>;
  /** Gives the job back to the queue (after SIGTERM); the row is `queued` again and keeps its checkpoint. */
  release(claim: Claim): Promise<LeaseAnswer>;
  /** Weights, card, model and job in one transaction. */
  succeed(claim: Claim, result: TrainResult<Model['spec'], NonNullable<Model['card']>>): Promise<LeaseAnswer>;
  fail(claim: Claim, problem: Problem): Promise<LeaseAnswer>;
  cancelled(claim: Claim): Promise<LeaseAnswer>;
}

export interface Reconciliation {
  /** Changes nothing. Jobs that ought to be in the queue: `queued`, or `running` without a sign of life for `silentMs`. */
  due(options: { queuedForMs: number; silentMs: number; limit: number }): Promise<DueJob[]>;
}

export interface DueJob extends JobPayload {
  kind: JobKind;
}

// --- queue -----------------------------------------------------------------

export interface JobQueue {
  /** Idempotent: a job is queued under its own id, and leaves the queue when it has been handled. @throws AppError queue_unavailable */
  enqueue(job: DueJob): Promise<void>;
  /** Queues a job that has ended once more. Its last delivery may still be on its way out of the queue, which knows one
   *  job by an id: it is waited for, a little. @throws AppError queue_unavailable */
  requeue(job: DueJob): Promise<void>;
  /** Whether the queue has this job as waiting, delayed or active. */
  knows(job: DueJob): Promise<boolean>;
  /** Takes a waiting job out; nothing happens when it is not there. */
  remove(job: DueJob): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

// --- series ----------------------------------------------------------------

export interface TableReading {
  /** Whether a series may have missing values only, as observations of a series that is there may. */
  allowsEmpty?: boolean;
}

export interface SeriesReader {
  /** @throws AppError with the faults by line */
  csv(body: Readable, options: CsvOptions, reading?: TableReading): Promise<ParsedDataset>;
  /** @throws AppError with the faults by row */
  parquet(body: Readable, options: CsvOptions, reading?: TableReading): Promise<ParsedDataset>;
  json(body: DatasetIn): ParsedDataset;
  /** The same of bodies that are too large to be parsed where others wait; their bytes change hands.
   *  @throws AppError also body_invalid_json, overloaded */
  jsonText: {
    dataset(bytes: Uint8Array<ArrayBuffer>): Promise<ParsedDataset>;
    observations(
      bytes: Uint8Array<ArrayBuffer>,
      header: DatasetHeader,
      soleId: string | null,
    ): Promise<SeriesObservations[]>;
  };
  /** Observations to be laid over a dataset, in its kind of time; a series without an id is its only one, `soleId`.
   *  @throws AppError with the faults by path */
  observations(series: SeriesIn[], header: DatasetHeader, soleId: string | null): SeriesObservations[];
  /** The same of a table. @throws AppError request_invalid, column_unknown */
  observationsOf(table: ParsedDataset, header: DatasetHeader): SeriesObservations[];
  /** Inline history of a forecast call, in the kind of time of the dataset. Faults are per series. */
  inline(series: SeriesIn[], header: DatasetHeader): (SeriesData | { id: string; problem: Problem })[];
}

export interface SeriesWriter {
  /** The long layout, piece by piece; `attributes` are the names of the static ones. */
  csv(
    header: DatasetHeader,
    attributes: readonly string[],
    series: AsyncIterable<SeriesData>,
  ): AsyncIterable<string>;
  parquet(
    header: DatasetHeader,
    attributes: readonly string[],
    series: AsyncIterable<SeriesData>,
  ): AsyncIterable<Uint8Array>;
}

// --- forecasting -----------------------------------------------------------

export interface ForecastTask {
  weights: Weights;
  spec: ModelSpec;
  header: DatasetHeader;
  series: SeriesData[];
  horizon: number;
  quantiles: number[];
  levels: number[];
  /** Sample paths of each series, and their seed. */
  samples: number;
  seed: number;
  /** One-step forecasts of the last observations of each series. */
  fittedSteps: number;
  /** What each input adds to the forecast; default: not. */
  explain?: boolean;
  /** Known-future covariates, series by series; default: none. */
  future?: FutureOfSeries[];
}

/** Windows whose targets are known are taken from the ends of the series. */
export interface MemoryTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header' | 'series'> {
  windowsMax: number;
}

export interface TraceTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header'> {
  series: SeriesData;
  network: number;
  /** Null: all that the network makes. */
  lastSteps: number | null;
  numbersMax: number;
}

/** What came with the call goes before what is stored: there a missing value is one that is not known, and forecast
 *  without; in stored rows it is one that was not given. */
export interface FutureOfSeries {
  given: KnownFuture[];
  stored: KnownFuture[];
}

/** A model from elsewhere. */
export type InspectTask = Pick<ForecastTask, 'weights' | 'spec' | 'header'>;

/** Observations from `from` to `to` (both included) are compared with the one-step forecasts made before each. */
export interface AnomalyTask extends Pick<ForecastTask, 'weights' | 'spec' | 'header' | 'series'> {
  level: number;
  from: number;
  to: number;
}

/** What was forecast of a series, beside its observations before and since. */
export interface AccuracyTask {
  spec: ModelSpec;
  header: DatasetHeader;
  forecast: SeriesForecast;
  /** Null where the series is no longer there. */
  series: SeriesData | null;
}

export interface Forecaster {
  /** Each series answers for itself. */
  forecast(task: ForecastTask): Promise<(SeriesForecast | { series_id: string; problem: Problem })[]>;
  anomalies(
    task: AnomalyTask,
  ): Promise<({ series_id: string; tested: number; anomalies: Anomaly[] } | SeriesError)[]>;
  memory(task: MemoryTask): Promise<Omit<Memory, 'model_id' | 'dataset_version'> | { problem: Problem }>;
  trace(task: TraceTask): Promise<Omit<Trace, 'model_id'> | { problem: Problem }>;
  accuracy(tasks: AccuracyTask[]): Promise<Pick<Accuracy, 'known_steps' | 'metrics' | 'series'>>;
  /** Whether a model from elsewhere can forecast here: null, or what is wrong with it. */
  inspect(task: InspectTask): Promise<string | null>;
  /** The network as an ONNX file. */
  onnx(weights: Weights): Promise<Uint8Array>;
  /** @throws AppError model_outdated where another version of the service wrote them */
  requireReadable(weights: Weights): void;
  /** Observations of a series that a forecast reads at most. */
  tailPoints(spec: ModelSpec): number;
}

/** Words of the control block that a worker shares with its training thread. */
export const control = {
  words: 2,
  /** Word 0: what the thread is asked to do. */
  command: 0,
  run: 0,
  cancel: 1,
  suspend: 2,
  /** Word 1: number of checkpoints that are safe in the store; the thread waits when it is two ahead. */
  checkpointsSaved: 1,
} as const;

/** Connects a job in a thread with its worker: orders in, progress and checkpoints out. */
export interface SupervisionChannel {
  /** Seconds of work that earlier attempts have reported. */
  elapsedSeconds: number;
  control: SharedArrayBuffer; // Int32 words, see `control`
  /** Takes TrainMessage. */
  port: import('node:worker_threads').MessagePort;
  /** Without it the job has one core. */
  cores?: CoreShare;
}

/** A job as it is sent to a thread. */
export interface Supervised<Task> {
  task: Task;
  channel: SupervisionChannel;
}

/** A job's place in the table of the cores that the jobs of a process share (`training/cores.ts`). */
export interface CoreShare {
  table: SharedArrayBuffer;
  place: number;
}

/** A training job for a thread. */
export interface TrainTask {
  spec: ModelSpec;
  header: DatasetHeader;
  series: SeriesData[];
  checkpoint: Uint8Array | null;
  /** A weights file of the same spec to begin with; a checkpoint comes before it. */
  initialWeights: Uint8Array | null;
  kernel: string | null;
}

export type TrainMessage =
  | { type: 'progress'; progress: JobProgress }
  | { type: 'checkpoint'; bytes: Uint8Array; step: number };

/** `suspended` comes after a last checkpoint; `failed` carries what the caller is told. */
export type WorkOutcome<Result> =
  | ({ status: 'succeeded' } & Result)
  | { status: 'suspended' }
  | { status: 'cancelled' }
  | { status: 'failed'; problem: Problem };
export type TrainOutcome = WorkOutcome<TrainResult>;
