export type { AliasStore } from './aliases.ts';
export type {
  AnomalyWatches,
  CheckedBatch,
  CheckedSeries,
  DueWatch,
  WatchedSeries,
} from './anomaly-watch.ts';
export {
  type BackgroundTask,
  type BackgroundTaskQueue,
  backgroundTaskSchema,
  type DueTasks,
  type PlannedSchedule,
} from './background-task.ts';
export type {
  BacktestOutcome,
  BacktestResult,
  BacktestStore,
  BacktestTask,
  StoredBacktest,
  StoredWindows,
  SymbolBacktestOutcome,
  SymbolBacktestResult,
  SymbolBacktestTask,
} from './backtests.ts';
export { type CacheCounts, cacheNames } from './caches.ts';
export type { AnswerJson, Headed } from './compute/answer-json.ts';
export type {
  ChunkColumns,
  PackedChunk,
  PackedDataset,
  PackedSeries,
  SeriesPart,
  WithPackedSeries,
} from './compute/chunks.ts';
export type { ForecastText, TextForm, Writing } from './compute/forecast-text.ts';
export type {
  AccuracyTask,
  AnomalyTask,
  Forecaster,
  ForecastSpan,
  ForecastTask,
  InspectTask,
  MemoryTask,
  TextTask,
  TraceTask,
} from './compute/forecaster.ts';
export type {
  ComparisonTask,
  InstantAnswers,
  InstantDecision,
  InstantForecaster,
  InstantSpec,
  InstantTask,
  InstantTextTask,
  MethodErrors,
} from './compute/instant-forecaster.ts';
export type { Painter, PictureTask, StoredSeries } from './compute/painter.ts';
export type { FutureOfSeries, PanelSeries, SeriesTask } from './compute/series-task.ts';
export {
  type CoreShare,
  control,
  type JobMessage,
  type Supervised,
  type SupervisionChannel,
  type WorkOutcome,
} from './compute/supervision.ts';
export type {
  SymbolAnswer,
  SymbolForecaster,
  SymbolForecastTask,
  SymbolInspectTask,
  SymbolMemoryTask,
  SymbolTraceTask,
} from './compute/symbol-forecaster.ts';
export type {
  SymbolTrainOutcome,
  SymbolTrainResult,
  SymbolTrainTask,
  TrainOutcome,
  TrainResult,
  TrainTask,
} from './compute/training.ts';
export type { Weights } from './compute/weights.ts';
export type {
  AttributeType,
  DatasetStore,
  IndexRange,
  ObservationsChange,
  PointsPage,
  ReadOptions,
  SeriesCounts,
  SeriesRange,
  SeriesSpan,
  VersionQuery,
} from './datasets.ts';
export type { EmbedAccess, EmbedStore } from './embeds.ts';
export type { FleetCalls, FleetCreated, FleetState, FleetStore, NewFleet } from './fleets.ts';
export type {
  ForecastStore,
  NewForecast,
  NewInstantForecast,
  PackedForecast,
  PackedInstantForecast,
  Stored,
  StoredForecast,
  StoredHead,
} from './forecasts.ts';
export {
  type IdempotencyStore,
  type IdempotentCall,
  idempotencyBytesMax,
  idempotencyKeptSeconds,
  idempotencyRowBytes,
  idempotencySilentSeconds,
  type StoredResponse,
} from './idempotency.ts';
export type { JobEventStore, JobFeed, JobLogStore, NewLogLine } from './job-events.ts';
export type {
  Claim,
  DueJob,
  DueQuery,
  JobLeases,
  JobQueue,
  JobRun,
  JobStart,
  JobStore,
  LeaseAnswer,
  QueueEntry,
  Reconciliation,
  ReleaseAnswer,
  UnheldJob,
} from './jobs.ts';
export type { Identity, KeyStore } from './keys.ts';
export type { ModelCreated, ModelStore, NewModel } from './models.ts';
export type { Precondition } from './precondition.ts';
export { type Cleaned, type Cleaner, retention } from './retention.ts';
export type { ScheduleStore, ScheduleTicks, Tick } from './schedules.ts';
export type { ParsedSymbols, SequenceStore, SymbolReader } from './sequences.ts';
export type {
  AppendOptions,
  AppendTarget,
  ExpectedColumns,
  HoldBytes,
  InlineHistories,
  InlineOptions,
  InlineSeries,
  InlineTable,
  KnownOffsets,
  Observations,
  OneShotCall,
  ReadContext,
  SerializedSeries,
  SeriesReader,
  SeriesWriter,
  StatedFormat,
  StatedTimes,
} from './series.ts';
export {
  type CallEnd,
  ModelChanged,
  type ServedModel,
  type ServedModelRef,
  type ServedModelStore,
  type ServedModels,
  type ServedVersion,
} from './served-models.ts';
export type {
  FleetMemberForecast,
  ForecastCalls,
  InstantCall,
  KindCalls,
  ModelCalls,
  ModelForecastIn,
  OneShotOrigin,
  PictureCalls,
  StoredInstantCall,
  StoreForecast,
  SymbolCalls,
  WrittenForecast,
} from './services.ts';
export type { PastTraining, TrainingEstimates, TrainingFacts, TrainingPlans } from './training-estimates.ts';
export type { StoredBytes, UsageStore } from './usage.ts';
export type {
  DeliveryOutbox,
  DeliveryResult,
  DueDelivery,
  OutgoingDelivery,
  WebhookStore,
  WebhookTargets,
} from './webhooks.ts';
