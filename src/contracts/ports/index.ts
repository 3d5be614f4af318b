export type { AliasStore } from './aliases.ts';
export type { AnomalyWatches, CheckedSeries, DueWatch, WatchedSeries } from './anomaly-watch.ts';
export { type BackgroundTask, type BackgroundTaskQueue, backgroundTaskSchema } from './background-task.ts';
export type { BacktestOutcome, BacktestResult, BacktestStore, BacktestTask } from './backtests.ts';
export {
  type IdempotencyStore,
  idempotencyKeptSeconds,
  idempotencySilentSeconds,
  type KeptAnswer,
  type Once,
} from './idempotency.ts';
export type { JobEventStore, JobFeed, JobLogStore, NewLogLine } from './job-events.ts';
export type { Identity, KeyStore } from './keys.ts';
export { type Cleaned, type Cleaner, retention } from './retention.ts';
export type { ScheduleStore, ScheduleTicks, Tick } from './schedules.ts';
export type { ForecastCalls, KindCalls, ModelCalls, SymbolCalls } from './services.ts';
export {
  type AccuracyTask,
  type AnomalyTask,
  type Claim,
  type CoreShare,
  control,
  type DatasetStore,
  type DueJob,
  type Forecaster,
  type ForecastStore,
  type ForecastTask,
  type FutureOfSeries,
  type InspectTask,
  type JobLeases,
  type JobQueue,
  type JobStore,
  type LeaseAnswer,
  type MemoryTask,
  type ModelCreated,
  type ModelStore,
  type NewForecast,
  type NewModel,
  type ReadOptions,
  type Reconciliation,
  type SeriesReader,
  type SeriesWriter,
  type Supervised,
  type SupervisionChannel,
  type TableReading,
  type TraceTask,
  type TrainMessage,
  type TrainOutcome,
  type TrainResult,
  type TrainTask,
  type Weights,
  type WorkOutcome,
} from './stores-and-queues.ts';
export type {
  ParsedSymbols,
  SequenceStore,
  SymbolAnswer,
  SymbolBacktestOutcome,
  SymbolBacktestResult,
  SymbolBacktestTask,
  SymbolForecaster,
  SymbolForecastTask,
  SymbolInspectTask,
  SymbolMemoryTask,
  SymbolReader,
  SymbolTraceTask,
  SymbolTrainOutcome,
  SymbolTrainResult,
  SymbolTrainTask,
} from './symbols.ts';
export type {
  DeliveryOutbox,
  DeliveryResult,
  OutgoingDelivery,
  WebhookStore,
  WebhookTargets,
} from './webhooks.ts';
