/** Bounds that callers meet, in one place; what happens at each is a named error. Operators may lower some by settings. */
const MiB = 1024 * 1024;

export const limits = {
  uploadBytesMax: 256 * MiB,
  /** A body that is not an upload: settings, inline series of a forecast. */
  requestBytesMax: 16 * MiB,
  /** Requests of one API key in a minute, in each API process. */
  rateLimitPerMinute: 6_000,
  seriesPerDatasetMax: 100_000,
  pointsPerDatasetMax: 20_000_000,
  covariatesMax: 64,
  /** Size of a value, either way: squares and sums of squares stay far from the end of float64. */
  valueMagnitudeMax: 1e100,
  nameLengthMax: 200,
  seriesIdLengthMax: 200,
  /** Faults listed in one problem; the rest are counted. */
  faultsMax: 20,
  /** Warnings kept with a dataset; the rest are counted. */
  warningsMax: 100,
  pageSizeDefault: 50,
  pageSizeMax: 500,
  pointsPageSizeMax: 50_000,
  horizonMax: 1_000,
  contextLengthMin: 4,
  contextLengthMax: 4_096,
  hiddenSizeMax: 512,
  layersMax: 4,
  membersMax: 16,
  stepsMax: 100_000,
  epochsMax: 100_000,
  /** Memory of a training grows with it. */
  batchSizeMax: 1_024,
  /** Memory of one network while it is trained, and of all networks of a model where it forecasts. */
  networkBytesMax: 1024 * MiB,
  quantilesMax: 99,
  tagsMax: 20,
  backtestWindowsMax: 200,
  /** Series and steps that are told apart: in a report, the worst series; on a card, and steps evenly spread. */
  backtestSeriesListed: 100,
  cardSeriesListed: 20,
  cardStepsListed: 48,
  /** Series forecast in one call. */
  forecastSeriesMax: 1_000,
  /** Observations that a forecast call may carry inline, all series together. */
  inlinePointsMax: 1_000_000,
  /** Rows of a series after the last value of its target, with known-future covariates, that a forecast finds. */
  futureRowsMax: 1_000,
  /** Sample paths of a series. */
  samplesMax: 1_000,
  /** Numbers in the answer of a forecast call, all series together. */
  forecastNumbersMax: 5_000_000,
  /** One-step forecasts of the past in a forecast call: of a series, and of all. */
  fittedStepsMax: 100,
  fittedPointsMax: 20_000,
  /** Observations that one search for anomalies looks at; those of a series where no time is given. */
  anomalyPointsMax: 50_000,
  anomalySeriesPointsDefault: 1_000,
  /** Contributions that are computed for one call: series × horizon × context × networks. */
  explanationNumbersMax: 250_000,
  /** Windows that the memory of a model is averaged over. */
  memoryWindowsMax: 64,
  /** Symbols of such a window: longer ones show nothing that these do not, and cost more. */
  memoryWindowSymbolsMax: 512,
  /** Numbers in a trace. */
  traceNumbersMax: 500_000,
  /** How long a one-shot forecast waits for its training. */
  oneShotSecondsMax: 100,
  oneShotSecondsDefault: 60,
  /** Rows of the change log that a dataset keeps. */
  datasetVersionsMax: 1_000,
  /** Events of a job that are kept, the newest (migration 0002). */
  jobEventsMax: 1_000,
  /** Log lines of a job that are kept, the newest. */
  jobLogLinesMax: 1_000,
  /** Longest `?wait=` of a call. */
  waitSecondsMax: 60,
  /** Event streams and waiting calls that one API process keeps open at once. */
  jobWatchersMax: 500,
  webhooksMax: 20,
  webhookUrlLengthMax: 2_000,
  schedulesMax: 100,
  scheduleEverySecondsMin: 10,
  /** Different symbols of a dataset; codes of 16 bits are stored. */
  vocabularyMax: 10_000,
  /** Characters of a symbol. */
  symbolLengthMax: 200,
  /** Symbols of one sequence. */
  sequenceSymbolsMax: 5_000_000,
  embeddingSizeMax: 512,
  /** Symbols that the input of a network may have where each has an input of its own. */
  oneHotVocabularyMax: 1_000,
  /** Symbols that a backtest scores, and that one of its windows tells. */
  backtestSymbolsMax: 500_000,
  backtestWindowSymbols: 500,
  /** Symbols that a forecast on symbols may read. */
  contextSymbolsMax: 100_000,
  /** Symbols of a continuation or a sample; all samples of a call together. */
  continuationLengthMax: 1_000,
  sampledSymbolsMax: 50_000,
  beamsMax: 32,
} as const;
