/** All bounds that callers can reach. Each bound has an error code. Operators may lower some of
 *  them in the settings. */
const MiB = 1024 * 1024;

export const limits = {
  uploadBytesMax: 256 * MiB,
  /** Decompressed bytes of an upload: text of numbers shrinks to a quarter or a fifth. */
  decompressedBytesMax: 1024 * MiB,
  /** Decompressed bytes that a reader holds at once: a workbook, a row group of a Parquet file, such a file in an
   *  archive. It holds them several times. */
  heldBytesMax: 192 * MiB,
  /** Decompressed bytes for one compressed byte, after the first `decompressedBytesFree`.
   *  Repetitive tables reach 50. */
  decompressionRatioMax: 100,
  decompressedBytesFree: 16 * MiB,
  /** Files in a zip archive, directories included. */
  archiveFilesMax: 10_000,
  /** Bytes of a line of a table. A longer one is a file without line breaks. */
  lineBytesMax: 8 * MiB,
  /** Columns of a table: each may be a series of its own, beside columns of times and ids. */
  columnsMax: 110_000,
  /** Bytes of a file in a form that are read before its options. Options behind a larger file are refused. */
  formFileHeldBytesMax: 16 * MiB,
  /** Arrays and objects of a JSON body inside of each other, and keys of one object. */
  jsonDepthMax: 32,
  jsonKeysPerObjectMax: 1_000,
  /** Keys, objects and arrays of a JSON body, and of an upload: a hundred for each of its series. */
  jsonPartsMax: 4_000_000,
  uploadPartsMax: 10_000_000,
  /** Description of the model in a bundle. */
  bundleDescriptionBytesMax: 8 * MiB,
  /** Characters of the card and of the settings of a bundle, as JSON, and of a text or a name in them. Their schemas
   *  bound what a training writes, not what a caller does. */
  bundlePartCharsMax: 1024 * 1024,
  bundleTextLengthMax: 2_000,
  /** A body that is not an upload: settings, inline series of a forecast. */
  requestBytesMax: 16 * MiB,
  /** Open connections of an API process. */
  connectionsMax: 10_000,
  /** Requests of a connection that wait for their answers. */
  pipelinedRequestsMax: 16,
  /** Requests of one API key per minute, in each API process. */
  rateLimitPerMinute: 6_000,
  seriesPerDatasetMax: 100_000,
  pointsPerDatasetMax: 20_000_000,
  covariatesMax: 64,
  /** Static attributes of the series of a dataset, and characters of one. */
  attributesMax: 64,
  attributeLengthMax: 200,
  /** Maximum absolute value: squares and sums of squares stay far below the maximum of float64. */
  valueMagnitudeMax: 1e100,
  nameLengthMax: 200,
  seriesIdLengthMax: 200,
  /** Columns that were not read, which a dataset notes for later tables. */
  ignoredColumnsMax: 100,
  /** Columns whose only value a dataset notes for later tables. */
  constantColumnsMax: 16,
  /** Faults listed in one problem. Further faults are only counted. */
  faultsMax: 20,
  /** Warnings stored with a dataset. Further warnings are only counted. */
  warningsMax: 100,
  /** Other readings that a fault or a warning names. */
  alternativesMax: 10,
  /** Series and observations of each that a dry run shows. */
  previewSeries: 5,
  previewPoints: 5,
  /** Observations of a series that a drawing of it needs. */
  overviewPoints: 400,
  /** Last values of a series in a list of series. */
  recentValuesMax: 100,
  /** Ids of new or deleted series in an answer. */
  newSeriesListed: 1_000,
  /** Ids that each fleet of a list names of its series without a model. */
  leftOutListed: 10,
  pageSizeDefault: 50,
  pageSizeMax: 500,
  pointsPageSizeMax: 50_000,
  horizonMax: 1_000,
  contextLengthMin: 4,
  contextLengthMax: 4_096,
  /** Longest season that a request may name: two fit into the longest context. */
  seasonLengthMax: 2_048,
  /** Seasons that a request may name. */
  seasonLengthsMax: 4,
  hiddenSizeMax: 512,
  layersMax: 4,
  membersMax: 16,
  stepsMax: 100_000,
  epochsMax: 100_000,
  /** The memory of a training grows with the batch size. */
  batchSizeMax: 1_024,
  /** Memory of one network in training, and of all networks of a model in a forecast. */
  networkBytesMax: 1024 * MiB,
  /** Parameters of all networks of a training: the members, and one that is held out. A checkpoint has up to four
   *  numbers for each parameter, and PostgreSQL holds less than 1 GiB in one value. The weights of a model are fewer.
   *  An import is bounded by its upload. */
  trainedBytesMax: 240 * MiB,
  quantilesMax: 99,
  tagsMax: 20,
  backtestWindowsMax: 200,
  /** Series in a backtest report, and series and steps on a card. */
  backtestSeriesListed: 100,
  cardSeriesListed: 20,
  cardStepsListed: 48,
  /** Models of a fleet. */
  fleetModelsMax: 20_000,
  /** Series forecast in one call. */
  forecastSeriesMax: 1_000,
  /** Observations of a series that a model forecasts from other series of its dataset, and most of those. */
  fewObservationsMax: 3,
  panelSeriesMax: 400,
  /** Inline observations of a forecast call, over all series. */
  inlinePointsMax: 1_000_000,
  /** Times, values and covariates of stored series that a call holds at a time. */
  heldNumbersMax: 4_000_000,
  /** Rows with known-future covariates, after the last value of the target, that a forecast reads of a series. */
  futureRowsMax: 1_000,
  /** Sample paths per series. */
  samplesMax: 1_000,
  /** Multiply-adds of the networks in a call: some ten seconds of a thread. Symbols are read one after the other;
   *  windows of series side by side, which is faster. */
  symbolOperationsMax: 200_000_000_000,
  seriesOperationsMax: 1_000_000_000_000,
  /** Numbers in the response of a forecast call, over all series. */
  forecastNumbersMax: 5_000_000,
  /** One-step forecasts of past observations in a forecast call: per series, and over all series. */
  fittedStepsMax: 100,
  fittedPointsMax: 20_000,
  /** Multiply-adds of the networks, and statistical methods that take as long, in the one-step forecasts of past
   *  observations of a call: some twenty seconds of a thread. */
  pastOperationsMax: 2_000_000_000_000,
  /** Observations that one call checks for anomalies, and the default per series. */
  anomalyPointsMax: 50_000,
  anomalySeriesPointsDefault: 1_000,
  /** Contributions that one call computes: series × horizon × context × networks. */
  explanationNumbersMax: 250_000,
  /** Windows that the memory of a model is averaged over. */
  memoryWindowsMax: 64,
  /** Symbols in such a window. Longer windows cost more and show nothing new. */
  memoryWindowSymbolsMax: 512,
  /** Numbers in a trace. */
  traceNumbersMax: 500_000,
  /** Pictures of forecasts: pixels, and observations before the forecast. */
  pictureWidthMin: 240,
  pictureWidthMax: 2_000,
  pictureHeightMin: 140,
  pictureHeightMax: 1_200,
  pictureScaleMax: 2,
  pictureHistoryMax: 2_000,
  pictureHistoryDefaultMin: 40,
  pictureHistoryDefaultMax: 400,
  /** Aliases and keys of one tenant. Expired keys count until they are deleted. */
  aliasesMax: 10_000,
  keysMax: 1_000,
  /** Embeds of one tenant. */
  embedsMax: 1_000,
  /** Steps of a trace of symbols with gradients, each of which flows back through all earlier ones. */
  traceGradientStepsMax: 64,
  /** Next symbols at each step of a trace. */
  traceTopMax: 100,
  /** Seconds that a one-shot forecast waits for its training. */
  oneShotSecondsMax: 100,
  oneShotSecondsDefault: 60,
  /** Entries in the change log of a dataset; the newest are kept. */
  datasetVersionsMax: 1_000,
  /** Stored events of a job; the newest are kept (migration 0029). */
  jobEventsMax: 1_000,
  /** Losses that progress reports, steps of the validation forecast beside them, and its medians at earlier checks:
   *  3 KB in each event. */
  reportedLosses: 32,
  validationForecastPoints: 24,
  earlierForecasts: 8,
  /** Stored log lines of a job; the newest are kept. */
  jobLogLinesMax: 1_000,
  /** Maximum of `?wait=`. */
  waitSecondsMax: 60,
  /** Calls of one API process that wait for a job. */
  jobWatchersMax: 500,
  /** Streams of job events that one API process serves. Each needs about 20 KB of memory, and 25 KB more
   *  while its client does not read the events before the connection. */
  jobStreamsMax: 5_000,
  /** Queued jobs of one tenant. */
  tenantQueuedMax: 20_000,
  webhooksMax: 20,
  webhookUrlLengthMax: 2_000,
  schedulesMax: 100,
  scheduleEverySecondsMin: 10,
  /** Different symbols of a dataset. Symbols are stored as codes of 16 bits. */
  vocabularyMax: 10_000,
  /** Characters of a symbol. */
  symbolLengthMax: 200,
  /** Symbols of one sequence. */
  sequenceSymbolsMax: 5_000_000,
  embeddingSizeMax: 512,
  /** Vocabulary size for one-hot inputs. */
  oneHotVocabularyMax: 1_000,
  /** Symbols that a backtest scores, and symbols in one of its windows. */
  backtestSymbolsMax: 500_000,
  backtestWindowSymbols: 500,
  /** Symbols in the context of a forecast. */
  contextSymbolsMax: 100_000,
  /** Symbols of a continuation or a sample, and of all samples of a call. */
  continuationLengthMax: 1_000,
  sampledSymbolsMax: 50_000,
  beamsMax: 32,
} as const;
