import type {
  DatasetsTable,
  DatasetVersionsTable,
  SeriesChunksTable,
  SeriesHistoryTable,
  SeriesTable,
  SymbolSequencesTable,
  SymbolVocabulariesTable,
} from './tables/datasets.ts';
import type {
  JobCheckpointsTable,
  JobEventsTable,
  JobLogsTable,
  JobsTable,
  WorkerLossesTable,
} from './tables/jobs.ts';
import type {
  AliasesTable,
  AnomalyWatchesTable,
  BacktestsTable,
  BacktestWindowsTable,
  FleetSeriesTable,
  FleetsTable,
  ForecastsTable,
  ModelSeriesTable,
  ModelsTable,
  ModelTagsTable,
  ModelUsesTable,
  ModelWeightsTable,
  UnwatchedVersionsTable,
} from './tables/models.ts';
import type {
  ApiKeysTable,
  EmbedsTable,
  IdempotencyKeysTable,
  SchedulesTable,
  SchemaVersionsTable,
  ServiceIdsTable,
  UsageChangesTable,
  WebhookDeliveriesTable,
  WebhooksTable,
} from './tables/operations.ts';

export type {
  DatasetRow,
  DatasetsTable,
  DatasetVersionsTable,
  SeriesChunksTable,
  SeriesTable,
  SymbolSequencesTable,
} from './tables/datasets.ts';
export type { JobsTable } from './tables/jobs.ts';
export type {
  AliasesTable,
  BacktestsTable,
  FleetsTable,
  ForecastsTable,
  ModelsTable,
} from './tables/models.ts';
export type {
  ApiKeysTable,
  EmbedsTable,
  SchedulesTable,
  WebhookDeliveriesTable,
  WebhooksTable,
} from './tables/operations.ts';

/** The tables, as the newest migration leaves them. */
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
  model_series: ModelSeriesTable;
  model_tags: ModelTagsTable;
  model_uses: ModelUsesTable;
  anomaly_watches: AnomalyWatchesTable;
  unwatched_versions: UnwatchedVersionsTable;
  jobs: JobsTable;
  job_events: JobEventsTable;
  job_logs: JobLogsTable;
  job_checkpoints: JobCheckpointsTable;
  worker_losses: WorkerLossesTable;
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
  service_ids: ServiceIdsTable;
  schema_versions: SchemaVersionsTable;
}
