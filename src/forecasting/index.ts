/** Models of series: the exports for the rest of the service and for the benches. */
export {
  createEnsemble,
  decodeParts,
  encodeWeights,
  type FittedModel,
  type MixtureWeights,
  networkOnly,
  statisticalMembers,
  tellsTrainedUntil,
} from './ensemble/index.ts';
export {
  createScore,
  emptyScore,
  metricsOf,
  owaOf,
  pitOf,
  ratio,
  type ScoreSums,
  scoredLevels,
  sumOfScores,
} from './evaluation/index.ts';
export { applies, type MethodForecast, type MethodName, methodNames, methods } from './methods/index.ts';
export { forecastBatch } from './network/index.ts';
export {
  accuracy,
  anomalies,
  comparison,
  createForecaster,
  decision,
  emptyCells,
  forecast,
  forecastSeries,
  forecastTexts,
  inspect,
  instantTexts,
  memory,
  onnx,
  prepareInstant,
  rollingBacktest,
  spansOf,
  trace,
} from './serving/index.ts';
export { insampleError } from './statistics/index.ts';
export { plannedSeconds, train } from './training/index.ts';
