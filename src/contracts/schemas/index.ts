export {
  applicableFeatures,
  calendarApplies,
  columnsOfFeature,
  csvCell,
  csvErrorsOf,
  csvHeadOf,
  csvOfForecast,
  csvRowsOf,
  cutText,
  evenlySpaced,
  type Formulas,
  formatTime,
  gateCounts,
  groupedBySize,
  inBackticks,
  limits,
  linesOf,
  listItem,
  lostName,
  nearest,
  orNull,
  parseTime,
  recurrentBytes,
  rowsOf,
  rowsUntil,
  type TabularRequest,
  type TimeFeature,
  timeMaxMs,
  unnamedTarget,
  unstorableReason,
  withEmptyCells,
} from '../values/index.ts';
export {
  type Explanation,
  explanationSchema,
  type LayerTrace,
  type LookBack,
  type Memory,
  memorySchema,
  type NetworkMemory,
  type Trace,
  type TraceIn,
  traceInSchema,
} from './attribution/explanation.ts';
export { type InstantExplanation, instantExplanationSchema } from './attribution/instant-explanation.ts';
export type { StepGradients, TraceGradients } from './attribution/step-gradients.ts';
export {
  type SymbolExplanation,
  type SymbolTrace,
  type SymbolTraceIn,
  symbolTraceInSchema,
} from './attribution/symbol-explanation.ts';
export type { NextSymbol } from './attribution/symbol-next.ts';
export {
  type Backtest,
  type BacktestIn,
  type BacktestOverview,
  type BacktestPlan,
  type BacktestReport,
  type BacktestsQuery,
  type BacktestWindow,
  backtestCreatedSchema,
  backtestInSchema,
  backtestPageSchema,
  backtestSchema,
  backtestsQuerySchema,
  backtestWindowPageSchema,
  numericBacktestInSchema,
  symbolBacktestInSchema,
} from './backtests/backtest.ts';
export type {
  SequenceScore,
  SymbolBacktestReport,
  SymbolBacktestSummary,
  SymbolBacktestWindow,
  SymbolComparison,
} from './backtests/symbol-backtest.ts';
export {
  type CovariateEncoding,
  type Covariates,
  type FutureCovariatesIn,
  futureColumns,
  type KnownFuture,
} from './datasets/covariates.ts';
export {
  type Dataset,
  type DatasetHeader,
  type DatasetIn,
  type DatasetSummary,
  type DatasetsQuery,
  datasetInSchema,
  datasetPageSchema,
  datasetSchema,
  datasetsQuerySchema,
  type OtherThing,
  type ParsedDataset,
  type PointsQuery,
  pointsQuerySchema,
  recentField,
  type SeriesData,
  type SeriesIn,
  type SeriesPoints,
  type SeriesSummary,
  seriesPageSchema,
  seriesPointsSchema,
  type TableOptions,
  tableOptionsSchema,
  type UploadQuery,
  uploadQuerySchema,
  type Warning,
} from './datasets/dataset.ts';
export { datasetEmpty, modelSeriesGone } from './datasets/dataset-empty.ts';
export { columnOf, historyLength } from './datasets/history.ts';
export {
  appendQueryFields,
  type DatasetPreview,
  type DatasetVersion,
  type DeletionQuery,
  datasetChangeSchema,
  datasetPreviewSchema,
  datasetVersionPageSchema,
  datasetVersionSchema,
  deletionQuerySchema,
  deletionSchema,
  dryRunField,
  type EventColumnNames,
  type ObservationsAdded,
  type ObservationsIn,
  observationsAddedSchema,
  observationsInSchema,
  type SeriesObservations,
  type SeriesPreview,
  versionField,
} from './datasets/observations.ts';
export type { TableReading } from './datasets/reading.ts';
export type { AggregateName, Aggregates, Resampling } from './datasets/resampling.ts';
export { sharedSeries } from './datasets/shared-series.ts';
export {
  codes,
  type SequenceData,
  type SequencePage,
  type SequenceQuery,
  type SymbolOptions,
  type SymbolsIn,
  type SymbolsInfo,
  type SymbolUnit,
  sequencePageSchema,
  sequenceQuerySchema,
  symbolsInSchema,
  symbolsOf,
  symbolsQueryFields,
  type Vocabulary,
  type VocabularyAnswer,
  vocabularySchema,
  withLineFeeds,
} from './datasets/symbols.ts';
export { type Accuracy, accuracySchema, type SeriesAccuracy } from './forecasts/accuracy.ts';
export {
  type Anomalies,
  type AnomaliesIn,
  type Anomaly,
  anomaliesInSchema,
  anomaliesSchema,
} from './forecasts/anomaly.ts';
export {
  defaultForecastQuantiles,
  defaultLevels,
  type Fitted,
  type Forecast,
  type ForecastIn,
  type ForecastSummary,
  type ForecastsQuery,
  forecastInSchema,
  forecastSchema,
  forecastsQuerySchema,
  type SeriesError,
  type SeriesForecast,
  samplesOf,
} from './forecasts/forecast.ts';
export {
  forecastPageSchema,
  type InstantForecast,
  type InstantSeriesForecast,
  type NumericForecast,
  type NumericForecastSummary,
  numericForecastSchema,
  oneShotStartedSchema,
} from './forecasts/instant.ts';
export {
  type LatestForecast,
  type LatestForecastQuery,
  latestForecastQuerySchema,
  latestForecastSchema,
  pngPictureQuerySchema,
  svgPictureQuerySchema,
} from './forecasts/latest-forecast.ts';
export { defaultOneShotMethod, type MethodChoice } from './forecasts/method-choice.ts';
export {
  needsTraining,
  type OneShotIn,
  type OneShotOptions,
  type OneShotQuery,
  oneShotInSchema,
  oneShotQuerySchema,
  oneShotTag,
  trainingAccepted,
} from './forecasts/one-shot.ts';
export {
  type Continuation,
  type SymbolForecast,
  type SymbolForecastIn,
  symbolForecastInSchema,
  symbolForecastSchema,
} from './forecasts/symbol-forecast.ts';
export {
  type Job,
  type JobKind,
  type JobPayload,
  type JobProgress,
  type JobStatus,
  type JobsQuery,
  jobKinds,
  jobPageSchema,
  jobPayloadSchema,
  jobQuerySchema,
  jobSchema,
  jobStatuses,
  jobsQuerySchema,
  type Priority,
  priorityNames,
  type Queue,
  queueSchema,
  type ValidationForecast,
} from './jobs/job.ts';
export { type JobEvent, type JobLogLine, jobLogPageSchema } from './jobs/job-event.ts';
export {
  forecastAnswerSchema,
  forecastRequestSchema,
  traceAnswerSchema,
  traceRequestSchema,
} from './kinds/choices.ts';
export {
  type KindName,
  type KindTypes,
  kindOf,
  type ModelOf,
  type NumericModel,
  otherModelKind,
  requireDatasetKind,
  requireModelKind,
  type SymbolModel,
} from './kinds/kinds.ts';
export { longestOf, requireTrainingData, seasonPointsNeeded } from './kinds/training-data.ts';
export {
  type Alias,
  type AliasesQuery,
  aliasesQuerySchema,
  aliasInSchema,
  aliasPageSchema,
  aliasSchema,
  type Dependents,
  dependentsQuerySchema,
} from './models/alias.ts';
export type {
  BacktestSeries,
  BacktestStep,
  BacktestSummary,
  Comparison,
  DieboldMariano,
  LeadSkill,
  Metrics,
  Skill,
} from './models/backtest-scores.ts';
export {
  bundleFormat,
  bundleVersion,
  type ImportedModel,
  type ImportedNumericModel,
  type ImportedSymbolModel,
  type NumericBundle,
  numericBundleSchema,
  type SymbolBundle,
  symbolBundleSchema,
} from './models/bundle.ts';
export type { Mixture, ModelCard } from './models/card.ts';
export type { CardSentence, CardSentenceCode, CardSentenceValues } from './models/card-sentences.ts';
export {
  type Model,
  type ModelChange,
  type ModelSpec,
  type ModelSummary,
  type ModelsQuery,
  modelChangeSchema,
  modelCreatedSchema,
  modelPageSchema,
  modelSchema,
  modelSpecSchema,
  modelsQuerySchema,
  pointsNeeded,
  retrainSchema,
  type TrainingEstimate,
  trainingEstimateSchema,
} from './models/model.ts';
export { horizonOf } from './models/model-horizon.ts';
export { requireReady } from './models/model-ready.ts';
export { presetNames } from './models/network.ts';
export {
  defaultQuantiles,
  type ModelIn,
  modelInSchema,
  type NumericSettings,
  numericSettingsSchema,
  openDayFamilies,
  type SymbolSettings,
  seasonalFamilies,
  seasonsOf,
  symbolSettingsSchema,
} from './models/settings.ts';
export {
  type ChainName,
  chainNames,
  type SymbolCard,
  type SymbolEvaluation,
  type SymbolMetrics,
  type SymbolSkill,
  type SymbolSpec,
  symbolSpecSchema,
} from './models/symbol-model.ts';
export { nextOfCron, settledCron } from './operations/cron.ts';
export {
  type Embed,
  type EmbedsQuery,
  embedCreatedSchema,
  embedInSchema,
  embedPageSchema,
  embedSchema,
  embedsQuerySchema,
} from './operations/embed.ts';
export {
  type Fleet,
  type FleetForecast,
  type FleetForecastIn,
  type FleetIn,
  type FleetsQuery,
  fleetForecastInSchema,
  fleetForecastSchema,
  fleetInSchema,
  fleetPageSchema,
  fleetSchema,
  fleetsQuerySchema,
} from './operations/fleet.ts';
export {
  firstTenant,
  type Key,
  keyCreatedSchema,
  keyInSchema,
  keyPageSchema,
  keyRotationSchema,
  keySchema,
  keysQuerySchema,
  type Scope,
  scopeNames,
  tenantSchema,
} from './operations/key.ts';
export {
  clockErrorMsMax,
  everyMs,
  isPlannedTooLate,
  lastDoneAt,
  lastEventMs,
  missedRun,
  nextRun,
  runAfterLast,
  type Schedule,
  type ScheduleChanges,
  type ScheduleIn,
  type ScheduleRun,
  type StoredSchedule,
  type StoredScheduleRun,
  scheduleChangesSchema,
  scheduleInSchema,
  schedulePageSchema,
  scheduleSchema,
} from './operations/schedule.ts';
export { type StoredKind, storedKindNames, type Usage, usageSchema } from './operations/usage.ts';
export {
  type Announcement,
  type DeliveriesQuery,
  type Delivery,
  type DeliveryEvent,
  deliveriesQuerySchema,
  deliveryPageSchema,
  deliverySchema,
  type Webhook,
  type WebhookChanges,
  type WebhookEvent,
  type WebhookIn,
  webhookChangesSchema,
  webhookCreatedSchema,
  webhookInSchema,
  webhookPageSchema,
  webhookSchema,
} from './operations/webhook.ts';
export { choiceOf, chosen, hasFieldsOf } from './primitives/choice.ts';
export { formulasSchema } from './primitives/formulas.ts';
export type {
  CalendarIn,
  CalendarName,
  Frequency,
  YearlyClosure,
} from './primitives/frequency.ts';
export {
  aliasNameSchema,
  backtestIdSchema,
  datasetIdSchema,
  deliveryIdSchema,
  embedIdSchema,
  fleetIdSchema,
  forecastIdSchema,
  idKindOf,
  idShape,
  jobIdSchema,
  keyIdSchema,
  modelIdSchema,
  modelRefSchema,
  newId,
  scheduleIdSchema,
  type TenantId,
  webhookIdSchema,
  zeroId,
} from './primitives/ids.ts';
export { shareOf } from './primitives/levels.ts';
export { comparedNamesMax, nearestToEach, noSeries } from './primitives/nearest.ts';
export { type Page, type PageQuery, pageQuerySchema } from './primitives/page.ts';
export { problemSchema } from './primitives/problem.ts';
export { writtenNumber } from './primitives/written-number.ts';
